/** Where the parameters of one Mamba layer are, by tensor, from a blueprint built for the reader's own sizes. */
import { evalShape } from '@/engine/blueprint/dims';
import { buildBlueprint } from '@/engine/models';
import { sizeOf } from '@/engine/tensor';

export interface Sizes {
  readonly d: number;
  readonly N: number;
  readonly expand: number;
  readonly rank: number;
}

/** mamba-130m. */
export const MAMBA_130M: Sizes = { d: 768, N: 16, expand: 2, rank: 48 };

/** Tensors of one layer with their sizes, largest first, and the numbers of its state. */
export function layerTensors({ d, N, expand, rank }: Sizes): {
  tensors: { name: string; count: number }[];
  total: number;
  state: number;
} {
  const blueprint = buildBlueprint({
    model_type: 'mamba',
    vocab_size: 50280,
    hidden_size: d,
    num_hidden_layers: 1,
    state_size: N,
    expand,
    conv_kernel: 4,
    time_step_rank: rank,
  });
  const tensors = [...blueprint.weights.values()]
    .filter(({ layer }) => layer === 0)
    .map(({ key, shape }) => ({
      name: key.replace(/^.*layers\.0\./, '').replace(/^mixer\./, ''),
      count: sizeOf(evalShape(shape, blueprint.dims)),
    }))
    .toSorted((a, b) => b.count - a.count);
  return { tensors, total: tensors.reduce((sum, { count }) => sum + count, 0), state: d * expand * N };
}
