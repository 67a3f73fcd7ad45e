import { scaleLinear } from 'd3-scale';
import { formatNumber, formatPercent } from '../charts/format';
import type { Locale } from '../i18n/locales';
import styles from './figures.module.css';
import { reading, type Setting, told, walk } from './parity';
import { defineWords } from './words';

export const words = defineWords({
  en: {
    state: 'state after each bit',
    all: 'where 0, 1, 2, … ones end up',
    yes: 'number of ones divisible by {m}',
    no: 'not',
    share: 'best threshold: {share} of all strings right; always the same answer: {guess}',
  },
  es: {
    state: 'estado tras cada bit',
    all: 'dónde acaban 0, 1, 2, … unos',
    yes: 'número de unos divisible por {m}',
    no: 'no lo es',
    share: 'mejor umbral: acierta el {share} de las cadenas; siempre la misma respuesta: {guess}',
  },
});

const LEFT = 36;

/** The state as a string of bits goes by, and below it where every number of ones ends, coloured by the right answer. */
export function ParityChart({
  setting,
  bits,
  m,
  locale,
  width: W = 576,
}: {
  setting: Setting;
  bits: readonly number[];
  m: number;
  locale: Locale;
  /** Of its place, in CSS pixels. */
  width?: number;
}) {
  const w = words[locale];
  const path = walk(setting, bits);
  const ends = Array.from({ length: bits.length + 1 }, (_, ones) => reading(setting, ones));
  const turn = setting.rule === 'turn';
  const [low, high] = turn ? [-1, 1] : [Math.min(0, ...ends), Math.max(1, ...ends)];
  const cell = (W - LEFT) / bits.length;
  const y = scaleLinear([low, high], [104, 30]);
  const x = scaleLinear([low, high], [LEFT + 16, W - 16]);
  const { share, guess, cut } = told(setting, bits.length, m);
  let ones = 0;
  const narrow = W < 480;
  // One sentence of two halves: below each other where they do not fit beside each other.
  const said = w.share.replace('{share}', formatPercent(share)).replace('{guess}', formatPercent(guess));
  const lines = narrow ? said.split('; ') : [said];
  return (
    <svg viewBox={`0 0 ${W} ${narrow ? 252 : 236}`} className={styles.svg} aria-hidden="true">
      <text x={LEFT} y={12} className={styles.label}>
        {w.state}
      </text>
      {!turn && (
        <>
          <line x1={LEFT} x2={W} y1={y(0)} y2={y(0)} stroke="var(--rule)" />
          {[low, high].map((v) => (
            <text key={v} x={LEFT - 6} y={y(v)} dy="0.35em" textAnchor="end" className={styles.tick}>
              {formatNumber(v, locale, 2)}
            </text>
          ))}
        </>
      )}
      {bits.map((bit, t) => {
        ones += bit;
        const centre = LEFT + (t + 0.5) * cell;
        const angle = (ones * setting.angle * Math.PI) / 180;
        const r = Math.min(22, cell / 2 - 3);
        return (
          <g key={t} fill={ones % m === 0 ? 'var(--sym-h)' : 'var(--sym-A)'}>
            {turn ? (
              <>
                <circle cx={centre} cy={67} r={r} fill="none" stroke="var(--rule)" />
                <line
                  x1={centre}
                  y1={67}
                  x2={centre + r * Math.sin(angle)}
                  y2={67 - r * Math.cos(angle)}
                  stroke="var(--ink-soft)"
                />
                <Mark x={centre + r * Math.sin(angle)} y={67 - r * Math.cos(angle)} yes={ones % m === 0} />
              </>
            ) : (
              <>
                <line x1={centre} x2={centre} y1={y(0)} y2={y(path[t]!)} stroke="var(--rule)" />
                <Mark x={centre} y={y(path[t]!)} yes={ones % m === 0} />
              </>
            )}
            <text x={centre} y={124} textAnchor="middle" className={styles.label}>
              {bit}
            </text>
          </g>
        );
      })}
      <text x={LEFT} y={150} className={styles.label}>
        {w.all}
      </text>
      <line x1={LEFT} x2={W} y1={180} y2={180} stroke="var(--rule)" />
      {Number.isFinite(cut) && (
        <line x1={x(cut)} x2={x(cut)} y1={160} y2={194} stroke="var(--ink)" strokeDasharray="4 3" />
      )}
      {ends.map((v, i) => {
        const twins = ends.slice(0, i).filter((u) => Math.abs(u - v) < 1e-9).length;
        return (
          <g key={i} fill={i % m === 0 ? 'var(--sym-h)' : 'var(--sym-A)'}>
            {twins === 0 && <Mark x={x(v)} y={180} yes={i % m === 0} />}
          </g>
        );
      })}
      <g transform="translate(0,214)">
        <g fill="var(--sym-h)">
          <Mark x={LEFT + 4} y={-4} yes />
        </g>
        <text x={LEFT + 14} className={styles.label}>
          {w.yes.replace('{m}', String(m))}
        </text>
        <g fill="var(--sym-A)">
          <Mark x={LEFT + 234} y={-4} yes={false} />
        </g>
        <text x={LEFT + 244} className={styles.label}>
          {w.no}
        </text>
      </g>
      {lines.map((part, i) => (
        <text key={part} x={LEFT} y={232 + 16 * i} className={styles.label}>
          {part}
        </text>
      ))}
    </svg>
  );
}

/** Yes is a disc, no a diamond: colour is not the only carrier. */
function Mark({ x, y, yes }: { x: number; y: number; yes: boolean }) {
  return yes ? <circle cx={x} cy={y} r={5} /> : <path d={`M${x} ${y - 6}l6 6l-6 6l-6 -6z`} />;
}
