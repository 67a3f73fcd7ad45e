'use client';
import { useLocale } from 'next-intl';
import { BarList } from '../charts/BarList';
import { formatCount, formatPercent } from '../charts/format';
import { Select } from '../controls/Select';
import { Figure } from '../figure/Figure';
import styles from './figures.module.css';
import type { LiveFigureProps } from './live';
import { useChoices } from './use-choices';
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
    said: 'One layer: {p} parameters; its state: {s} numbers; the share of the parameters that grows with N: {n}',
  },
  es: {
    d: 'd_model',
    N: 'N',
    expand: 'expand',
    rank: 'dt_rank',
    tensor: 'tensor',
    count: 'parámetros',
    said: 'Una capa: {p} parámetros; su estado: {s} números; parte de los parámetros que crece con N: {n}',
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
  const [sizes, choose, reset] = useChoices(MAMBA_130M);
  const { tensors, total, state } = layerTensors(sizes);
  const none = layerTensors({ ...sizes, N: 1 });
  const perN = (total - none.total) / (sizes.N - 1 || 1);
  const share = sizes.N > 1 ? (perN * sizes.N) / total : 0;
  return (
    <Figure
      {...props}
      onReset={reset}
      table={() => ({ columns: [w.tensor, w.count], rows: tensors.map(({ name, count }) => [name, count]) })}
      controls={(Object.keys(CHOICES) as (keyof Sizes)[]).map((name) => (
        <Select
          key={name}
          label={w[name]}
          value={sizes[name]}
          options={CHOICES[name]}
          onChange={(value) => choose({ [name]: value })}
        />
      ))}
    >
      <BarList
        bars={tensors.map(({ name, count }) => ({ id: name, label: name, value: count }))}
        label={w.count}
        locale={locale}
        colour="var(--ink-soft)"
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
