import { expect, it } from 'vitest';
import { activation, skip as skipOnCpu } from '@/engine/cpu/elementwise';
import * as cpu from '@/engine/cpu/selective-scan';
import type { GpuTensor, OpContext } from '@/engine/webgpu/op';
import { selectiveRead } from '@/engine/webgpu/ops/selective-read';
import {
  CHUNK,
  chunkedScan,
  chunkLength,
  type SelectiveScan,
  selectiveScan,
  serialScan,
  treeScan,
} from '@/engine/webgpu/ops/selective-scan';
import { selectiveState } from '@/engine/webgpu/ops/selective-state';
import { describeGpu, errorOverRms, numbers, runOp, testNode } from '../harness';
import { decayLogs, stepSizes, strided } from '../scan-data';

// h is rounded to f32 at every token on both sides, the sum over N too: measured 1e-6 over these lengths. 5e-5 is what the engine promises.
const TOLERANCE = 1e-5;
const LENGTHS = [1, 2, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5];

function problem(T: number, C: number, N: number, start: 'zero' | 'given') {
  const x = numbers(T * C, 1);
  const delta = stepSizes(T * C, 2);
  const B = numbers(T * N, 3);
  const c = numbers(T * N, 4);
  const aLog = decayLogs(C * N, 5);
  const before = start === 'given' ? numbers(C * N, 6) : new Float32Array(C * N);
  const y = new Float32Array(T * C);
  const after = before.slice();
  cpu.selectiveScan(y, x, delta, cpu.decayRates(aLog), B, c, after, N);
  const inputs = [strided([T, C], x), strided([T, C], delta, 0, 1), strided([T, N], B, 5, 0), strided([T, N], c)];
  return { x, delta, B, c, aLog, before, y, after, inputs };
}

type Rung = (ctx: OpContext, s: SelectiveScan) => GpuTensor;
const RUNGS: Readonly<Record<string, Rung>> = {
  serial: (ctx, s) => serialScan(ctx, s),
  tree: (ctx, s) => treeScan(ctx, s),
  'tree of 16': (ctx, s) => treeScan(ctx, s, 16),
  chunked: (ctx, s) => chunkedScan(ctx, s),
  'chunked by 7': (ctx, s) => chunkedScan(ctx, s, 7),
};

describeGpu('selective scan on WebGPU', () => {
  for (const [name, rung] of Object.entries(RUNGS))
    for (const [C, N, start] of [
      [37, 5, 'given'],
      [70, 16, 'zero'],
      [3, 67, 'given'], // more cells than one pass holds
    ] as const)
      it(`by the ${name} rung equals the recurrence for ${C} channels of ${N} cells at every length`, async () => {
        for (const T of LENGTHS) {
          const p = problem(T, C, N, start);
          const { output, states } = await runOp(
            p.inputs,
            { vectors: { A_log: p.aLog }, states: { h: p.before } },
            (ctx, [x, delta, B, c]) => {
              const { read, write } = ctx.state(testNode({ op: 'selective-state', id: 'h' }));
              const aLog = ctx.vector(testNode({ op: 'decay' }), 'A_log')!;
              return rung(ctx, { x: x!, delta: delta!, B: B!, C: c!, aLog, before: read, after: write });
            },
          );
          expect(errorOverRms(output.data, p.y), `y at T = ${T}`).toBeLessThan(TOLERANCE);
          expect(errorOverRms(states.h!, p.after), `h at T = ${T}`).toBeLessThan(TOLERANCE);
        }
      });

  it('forgets at the right pace over 4096 steps of Δ|A| = 1e-6', async () => {
    // As Ā h with Ā = 1 - 1e-6 rounded to f32, h would be wrong by up to 4096 · 3e-8 = 1.2e-4, and always to the same side. As h + (Ā - 1) h
    // only the sum is rounded, at random: 64 · 3e-8.
    const [T, C, N] = [4096, 5, 1];
    const x = numbers(T * C, 9);
    const delta = Float32Array.from({ length: T * C }, (_, i) => 0.94e-6 + 0.03e-6 * (i % C));
    const ones = new Float32Array(T * N).fill(1);
    const exact = new Float64Array(C).fill(1);
    for (let i = 0; i < T * C; i++) exact[i % C] = Math.exp(-delta[i]!) * exact[i % C]! + delta[i]! * x[i]!;
    const inputs = [strided([T, C], x), strided([T, C], delta), strided([T, N], ones), strided([T, N], ones)];
    for (const name of ['serial', 'chunked']) {
      const { states } = await runOp(
        inputs,
        { vectors: { A_log: new Float32Array(C * N) }, states: { h: new Float32Array(C * N).fill(1) } },
        (ctx, [tx, td, tb, tc]) => {
          const { read, write } = ctx.state(testNode({ op: 'selective-state', id: 'h' }));
          const aLog = ctx.vector(testNode({ op: 'decay' }), 'A_log')!;
          return RUNGS[name]!(ctx, { x: tx!, delta: td!, B: tb!, C: tc!, aLog, before: read, after: write });
        },
      );
      expect(errorOverRms(states.h!, exact), name).toBeLessThan(1e-5);
    }
  });

  it('lets its chunks grow where more of them would need more memory or help nobody', () => {
    expect(chunkLength(100, 1536 * 16)).toBe(CHUNK);
    expect(chunkLength(2048, 1536 * 16)).toBe(CHUNK);
    expect(chunkLength(16_384, 1536 * 16)).toBe(256);
    expect(chunkLength(2048, 8192 * 256)).toBe(256); // 8 chunks of 8 MiB
  });
});

