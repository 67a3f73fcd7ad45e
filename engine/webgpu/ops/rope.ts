/** rope: rotary positions from a table of cosines and sines. Formula and frequencies: engine/ops/rope.ts. */

import source from '../../../shaders/rope.wgsl';
import { EngineError } from '../../errors';
import { ropeFrequencies } from '../../ops/rope';
import type { KernelSpec } from '../kernels';
import { type GpuOp, rowWidth } from '../op';
import { given, groups, rowGroups } from './shared';

const kernel: KernelSpec<'tokens' | 'pairs' | 'half' | 'first' | 'offset' | 'stride'> = {
  name: 'rope',
  source,
  bindings: ['read', 'read', 'write'],
  params: { tokens: 'u32', pairs: 'u32', half: 'u32', first: 'u32', offset: 'u32', stride: 'u32' },
};

/** Positions are SPLIT·a + b with a and b below SPLIT; `override SPLIT` of the shader. */
const SPLIT = 1024;

/** [2, SPLIT, d_h/2, 2]: cosine and sine of SPLIT·a·f_i, then of b·f_i. */
function table(frequencies: Float64Array): Float32Array<ArrayBuffer> {
  const half = frequencies.length;
  const out = new Float32Array(2 * SPLIT * half * 2);
  for (let row = 0; row < 2 * SPLIT; row++)
    for (let i = 0; i < half; i++) {
      const angle = (row < SPLIT ? row * SPLIT : row - SPLIT) * frequencies[i]!;
      out[(row * half + i) * 2] = Math.cos(angle);
      out[(row * half + i) * 2 + 1] = Math.sin(angle);
    }
  return out;
}

export const rope: GpuOp = {
  name: 'rope',
  encode(ctx, node, inputs) {
    const x = given(inputs[0], 'input'); // [T, heads · d_h]
    const tokens = x.shape[0]!;
    if (ctx.position + tokens > SPLIT * SPLIT)
      throw new EngineError(
        'too-large',
        `position ${ctx.position + tokens - 1} is beyond the ${SPLIT * SPLIT} that rotary positions are computed for`,
      );
    const half = (node.attrs.headDim as number) / 2;
    const pairs = rowWidth(x) / 2;
    // The same for every layer, and for q and k.
    const turns = ctx.constants(`rope ${JSON.stringify(node.attrs)}`, () => table(ropeFrequencies(node.attrs)));
    const out = ctx.alloc(x.shape);
    ctx.encoder.dispatch(
      kernel,
      [x, turns, out],
      { tokens, pairs, half, first: ctx.position, offset: x.offset, stride: x.stride },
      [groups(pairs), rowGroups(tokens)],
      { constants: { SPLIT } },
    );
    return out;
  },
};
