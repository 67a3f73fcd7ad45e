/** The four bills of reading and writing a text, from the blueprint of published models: pure arithmetic, no timing. */
import { cost } from '@/engine/blueprint/cost';
import { buildBlueprint } from '@/engine/models';
import { published } from '@/engine/models/published';

export const BILLS = ['prefill', 'decode', 'kept', 'moved'] as const;
export type Bill = (typeof BILLS)[number];

/** A Transformer, a Mamba, and two hybrids. */
export const MODELS = ['llama-3.1-8b', 'mamba-2.8b', 'mamba2-hybrid-8b', 'jamba-1.5-mini'] as const;

/** Powers of two from 512 to 256K tokens. */
export const LENGTHS: readonly number[] = Array.from({ length: 10 }, (_, i) => 512 * 2 ** i);

/** FLOPs of the whole prefill; FLOPs of one more token; bytes kept of the past; bytes that one more token moves. 16-bit numbers. */
export function billOf(model: string, bill: Bill, length: number): number {
  const entry = published.find(({ id }) => id === model)!;
  const { total } = cost(buildBlueprint(entry.config), { context: length });
  switch (bill) {
    case 'prefill':
      return total.prefillFlops * length;
    case 'decode':
      return total.decodeFlops;
    case 'kept':
      return total.cacheBytes + total.ssmStateBytes + total.convStateBytes;
    case 'moved':
      return total.bytesMoved;
  }
}

export const nameOf = (model: string): string => published.find(({ id }) => id === model)!.name;
