import { expect, it } from 'vitest';
import { activation, skip as skipOnCpu } from '@/engine/cpu/elementwise';
import * as cpu from '@/engine/cpu/s4d';
import type { GpuTensor, OpContext } from '@/engine/webgpu/op';
import { s4dDiscretise, s4dRead, s4dState } from '@/engine/webgpu/ops/s4d';
import {
  CHUNK,
  chunkedS4d,
  type S4d,
  type S4dState,
  s4dConvolution,
  s4dKernel,
  s4dScan,
  serialS4d,
} from '@/engine/webgpu/ops/s4d-scan';
import { describeGpu, errorOverRms, numbers, runOp, testNode } from '../harness';
import { strided } from '../scan-data';

// Ā is a constant that is applied hundreds of times, so its last digit counts: the CPU rounds it to f32, and here the angle Δ·A_imag is only
// good to 1e-7 of itself. Measured against f64 with Δ up to 0.1 over 1,000 tokens: CPU 2e-5, serial 2e-5, chunks 3e-5. The engine promises 5e-5.
const TOLERANCE = 5e-5;

interface Layer {
  readonly C: number;
  readonly M: number;
  readonly complex: boolean;
  readonly method: 'zoh' | 'bilinear';
}
const LAYERS: readonly Layer[] = [
  { C: 37, M: 5, complex: true, method: 'zoh' },
  { C: 70, M: 8, complex: true, method: 'bilinear' },
  { C: 3, M: 19, complex: true, method: 'zoh' }, // several passes
  { C: 37, M: 9, complex: false, method: 'zoh' },
  { C: 5, M: 2, complex: false, method: 'bilinear' },
];
const name = (l: Layer) => `${l.C} channels of ${l.M} ${l.complex ? 'complex' : 'real'} poles, ${l.method}`;

/** Poles as S4D-Lin has them, A_n = -1/2 + iπn, a little apart; step sizes from 1e-3 to 1e-1, as it is initialised. */
function weights({ C, M, complex, method }: Layer) {
  const log_dt = numbers(C, 1).map((v) => -4.6 + 2.3 * v);
  const log_A_real = numbers(C * M, 2).map((v) => -0.7 + 1.5 * v);
  const A_imag = complex ? numbers(C * M, 3).map((v, i) => Math.PI * (i % M) + 0.3 * v) : null;
  const size = C * M * (complex ? 2 : 1);
  const aBar = new Float32Array(size);
  const bBar = new Float32Array(size);
  cpu.s4dDiscretise(aBar, log_dt, log_A_real, A_imag, 'A_bar', method);
  cpu.s4dDiscretise(bBar, log_dt, log_A_real, A_imag, 'B_bar', method);
  const vectors = { log_dt, log_A_real, ...(A_imag ? { A_imag } : {}), C: numbers(size, 4) };
  return { size, aBar, bBar, vectors };
}

function problem(layer: Layer, T: number, start: 'zero' | 'given') {
  const w = weights(layer);
  const x = numbers(T * layer.C, 5);
  const before = start === 'given' ? numbers(w.size, 6) : new Float32Array(w.size);
  const y = new Float32Array(T * layer.C);
  const after = before.slice();
  cpu.s4dScan(y, w.aBar, w.bBar, w.vectors.C, x, after, layer.C, layer.complex);
  return { ...w, x, before, y, after, input: strided([T, layer.C], x) };
}

type Way = (ctx: OpContext, s: S4d, x: GpuTensor, state: S4dState) => GpuTensor;

function run(layer: Layer, p: ReturnType<typeof problem>, way: Way) {
  const { C, M, complex, method } = layer;
  return runOp([p.input], { vectors: p.vectors, states: { h: p.before } }, (ctx, [x]) => {
    const { read, write } = ctx.state(testNode({ op: 's4d-state', id: 'h' }));
    const vector = (role: string) => ctx.vector(testNode({ op: 's4d-read' }), role)!;
    const imag = complex ? vector('A_imag') : null;
    const s: S4d = {
      logDt: vector('log_dt'),
      logReal: vector('log_A_real'),
      imag,
      C: vector('C'),
      method,
      channels: C,
      poles: M,
    };
    return way(ctx, s, x!, { before: read, after: write });
  });
}

