import { expect, it } from 'vitest';
import { activation, skip as skipOnCpu } from '@/engine/cpu/elementwise';
import { decay, decayRates } from '@/engine/cpu/selective-scan';
import * as cpu from '@/engine/cpu/ssd';
import type { GpuTensor, OpContext } from '@/engine/webgpu/op';
import { skipAndGate } from '@/engine/webgpu/ops/skip';
import { ssdRead } from '@/engine/webgpu/ops/ssd-read';
import {
  CHUNK,
  chunkedSsd,
  partsOf,
  type SsdScan,
  segmentLength,
  serialSsd,
  ssdScan,
} from '@/engine/webgpu/ops/ssd-scan';
import { ssdState } from '@/engine/webgpu/ops/ssd-state';
import { describeGpu, errorOverRms, numbers, runOp, testNode } from '../harness';
import { decayLogs, stepSizes, strided } from '../scan-data';

// Sums over N and over the tokens of a chunk in f32, Ā rounded to f32 on the CPU: measured 1e-6. The engine promises 5e-5.
const TOLERANCE = 1e-5;

interface Sizes extends cpu.SsdSizes {
  readonly T: number;
}

function problem({ T, H, P, N, G }: Sizes, start: 'zero' | 'given' = 'given') {
  const x = numbers(T * H * P, 1);
  const delta = stepSizes(T * H, 2);
  const B = numbers(T * G * N, 3);
  const c = numbers(T * G * N, 4);
  const aLog = decayLogs(H, 5);
  const before = start === 'given' ? numbers(H * P * N, 6) : new Float32Array(H * P * N);
  const a = new Float32Array(T * H);
  decay(a, delta, decayRates(aLog));
  const y = new Float32Array(T * H * P);
  const after = before.slice();
  cpu.ssdScan(y, a, delta, B, c, x, after, { H, P, N, G });
  // x, B and C are slices of one wide row in Mamba-2.
  const inputs = [
    strided([T, H * P], x, 0, 7),
    strided([T, H], delta, 1, 0),
    strided([T, G, N], B, 5, 3),
    strided([T, G, N], c),
  ];
  const attrs = { heads: H, headDim: P, groups: G };
  return { x, delta, a, B, c, aLog, before, y, after, inputs, attrs };
}

type Form = (ctx: OpContext, s: SsdScan) => GpuTensor;
const FORMS: Readonly<Record<string, Form>> = {
  'the recurrence': (ctx, s) => serialSsd(ctx, s, 1).y,
  'the recurrence in parts': (ctx, s) => {
    const { y, parts } = serialSsd(ctx, s, 4);
    return skipAndGate(ctx, y, null, null, parts);
  },
  chunks: (ctx, s) => chunkedSsd(ctx, s),
  'chunks of 5 tokens': (ctx, s) => chunkedSsd(ctx, s, 5),
  'chunks of 8 in segments of 24': (ctx, s) => chunkedSsd(ctx, s, 8, 24),
};

async function run(form: Form, p: ReturnType<typeof problem>) {
  const vectors = { A_log: p.aLog };
  return runOp(p.inputs, { vectors, states: { S: p.before } }, (ctx, [x, delta, B, C]) => {
    const { read, write } = ctx.state(testNode({ op: 'ssd-state', id: 'S' }));
    const aLog = ctx.vector(testNode({ op: 'decay' }), 'A_log')!;
    const sizes = { heads: p.attrs.heads, head_dim: p.attrs.headDim, groups: p.attrs.groups };
    return form(ctx, { x: x!, delta: delta!, B: B!, C: C!, aLog, before: read, after: write, ...sizes });
  });
}

describeGpu('the scan of Mamba-2 on WebGPU', () => {
  for (const [name, form] of Object.entries(FORMS))
    for (const [H, P, N, G, start] of [
      [2, 4, 16, 1, 'zero'],
      [3, 7, 5, 3, 'given'], // nothing is a multiple of anything
      [6, 3, 9, 2, 'given'],
    ] as const)
      it(`by ${name} equals the CPU for ${H} heads of ${P}, ${N} states, ${G} groups at every length`, async () => {
        for (const T of [1, 2, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5]) {
          const p = problem({ T, H, P, N, G }, start);
          const { output, states } = await run(form, p);
          expect(errorOverRms(output.data, p.y), `y at T = ${T}`).toBeLessThan(TOLERANCE);
          expect(errorOverRms(states.S!, p.after), `S at T = ${T}`).toBeLessThan(TOLERANCE);
        }
      });

  it('keeps the digits of a decay after a very large step', async () => {
    // After ΔA = -3000 the running sum of ΔA is only good to 2e-4: L as the difference of two running sums would be wrong by that.
    const sizes = { T: 40, H: 1, P: 4, N: 8, G: 1 };
    const p = problem(sizes);
    const delta = Float32Array.from({ length: 40 }, (_, t) => (t === 3 ? 3000 : 0.01));
    const inputs = [p.inputs[0]!, strided([40, 1], delta), p.inputs[2]!, p.inputs[3]!];
    const aLog = new Float32Array(1);
    const a = new Float32Array(40);
    decay(a, delta, decayRates(aLog));
    const y = new Float32Array(40 * 4);
    const after = p.before.slice();
    cpu.ssdScan(y, a, delta, p.B, p.c, p.x, after, sizes);
    const { output } = await run(FORMS.chunks!, { ...p, inputs, aLog });
    // Only what follows the large step: its own write is 3000 times as large as the rest.
    const late = (v: Float32Array) => v.slice(36 * 4);
    expect(errorOverRms(late(output.data), late(y))).toBeLessThan(TOLERANCE);
  });

  it('shares long rows of the state among threads', () => {
    expect([1, 15, 16, 32, 64, 128, 256].map(partsOf)).toEqual([1, 1, 2, 4, 8, 16, 16]);
  });

  it('takes segments that fit 64 MiB', () => {
    expect(segmentLength(24, 64, 128)).toBe(85 * 64); // mamba2-130m
    expect(segmentLength(128, 64, 128)).toBe(16 * 64); // Mamba2-Hybrid 8B
    expect(segmentLength(4096, 256, 256)).toBe(64);
  });
});

