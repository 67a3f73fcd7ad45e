/** embedding, rms-norm, elementwise, slice against the CPU's kernels, on views and odd sizes. */
import { expect, it } from 'vitest';
import { activation as cpuActivation, rmsNorm as cpuNorm } from '@/engine/cpu/elementwise';
import { activation, add, gated, mul } from '@/engine/webgpu/ops/elementwise';
import { embedding } from '@/engine/webgpu/ops/embedding';
import { rmsNorm } from '@/engine/webgpu/ops/rms-norm';
import { dense, slice } from '@/engine/webgpu/ops/slice';
import { describeGpu, errorOverRms, numbers, runOp, testNode } from '../harness';
import { kept } from '../reference';

/** Rows of `width` inside wider rows of NaN. */
function view(data: Float32Array, T: number, width: number) {
  const stride = width + 7;
  const wide = new Float32Array(T * stride).fill(Number.NaN);
  for (let t = 0; t < T; t++) wide.set(data.subarray(t * width, (t + 1) * width), t * stride + 2);
  return { shape: [T, width], data: wide, offset: 2, stride };
}
const words = (ids: number[]) => new Float32Array(Uint32Array.from(ids).buffer);

describeGpu('embedding', () => {
  for (const format of ['f32', 'f16', 'int8'] as const)
    for (const bindingLimit of [2 ** 20, 256])
      it(`reads ${format} rows${bindingLimit === 256 ? ' from several parts' : ''}`, async () => {
        const [V, D] = [23, 13];
        const ids = [0, 22, 7, 7, 15];
        const table = numbers(V * D, 5);
        const { output } = await runOp(
          [{ shape: [5], data: words(ids) }],
          { matrices: { table: { rows: V, columns: D, data: table, format, bindingLimit } } },
          (ctx, [tokens]) => embedding.encode(ctx, testNode({ op: 'embedding' }), [tokens!]),
        );
        const values = kept(table, V, D, format);
        const expected = ids.flatMap((id) => Array.from(values.subarray(id * D, (id + 1) * D)));
        expect(Array.from(output.data)).toEqual(expected);
      });
});

describeGpu('rms-norm', () => {
  for (const [T, width, groups] of [
    [1, 768, 1],
    [3, 21, 3],
    [5, 7, 1],
    [2, 130, 2],
  ] as const)
    for (const weighted of [true, false])
      it(`[${T}, ${width}] in ${groups} groups ${weighted ? 'with' : 'without'} weights`, async () => {
        const x = numbers(T * width, 1);
        const weight = weighted ? numbers(width, 2) : null;
        const expected = new Float32Array(T * width);
        cpuNorm(expected, x, width, groups, 1e-5, weight);
        const { output } = await runOp([view(x, T, width)], weight ? { vectors: { weight } } : {}, (ctx, inputs) =>
          rmsNorm.encode(ctx, testNode({ op: 'rms-norm', attrs: { eps: 1e-5, groups } }), inputs),
        );
        expect(errorOverRms(output.data, expected)).toBeLessThan(1e-6);
      });

  it('keeps rows of zeros at zero', async () => {
    const { output } = await runOp([{ shape: [2, 9], data: new Float32Array(18) }], {}, (ctx, inputs) =>
      rmsNorm.encode(ctx, testNode({ op: 'rms-norm', attrs: { eps: 1e-6, groups: 1 } }), inputs),
    );
    expect(Array.from(output.data)).toEqual(new Array(18).fill(0));
  });
});

