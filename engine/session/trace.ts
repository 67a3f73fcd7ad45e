import { evalDim } from '../blueprint/dims';
import { nodeOf } from '../blueprint/graph';
import type { Blueprint } from '../blueprint/types';
import type { Tensor } from '../tensor';
import { sizeOf } from '../tensor';

/** One piece of a trace: the taps of tokens [from, to), in the order in which they were run. */
export interface TracePiece {
  readonly from: number;
  readonly to: number;
  readonly taps: ReadonlyMap<string, Tensor>;
}

/** Bytes that the taps of `tokens` tokens take in f32, known before anything runs. `past` is the context already seen. */
export function traceBytes(blueprint: Blueprint, taps: readonly string[], tokens: number, past = 0): number {
  let bytes = 0;
  for (const id of taps) {
    const shape = nodeOf(blueprint, id).shape.map((d) => evalDim(d, blueprint.dims, { T: tokens, S: past + tokens }));
    bytes += 4 * sizeOf(shape);
  }
  return bytes;
}

/**
 * Joins the pieces of one tap along its token axis. Attention taps [n_heads, T, S] grow in S from piece to piece: earlier rows are
 * padded with zeros, which is what a causal mask holds there. A tap without a token axis (an LTI constant) is the same in every piece.
 */
export function joinPieces(blueprint: Blueprint, id: string, pieces: readonly Tensor[]): Tensor {
  if (pieces.length === 1) return pieces[0]!;
  const axis = nodeOf(blueprint, id).shape.indexOf('T');
  const last = pieces.at(-1)!;
  if (axis < 0) return last;
  const shape = [...last.shape];
  shape[axis] = pieces.reduce((n, p) => n + p.shape[axis]!, 0);
  const data = new Float32Array(sizeOf(shape));
  const outer = sizeOf(shape.slice(0, axis));
  const rowOut = sizeOf(shape.slice(axis + 1));
  let row = 0;
  for (const piece of pieces) {
    const rows = piece.shape[axis]!;
    const rowIn = sizeOf(piece.shape.slice(axis + 1));
    for (let o = 0; o < outer; o++)
      for (let r = 0; r < rows; r++) {
        const at = (o * rows + r) * rowIn;
        data.set(piece.data.subarray(at, at + rowIn), (o * shape[axis]! + row + r) * rowOut);
      }
    row += rows;
  }
  return { shape, data };
}
