'use client';
import { useLocale } from 'next-intl';
import { formatWhole } from '../../charts/format';
import { LineChart } from '../../charts/LineChart';
import { seriesTable } from '../../charts/tables';
import { Select } from '../../controls/Select';
import { StopSlider } from '../../controls/Slider';
import { powersOfTwo } from '../../controls/stops';
import { Figure } from '../../figure/Figure';
import figures from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { useChoices } from '../use-choices';
import { defineWords, useWords } from '../words';
import { WAYS, type Way } from './rounds';
import styles from './scan.module.css';
import { bestChunk, billOf } from './work-depth';

export const words = defineWords({
  en: {
    workers: 'Workers',
    plenty: 'as many as you like',
    chunk: 'Tokens per chunk',
    length: 'Tokens',
    read: 'Read off at',
    steps: 'tokens',
    rounds: 'rounds',
    chart: 'Rounds that a scan takes against its length, four ways',
    way: 'way',
    work: 'combinations',
    serial: 'one after another',
    everyone: 'everyone',
    tree: 'tree',
    chunks: 'chunks',
    best: 'With these workers and this length the chunk with the fewest rounds has {Q} tokens.',
  },
  es: {
    workers: 'Trabajadores',
    plenty: 'los que quieras',
    chunk: 'Tokens por fragmento',
    length: 'Tokens',
    read: 'Leer en',
    steps: 'tokens',
    rounds: 'rondas',
    chart: 'Rondas que tarda un barrido según su longitud, de cuatro formas',
    way: 'forma',
    work: 'combinaciones',
    serial: 'uno tras otro',
    everyone: 'todos',
    tree: 'árbol',
    chunks: 'fragmentos',
    best: 'Con estos trabajadores y esta longitud, el fragmento con menos rondas tiene {Q} tokens.',
  },
});

export const COLOURS: Readonly<Record<Way, string>> = {
  serial: 'var(--ink-soft)',
  everyone: 'var(--sym-A)',
  tree: 'var(--sym-C)',
  chunks: 'var(--sym-h)',
};
const CHUNKS = powersOfTwo(1, 4096);
export const LENGTHS = Array.from({ length: 14 }, (_, i) => 8 * 2 ** i);
const WORKERS = [1, 8, 64, 1024, 16384, Infinity];
export const START = { workers: 64, chunk: 64, length: 4096 };

/** Work against depth: rounds over the length for a number of workers, and what each way does in all. */
export default function WorkDepth(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ workers, chunk, length }, choose, reset] = useChoices(START);
  const series = WAYS.map((way) => ({
    id: way,
    label: w[way],
    colour: COLOURS[way],
    x: LENGTHS,
    y: LENGTHS.map((n) => billOf(way, n, workers, chunk).rounds),
    ...(way === 'serial' ? { dashed: true } : {}),
  }));
  const whole = (v: number) => formatWhole(v, locale);
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => seriesTable(series, w.steps, w.rounds)}
      controls={
        <>
          <Select
            label={w.workers}
            value={workers}
            options={WORKERS}
            name={(p) => (Number.isFinite(p) ? whole(p) : w.plenty)}
            onChange={(value) => choose({ workers: value })}
          />
          <StopSlider
            label={w.chunk}
            value={chunk}
            stops={CHUNKS}
            format={whole}
            onChange={(value) => choose({ chunk: value })}
          />
          <Select
            label={w.read}
            value={length}
            options={LENGTHS}
            name={(n) => `${whole(n)} ${w.steps}`}
            onChange={(value) => choose({ length: value })}
          />
        </>
      }
    >
      <LineChart
        series={series}
        xLabel={w.steps}
        yLabel={w.rounds}
        label={w.chart}
        locale={locale}
        xLog
        yLog
        xBase={2}
        formatX={whole}
        formatY={whole}
        litX={length}
      />
      <div className={styles.scroll}>
        <table className={styles.results}>
          <thead>
            <tr>
              <th>{w.way}</th>
              <th>{w.work}</th>
              <th>{w.rounds}</th>
            </tr>
          </thead>
          <tbody>
            {WAYS.map((way) => {
              const { work, rounds } = billOf(way, length, workers, chunk);
              return (
                <tr key={way} data-way={way} data-work={work} data-rounds={rounds}>
                  <td style={{ color: COLOURS[way] }}>{w[way]}</td>
                  <td>{whole(work)}</td>
                  <td>{whole(rounds)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className={figures.said} role="status">
        {w.best.replace('{Q}', whole(bestChunk(length, workers)))}
      </p>
    </Figure>
  );
}
