/** The recurrences that write every state out share this: stop where somebody changes h, go on from what is there, keep the last row. */
import type { BlueprintNode } from '../../blueprint/types';
import type { GpuTensor, OpContext } from '../op';
import { rowWidth } from '../op';

/**
 * Allocates h of `shape` [T, …] and has `run` record rows [start, end) of it, from `before` if start is 0 and from row start - 1 otherwise,
 * as often as changes at the node demand. The last row becomes the node's state.
 */
export function withChanges(
  ctx: OpContext,
  node: BlueprintNode,
  shape: readonly number[],
  run: (h: GpuTensor, before: GPUBuffer, start: number, end: number) => void,
): GpuTensor {
  const h = ctx.alloc(shape);
  const { read, write } = ctx.state(node);
  const T = shape[0]!;
  const changes = ctx.stateChanges?.(node) ?? null;
  let start = 0;
  for (const row of changes?.rows ?? []) {
    run(h, read, start, row + 1);
    changes!.apply(h, row);
    start = row + 1;
  }
  if (start < T) run(h, read, start, T);
  const bytes = 4 * rowWidth(h);
  ctx.encoder.copy(h.buffer, 4 * h.offset + (T - 1) * bytes, write, 0, bytes);
  return h;
}
