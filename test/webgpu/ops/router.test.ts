import { expect, it } from 'vitest';
import * as cpu from '@/engine/cpu/elementwise';
import { glu } from '@/engine/webgpu/ops/glu';
import { gather, topK } from '@/engine/webgpu/ops/router';
import { skip } from '@/engine/webgpu/ops/skip';
import { softmax } from '@/engine/webgpu/ops/softmax';
import { describeGpu, errorOverRms, numbers, runOp, testNode } from '../harness';
import { strided } from '../scan-data';

const [T, E] = [67, 13];

describeGpu('the router on WebGPU', () => {
  it('softmax equals the CPU, however large the numbers are', async () => {
    for (const size of [1, 30, 3000]) {
      const x = numbers(T * E, 1).map((v) => size * v);
      const { output } = await runOp([strided([T, E], x)], {}, (ctx, [t]) =>
        softmax.encode(ctx, testNode({ op: 'softmax' }), [t!]),
      );
      const expected = new Float32Array(T * E);
      cpu.softmaxRows(expected, x, E);
      // The difference to the largest is exact to 1 unit of the difference: an error of the exponent of 6e-8 · |x - max|.
      for (let i = 0; i < expected.length; i++)
        expect(Math.abs(output.data[i]! - expected[i]!)).toBeLessThan(1e-6 * expected[i]! + 1e-9);
    }
  });

  it('top-k gives the ids of the largest, largest first, equal ones by the lower id', async () => {
    const x = numbers(T * E, 2).map((v) => Math.round(4 * v)); // many equal numbers
    for (const k of [1, 2, E]) {
      const node = testNode({ op: 'top-k', attrs: { k } });
      const { output } = await runOp([strided([T, E], x)], {}, (ctx, [t]) => topK.encode(ctx, node, [t!]));
      const expected = new Float32Array(T * k);
      cpu.topK(expected, x, E, k);
      expect(output.shape).toEqual([T, k]);
      expect(output.data).toEqual(expected);
    }
  });

  it('gather takes the values at the ids and divides by their sum if asked', async () => {
    const x = numbers(T * E, 3).map((v) => v + 1.5);
    const k = 3;
    const ids = new Float32Array(T * k);
    cpu.topK(ids, x, E, k);
    for (const normalize of [false, true]) {
      const node = testNode({ op: 'gather', attrs: { normalize } });
      const { output } = await runOp([strided([T, E], x), strided([T, k], ids)], {}, (ctx, tensors) =>
        gather.encode(ctx, node, tensors),
      );
      const expected = new Float32Array(T * k);
      cpu.gather(expected, x, ids, E, k, normalize);
      expect(errorOverRms(output.data, expected)).toBeLessThan(normalize ? 1e-6 : 1e-12);
    }
  });

  it('gather takes the nearest id there is where somebody changed it', async () => {
    const values = { shape: [1, 3], data: Float32Array.of(5, 6, 7) };
    const ids = { shape: [1, 4], data: Float32Array.of(-2, 0.6, 1.4, 9) };
    const node = testNode({ op: 'gather', attrs: { normalize: false } });
    const { output } = await runOp([values, ids], {}, (ctx, tensors) => gather.encode(ctx, node, tensors));
    expect(Array.from(output.data)).toEqual([5, 6, 6, 7]);
  });
});

describeGpu('glu and skip on WebGPU', () => {
  it('glu equals the CPU, gates far from 0 included', async () => {
    const w = 70;
    const x = numbers(3 * 2 * w, 4).map((v) => 100 * v);
    const { output } = await runOp([strided([3, 2 * w], x)], {}, (ctx, [t]) =>
      glu.encode(ctx, testNode({ op: 'glu' }), [t!]),
    );
    const expected = new Float32Array(3 * w);
    cpu.glu(expected, x, w);
    expect(output.shape).toEqual([3, w]);
    expect(errorOverRms(output.data, expected)).toBeLessThan(1e-6);
  });

  for (const per of [1, 5])
    it(`skip equals the CPU with one D for ${per === 1 ? 'each channel' : 'the five channels of a head'}`, async () => {
      const C = 70;
      const [y, x, D] = [numbers(3 * C, 5), numbers(3 * C, 6), numbers(C / per, 7)];
      const node = testNode({ op: 'skip', attrs: { headDim: per } });
      const { output } = await runOp([strided([3, C], y), strided([3, C], x)], { vectors: { D } }, (ctx, tensors) =>
        skip.encode(ctx, node, tensors),
      );
      const expected = new Float32Array(3 * C);
      cpu.skip(expected, y, x, D, per);
      expect(errorOverRms(output.data, expected)).toBeLessThan(3e-7); // two roundings of numbers up to three times the RMS
    });
});
