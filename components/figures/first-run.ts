/** The first page's figure without React: a model's memory after every token, and what is left in it of each token before. */
import { evalShape } from '@/engine/blueprint/dims';
import type { Blueprint } from '@/engine/blueprint/types';
import { sizeOf, type Tensor } from '@/engine/tensor';

/** The model of the first page. */
export const MODEL = 'stories-mamba';
export const SAMPLING = { temperature: 0.7, topP: 0.95 };

/** Beginnings that it goes on from: each sets up something to be remembered. In English, which is what it reads. */
export const BEGINNINGS = [
  'Once upon a time, there was a little girl named Lily. She had a red ball.',
  'Tom the cat was hungry. He saw a big fish on the table. His mom said,',
  'One day, a small bird fell from a tree. A kind boy named Ben',
  'Anna did not want to share her toys with her brother. Then',
];

/** The state of one layer. */
export interface StateNode {
  readonly layer: number;
  /** Id of the node, and name of its tap. */
  readonly id: string;
  /** Tap of Ā, the factor that each cell is kept by. */
  readonly decay: string;
  /** d_inner, or heads × channels per head. */
  readonly channels: number;
  /** Cells of one channel. */
  readonly cells: number;
  /** Cells that share one factor: 1 for Mamba, those of a whole head for Mamba-2. */
  readonly spread: number;
}

/** The selective states of a model, in the order of its layers. Attention layers have none: their memory grows with the text. */
export function stateNodesOf(blueprint: Blueprint): StateNode[] {
  return blueprint.nodes.flatMap((node) => {
    if (!node.state || node.layer === null || node.side) return [];
    const shape = evalShape(node.state.shape, blueprint.dims); // [C, N], or [H, P, N]
    const own = { layer: node.layer, id: node.id, decay: node.inputs[0]! };
    if (node.op === 'selective-state') return [{ ...own, channels: shape[0]!, cells: shape[1]!, spread: 1 }];
    if (node.op !== 'ssd-state') return [];
    return [{ ...own, channels: shape[0]! * shape[1]!, cells: shape[2]!, spread: shape[1]! * shape[2]! }];
  });
}

/** The memory of a model after token t. */
export interface Frame {
  /** h of each layer, channel by channel. */
  readonly states: readonly Float32Array[];
  /** Of each layer, for every token j ≤ t, what is left of its write: ‖Ā_t ⊙ … ⊙ Ā_{j+1} ⊙ w_j‖ / ‖w_j‖; 1 for token t itself. */
  readonly left: readonly Float32Array[];
}

/**
 * Follows every token's write through the decays after it. The state is exactly the sum of what is left of all writes,
 * h_t = Σ_j Ā_t ⊙ … ⊙ Ā_{j+1} ⊙ w_j with w_j = h_j - Ā_j ⊙ h_{j-1}: the recurrence, unrolled.
 */
export class Traces {
  /** By layer and token: what is left of its write, and the norm that it had. */
  private readonly writes: Float32Array[][];
  private readonly norms: number[][];
  private last: readonly Float32Array[] | null = null;

  constructor(private readonly nodes: readonly StateNode[]) {
    this.writes = nodes.map(() => []);
    this.norms = nodes.map(() => []);
  }

  /** Token `t` of a run, from the taps h and Ā of each layer. Costs as many products as the state has cells, for each token so far. */
  add(taps: ReadonlyMap<string, Tensor>, t: number): Frame {
    const states = this.nodes.map((node) => rowOf(taps.get(node.id)!, t));
    const left = this.nodes.map((node, i) => this.follow(i, states[i]!, rowOf(taps.get(node.decay)!, t), node.spread));
    this.last = states;
    return { states, left };
  }

  private follow(layer: number, h: Float32Array, decay: Float32Array, spread: number): Float32Array {
    const [writes, norms] = [this.writes[layer]!, this.norms[layer]!];
    const factors = spread === 1 ? decay : Float32Array.from(h, (_, i) => decay[Math.floor(i / spread)]!);
    const left = new Float32Array(writes.length + 1);
    for (const [j, write] of writes.entries()) {
      let sum = 0;
      for (let i = 0; i < write.length; i++) {
        const kept = write[i]! * factors[i]!;
        write[i] = kept;
        sum += kept * kept;
      }
      left[j] = norms[j] === 0 ? 0 : Math.sqrt(sum) / norms[j]!;
    }
    const before = this.last?.[layer];
    const write = h.map((value, i) => value - (before ? factors[i]! * before[i]! : 0));
    writes.push(write);
    norms.push(normOf(write));
    left[writes.length - 1] = 1;
    return left;
  }
}

/** Values of token t of a tap [T, …]. */
function rowOf(tap: Tensor, t: number): Float32Array {
  const size = sizeOf(tap.shape.slice(1));
  return tap.data.slice(t * size, (t + 1) * size);
}

function normOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}

/** What is left of token j in a frame: mean over the layers, or of one; null if it came later. */
export function leftOf(frame: Frame, j: number, layer: number | null): number | null {
  const rows = layer === null ? frame.left : frame.left.slice(layer, layer + 1);
  if (rows.length === 0 || j >= rows[0]!.length) return null;
  return rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length;
}

/** Rows are cells, columns channels: [cells, channels] from [channels, cells]. */
export function asRows(state: Float32Array, { channels, cells }: StateNode): Float32Array {
  const rows = new Float32Array(state.length);
  for (let c = 0; c < channels; c++) for (let n = 0; n < cells; n++) rows[n * channels + c] = state[c * cells + n]!;
  return rows;
}

/** Root mean squares at which a colour is full: states have long tails, and on a scale to their maximum nothing else would show. */
const FULL = 3;

/** End of each layer's colour scale: three times the largest root mean square over the frames so far. */
export function rangesOf(frame: Frame, before: readonly number[]): number[] {
  return frame.states.map((state, i) => {
    const rms = normOf(state) / Math.sqrt(state.length);
    return Math.max(before[i] ?? 0, FULL * rms);
  });
}

/** Tokens per second of steps that took these milliseconds each. */
export const rateOf = (milliseconds: readonly number[]) =>
  milliseconds.length === 0 ? null : (1000 * milliseconds.length) / milliseconds.reduce((a, b) => a + b, 0);
