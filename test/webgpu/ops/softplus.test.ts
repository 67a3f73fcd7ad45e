import { expect, it } from 'vitest';
import { softplus as onCpu } from '@/engine/cpu/elementwise';
import { decay as decayOnCpu, decayRates } from '@/engine/cpu/selective-scan';
import { decay } from '@/engine/webgpu/ops/decay';
import { softplus } from '@/engine/webgpu/ops/softplus';
import { describeGpu, numbers, runOp, testNode } from '../harness';
import { decayLogs, stepSizes, strided } from '../scan-data';

/** Distance in units in the last place of the f32 nearest to `exact`. */
export function ulps(value: number, exact: number): number {
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(exact))) - 23);
  return Math.abs(value - exact) / Math.max(unit, 2 ** -149);
}
const worst = (a: ArrayLike<number>, exact: ArrayLike<number>) =>
  Math.max(...Array.from(exact, (e, i) => (Number.isFinite(a[i]!) ? ulps(a[i]!, e) : Infinity)));

const NONE = Number.POSITIVE_INFINITY;

describeGpu('softplus on WebGPU', () => {
  it('is within 4 units in the last place from -80 to 80', async () => {
    const C = 321;
    const x = Float32Array.from({ length: 2 * C }, (_, i) => -80 + (160 * i) / (2 * C - 1));
    const node = testNode({ op: 'softplus', attrs: { min: 0, max: NONE } });
    const { output } = await runOp([strided([2, C], x)], {}, (ctx, [t]) => softplus.encode(ctx, node, [t!]));
    const exact = Array.from(x, onCpu);
    expect(worst(output.data, exact)).toBeLessThan(4); // e^-|x| 2, log1p 1, the sum 1
  });

  it('is within 4 units in the last place near 0, where ln(1 + e^x) has no easy branch', async () => {
    const x = numbers(1000, 5);
    const node = testNode({ op: 'softplus', attrs: { min: 0, max: NONE } });
    const { output } = await runOp([{ shape: [1, 1000], data: x }], {}, (ctx, [t]) => softplus.encode(ctx, node, [t!]));
    expect(worst(output.data, Array.from(x, onCpu))).toBeLessThan(4);
  });

  it('adds the bias first and clamps last', async () => {
    const [T, C] = [3, 70];
    const x = numbers(T * C, 6).map((v) => 4 * v);
    const bias = numbers(C, 7).map((v) => -4.5 + 7.5 * v);
    const node = testNode({ op: 'softplus', attrs: { min: 0.01, max: 1.5 } });
    const { output } = await runOp([strided([T, C], x)], { vectors: { bias } }, (ctx, [t]) =>
      softplus.encode(ctx, node, [t!]),
    );
    const exact = Array.from(x, (v, i) => Math.min(1.5, Math.max(0.01, onCpu(Math.fround(v + bias[i % C]!)))));
    expect(worst(output.data, exact)).toBeLessThan(4);
    expect(Math.max(...output.data)).toBe(1.5);
    expect(Math.min(...output.data)).toBe(Math.fround(0.01));
  });
});

describeGpu('rows on the second dispatch axis', () => {
  it('may be more than the 65,535 workgroups of one dimension', async () => {
    const x = numbers(66_001, 10); // the other kernels walk over their rows in the same way
    const node = testNode({ op: 'softplus', attrs: { min: 0, max: NONE } });
    const { output } = await runOp([{ shape: [66_001, 1], data: x }], {}, (ctx, [t]) =>
      softplus.encode(ctx, node, [t!]),
    );
    expect(worst(output.data, Array.from(x, onCpu))).toBeLessThan(4);
  });
});

describeGpu('decay on WebGPU', () => {
  for (const [C, N] of [
    [37, 5],
    [70, 1],
  ] as const)
    it(`is the exponential of Δ A for ${C} channels of ${N}`, async () => {
      const T = 7;
      const delta = stepSizes(T * C, 8);
      const aLog = decayLogs(C * N, 9);
      const node = testNode({ op: 'decay', shape: N === 1 ? ['T', 'H'] : ['T', 'C', 'N'] });
      const { output } = await runOp([strided([T, C], delta)], { vectors: { A_log: aLog } }, (ctx, [t]) =>
        decay.encode(ctx, node, [t!]),
      );
      const exact = new Float32Array(T * C * N);
      decayOnCpu(exact, delta, decayRates(aLog));
      expect(output.shape).toEqual(N === 1 ? [T, C] : [T, C, N]);
      // A and Δ·A are rounded before e^ is taken: |ΔA| · 3 units of the result, beside 2 of its own.
      for (let i = 0; i < exact.length; i++) {
        const exponent = -Math.log(exact[i]!);
        if (exponent < 80) expect(ulps(output.data[i]!, exact[i]!)).toBeLessThan(3 + 4 * exponent);
        else expect(output.data[i]).toBeLessThan(1e-34);
      }
    });
});
