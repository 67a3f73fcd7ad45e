/** S4D: its constants against complex arithmetic, its recurrence against the equations, its convolution against its recurrence. */
import { describe, expect, it } from 'vitest';
import { loadCpu } from '@/engine/cpu';
import { s4dDiscretise, s4dRead, s4dScan, s4dState } from '@/engine/cpu/s4d';
import { S4dConvolution, s4dKernels } from '@/engine/cpu/s4d-convolution';
import { s4d } from '../models/configs';
import { normals, randomModel, randomTokens, uniforms } from '../random-model';
import { expectClose, expectSameState } from './close';

type Complex = readonly [number, number];
const mul = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
const sub = ([a, b]: Complex, [c, d]: Complex): Complex => [a - c, b - d];
const inverse = ([a, b]: Complex): Complex => [a / (a * a + b * b), -b / (a * a + b * b)];
const cexp = ([a, b]: Complex): Complex => [Math.exp(a) * Math.cos(b), Math.exp(a) * Math.sin(b)];

const [C, M] = [5, 3];
const logDt = uniforms(1, C, Math.log(0.001), Math.log(0.3));
const logReal = uniforms(2, C * M, -1.5, 0.5);
const imag = uniforms(3, C * M, 0, 9);

/** Ā, B̄, C of one layer and a naive run over x from a state. */
function layer(complex: boolean, L: number, initial: Float32Array, x = normals(4, L * C)) {
  const width = complex ? 2 : 1;
  const constant = (part: 'A_bar' | 'B_bar') => {
    const out = new Float32Array(C * M * width);
    s4dDiscretise(out, logDt, logReal, complex ? imag : null, part, 'zoh');
    return out;
  };
  const [aBar, bBar, readC] = [constant('A_bar'), constant('B_bar'), normals(5, C * M * width)];
  const at = (v: ArrayLike<number>, i: number): Complex => (complex ? [v[2 * i], v[2 * i + 1]] : [v[i], 0]);
  const h: Complex[] = Array.from({ length: C * M }, (_, i) => at(initial, i));
  const y = new Float64Array(L * C);
  const states: number[] = [];
  for (let t = 0; t < L; t++) {
    for (let i = 0; i < C * M; i++) {
      const c = Math.floor(i / M);
      const [ar, ai] = mul(at(aBar, i), h[i]);
      const [br, bi] = mul(at(bBar, i), [x[t * C + c], 0]);
      h[i] = [ar + br, ai + bi];
      y[t * C + c] += (complex ? 2 : 1) * mul(at(readC, i), h[i])[0];
    }
    states.push(...h.flatMap((v) => (complex ? [...v] : [v[0]])));
  }
  return { aBar, bBar, readC, x, y, states };
}

describe('discretisation', () => {
  it.each(['zoh', 'bilinear'] as const)('%s agrees with complex arithmetic, for tiny Δ too', (method) => {
    const out = { A_bar: new Float32Array(C * M * 2), B_bar: new Float32Array(C * M * 2) };
    for (const part of ['A_bar', 'B_bar'] as const) s4dDiscretise(out[part], logDt, logReal, imag, part, method);
    for (let i = 0; i < C * M; i++) {
      const dt = Math.exp(logDt[Math.floor(i / M)]);
      const A: Complex = [-Math.exp(logReal[i]), imag[i]];
      const half: Complex = [(dt * A[0]) / 2, (dt * A[1]) / 2];
      const under = inverse(sub([1, 0], half));
      const [a, b] =
        method === 'zoh'
          ? [cexp([dt * A[0], dt * A[1]]), mul(sub(cexp([dt * A[0], dt * A[1]]), [1, 0]), inverse(A))]
          : [mul([1 + half[0], half[1]], under), mul([dt, 0], under)];
      expectClose(out.A_bar.subarray(2 * i, 2 * i + 2), a, 1e-6);
      expectClose(out.B_bar.subarray(2 * i, 2 * i + 2), b, 1e-6);
    }
    // Real poles are the complex ones with no imaginary part.
    const real = new Float32Array(C * M);
    s4dDiscretise(real, logDt, logReal, null, 'B_bar', method);
    s4dDiscretise(out.B_bar, logDt, logReal, new Float32Array(C * M), 'B_bar', method);
    expectClose(
      real,
      out.B_bar.filter((_, i) => i % 2 === 0),
      1e-6,
    );
  });
});

