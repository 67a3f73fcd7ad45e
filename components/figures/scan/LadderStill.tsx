import { RUNGS } from '@/engine/webgpu/ladder';
import { formatNumber, formatWhole } from '../../charts/format';
import type { Locale } from '../../i18n/locales';
import figures from '../figures.module.css';
import { defineWords } from '../words';
import { KernelSource } from './KernelSource';
import recorded from './ladder-recorded.json';
import { LADDER_RUNGS, LENGTHS } from './ladder-runs';
import { ladderWords } from './ladder-words';
import styles from './scan.module.css';

const words = defineWords({
  en: {
    said: 'Recorded once, in milliseconds, on {device} (a processor that plays a graphics card) and on one busy core of a server ({core}). Your device gives its own numbers when the figure runs.',
    missing: 'not asked',
  },
  es: {
    said: 'Grabado una vez, en milisegundos, en {device} (un procesador que hace de tarjeta gráfica) y en un núcleo ocupado de un servidor ({core}). Tu dispositivo da sus propios números cuando la figura se ejecuta.',
    missing: 'sin medir',
  },
});

/** One recorded run of the ladder, said to be such, and the kernels to read. */
export function LadderStill({ locale }: { locale: Locale }) {
  const w = ladderWords[locale];
  return (
    <>
      <RecordedLadder locale={locale} />
      {RUNGS.map((rung) => (
        <div key={rung.name}>
          <p className={styles.rung}>{w[`${rung.name}Source`]}</p>
          <KernelSource shaders={rung.shaders} plain />
        </div>
      ))}
    </>
  );
}

/** The milliseconds of one recorded run, and where they were measured. */
export function RecordedLadder({ locale }: { locale: Locale }) {
  const w = { ...ladderWords[locale], ...words[locale] };
  const places = ['webgpu', 'cpu'] as const;
  return (
    <>
      <div className={styles.scroll}>
        <table className={styles.results}>
          <thead>
            <tr>
              <th>{w.rung}</th>
              {LENGTHS.map((tokens) => (
                <th key={tokens}>
                  {formatWhole(tokens, locale)} {w.tokens}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {places.flatMap((place) =>
              LADDER_RUNGS.map((rung) => (
                <tr key={`${place} ${rung}`}>
                  <td>{`${w[place]}: ${w[rung]}`}</td>
                  {LENGTHS.map((tokens) => {
                    const run = recorded.runs.find((r) => r.place === place && r.rung === rung && r.tokens === tokens);
                    return <td key={tokens}>{run ? formatNumber(run.milliseconds, locale) : w.missing}</td>;
                  })}
                </tr>
              )),
            )}
          </tbody>
        </table>
      </div>
      <p className={figures.said}>{w.said.replace('{device}', recorded.device).replace('{core}', recorded.core)}</p>
    </>
  );
}