describeGpu('the fusion selective-scan on WebGPU', () => {
  const nodes = {
    decay: testNode({ op: 'decay' }),
    state: testNode({ op: 'selective-state' }),
    read: testNode({ op: 'selective-read' }),
    skip: testNode({ op: 'skip', attrs: { headDim: 1 } }),
    gate: testNode({ op: 'activation', attrs: { fn: 'silu' } }),
    gated: testNode({ op: 'mul' }),
  };
  for (const T of [1, 2 * CHUNK - 1, 3 * CHUNK + 5])
    for (const [title, roles] of [
      ['alone', {}],
      ['with the skip', { skip: nodes.skip }],
      ['with the gate', { gate: nodes.gate, gated: nodes.gated }],
      ['with skip and gate', { skip: nodes.skip, gate: nodes.gate, gated: nodes.gated }],
    ] as const)
      it(`${title} equals the CPU over ${T} tokens`, async () => {
        const [C, N] = [37, 5];
        const p = problem(T, C, N, 'given');
        const D = numbers(C, 7);
        const z = numbers(T * C, 8).map((v) => 4 * v);
        let expected = p.y;
        if ('skip' in roles) {
          const out = new Float32Array(T * C);
          skipOnCpu(out, expected, p.x, D, 1);
          expected = out;
        }
        if ('gated' in roles) {
          const gate = new Float32Array(T * C);
          activation(gate, z, 'silu');
          expected = expected.map((v, i) => v * gate[i]!);
        }
        const { output, states } = await runOp(
          [...p.inputs, strided([T, C], z)],
          { vectors: { A_log: p.aLog, D }, states: { 'selective-state': p.before } },
          (ctx, [x, delta, B, c, zIn]) =>
            selectiveScan.encode(
              ctx,
              { decay: nodes.decay, state: nodes.state, read: nodes.read, ...roles },
              { x, delta, B, C: c, z: zIn },
            ),
        );
        expect(errorOverRms(output.data, expected)).toBeLessThan(TOLERANCE);
        expect(errorOverRms(states['selective-state']!, p.after)).toBeLessThan(TOLERANCE);
      });
});

describeGpu('selective-state and selective-read on WebGPU', () => {
  const [T, C, N] = [6, 37, 5];
  const p = problem(T, C, N, 'given');
  const aBar = new Float32Array(T * C * N);
  cpu.decay(aBar, p.delta, cpu.decayRates(p.aLog));
  const node = testNode({ op: 'selective-state' });
  const inputs = [strided([T, C, N], aBar), p.inputs[1]!, p.inputs[2]!, p.inputs[0]!];
  const row = (a: Float32Array, t: number, width: number) => a.subarray(t * width, (t + 1) * width);

  /** h of every token on the CPU, made 0 at some. */
  function states(zeroed: readonly number[]): Float32Array {
    const h = new Float32Array(T * C * N);
    for (let t = 0; t < T; t++) {
      const before = t === 0 ? p.before : row(h, t - 1, C * N);
      const out = row(h, t, C * N);
      cpu.selectiveState(out, row(aBar, t, C * N), row(p.delta, t, C), row(p.B, t, N), row(p.x, t, C), before);
      if (zeroed.includes(t)) out.fill(0);
    }
    return h;
  }

  it('write every h, keep the last, and read y from them', async () => {
    const h = states([]);
    const run = { states: { 'selective-state': p.before } };
    const made = await runOp(inputs, run, (ctx, tensors) => selectiveState.encode(ctx, node, tensors));
    expect(made.output.shape).toEqual([T, C, N]);
    expect(errorOverRms(made.output.data, h)).toBeLessThan(1e-6);
    expect(made.states['selective-state']).toEqual(row(made.output.data, T - 1, C * N).slice());

    const y = new Float32Array(T * C);
    cpu.selectiveRead(y, h, p.c, C, N);
    const read = await runOp([strided([T, C, N], h), p.inputs[3]!], {}, (ctx, [th, tc]) =>
      selectiveRead.encode(ctx, testNode({ op: 'selective-read' }), [th!, tc!]),
    );
    expect(errorOverRms(read.output.data, y)).toBeLessThan(1e-6);
  });

  it('go on from an h that somebody changed, and keep it if it is the last', async () => {
    for (const rows of [[0], [1, 2, 5]]) {
      const run = { states: { 'selective-state': p.before } };
      const { output, states: kept } = await runOp(inputs, run, (ctx, tensors) => {
        const zeros = ctx.alloc([C * N]);
        ctx.encoder.clear(zeros.buffer);
        const apply = (h: GpuTensor, t: number) =>
          ctx.encoder.copy(zeros.buffer, 0, h.buffer, 4 * t * C * N, 4 * C * N);
        return selectiveState.encode({ ...ctx, stateChanges: () => ({ rows, apply }) }, node, tensors);
      });
      const h = states(rows);
      expect(errorOverRms(output.data, h)).toBeLessThan(1e-6);
      expect(errorOverRms(kept['selective-state']!, row(h, T - 1, C * N))).toBeLessThan(1e-6);
    }
  });
});
