/** Parts of a Mamba that can be taken away while it reads, each as interventions on all of its layers (or on one). */
import type { Intervention } from '@/engine/backend';
import type { Tensor } from '@/engine/tensor';

export type Part = 'whole' | 'layer' | 'selection' | 'gate' | 'state';
/** In the order in which they are shown. */
export const PARTS: readonly Part[] = ['whole', 'layer', 'selection', 'state', 'gate'];

/** The layer that is left out by itself. */
const ONE_LAYER = 3;

export const deltaOf = (layer: number): string => `layers.${layer}.mixer.delta`;

const every = (node: string, action: Intervention['action']): Intervention => ({
  node: `layers.*.mixer.${node}`,
  action,
});

/**
 * What takes a part away. Without selection each channel has one Δ for all tokens, its own mean over the text: S4's rule with Mamba's
 * weights (B and C still read the token). `deltas` are the taps of Δ [T, d_inner], one per layer, of the text read with nothing missing.
 */
export function changesFor(part: Part, deltas: readonly Tensor[] = []): readonly Intervention[] {
  switch (part) {
    case 'whole':
      return [];
    case 'layer':
      return [{ node: `layers.${ONE_LAYER}.mixer.out_proj`, action: { kind: 'zero' } }];
    case 'selection':
      return deltas.map((delta, layer) => ({
        node: deltaOf(layer),
        action: { kind: 'replace', data: meanOverTokens(delta) },
      }));
    case 'gate':
      return [every('gate', { kind: 'freeze', value: 1 })];
    case 'state':
      return [every('y_ssm', { kind: 'zero' })];
  }
}

/** Mean of each column of a [T, C] tensor: one number per channel. */
export function meanOverTokens({ shape, data }: Tensor): Float32Array {
  const [T, C] = shape as [number, number];
  return Float32Array.from({ length: C }, (_, c) => {
    let sum = 0;
    for (let t = 0; t < T; t++) sum += data[t * C + c]!;
    return sum / T;
  });
}
