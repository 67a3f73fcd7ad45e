import { expect, it } from 'vitest';
import { makeMatrix } from '@/engine/cpu/matrix';
import { moeExpert } from '@/engine/cpu/moe';
import type { MatrixFormat } from '@/engine/webgpu/matrix';
import { moe } from '@/engine/webgpu/ops/moe';
import { describeGpu, errorOverRms, numbers, runOp, testNode } from '../harness';
import { strided } from '../scan-data';

// Sums of up to 48 products on both sides and an activation to 3 · 1e-7: 1e-6 of the RMS with room.
const TOLERANCE = 5e-6;
const [D, I, E] = [37, 23, 5]; // nothing is a multiple of anything

/** K different experts for every token, their shares below 1. */
function choices(T: number, K: number) {
  const start = numbers(T, 11);
  const ids = Float32Array.from({ length: T * K }, (_, i) => {
    const first = Math.floor(((start[Math.floor(i / K)]! + 1) / 2) * E);
    return (first + 2 * (i % K)) % E;
  });
  return { ids, shares: numbers(T * K, 12).map((v) => Math.abs(v)) };
}

interface Case {
  readonly T: number;
  readonly K: number;
  readonly format: MatrixFormat;
  readonly fn?: string;
  readonly gemv?: 'thread' | 'workgroup';
  /** Bytes of one binding, so that matrices are split by rows in the middle of an expert. */
  readonly bindingLimit?: number;
}

async function check({ T, K, format, fn = 'silu', gemv = 'thread', bindingLimit }: Case): Promise<void> {
  const x = numbers(T * D, 1);
  const { ids, shares } = choices(T, K);
  const data = { gate: numbers(E * I * D, 2), up: numbers(E * I * D, 3), down: numbers(E * D * I, 4) };
  const kept = (name: keyof typeof data, rows: number, columns: number) =>
    makeMatrix(data[name], rows, columns, 'expert', format);
  const [gate, up, down] = [kept('gate', E * I, D), kept('up', E * I, D), kept('down', E * D, I)];
  const expected = new Float32Array(T * D);
  for (let e = 0; e < E; e++) moeExpert(expected, e, x, ids, shares, gate, up, down, fn);

  const limit = bindingLimit ? { bindingLimit } : {};
  const node = testNode({ op: 'moe', attrs: { fn, experts: E, k: K } });
  const { output } = await runOp(
    [strided([T, D], x), strided([T, K], ids), strided([T, K], shares)],
    {
      matrices: {
        gate: { rows: E * I, columns: D, data: data.gate, format, ...limit },
        up: { rows: E * I, columns: D, data: data.up, format, ...limit },
        down: { rows: E * D, columns: I, data: data.down, format, ...limit },
      },
      variants: { gemv },
    },
    (ctx, tensors) => moe.encode(ctx, node, tensors),
  );
  expect(output.shape).toEqual([T, D]);
  expect(errorOverRms(output.data, expected)).toBeLessThan(TOLERANCE);
}

describeGpu('moe on WebGPU', () => {
  for (const format of ['f32', 'f16', 'int8'] as const) {
    it(`equals the CPU for one token in ${format}`, () => check({ T: 1, K: 2, format }));
    it(`equals the CPU for one token in ${format}, a workgroup per row`, () =>
      check({ T: 1, K: 2, format, gemv: 'workgroup' }));
    it(`equals the CPU for 19 tokens in ${format}, sorted by expert`, () => check({ T: 19, K: 2, format }));
    it(`equals the CPU in ${format} where matrices are split in the middle of an expert`, async () => {
      await check({ T: 1, K: 2, format, bindingLimit: 4096 });
      await check({ T: 19, K: 2, format, bindingLimit: 4096 });
    });
  }
  it('equals the CPU with one expert for each token', () => check({ T: 33, K: 1, format: 'f32' }));
  it('equals the CPU with other activations', async () => {
    await check({ T: 3, K: 2, format: 'f32', fn: 'gelu' });
    await check({ T: 3, K: 2, format: 'f32', fn: 'relu2' });
  });

  it('computes the nearest expert there is where somebody changed the ids', async () => {
    const node = testNode({ op: 'moe', attrs: { fn: 'relu', experts: E, k: 1 } });
    const matrices = {
      gate: { rows: E * I, columns: D, data: numbers(E * I * D, 2) },
      up: { rows: E * I, columns: D, data: numbers(E * I * D, 3) },
      down: { rows: E * D, columns: I, data: numbers(E * D * I, 4) },
    };
    const run = (ids: readonly number[]) => {
      const T = ids.length;
      const inputs = [
        { shape: [T, D], data: numbers(T * D, 1) },
        { shape: [T, 1], data: Float32Array.from(ids) },
        { shape: [T, 1], data: new Float32Array(T).fill(1) },
      ];
      return runOp(inputs, { matrices }, (ctx, tensors) => moe.encode(ctx, node, tensors));
    };
    const changed = [-3, 99, 1.4, 1.6];
    const nearest = [0, E - 1, 1, 2];
    // Four pairs are computed one by one, sixteen sorted by expert.
    for (const times of [1, 4]) {
      const repeat = (ids: number[]) => Array.from({ length: times }, () => ids).flat();
      const [a, b] = [await run(repeat(changed)), await run(repeat(nearest))];
      expect(a.output.data).toEqual(b.output.data);
    }
  });
});
