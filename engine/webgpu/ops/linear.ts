/** linear: y = W x (+ b) (+ the residual stream, fused): a matrix times one vector, or times the vectors of all tokens of the run. */

import gemvSource from '../../../shaders/gemv.wgsl';
import subgroupSource from '../../../shaders/gemv-subgroup.wgsl';
import matmulSource from '../../../shaders/matmul.wgsl';
import tiledSource from '../../../shaders/matmul-tiled.wgsl';
import type { BlueprintNode } from '../../blueprint/types';
import type { KernelOptions, KernelSpec } from '../kernels';
import { FORMAT, type GpuMatrix, withMatrix } from '../matrix';
import type { GpuFusion, GpuOp, GpuTensor, OpContext } from '../op';
import type { Variants } from '../variants';

const bindings = ['read', 'read', 'read', 'read', 'read', 'write'] as const;
const gemvParams = {
  rows: 'u32',
  columns: 'u32',
  quads: 'u32',
  start: 'u32',
  x_offset: 'u32',
  add_offset: 'u32',
  has_bias: 'u32',
  has_added: 'u32',
} as const;
const matmulParams = {
  rows: 'u32',
  columns: 'u32',
  quads: 'u32',
  start: 'u32',
  all_rows: 'u32',
  tokens: 'u32',
  x_offset: 'u32',
  x_stride: 'u32',
  add_offset: 'u32',
  add_stride: 'u32',
  has_bias: 'u32',
  has_added: 'u32',
} as const;

type GemvSpec = KernelSpec<keyof typeof gemvParams>;
type MatmulSpec = KernelSpec<keyof typeof matmulParams>;
const gemv = (name: string, source: string, entry: string): GemvSpec => ({
  name,
  source: withMatrix(source),
  entry,
  bindings,
  params: gemvParams,
});
const gemvSpecs: Readonly<Record<Variants['gemv'], GemvSpec>> = {
  thread: gemv('gemv', gemvSource, 'per_thread'),
  workgroup: gemv('gemv', gemvSource, 'per_workgroup'),
  subgroup: gemv('gemv-subgroup', subgroupSource, 'main'),
};
const direct: MatmulSpec = {
  name: 'matmul',
  source: withMatrix(matmulSource),
  entry: 'direct',
  bindings,
  params: matmulParams,
};
const tiled: MatmulSpec = { name: 'matmul-tiled', source: withMatrix(tiledSource), bindings, params: matmulParams };

/** Threads of a workgroup where each has rows of its own: few, so that a small matrix still makes several workgroups. */
const THREADS = 16;

/** Outputs on the side of a workgroup's block, by variant: rows and tokens. */
const BLOCK: Readonly<Record<Variants['matmul'], readonly [number, number]>> = {
  direct: [4 * 16, 4],
  tile32: [32, 32],
  tile64: [64, 64],
};

export const linear: GpuOp = {
  name: 'linear',
  encode: (ctx, node, [x]) => encode(ctx, node, x!, null),
};

/** linear with `add` after it: the branch joins the stream in the kernel that computes it. */
export const linearAdd: GpuFusion = {
  name: 'linear-add',
  encode: (ctx, nodes, { x, residual }) => encode(ctx, nodes.linear!, x!, residual!),
};

function encode(ctx: OpContext, node: BlueprintNode, x: GpuTensor, added: GpuTensor | null): GpuTensor {
  const matrix = ctx.matrix(node, 'weight');
  const y = ctx.alloc([ctx.T, matrix.rows]);
  product(ctx, matrix, ctx.vector(node, 'bias'), x, added, y);
  return y;
}

/** y [T, O] = x [T, I] · matrixᵀ (+ bias [O]) (+ added [T, O]). */
export function product(
  ctx: Pick<OpContext, 'encoder' | 'variants' | 'T'>,
  matrix: GpuMatrix,
  bias: GPUBuffer | null,
  x: GpuTensor,
  added: GpuTensor | null,
  y: GpuTensor,
): void {
  const { encoder, variants, T } = ctx;
  const constants = { FORMAT: FORMAT[matrix.format] };
  for (const part of matrix.parts) {
    const buffers = [part.buffer, part.scales, x, bias ?? x, added ?? x, y];
    const params = {
      rows: part.rows,
      columns: matrix.columns,
      quads: matrix.wordsPerRow / 4,
      start: part.startRow,
      x_offset: x.offset,
      add_offset: added?.offset ?? 0,
      has_bias: bias ? 1 : 0,
      has_added: added ? 1 : 0,
    };
    if (T === 1) {
      const perGroup = variants.gemv === 'thread' ? 4 * THREADS : 1; // rows of a workgroup
      encoder.dispatch(gemvSpecs[variants.gemv], buffers, params, Math.ceil(part.rows / perGroup), {
        constants: variants.gemv === 'thread' ? { ...constants, WORKGROUP: THREADS } : constants,
      });
      continue;
    }
    const [rows, tokens] = BLOCK[variants.matmul];
    const options: KernelOptions =
      variants.matmul === 'direct' ? { constants } : { constants, consts: { SIDE: rows / 16 } };
    encoder.dispatch(
      variants.matmul === 'direct' ? direct : tiled,
      buffers,
      { ...params, all_rows: matrix.rows, tokens: T, x_stride: x.stride, add_stride: added?.stride ?? 0 },
      [Math.ceil(part.rows / rows), Math.ceil(T / tokens)],
      options,
    );
  }
}
