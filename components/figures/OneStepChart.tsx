import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { formatNumber } from '../charts/format';
import type { Locale } from '../i18n/locales';
import styles from './figures.module.css';
import { exactArea, ruleArea, ruleShape, type Step, type StepRule, weighted } from './one-step';
import { defineWords } from './words';

export const words = defineWords({
  en: {
    zoh: 'zero-order hold (paper of Mamba)',
    euler: 'exponential-Euler (code of Mamba, Mamba-2)',
    trapezoid: 'exponential-trapezoidal (Mamba-3)',
    exact: 'exact area {v}',
    taken: 'taken {v}',
    old: 'old token',
    fresh: 'new token',
  },
  es: {
    zoh: 'retenedor de orden cero (artículo de Mamba)',
    euler: 'Euler exponencial (código de Mamba y Mamba-2)',
    trapezoid: 'trapecio exponencial (Mamba-3)',
    exact: 'área exacta {v}',
    taken: 'tomada {v}',
    old: 'token anterior',
    fresh: 'token nuevo',
  },
});

const [H, RIGHT] = [220, 12];

/** The curve whose area one step should add to the state, and the shape that a rule takes for it. */
export function OneStepChart({
  rule,
  at,
  locale,
  width: W = 576,
  named = true,
}: {
  rule: StepRule;
  at: Step;
  locale: Locale;
  /** Of its place, in CSS pixels. */
  width?: number;
  /** The name of the rule, where nothing else says it. */
  named?: boolean;
}) {
  const w = words[locale];
  const curve = Array.from({ length: 81 }, (_, i) => (i / 80) * at.step).map((s) => ({ s, y: weighted(at, s) }));
  const shape = ruleShape(rule, at);
  const x = scaleLinear([0, at.step], [44, W - RIGHT]);
  const y = scaleLinear([0, 2.1], [H - 40, 30]);
  const under = area<{ s: number; y: number }>(
    (p) => x(p.s),
    y(0),
    (p) => y(p.y),
  );
  const along = line<{ s: number; y: number }>(
    (p) => x(p.s),
    (p) => y(p.y),
  );
  return (
    <svg viewBox={`0 0 ${W} ${H}`} className={styles.svg} aria-hidden="true">
      {named && (
        <text x={44} y={14} className={styles.label}>
          {w[rule]}
        </text>
      )}
      <text x={W - RIGHT} y={14} textAnchor="end" className={styles.label}>
        {w.exact.replace('{v}', formatNumber(exactArea(at), locale))} ·{' '}
        <tspan fill="var(--sym-B)">{w.taken.replace('{v}', formatNumber(ruleArea(rule, at), locale))}</tspan>
      </text>
      {[0, 1, 2].map((v) => (
        <g key={v} className={styles.axis}>
          <line x1={44} x2={W - RIGHT} y1={y(v)} y2={y(v)} />
          <text x={36} y={y(v)} dy="0.35em" textAnchor="end">
            {v}
          </text>
        </g>
      ))}
      <path d={under(shape) ?? ''} fill="var(--sym-B)" fillOpacity="0.25" />
      <path d={along(shape) ?? ''} fill="none" stroke="var(--sym-B)" strokeWidth="1.5" strokeDasharray="5 3" />
      <path d={along(curve) ?? ''} fill="none" stroke="var(--ink)" strokeWidth="2" />
      {[curve[0]!, curve.at(-1)!].map(({ s, y: v }) => (
        <circle key={s} cx={x(s)} cy={y(v)} r="4" fill="var(--sym-x)" stroke="var(--paper)" />
      ))}
      <text x={x(0)} y={H - 22} className={styles.tick}>
        0 · {w.old}
      </text>
      <text x={x(at.step)} y={H - 22} textAnchor="end" className={styles.tick}>
        {w.fresh} · Δ = {formatNumber(at.step, locale)}
      </text>
    </svg>
  );
}
