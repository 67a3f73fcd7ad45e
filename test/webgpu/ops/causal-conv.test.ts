import { expect, it } from 'vitest';
import { causalConv as onCpu } from '@/engine/cpu/causal-conv';
import { activation } from '@/engine/cpu/elementwise';
import { causalConv, causalConvAct } from '@/engine/webgpu/ops/causal-conv';
import { describeGpu, errorOverRms, numbers, runOp, testNode } from '../harness';
import { strided } from '../scan-data';

// W products and a sum in f32: a few units of 6e-8 times the largest term.
const TOLERANCE = 2e-6;

describeGpu('causal-conv on WebGPU', () => {
  for (const W of [2, 3, 4, 8, 64])
    for (const T of [1, 2, 5, 67])
      it(`equals the CPU with a filter of ${W} over ${T} tokens, and so does the state that it leaves`, async () => {
        const C = 69; // not a multiple of the workgroup
        const x = numbers(T * C, 1);
        const weight = numbers(C * W, 2);
        const bias = W === 3 ? null : numbers(C, 3);
        const tail = numbers((W - 1) * C, 4);
        const out = new Float32Array(T * C);
        const newTail = tail.slice();
        onCpu(out, x, weight, bias, newTail, C, W);
        const silu = new Float32Array(T * C);
        activation(silu, out, 'silu');

        const node = testNode({ op: 'causal-conv', attrs: { width: W } });
        const act = testNode({ op: 'activation', attrs: { fn: 'silu' } });
        const run = { vectors: { weight, ...(bias ? { bias } : {}) }, states: { 'causal-conv': tail } };
        const input = strided([T, C], x);
        const plain = await runOp([input], run, (ctx, [t]) => causalConv.encode(ctx, node, [t!]));
        expect(plain.output.shape).toEqual([T, C]);
        expect(errorOverRms(plain.output.data, out)).toBeLessThan(TOLERANCE);
        expect(plain.states['causal-conv']).toEqual(newTail);

        const fused = await runOp([input], run, (ctx, [t]) => causalConvAct.encode(ctx, { conv: node, act }, { x: t }));
        expect(errorOverRms(fused.output.data, silu)).toBeLessThan(TOLERANCE);
        expect(fused.states['causal-conv']).toEqual(newTail);
      });

  it('refuses to be fused with an activation that it does not have', async () => {
    const conv = testNode({ op: 'causal-conv', attrs: { width: 2 } });
    const act = testNode({ op: 'activation', attrs: { fn: 'gelu' } });
    const run = { vectors: { weight: numbers(4, 1) }, states: { 'causal-conv': numbers(2, 2) } };
    const x = { shape: [1, 2], data: numbers(2, 3) };
    await expect(runOp([x], run, (ctx, [t]) => causalConvAct.encode(ctx, { conv, act }, { x: t }))).rejects.toThrow(
      'together with silu only; got "gelu"',
    );
  });
});
