'use client';
import { useLocale } from 'next-intl';
import { useState } from 'react';
import { BarList } from '../charts/BarList';
import { formatCount, formatPercent } from '../charts/format';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { layerTensors, MAMBA_130M, type Sizes } from './where-numbers';
import { defineWords, useWords } from './words';

const words = defineWords({
  en: {
    d: 'd_model',
    N: 'N',
    expand: 'expand',
    rank: 'dt_rank',
    tensor: 'tensor',
    count: 'parameters',
    said: 'One layer: {p} parameters; its state: {s} numbers; N-dependent share: {n}',
  },
  es: {
    d: 'd_model',
    N: 'N',
    expand: 'expand',
    rank: 'dt_rank',
    tensor: 'tensor',
    count: 'parámetros',
    said: 'Una capa: {p} parámetros; su estado: {s} números; parte que depende de N: {n}',
  },
});

const CHOICES: Readonly<Record<keyof Sizes, readonly number[]>> = {
  d: [128, 256, 512, 768, 1024, 2048, 2560],
  N: [4, 8, 16, 32, 64, 128],
  expand: [1, 2, 3, 4],
  rank: [8, 16, 32, 48, 64, 128, 160],
};

/** The parameters of a Mamba layer by tensor, for sizes that the reader chooses. */
export default function WhereNumbers(props: LiveFigureProps) {
  const locale = useLocale();
  const w = useWords(words);
  const [sizes, set] = useState(MAMBA_130M);
  const { tensors, total, state } = layerTensors(sizes);
  const none = layerTensors({ ...sizes, N: 1 });
  const perN = (total - none.total) / (sizes.N - 1 || 1);
  const share = sizes.N > 1 ? (perN * sizes.N) / total : 0;
  return (
    <Figure
      {...props}
      onReset={() => set(MAMBA_130M)}
      table={() => ({ columns: [w.tensor, w.count], rows: tensors.map(({ name, count }) => [name, count]) })}
      controls={(Object.keys(CHOICES) as (keyof Sizes)[]).map((name) => (
        <label key={name}>
          {w[name]}{' '}
          <select value={sizes[name]} onChange={(e) => set({ ...sizes, [name]: Number(e.target.value) })}>
            {CHOICES[name].map((value) => (
              <option key={value}>{value}</option>
            ))}
          </select>
        </label>
      ))}
    >
      <BarList
        bars={tensors.map(({ name, count }) => ({ id: name, label: name, value: count }))}
        label={w.count}
        locale={locale}
        colour="var(--sym-B)"
        format={(v) => formatCount(v, locale)}
      />
      <p className={styles.said} role="status" data-total={total}>
        {w.said
          .replace('{p}', formatCount(total, locale))
          .replace('{s}', formatCount(state, locale))
          .replace('{n}', formatPercent(share))}
      </p>
    </Figure>
  );
}