describe.each([
  ['complex', true],
  ['real', false],
])('with %s poles', (_, complex) => {
  const cells = C * M * (complex ? 2 : 1);
  const zero = new Float32Array(cells);

  it('the recurrence, fused and in parts, gives y and every state', () => {
    const initial = normals(6, cells);
    const { aBar, bBar, readC, x, y, states } = layer(complex, 9, initial);
    const state = initial.slice();
    const out = new Float32Array(y.length);
    s4dScan(out, aBar, bBar, readC, x, state, C, complex);
    expectClose(out, y, 1e-6);
    expectClose(state, states.slice(-cells), 1e-6);
    const h = new Float32Array(9 * cells);
    for (let t = 0; t < 9; t++) {
      const before = t === 0 ? initial : h.subarray((t - 1) * cells, t * cells);
      s4dState(h.subarray(t * cells, (t + 1) * cells), aBar, bBar, x.subarray(t * C, (t + 1) * C), before, complex);
    }
    expectClose(h, states, 1e-6);
    s4dRead(out, h, readC, C, complex);
    expectClose(out, y, 1e-6);
  });

  it('the convolution gives the same y and the same last state, at any length', () => {
    for (const L of [1, 2, 3, 15, 16, 17, 64, 100]) {
      const { aBar, bBar, readC, x, y, states } = layer(complex, L, zero);
      const out = new Float32Array(L * C).fill(Number.NaN);
      const state = new Float32Array(cells).fill(Number.NaN);
      const convolution = new S4dConvolution({ aBar, bBar, readC, channels: C, complex }, L);
      convolution.run(out, x, state, 0, 3); // an odd number of channels, then the rest
      convolution.run(out, x, state, 3, C);
      expectClose(out, y, 1e-6, `y of ${L}`);
      expectClose(state, states.slice(-cells), 1e-6, `state after ${L}`);
    }
  });

  it('the kernel is what an impulse leaves', () => {
    const L = 21;
    const x = new Float32Array(L * C).fill(1, 0, C);
    const { aBar, bBar, readC, y } = layer(complex, L, zero, x);
    s4dKernels({ aBar, bBar, readC, channels: C, complex }, L, (c, kernel) => {
      expectClose(
        kernel,
        Array.from({ length: L }, (_, t) => y[t * C + c]),
        1e-6,
      );
    });
  });
});

describe('in a model', () => {
  it.each(['complex', 'real'])(
    'with %s poles, prefill by convolution = by recurrence, and decoding goes on alike',
    async (poles) => {
      const { blueprint, reader } = randomModel({ ...s4d, poles });
      const tokens = randomTokens(1, 40, blueprint.vocabSize);
      const run = async (mode: 'recurrence' | 'convolution') => {
        const model = await loadCpu(blueprint, reader, { s4d: mode });
        const state = await model.createState();
        const rows: number[] = [];
        // The second run starts from a state that is not zero: both must take the recurrence there.
        for (const [from, to] of [
          [0, 33],
          [33, 39],
          [39, 40],
        ])
          rows.push(...(await model.run(state, tokens.subarray(from, to), { logits: 'all' })).logits!.data);
        return { state: await model.readState(state), rows };
      };
      const [a, b] = [await run('recurrence'), await run('convolution')];
      expectClose(b.rows, a.rows, 1e-5);
      expectSameState(b.state, a.state, 1e-5);
      // Not the same computation twice: the last bits differ.
      expect(b.rows).not.toEqual(a.rows);
    },
  );
});
