'use client';
import { useLocale } from 'next-intl';
import { formatNumber } from '../charts/format';
import { Slider } from '../controls/Slider';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import { LeakyBucketChart } from './LeakyBucketChart';
import { halfLife, leak } from './leaky-bucket';
import type { LiveFigureProps } from './live';
import { useChoices } from './use-choices';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    keep: 'Kept each step, a',
    half: 'Half is gone after {n} steps',
    never: 'Nothing is ever lost',
    grows: 'It doubles every {n} steps',
    atOnce: 'Nothing is left after one step',
    drop: 'Drop at step {t}',
    step: 'step',
    state: 'state h',
    input: 'input x',
  },
  es: {
    keep: 'Lo que queda en cada paso, a',
    half: 'La mitad se ha ido tras {n} pasos',
    never: 'Nunca se pierde nada',
    grows: 'Se duplica cada {n} pasos',
    atOnce: 'Tras un paso no queda nada',
    drop: 'Gota en el paso {t}',
    step: 'paso',
    state: 'estado h',
    input: 'entrada x',
  },
});

const STEPS = 41;
const START = { a: 0.9, drops: [0, 20] };

export default function LeakyBucket(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [{ a, drops }, choose, reset] = useChoices(START);
  const x = Array.from({ length: STEPS }, (_, t) => (drops.includes(t) ? 1 : 0));
  const h = leak(a, x);
  const n = halfLife(a);
  const said =
    a === 0
      ? w.atOnce
      : !Number.isFinite(n)
        ? w.never
        : (n < 0 ? w.grows : w.half).replace('{n}', formatNumber(Math.abs(n), locale));
  const toggle = (t: number) => choose({ drops: drops.includes(t) ? drops.filter((d) => d !== t) : [...drops, t] });
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({ columns: [w.step, w.input, w.state], rows: h.map((v, t) => [t, x[t]!, v]) })}
      controls={
        <>
          <Slider
            label={w.keep}
            value={a}
            min={-1.02}
            max={1.02}
            step={0.01}
            format={(v) => formatNumber(v, locale)}
            onChange={(value) => choose({ a: value })}
          />
          <output className={styles.said} data-value={n}>
            {said}
          </output>
        </>
      }
    >
      <LeakyBucketChart h={h} x={x} locale={locale} stepLabel={w.step} />
      <div className={styles.toggles}>
        {x.map((v, t) => (
          <button
            key={t}
            type="button"
            aria-pressed={v === 1}
            aria-label={w.drop.replace('{t}', String(t))}
            onClick={() => toggle(t)}
          />
        ))}
      </div>
    </Figure>
  );
}
