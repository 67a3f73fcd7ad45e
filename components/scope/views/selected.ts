/** What a selective layer chooses at each token, as matrices whose columns are the tokens. Pure. */
import { nodeIndex } from '@/engine/blueprint/graph';
import type { Blueprint, BlueprintNode } from '@/engine/blueprint/types';
import type { Tensor } from '@/engine/tensor';
import type { HeatmapData } from '../../charts';
import { unravel } from '../tensor-picture';
import { tokensOf, unitAxis } from '../tensor-read';

/** Names of the nodes in their layer. */
export const SELECTED = ['delta', 'A_bar', 'B', 'C', 'z'] as const;
export type Selected = (typeof SELECTED)[number];

/** The nodes that a layer chooses anew at each token; none for S4D, whose step, Ā and B̄ are the same for all. */
export function selectedNodes(blueprint: Blueprint, layer: number): readonly { part: Selected; node: BlueprintNode }[] {
  const byId = nodeIndex(blueprint);
  return SELECTED.flatMap((part) => {
    const node = byId.get(`layers.${layer}.mixer.${part}`);
    return node?.shape[0] === 'T' && byId.has(`layers.${layer}.mixer.delta`) ? [{ part, node }] : [];
  });
}

export interface SelectedMap {
  readonly data: HeatmapData;
  /** The axis that the rows run along: 'd_inner', 'ssm_heads', 'd_state'. */
  readonly axis: string;
  /** The rows are units (channels or heads), not cells. */
  readonly units: boolean;
  index(row: number, col: number): readonly number[];
}

/** Units × tokens; of Ā, which each cell of a Mamba's channel has for itself, the cells of one channel; of B and C the cells. */
export function selectedMap(part: Selected, node: BlueprintNode, tap: Tensor, channel: number): SelectedMap {
  const T = tokensOf(node, tap)!;
  const size = tap.data.length / T;
  const units = unitAxis(node, tap)!.size;
  const one = part === 'A_bar' && node.shape.length > 2;
  const rows = one ? size / units : size;
  const first = one ? Math.min(channel, units - 1) * rows : 0;
  const values = new Float32Array(rows * T);
  for (let row = 0; row < rows; row++)
    for (let t = 0; t < T; t++) values[row * T + t] = tap.data[t * size + first + row]!;
  return {
    data: { rows, cols: T, values },
    axis: node.shape.at(-1)!,
    units: !one && part !== 'B' && part !== 'C',
    index: (row, col) => [col, ...unravel(first + row, tap.shape.slice(1))],
  };
}
