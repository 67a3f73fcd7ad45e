/** One token's way through one Mamba layer: which tensors the figure shows, of which dimensions, and how a token is cut out of them. */
import type { Blueprint, BlueprintNode } from '@/engine/blueprint/types';
import type { HeatmapData } from '../charts/heatmap-pixels';

/** The operations of a layer in order; what is only cut apart or on its way to Δ is left out. */
const STOPS =
  'norm mixer.x_in mixer.z mixer.conv mixer.x mixer.delta mixer.B mixer.C mixer.A_bar mixer.h mixer.y_ssm mixer.y mixer.gate mixer.gated mixer.out_proj residual'.split(
    ' ',
  );

/** What there is one number of. */
export type Per = 'stream' | 'channel' | 'state' | 'cell';

export interface Stop {
  readonly node: BlueprintNode;
  /** Its name within the layer's mixer. */
  readonly name: string;
  readonly per: Per;
  /** Sizes of what one token has: (C), (N) or (C, N). */
  readonly sizes: readonly number[];
}

/** The tensors to ask for, by node. */
export const tapsOf = (layer: number): string[] => STOPS.map((tail) => `layers.${layer}.${tail}`);

export function stopsOf(blueprint: Blueprint, layer: number): Stop[] {
  const nodes = new Map(blueprint.nodes.map((node) => [node.id, node]));
  return STOPS.map((tail) => {
    const node = nodes.get(`layers.${layer}.${tail}`)!;
    const dims = node.shape.slice(1);
    const per =
      dims.length === 2 ? 'cell' : dims[0] === 'd_model' ? 'stream' : dims[0] === 'd_state' ? 'state' : 'channel';
    return { node, name: tail.replace('mixer.', ''), per, sizes: dims.map((dim) => blueprint.dims[dim as string]!) };
  });
}

/** One token of a tensor (T, …) as a picture: a row of numbers, or for (C, N) a row for each of the N state numbers. */
export function ofToken(data: Float32Array, sizes: readonly number[], token: number): HeatmapData {
  const [C, N = 1] = sizes as [number, number?];
  const own = data.subarray(token * C * N, (token + 1) * C * N);
  return { rows: N, cols: C, values: Float32Array.from(own, (_, i) => own[(i % C) * N + Math.floor(i / C)]!) };
}
