/** causal-conv alone, and with the SiLU after it. Formula: engine/ops/causal-conv.ts. */

import source from '../../../shaders/causal-conv.wgsl';
import type { BlueprintNode } from '../../blueprint/types';
import { EngineError } from '../../errors';
import type { KernelSpec } from '../kernels';
import { type GpuFusion, type GpuOp, type GpuTensor, type OpContext, rowWidth } from '../op';
import { given, groups, rowGroups, vector, withExponential } from './shared';

const kernel: KernelSpec<'tokens' | 'channels' | 'width' | 'offset' | 'stride'> = {
  name: 'causal-conv',
  source: withExponential(source),
  bindings: ['read', 'read', 'read', 'read', 'write', 'write'],
  params: { tokens: 'u32', channels: 'u32', width: 'u32', offset: 'u32', stride: 'u32' },
};

function encode(ctx: OpContext, node: BlueprintNode, x: GpuTensor, silu: boolean): GpuTensor {
  const width = node.attrs.width as number; // W
  const channels = rowWidth(x); // C
  const tokens = x.shape[0]!; // T
  const weight = vector(ctx, node, 'weight');
  const bias = ctx.vector(node, 'bias');
  const { read, write } = ctx.state(node);
  const out = ctx.alloc([tokens, channels]);
  ctx.encoder.dispatch(
    kernel,
    [x, weight, bias ?? weight, read, write, out],
    { tokens, channels, width, offset: x.offset, stride: x.stride },
    [groups(channels), rowGroups(Math.max(tokens, width - 1))],
    { constants: { BIAS: bias ? 1 : 0, SILU: silu ? 1 : 0 } },
  );
  return out;
}

export const causalConv: GpuOp = {
  name: 'causal-conv',
  encode: (ctx, node, [x]) => encode(ctx, node, given(x, 'input x'), false),
};

export const causalConvAct: GpuFusion = {
  name: 'causal-conv',
  encode(ctx, nodes, inputs) {
    const act = given(nodes.act, 'role act');
    if (act.attrs.fn !== 'silu')
      throw new EngineError('bad-argument', `a convolution is done together with silu only; got "${act.attrs.fn}"`);
    return encode(ctx, given(nodes.conv, 'role conv'), given(inputs.x, 'input x'), true);
  },
};
