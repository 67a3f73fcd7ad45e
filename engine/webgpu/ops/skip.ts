/** skip: y + D ⊙ x, and with it the gate where a scan's fusion asks for both. Formula: engine/ops/skip.ts. */
import source from '../../../shaders/skip.wgsl';
import type { KernelSpec } from '../kernels';
import { type GpuOp, type GpuTensor, rowWidth } from '../op';
import { given, groups, type Recorder, rowGroups, slice, vector, withExponential } from './shared';

type Params = 'tokens' | 'channels' | 'per' | 'parts' | 'part_stride' | `${'y' | 'x' | 'z'}_${'offset' | 'stride'}`;
const kernel: KernelSpec<Params> = {
  name: 'skip',
  source: withExponential(source),
  bindings: ['read', 'read', 'read', 'read', 'write'],
  params: {
    tokens: 'u32',
    channels: 'u32',
    per: 'u32',
    parts: 'u32',
    part_stride: 'u32',
    y_offset: 'u32',
    y_stride: 'u32',
    x_offset: 'u32',
    x_stride: 'u32',
    z_offset: 'u32',
    z_stride: 'u32',
  },
};

export interface Skip {
  readonly x: GpuTensor;
  readonly D: GPUBuffer;
  /** Channels that share one number of D. */
  readonly per: number;
}

/** (y + D ⊙ x) ⊙ SiLU(z); skip, gate or both may be missing. `parts`: y's buffer holds that many [T, C], dense, whose sum is y. */
export function skipAndGate(ctx: Recorder, y: GpuTensor, skip: Skip | null, z: GpuTensor | null, parts = 1): GpuTensor {
  const tokens = y.shape[0]!;
  const channels = rowWidth(y);
  const out = ctx.alloc([tokens, channels]);
  ctx.encoder.dispatch(
    kernel,
    [y, skip?.x ?? y, skip?.D ?? y, z ?? y, out],
    {
      tokens,
      channels,
      per: skip?.per ?? 1,
      parts,
      part_stride: tokens * channels,
      ...slice('y', y),
      ...slice('x', skip?.x ?? y),
      ...slice('z', z ?? y),
    },
    [groups(channels), rowGroups(tokens)],
    { constants: { SKIP: skip ? 1 : 0, GATE: z ? 1 : 0 } },
  );
  return out;
}

export const skip: GpuOp = {
  name: 'skip',
  encode(ctx, node, inputs) {
    const [y, x] = [given(inputs[0], 'input y'), given(inputs[1], 'input x')];
    return skipAndGate(ctx, y, { x, D: vector(ctx, node, 'D'), per: node.attrs.headDim as number }, null);
  },
};
