/** What the ops have in common: kernels that use the functions of exponential.wgsl, workgroup counts, slices as params. */

import exponential from '../../../shaders/exponential.wgsl';
import type { BlueprintNode } from '../../blueprint/types';
import { EngineError } from '../../errors';
import type { GpuTensor, OpContext } from '../op';

/** What a kernel can be recorded with; an op's context, or less (ladder.ts). */
export type Recorder = Pick<OpContext, 'encoder' | 'alloc'>;

/** A kernel's text with the functions of exponential.wgsl after it, so that the compiler's line numbers stay those of the kernel. */
export const withExponential = (source: string): string => `${source}\n${exponential}`;

/** Threads per workgroup; the default of every kernel here. */
export const WORKGROUP = 64;
/**
 * Workgroups for `threads` threads. As a plain number the encoder may lay them out in two dimensions, for kernels that count their workgroups;
 * kernels that only look at the first axis are given `[groups(n)]`, which is refused loudly beyond 65,535.
 */
export const groups = (threads: number): number => Math.ceil(threads / WORKGROUP);
/** Rows as a dispatch axis: kernels walk on by the number of workgroups where there are more rows than the limit allows. */
export const rowGroups = (rows: number): number => Math.min(rows, 65_535);

/** `{ x_offset, x_stride }` of a tensor named x. */
export function slice<N extends string>(name: N, t: GpuTensor): Record<`${N}_offset` | `${N}_stride`, number> {
  return { [`${name}_offset`]: t.offset, [`${name}_stride`]: t.stride } as Record<
    `${N}_offset` | `${N}_stride`,
    number
  >;
}

/** A vector weight that the op cannot do without. */
export function vector(ctx: OpContext, node: BlueprintNode, role: string): GPUBuffer {
  const buffer = ctx.vector(node, role);
  if (!buffer) throw new EngineError('bad-argument', `node "${node.id}" (${node.op}) has no weight "${role}"`);
  return buffer;
}

/** An input or role of a fusion that its pattern must have. */
export function given<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new EngineError('bad-argument', `a fusion lacks its ${what}`);
  return value;
}

/** z of a gate that a scan is done together with. Errors: bad-argument unless the gate is SiLU. */
export function siluGate(gate: BlueprintNode | undefined, z: GpuTensor): GpuTensor {
  if (gate?.attrs.fn !== 'silu')
    throw new EngineError('bad-argument', `a scan is done together with a silu gate only; got "${gate?.attrs.fn}"`);
  return z;
}
