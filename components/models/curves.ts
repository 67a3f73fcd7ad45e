import type { Series } from '../charts/line-chart';
import type { Training } from './card';

export interface CurveWords {
  readonly train: string;
  readonly held: string;
}

/** The curves of a card as series of a chart: loss against tokens, or against steps where the card counts these. Null without a curve. */
export function curvesOf({ curve }: Training, words: CurveWords): { series: Series[]; x: 'tokens' | 'steps' } | null {
  if (!curve) return null;
  const line = (id: string, label: string, colour: string, points: readonly (readonly number[])[]): Series => ({
    id,
    label,
    colour,
    x: points.map((point) => point[0]!),
    y: points.map((point) => point[1]!),
  });
  if ('rows' in curve) return { series: [line('train', words.train, 'var(--sym-y)', curve.rows)], x: 'steps' };
  return {
    series: [
      line('train', words.train, 'var(--ink-soft)', curve.train),
      ...(curve.held?.length ? [line('held', words.held, 'var(--sym-y)', curve.held)] : []),
    ],
    x: 'tokens',
  };
}
