/** What the figure of the chunks shows of the view `ssd-chunks`, next to the same head in chunks of one token. */
import type { SsdChunks } from '@/engine/views/ssd-chunks';

export interface ChunkSummary {
  readonly bounds: readonly number[];
  readonly work: SsdChunks['work'];
  /** Multiply-adds of the four steps, and the most that any chunk length needs in one step, which fixes the scale of the bars. */
  readonly all: number;
  readonly most: number;
  /** Share of them in matrix products: all but the passing on. */
  readonly products: number;
  /** Largest |difference| of y from that of Q = 1, and the root mean square of y. */
  readonly apart: number;
  readonly typical: number;
}

/** The work of each part of the chunked form, and how far its output lies from that of one single chunk. */
export function summaryOf(view: SsdChunks, one: SsdChunks): ChunkSummary {
  const { work, bounds } = view;
  const all = work.inside + work.states + work.passing + work.reading;
  const y = (v: SsdChunks, i: number) => v.inside.data[i]! + v.carried.data[i]!;
  let [apart, squares] = [0, 0];
  const count = view.inside.data.length;
  for (let i = 0; i < count; i++) {
    apart = Math.max(apart, Math.abs(y(view, i) - y(one, i)));
    squares += y(one, i) ** 2;
  }
  return {
    bounds,
    work,
    all,
    most: Math.max(work.quadratic, work.states),
    products: (all - work.passing) / all,
    apart,
    typical: Math.sqrt(squares / count),
  };
}