describeGpu('the scan of S4D on WebGPU', () => {
  const ways: Readonly<Record<string, Way>> = {
    'the recurrence': serialS4d,
    chunks: chunkedS4d,
    'chunks of 8': (ctx, s, x, state) => chunkedS4d(ctx, s, x, state, 8),
  };
  for (const [way, encode] of Object.entries(ways))
    for (const layer of LAYERS)
      it(`by ${way} equals the CPU at every length for ${name(layer)}`, async () => {
        for (const T of [1, 2, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5]) {
          const p = problem(layer, T, layer.M === 8 ? 'zero' : 'given');
          const { output, states } = await run(layer, p, encode);
          expect(errorOverRms(output.data, p.y), `y at T = ${T}`).toBeLessThan(TOLERANCE);
          expect(errorOverRms(states.h!, p.after), `h at T = ${T}`).toBeLessThan(TOLERANCE);
        }
      });

  for (const layer of LAYERS)
    it(`as a convolution equals the recurrence from a zero state for ${name(layer)}`, async () => {
      const T = 3 * CHUNK + 5;
      const p = problem(layer, T, 'zero');
      const { output } = await run(layer, p, (ctx, s, x, state) => {
        ctx.encoder.copy(state.before, 0, state.after, 0, 4 * p.size); // the convolution has no state
        return s4dConvolution(ctx, s4dKernel(ctx, s, T + 3), x);
      });
      expect(errorOverRms(output.data, p.y)).toBeLessThan(TOLERANCE);
    });

  it('keeps the pace and the angle of slow poles over 2,000 tokens', async () => {
    // Poles that turn by 0.1 and fade by 0.0005 per token, against the recurrence in f64. With Ā rounded to f32 they would be out by up to 1.2e-4.
    const [T, C, M] = [2000, 3, 4];
    const log_dt = new Float32Array(C).fill(Math.log(0.001));
    const log_A_real = new Float32Array(C * M).fill(Math.log(0.5));
    const A_imag = Float32Array.from({ length: C * M }, (_, i) => 30 * (1 + (i % M)) + i);
    const readC = numbers(2 * C * M, 7);
    const x = numbers(T * C, 8);
    const y = new Float64Array(T * C);
    for (let cm = 0; cm < C * M; cm++) {
      const dt = Math.exp(log_dt[0]!);
      const [re, im] = [-dt * Math.exp(log_A_real[cm]!), dt * A_imag[cm]!];
      const [ar, ai] = [Math.exp(re) * Math.cos(im), Math.exp(re) * Math.sin(im)];
      const size = (re * re + im * im) / dt; // B̄ = (Ā - 1) / A = dt (Ā - 1) conj(z) / |z|²
      const [br, bi] = [((ar - 1) * re + ai * im) / size, (ai * re - (ar - 1) * im) / size];
      let [hr, hi] = [0, 0];
      for (let t = 0, at = Math.floor(cm / M); t < T; t++, at += C) {
        [hr, hi] = [ar * hr - ai * hi + br * x[at]!, ar * hi + ai * hr + bi * x[at]!];
        y[at]! += 2 * (readC[2 * cm]! * hr - readC[2 * cm + 1]! * hi);
      }
    }
    const p = {
      ...problem({ C, M, complex: true, method: 'zoh' }, T, 'zero'),
      input: strided([T, C], x),
      vectors: { log_dt, log_A_real, A_imag, C: readC },
    };
    const layer: Layer = { C, M, complex: true, method: 'zoh' };
    for (const way of [serialS4d, chunkedS4d]) {
      const { output } = await run(layer, p, way);
      expect(errorOverRms(output.data, y)).toBeLessThan(5e-5); // Δ = e^log_dt is good to 1.5e-7: 2000 · 0.1 · 1.5e-7
    }
  });
});

describeGpu('the fusion s4d-scan on WebGPU', () => {
  for (const layer of LAYERS)
    for (const T of [1, 2 * CHUNK + 3])
      it(`with skip and GELU equals the CPU over ${T} tokens for ${name(layer)}`, async () => {
        const p = problem(layer, T, 'given');
        const D = numbers(layer.C, 9);
        const skipped = new Float32Array(p.y.length);
        skipOnCpu(skipped, p.y, p.x, D, 1);
        const expected = new Float32Array(p.y.length);
        activation(expected, skipped, 'gelu');
        const attrs = { complex: layer.complex, method: layer.method };
        const nodes = {
          A_bar: testNode({ op: 's4d-discretise', attrs: { ...attrs, part: 'A_bar' } }),
          B_bar: testNode({ op: 's4d-discretise', attrs: { ...attrs, part: 'B_bar' } }),
          state: testNode({ op: 's4d-state', attrs: { complex: layer.complex } }),
          read: testNode({ op: 's4d-read', attrs: { complex: layer.complex } }),
          skip: testNode({ op: 'skip', attrs: { headDim: 1 } }),
          act: testNode({ op: 'activation', attrs: { fn: 'gelu' } }),
        };
        const all = { vectors: { ...p.vectors, D }, states: { 's4d-state': p.before } };
        const { output, states } = await runOp([p.input], all, (ctx, [x]) => s4dScan.encode(ctx, nodes, { x }));
        expect(errorOverRms(output.data, expected)).toBeLessThan(TOLERANCE);
        expect(errorOverRms(states['s4d-state']!, p.after)).toBeLessThan(TOLERANCE);
      });
});

