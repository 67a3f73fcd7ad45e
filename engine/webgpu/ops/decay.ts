/** decay: Ā of Mamba [T, C, N] or Mamba-2 [T, H], where somebody watches or changes it. Formula: engine/ops/decay.ts. */
import source from '../../../shaders/decay.wgsl';
import type { KernelSpec } from '../kernels';
import { type GpuOp, rowWidth } from '../op';
import { given, groups, rowGroups, vector, withExponential } from './shared';

const kernel: KernelSpec<'tokens' | 'channels' | 'states' | 'offset' | 'stride'> = {
  name: 'decay',
  source: withExponential(source),
  bindings: ['read', 'read', 'write'],
  params: { tokens: 'u32', channels: 'u32', states: 'u32', offset: 'u32', stride: 'u32' },
};

export const decay: GpuOp = {
  name: 'decay',
  encode(ctx, node, inputs) {
    const delta = given(inputs[0], 'input delta');
    const aLog = vector(ctx, node, 'A_log');
    const tokens = delta.shape[0]!;
    const channels = rowWidth(delta);
    const states = aLog.size / 4 / channels;
    const out = ctx.alloc(states === 1 && node.shape.length === 2 ? [tokens, channels] : [tokens, channels, states]);
    ctx.encoder.dispatch(
      kernel,
      [delta, aLog, out],
      { tokens, channels, states, offset: delta.offset, stride: delta.stride },
      [groups(channels * states), rowGroups(tokens)],
    );
    return out;
  },
};
