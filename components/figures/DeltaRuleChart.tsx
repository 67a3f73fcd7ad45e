import { scaleLinear } from 'd3-scale';
import { formatNumber } from '../charts/format';
import type { Locale } from '../i18n/locales';
import { KEYS, type Key, type MemorySetting, readings, type Write, wanted } from './delta-rule';
import styles from './figures.module.css';
import { defineWords } from './words';

export const words = defineWords({
  en: {
    red: 'red box',
    blue: 'blue box',
    green: 'green box',
    add: 'only add (linear attention)',
    fade: 'fade, then add (Mamba-2)',
    delta: 'erase this key, then write (delta rule)',
    both: 'fade, erase, write (gated delta)',
    written: 'written so far',
    should: 'should be',
  },
  es: {
    red: 'caja roja',
    blue: 'caja azul',
    green: 'caja verde',
    add: 'solo sumar (atención lineal)',
    fade: 'apagar y sumar (Mamba-2)',
    delta: 'borrar esta clave y escribir (regla delta)',
    both: 'apagar, borrar y escribir (delta con compuerta)',
    written: 'escrito hasta aquí',
    should: 'debería ser',
  },
});

const H = 190;
const COLOURS: Readonly<Record<Key, string>> = {
  red: 'var(--sym-A)',
  blue: 'var(--sym-attention)',
  green: 'var(--sym-y)',
};

/** What each key reads from the memory after a number of writes, with a line where it should be. */
export function DeltaRuleChart({
  setting,
  writes,
  upTo,
  locale,
  width: W = 576,
  named = true,
}: {
  setting: MemorySetting;
  writes: readonly Write[];
  upTo: number;
  locale: Locale;
  /** Of its place, in CSS pixels. */
  width?: number;
  /** The name of the rule, where nothing else says it. */
  named?: boolean;
}) {
  const w = words[locale];
  const read = readings(setting, writes)[upTo]!;
  const want = wanted(writes, upTo);
  const y = scaleLinear([-2, 8], [H - 34, 50]);
  const cell = (W - 60) / KEYS.length;
  const narrow = W < 480;
  const half = Math.min(34, cell / 3);
  return (
    <svg viewBox={`0 0 ${W} ${H}`} className={styles.svg} aria-hidden="true">
      {named && (
        <text x={0} y={14} className={styles.label}>
          {w[setting.memory]}
        </text>
      )}
      <text x={0} y={named && !narrow ? 32 : 14} className={styles.label}>
        {w.written}:
        {writes.slice(0, upTo + 1).map(({ key, value }, i) => (
          <tspan key={i} {...(narrow && i === 0 ? { x: 0, dy: 18 } : { dx: 8 })} fill={COLOURS[key]}>
            {w[key]} = {value}
          </tspan>
        ))}
      </text>
      <line x1={40} x2={W} y1={y(0)} y2={y(0)} stroke="var(--ink-soft)" />
      {[0, 5].map((v) => (
        <text key={v} x={34} y={y(v)} dy="0.35em" textAnchor="end" className={styles.tick}>
          {v}
        </text>
      ))}
      {KEYS.map((key, i) => {
        const centre = 50 + (i + 0.5) * cell;
        const v = read[key];
        const top = Math.max(-2, Math.min(8, v));
        return (
          <g key={key}>
            <rect
              x={centre - half}
              width={2 * half}
              y={Math.min(y(0), y(top))}
              height={Math.abs(y(top) - y(0))}
              fill={COLOURS[key]}
              fillOpacity="0.55"
            />
            {want[key] !== null && (
              <>
                <line
                  x1={centre - half - 12}
                  x2={centre + half + 12}
                  y1={y(want[key])}
                  y2={y(want[key])}
                  stroke="var(--ink)"
                  strokeWidth="2"
                  strokeDasharray="5 3"
                />
                {i === 0 && !narrow && (
                  <text x={centre + half + 16} y={y(want[key])} dy="0.35em" className={styles.tick}>
                    {w.should}
                  </text>
                )}
              </>
            )}
            <text x={centre} y={H - 8} textAnchor="middle" className={styles.label}>
              {w[key]}: {formatNumber(v, locale)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
