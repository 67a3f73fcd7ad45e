/** Every variant of the matrix products against plain ones, in every format, at sizes that fill no block. */
import { expect, it } from 'vitest';
import type { MatrixFormat } from '@/engine/webgpu/matrix';
import { linear, linearAdd } from '@/engine/webgpu/ops/linear';
import type { Variants } from '@/engine/webgpu/variants';
import { describeGpu, errorOverRms, numbers, runOp, testBench, testNode } from '../harness';
import { kept, plainProduct } from '../reference';

/** f32 sums of up to a few thousand products in blocks: well below 1e-6 of the RMS of the outputs. */
const TOLERANCE = 2e-6;
const formats: readonly MatrixFormat[] = ['f32', 'f16', 'int8'];

interface Case {
  T: number;
  rows: number;
  columns: number;
  format?: MatrixFormat;
  bias?: boolean;
  add?: boolean;
  /** x is columns of a wider row. */
  view?: boolean;
  bindingLimit?: number;
  variants?: Partial<Variants>;
}

async function check(c: Case): Promise<void> {
  const { T, rows, columns, format = 'f32' } = c;
  const weight = numbers(rows * columns, 1);
  const x = numbers(T * columns, 2);
  const bias = c.bias ? numbers(rows, 3) : null;
  const added = c.add ? numbers(T * rows, 4) : null;
  const expected = plainProduct(kept(weight, rows, columns, format), x, rows, columns, bias, added);

  // What lies around the view is NaN: reading past the columns must not spoil a sum.
  const stride = columns + 5;
  const wide = new Float32Array(T * stride).fill(Number.NaN);
  for (let t = 0; t < T; t++) wide.set(x.subarray(t * columns, (t + 1) * columns), t * stride + 3);
  const input = c.view ? { shape: [T, columns], data: wide, offset: 3, stride } : { shape: [T, columns], data: x };
  const inputs = added ? [input, { shape: [T, rows], data: added }] : [input];
  const node = testNode({ op: 'linear' });
  const { output } = await runOp(
    inputs,
    {
      matrices: {
        weight: { rows, columns, data: weight, format, ...(c.bindingLimit ? { bindingLimit: c.bindingLimit } : {}) },
      },
      ...(bias ? { vectors: { bias } } : {}),
      ...(c.variants ? { variants: c.variants } : {}),
    },
    (ctx, tensors) =>
      added
        ? linearAdd.encode(ctx, { linear: node, add: testNode({ op: 'add' }) }, { x: tensors[0], residual: tensors[1] })
        : linear.encode(ctx, node, tensors),
  );
  expect(output.shape).toEqual([T, rows]);
  expect(errorOverRms(output.data, expected)).toBeLessThan(TOLERANCE);
}

describeGpu('a matrix times one vector', () => {
  const hasSubgroups = () => testBench().gpu.device.features.has('subgroups');
  for (const gemv of ['thread', 'workgroup', 'subgroup'] as const) {
    const test = (title: string, c: Case) =>
      it(`${gemv}: ${title}`, async (context) => {
        if (gemv === 'subgroup' && !hasSubgroups()) context.skip('this adapter has no subgroups');
        await check({ ...c, variants: { gemv } });
      });
    for (const format of formats) {
      test(`${format}, odd sizes, a view between NaNs`, { T: 1, rows: 67, columns: 39, format, view: true });
      test(`${format} with bias and residual`, { T: 1, rows: 131, columns: 20, format, bias: true, add: true });
      test(`${format}, one column`, { T: 1, rows: 3, columns: 1, format });
      test(`${format}, 4096 columns`, { T: 1, rows: 9, columns: 4096, format });
      test(`${format}, split by rows`, {
        T: 1,
        rows: 70,
        columns: 33,
        format,
        bias: true,
        add: true,
        bindingLimit: 1024,
      });
    }
    // Not for `workgroup`, whose barriers take SwiftShader ten times as long; it finds its row by the same line.
    if (gemv !== 'workgroup') test('more rows than workgroups in one dimension', { T: 1, rows: 66_001, columns: 3 });
  }
});

describeGpu('a matrix times several vectors', () => {
  for (const matmul of ['direct', 'tile32', 'tile64'] as const)
    for (const format of formats) {
      const test = (title: string, c: Case) =>
        it(`${matmul}: ${title}`, () => check({ ...c, format, variants: { matmul } }));
      test(`${format}, odd sizes, a view between NaNs`, { T: 37, rows: 67, columns: 39, view: true });
      test(`${format} with bias and residual`, { T: 2, rows: 131, columns: 20, bias: true, add: true });
      test(`${format}, one column`, { T: 5, rows: 3, columns: 1 });
      test(`${format}, whole tiles`, { T: 64, rows: 128, columns: 64 });
      test(`${format}, 4096 columns`, { T: 3, rows: 9, columns: 4096 });
      test(`${format}, split by rows`, { T: 9, rows: 70, columns: 33, bias: true, add: true, bindingLimit: 1024 });
    }
});
