/** softmax over rows, and the causal one of attention. Formulas: engine/ops/router.ts, engine/ops/attention.ts. */
import source from '../../../shaders/softmax.wgsl';
import type { KernelSpec } from '../kernels';
import { type GpuOp, rowWidth } from '../op';
import { given, groups, withExponential } from './shared';

const kernel: KernelSpec<'rows' | 'width' | 'offset' | 'stride' | 'tokens' | 'past'> = {
  name: 'softmax',
  source: withExponential(source),
  bindings: ['read', 'write'],
  params: { rows: 'u32', width: 'u32', offset: 'u32', stride: 'u32', tokens: 'u32', past: 'u32' },
};

export const softmax: GpuOp = {
  name: 'softmax',
  encode(ctx, _node, inputs) {
    const x = given(inputs[0], 'input'); // [T, E]
    const out = ctx.alloc(x.shape);
    const [rows, width] = [x.shape[0]!, rowWidth(x)];
    ctx.encoder.dispatch(
      kernel,
      [x, out],
      { rows, width, offset: x.offset, stride: x.stride, tokens: rows, past: 0 },
      groups(rows),
    );
    return out;
  },
};

export const attentionSoftmax: GpuOp = {
  name: 'attention-softmax',
  encode(ctx, _node, inputs) {
    const scores = given(inputs[0], 'input scores'); // [H, T, S]
    const [heads, tokens, width] = scores.shape as [number, number, number];
    const out = ctx.alloc(scores.shape);
    ctx.encoder.dispatch(
      kernel,
      [scores, out],
      { rows: heads * tokens, width, offset: scores.offset, stride: width, tokens, past: width - tokens },
      groups(heads * tokens),
      { constants: { CAUSAL: 1 } },
    );
    return out;
  },
};
