/** s4d-discretise, s4d-state, s4d-read: S4D step by step, where somebody watches or changes it. Formulas: engine/ops/s4d.ts. */

import discretiseSource from '../../../shaders/s4d-discretise.wgsl';
import poles from '../../../shaders/s4d-poles.wgsl';
import readSource from '../../../shaders/s4d-read.wgsl';
import stateSource from '../../../shaders/s4d-state.wgsl';
import type { KernelSpec } from '../kernels';
import { type GpuOp, rowWidth } from '../op';
import { given, groups, rowGroups, slice, vector, withExponential } from './shared';
import { withChanges } from './state';

/** A kernel's text with the functions of s4d-poles.wgsl and what they need after it. */
export const withPoles = (source: string): string => withExponential(`${source}\n${poles}`);

const discretiseKernel: KernelSpec<'channels' | 'poles'> = {
  name: 's4d-discretise',
  source: withPoles(discretiseSource),
  bindings: ['read', 'read', 'read', 'write'],
  params: { channels: 'u32', poles: 'u32' },
};
const stateKernel: KernelSpec<
  'start' | 'end' | 'channels' | 'poles' | 'a_offset' | 'b_offset' | 'x_offset' | 'x_stride'
> = {
  name: 's4d-state',
  source: withPoles(stateSource),
  bindings: ['read', 'read', 'read', 'read', 'write'],
  params: {
    start: 'u32',
    end: 'u32',
    channels: 'u32',
    poles: 'u32',
    a_offset: 'u32',
    b_offset: 'u32',
    x_offset: 'u32',
    x_stride: 'u32',
  },
};
const readKernel: KernelSpec<'tokens' | 'channels' | 'poles' | 'h_offset' | 'h_stride'> = {
  name: 's4d-read',
  source: readSource,
  bindings: ['read', 'read', 'write'],
  params: { tokens: 'u32', channels: 'u32', poles: 'u32', h_offset: 'u32', h_stride: 'u32' },
};

/** Numbers of state per pole: 2 for complex poles, one of each conjugate pair. */
const numbersOf = (complex: boolean): number => (complex ? 2 : 1);

export const s4dDiscretise: GpuOp = {
  name: 's4d-discretise',
  encode(ctx, node) {
    const complex = node.attrs.complex === true;
    const logDt = vector(ctx, node, 'log_dt');
    const logReal = vector(ctx, node, 'log_A_real');
    const channels = logDt.size / 4;
    const poles = logReal.size / 4 / channels;
    const out = ctx.alloc(complex ? [channels, poles, 2] : [channels, poles]);
    ctx.encoder.dispatch(
      discretiseKernel,
      [logDt, logReal, complex ? vector(ctx, node, 'A_imag') : logReal, out],
      { channels, poles },
      [groups(channels * poles)],
      {
        constants: {
          COMPLEX: complex ? 1 : 0,
          BILINEAR: node.attrs.method === 'bilinear' ? 1 : 0,
          WRITE: node.attrs.part === 'B_bar' ? 1 : 0,
        },
      },
    );
    return out;
  },
};

export const s4dState: GpuOp = {
  name: 's4d-state',
  encode(ctx, node, inputs) {
    const [a, b, x] = [given(inputs[0], 'input Ā'), given(inputs[1], 'input B̄'), given(inputs[2], 'input x')];
    const complex = node.attrs.complex === true;
    const channels = rowWidth(x);
    const poles = rowWidth(a) / numbersOf(complex);
    return withChanges(ctx, node, [x.shape[0]!, ...a.shape], (h, before, start, end) =>
      ctx.encoder.dispatch(
        stateKernel,
        [a, b, x, before, h],
        { start, end, channels, poles, a_offset: a.offset, b_offset: b.offset, ...slice('x', x) },
        [groups(channels * poles)],
        { constants: { COMPLEX: complex ? 1 : 0 } },
      ),
    );
  },
};

export const s4dRead: GpuOp = {
  name: 's4d-read',
  encode(ctx, node, inputs) {
    const h = given(inputs[0], 'input h'); // [T, C, M, 2] or [T, C, N]
    const complex = node.attrs.complex === true;
    const [tokens, channels, poles] = h.shape as [number, number, number];
    const out = ctx.alloc([tokens, channels]);
    ctx.encoder.dispatch(
      readKernel,
      [h, vector(ctx, node, 'C'), out],
      { tokens, channels, poles, ...slice('h', h) },
      [groups(channels), rowGroups(tokens)],
      { constants: { COMPLEX: complex ? 1 : 0 } },
    );
    return out;
  },
};