describeGpu('the fusion ssd-scan on WebGPU', () => {
  for (const T of [1, 15, 16, 70])
    for (const whole of [false, true])
      it(`equals the CPU over ${T} tokens ${whole ? 'with skip and gate' : 'alone'}`, async () => {
        const [H, P, N, G] = [6, 5, 37, 3];
        const p = problem({ T, H, P, N, G });
        const D = numbers(H, 7);
        const z = numbers(T * H * P, 8).map((v) => 4 * v);
        const expected = p.y.slice();
        if (whole) {
          skipOnCpu(expected, p.y, p.x, D, P);
          const gate = new Float32Array(z.length);
          activation(gate, z, 'silu');
          for (let i = 0; i < z.length; i++) expected[i]! *= gate[i]!;
        }
        const nodes = {
          decay: testNode({ op: 'decay' }),
          state: testNode({ op: 'ssd-state', attrs: p.attrs }),
          read: testNode({ op: 'ssd-read', attrs: p.attrs }),
          skip: whole ? testNode({ op: 'skip', attrs: { headDim: P } }) : undefined,
          gate: whole ? testNode({ op: 'activation', attrs: { fn: 'silu' } }) : undefined,
          gated: whole ? testNode({ op: 'mul' }) : undefined,
        };
        const { output, states } = await runOp(
          [...p.inputs, strided([T, H * P], z)],
          { vectors: { A_log: p.aLog, D }, states: { 'ssd-state': p.before } },
          (ctx, [x, delta, B, C, zIn]) => ssdScan.encode(ctx, nodes, { x, delta, B, C, z: zIn }),
        );
        expect(errorOverRms(output.data, expected)).toBeLessThan(TOLERANCE);
        expect(errorOverRms(states['ssd-state']!, p.after)).toBeLessThan(TOLERANCE);
      });
});

describeGpu('ssd-state and ssd-read on WebGPU', () => {
  const sizes = { T: 5, H: 6, P: 3, N: 9, G: 2 };
  const { T, H, P, N, G } = sizes;
  const p = problem(sizes);
  const node = testNode({ op: 'ssd-state', attrs: p.attrs });
  const inputs = [strided([T, H], p.a), p.inputs[1]!, p.inputs[2]!, p.inputs[0]!];
  const size = H * P * N;
  const row = (a: Float32Array, t: number, width: number) => a.subarray(t * width, (t + 1) * width);

  /** S of every token on the CPU, made 0 at some. */
  function states(zeroed: readonly number[]): Float32Array {
    const s = new Float32Array(T * size);
    for (let t = 0; t < T; t++) {
      const before = t === 0 ? p.before : row(s, t - 1, size);
      const B = row(p.B, t, G * N);
      cpu.ssdState(row(s, t, size), row(p.a, t, H), row(p.delta, t, H), B, row(p.x, t, H * P), before, sizes);
      if (zeroed.includes(t)) row(s, t, size).fill(0);
    }
    return s;
  }

  it('write every S, keep the last, and read y from them', async () => {
    const s = states([]);
    const made = await runOp(inputs, { states: { 'ssd-state': p.before } }, (ctx, t) => ssdState.encode(ctx, node, t));
    expect(made.output.shape).toEqual([T, H, P, N]);
    expect(errorOverRms(made.output.data, s)).toBeLessThan(1e-6);
    expect(made.states['ssd-state']).toEqual(row(made.output.data, T - 1, size).slice());

    const read = testNode({ op: 'ssd-read', attrs: p.attrs });
    const { output } = await runOp([strided([T, H, P, N], s), p.inputs[3]!], {}, (ctx, [ts, tc]) =>
      ssdRead.encode(ctx, read, [ts!, tc!]),
    );
    const y = new Float32Array(T * H * P);
    cpu.ssdRead(y, s, p.c, sizes);
    expect(errorOverRms(output.data, y)).toBeLessThan(1e-6);
  });

  it('go on from an S that somebody changed, and keep it if it is the last', async () => {
    for (const rows of [[0, 3], [4]]) {
      const { output, states: kept } = await runOp(inputs, { states: { 'ssd-state': p.before } }, (ctx, tensors) => {
        const zeros = ctx.alloc([size]);
        ctx.encoder.clear(zeros.buffer);
        const apply = (s: GpuTensor, t: number) => ctx.encoder.copy(zeros.buffer, 0, s.buffer, 4 * t * size, 4 * size);
        return ssdState.encode({ ...ctx, stateChanges: () => ({ rows, apply }) }, node, tensors);
      });
      const s = states(rows);
      expect(errorOverRms(output.data, s)).toBeLessThan(1e-6);
      expect(errorOverRms(kept['ssd-state']!, row(s, T - 1, size))).toBeLessThan(1e-6);
    }
  });
});