describeGpu('activation', () => {
  // -30 … 30 finely, so that tails and the bend are both seen.
  const z = Float32Array.from({ length: 601 }, (_, i) => (i - 300) / 10);
  for (const fn of ['silu', 'gelu', 'gelu-tanh', 'relu', 'relu2', 'sigmoid'])
    it(`${fn} is within 1e-6 of itself, and of 1e-7 near zero`, async () => {
      const expected = new Float32Array(z.length);
      cpuActivation(expected, z, fn);
      const { output } = await runOp([{ shape: [1, z.length], data: z }], {}, (ctx, inputs) =>
        activation.encode(ctx, testNode({ op: 'activation', attrs: { fn } }), inputs),
      );
      // exp in WGSL is good to 3 + 2|x| units in the last place, hence the tail of each function at most to 64 of them.
      for (let i = 0; i < z.length; i++)
        expect(Math.abs(output.data[i]! - expected[i]!)).toBeLessThanOrEqual(4e-6 * Math.abs(expected[i]!) + 1e-7);
    });

  it('gates views of another width', async () => {
    const [T, C] = [4, 19];
    const [x, gate] = [numbers(T * C, 1), numbers(T * C, 2)];
    const expected = new Float32Array(T * C);
    cpuActivation(expected, gate, 'silu');
    const { output } = await runOp([view(x, T, C), view(gate, T, C)], {}, (ctx, [a, b]) =>
      gated.encode(ctx, { gate: testNode({ op: 'activation', attrs: { fn: 'silu' } }) }, { x: a, z: b }),
    );
    expect(
      errorOverRms(
        output.data,
        expected.map((v, i) => v * x[i]!),
      ),
    ).toBeLessThan(1e-6);
  });

  it('refuses a function that it does not have', async () => {
    const run = runOp([{ shape: [1, 1], data: z.slice(0, 1) }], {}, (ctx, inputs) =>
      activation.encode(ctx, testNode({ op: 'activation', attrs: { fn: 'mish' } }), inputs),
    );
    await expect(run).rejects.toThrow(/unknown activation "mish"/);
  });
});

describeGpu('mul and add', () => {
  const [T, C] = [3, 29];
  const [a, b] = [numbers(T * C, 8), numbers(T * C, 9)];
  for (const [op, fn] of [
    [mul, (x: number, y: number) => Math.fround(x * y)],
    [add, (x: number, y: number) => Math.fround(x + y)],
  ] as const)
    it(`${op.name} takes views and whole tensors`, async () => {
      const { output } = await runOp([view(a, T, C), { shape: [T, C], data: b }], {}, (ctx, inputs) =>
        op.encode(ctx, testNode({ op: op.name }), inputs),
      );
      expect(Array.from(output.data)).toEqual(Array.from(a, (v, i) => fn(v, b[i]!)));
    });

  it('goes through more elements than one dimension of workgroups has', async () => {
    const count = 65_535 * 64 + 77;
    const x = new Float32Array(count).map((_, i) => i % 1013);
    const { output } = await runOp(
      [
        { shape: [1, count], data: x },
        { shape: [1, count], data: x },
      ],
      {},
      (ctx, inputs) => add.encode(ctx, testNode({ op: 'add' }), inputs),
    );
    expect(output.data.every((v, i) => v === 2 * x[i]!)).toBe(true);
  });
});

describeGpu('slice', () => {
  const node = testNode({ op: 'slice', attrs: { start: 3, end: 9 }, shape: ['T', '2', '3'] });
  const x = numbers(4 * 11, 3);
  const expected = [0, 1, 2, 3].flatMap((t) => Array.from(x.subarray(t * 11 + 3, t * 11 + 9)));

  it('is a view: no dispatch, finer axes', async () => {
    const { output } = await runOp([{ shape: [4, 11], data: x }], {}, (ctx, inputs) => {
      const y = slice.encode(ctx, node, inputs);
      expect(y.buffer).toBe(inputs[0]!.buffer);
      return y;
    });
    expect(output.shape).toEqual([4, 2, 3]);
    expect(Array.from(output.data)).toEqual(expected);
  });

  it('of a slice adds up, and is copied where rows without gaps are needed', async () => {
    const inner = testNode({ op: 'slice', attrs: { start: 1, end: 3 }, shape: ['T', '2'] });
    const { output } = await runOp([{ shape: [4, 11], data: x }], {}, (ctx, inputs) => {
      const y = dense(ctx, slice.encode(ctx, inner, [slice.encode(ctx, node, inputs)]));
      expect([y.offset, y.stride]).toEqual([0, 2]);
      return y;
    });
    expect(Array.from(output.data)).toEqual(
      [0, 1, 2, 3].flatMap((t) => Array.from(x.subarray(t * 11 + 4, t * 11 + 6))),
    );
  });
});