describeGpu('s4d-discretise, s4d-state and s4d-read on WebGPU', () => {
  it('discretise poles that turn many times per token', async () => {
    // With Δ = 1 the angles, up to 63 radians, are exact and so is their sine. Δ = 2 is e^0.693…, good to 1.5e-7: 126 radians to 2e-5.
    const [C, M] = [2, 300];
    const log_dt = Float32Array.of(0, Math.LN2);
    const log_A_real = new Float32Array(C * M).fill(-3);
    const A_imag = Float32Array.from({ length: C * M }, (_, i) => 0.4175 * ((i % M) - 150));
    const node = testNode({ op: 's4d-discretise', attrs: { complex: true, method: 'zoh', part: 'A_bar' } });
    const { output } = await runOp([], { T: 1, vectors: { log_dt, log_A_real, A_imag } }, (ctx) =>
      s4dDiscretise.encode(ctx, node, []),
    );
    const expected = new Float32Array(output.data.length);
    cpu.s4dDiscretise(expected, log_dt, log_A_real, A_imag, 'A_bar', 'zoh');
    expect(errorOverRms(output.data.slice(0, 2 * M), expected.slice(0, 2 * M))).toBeLessThan(1e-6);
    expect(errorOverRms(output.data, expected)).toBeLessThan(5e-5);
  });

  for (const layer of LAYERS)
    it(`equal the CPU for ${name(layer)}, changed states included`, async () => {
      const { C, complex, method } = layer;
      const T = 4;
      const p = problem(layer, T, 'given');
      for (const part of ['A_bar', 'B_bar'] as const) {
        const node = testNode({ op: 's4d-discretise', attrs: { complex, method, part } });
        const { output } = await runOp([], { T: 1, vectors: p.vectors }, (ctx) => s4dDiscretise.encode(ctx, node, []));
        expect(errorOverRms(output.data, part === 'A_bar' ? p.aBar : p.bBar)).toBeLessThan(1e-6); // 2 units of 1 in sine and cosine
      }
      const shape = complex ? [C, layer.M, 2] : [C, layer.M];
      const row = (a: Float32Array, t: number) => a.subarray(t * p.size, (t + 1) * p.size);
      for (const rows of [[], [1, 3]]) {
        const h = new Float32Array(T * p.size);
        for (let t = 0; t < T; t++) {
          const x = p.x.subarray(t * C, (t + 1) * C);
          cpu.s4dState(row(h, t), p.aBar, p.bBar, x, t === 0 ? p.before : row(h, t - 1), complex);
          if (rows.includes(t)) row(h, t).fill(0);
        }
        const node = testNode({ op: 's4d-state', attrs: { complex } });
        const inputs = [{ shape, data: p.aBar }, { shape, data: p.bBar }, p.input];
        const made = await runOp(inputs, { T, states: { 's4d-state': p.before } }, (ctx, tensors) => {
          const zeros = ctx.alloc([p.size]);
          ctx.encoder.clear(zeros.buffer);
          const apply = (out: GpuTensor, t: number) =>
            ctx.encoder.copy(zeros.buffer, 0, out.buffer, 4 * t * p.size, 4 * p.size);
          return s4dState.encode({ ...ctx, stateChanges: () => ({ rows, apply }) }, node, tensors);
        });
        expect(made.output.shape).toEqual([T, ...shape]);
        expect(errorOverRms(made.output.data, h)).toBeLessThan(1e-6);
        expect(errorOverRms(made.states['s4d-state']!, row(h, T - 1))).toBeLessThan(1e-6);

        const read = testNode({ op: 's4d-read', attrs: { complex } });
        const { output } = await runOp([strided([T, ...shape], h)], { vectors: p.vectors }, (ctx, [th]) =>
          s4dRead.encode(ctx, read, [th!]),
        );
        const y = new Float32Array(T * C);
        cpu.s4dRead(y, h, p.vectors.C, C, complex);
        expect(errorOverRms(output.data, y)).toBeLessThan(1e-6);
      }
    });
});
