/** activation, mul, add, and an activation with the product that it gates. */
import activationSource from '../../../shaders/activation.wgsl';
import addSource from '../../../shaders/add.wgsl';
import mulSource from '../../../shaders/mul.wgsl';
import type { BlueprintNode } from '../../blueprint/types';
import { EngineError } from '../../errors';
import type { KernelSpec } from '../kernels';
import { type GpuFusion, type GpuOp, type GpuTensor, type OpContext, rowWidth } from '../op';
import { withExponential } from './shared';

const FUNCTIONS = ['silu', 'gelu', 'gelu-tanh', 'relu', 'relu2', 'sigmoid'];

/** Value of `override FN`. Errors: bad-config for a function that no kernel has. */
function activationCode(node: BlueprintNode): number {
  const code = FUNCTIONS.indexOf(String(node.attrs.fn));
  if (code < 0)
    throw new EngineError('bad-config', `unknown activation "${node.attrs.fn}"; known: ${FUNCTIONS.join(', ')}`);
  return code;
}

const activationSpec: KernelSpec<'count' | 'width' | 'z_offset' | 'z_stride' | 'x_offset' | 'x_stride'> = {
  name: 'activation',
  source: withExponential(activationSource),
  bindings: ['read', 'read', 'write'],
  params: { count: 'u32', width: 'u32', z_offset: 'u32', z_stride: 'u32', x_offset: 'u32', x_stride: 'u32' },
};

function activate(ctx: OpContext, node: BlueprintNode, z: GpuTensor, x: GpuTensor | null): GpuTensor {
  const output = ctx.alloc(z.shape);
  const width = rowWidth(z);
  const count = z.shape[0]! * width;
  ctx.encoder.dispatch(
    activationSpec,
    [z, x ?? z, output],
    { count, width, z_offset: z.offset, z_stride: z.stride, x_offset: x?.offset ?? 0, x_stride: x?.stride ?? 0 },
    Math.ceil(count / 64),
    { constants: { FN: activationCode(node), GATE: x ? 1 : 0 } },
  );
  return output;
}

export const activation: GpuOp = {
  name: 'activation',
  encode: (ctx, node, [z]) => activate(ctx, node, z!, null),
};

export const gated: GpuFusion = {
  name: 'gated',
  encode: (ctx, nodes, { x, z }) => activate(ctx, nodes.gate!, z!, x!),
};

function twoAlike(name: 'mul' | 'add', source: string): GpuOp {
  const spec: KernelSpec<'count' | 'width' | 'a_offset' | 'a_stride' | 'b_offset' | 'b_stride'> = {
    name,
    source,
    bindings: ['read', 'read', 'write'],
    params: { count: 'u32', width: 'u32', a_offset: 'u32', a_stride: 'u32', b_offset: 'u32', b_stride: 'u32' },
  };
  return {
    name,
    encode(ctx, _node, [first, second]) {
      const [a, b] = [first!, second!];
      const output = ctx.alloc(a.shape);
      const width = rowWidth(a);
      const count = a.shape[0]! * width;
      ctx.encoder.dispatch(
        spec,
        [a, b, output],
        { count, width, a_offset: a.offset, a_stride: a.stride, b_offset: b.offset, b_stride: b.stride },
        Math.ceil(count / 64),
      );
      return output;
    },
  };
}

export const mul = twoAlike('mul', mulSource);
export const add = twoAlike('add', addSource);
