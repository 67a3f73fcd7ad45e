'use client';
import { useLocale } from 'next-intl';
import { withSession } from '@/engine/session/with-session';
import { RUNGS, type ScanInput } from '@/engine/webgpu/ladder';
import { formatNumber, formatWhole } from '../../charts/format';
import { LineChart } from '../../charts/LineChart';
import { Figure } from '../../figure/Figure';
import figures from '../figures.module.css';
import type { LiveFigureProps } from '../live';
import { useFailure } from '../use-live';
import { type AskOfText, useReading } from '../use-reading';
import { useWords } from '../words';
import { KernelSource } from './KernelSource';
import { RecordedLadder } from './LadderStill';
import { LADDER_RUNGS, rowsOf } from './ladder-runs';
import { ladderWords } from './ladder-words';
import styles from './scan.module.css';
import { scanInputOf } from './scan-input';
import { useLadder } from './use-ladder';

export const MODEL = 'stories-mamba';
export const START = {
  text: 'Lily put the red ball in the box. Um, it was a sunny day. Tom asked where the ball was.',
  layer: 3,
};
const COLOURS = { serial: 'var(--ink-soft)', tree: 'var(--sym-C)', chunked: 'var(--sym-h)' } as const;

const ask: AskOfText<ScanInput> = (model, ids, signal) =>
  withSession(model, (session) => scanInputOf(model, session, ids, START.layer, signal));

/** The engine's own kernels on the tensors of a trained layer: timed on this device and on one core of it, held to the loop, and shown. */
export default function Ladder(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(ladderWords);
  const { engine, state, reading } = useReading(MODEL, START.text, 'scan', ask);
  const ladder = useLadder();
  // The engine is ready and the tensors are still on their way.
  const shown = state.kind === 'loading' && engine.model ? { ...state, what: w.reading } : state;
  const rows = rowsOf(ladder.runs);
  const number = (v: number) => formatNumber(v, locale);
  const name = (place: 'webgpu' | 'cpu', rung: (typeof LADDER_RUNGS)[number]) => `${w[place]}: ${w[rung]}`;
  const series = (['webgpu', 'cpu'] as const).flatMap((place) =>
    LADDER_RUNGS.flatMap((rung) => {
      const own = ladder.runs.filter((run) => run.place === place && run.rung === rung);
      if (own.length === 0) return [];
      return {
        id: `${place}-${rung}`,
        label: name(place, rung),
        colour: COLOURS[rung],
        x: own.map(({ tokens }) => tokens),
        y: own.map(({ milliseconds }) => milliseconds),
        ...(place === 'cpu' ? { dashed: true } : {}),
      };
    }),
  );
  return (
    <Figure
      {...props}
      state={useFailure(shown, ladder.error)}
      onReset={ladder.clear}
      {...(rows.length > 0
        ? {
            table: () => ({
              columns: [w.rung, w.tokens, w.time, w.clock, w.apart],
              rows: ladder.runs.map((run) => [
                name(run.place, run.rung),
                run.tokens,
                run.milliseconds,
                run.clock,
                run.apart,
              ]),
            }),
          }
        : {})}
      controls={
        <>
          <button
            type="button"
            data-run
            disabled={!reading || ladder.status === 'running'}
            onClick={() => reading && ladder.start(reading.result)}
          >
            {ladder.status === 'running' ? w.running : w.run}
          </button>
          {ladder.device && (
            <span data-device={ladder.device.device ?? 'cpu'}>
              {ladder.device.device ? w.on.replace('{device}', ladder.device.device) : w.core}
            </span>
          )}
        </>
      }
    >
      {rows.length === 0 ? (
        <>
          <p className={figures.said}>{w.idle}</p>
          <RecordedLadder locale={locale} />
        </>
      ) : (
        <>
          <LineChart
            series={series}
            xLabel={w.tokens}
            yLabel={w.time}
            label={w.chart}
            locale={locale}
            xLog
            yLog
            xBase={2}
            formatX={(v) => formatWhole(v, locale)}
          />
          <div className={styles.scroll}>
            <table className={styles.results} data-status={ladder.status}>
              <thead>
                <tr>
                  <th>{w.rung}</th>
                  <th>{w.tokens}</th>
                  <th>{w.time}</th>
                  <th>{w.faster}</th>
                  <th>{w.apart}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ place, rung, tokens, milliseconds, faster, apart }) => (
                  <tr key={`${place} ${rung}`} data-rung={`${place} ${rung}`} data-ms={milliseconds} data-apart={apart}>
                    <td>{name(place, rung)}</td>
                    <td>{formatWhole(tokens, locale)}</td>
                    <td>{number(milliseconds)}</td>
                    <td>{faster === null ? '' : `× ${formatNumber(faster, locale, 2)}`}</td>
                    <td>{formatNumber(apart, locale, 1)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      {ladder.device?.reason && <p className={figures.said}>{w.none}</p>}
      {ladder.device?.software && <p className={figures.said}>{w.software}</p>}
      {RUNGS.map((rung) => (
        <div key={rung.name}>
          <p className={styles.rung}>{w[`${rung.name}Source`]}</p>
          <KernelSource shaders={rung.shaders} />
        </div>
      ))}
    </Figure>
  );
}
