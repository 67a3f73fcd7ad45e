import { describe, expect, it } from 'vitest';
import {
  activation,
  argmax,
  gather,
  glu,
  rmsNorm,
  skip,
  softmaxRows,
  softplus,
  softplusRows,
  topK,
} from '@/engine/cpu/elementwise';
import { erfExact } from '@/engine/cpu/erf';
import { normals, uniforms } from '../random-model';
import { expectClose } from './close';

describe('softplus', () => {
  it('keeps full relative precision where Δ lives, far below zero', () => {
    // ln(1 + e) = e - e² / 2 + e³ / 3 - …; computed as written it would be 0 below x = -37.
    const series = (e: number) => e * (1 - e * (1 / 2 - e / 3));
    for (const x of [-100, -40, -20, -12]) expect(softplus(x) / series(Math.exp(x))).toBeCloseTo(1, 11);
    expect(softplus(0)).toBeCloseTo(Math.LN2, 14);
    expect(softplus(1000)).toBe(1000);
    expect(softplus(-1000)).toBe(0);
  });
  it('adds the bias of its column first and clamps last', () => {
    const out = new Float32Array(6);
    softplusRows(out, Float32Array.of(0, 0, 0, 5, -9, 1), Float32Array.of(1, -30, 2), 0.01, 3);
    expectClose(out, [softplus(1), 0.01, softplus(2), 3, 0.01, 3], 1e-7);
    softplusRows(out, new Float32Array(6), null, 0, Infinity);
    expectClose(out, new Array(6).fill(Math.LN2), 1e-7);
  });
});

describe('activation', () => {
  const x = Float32Array.of(-80, -3, -0.5, 0, 0.25, 2, 90);
  const sigma = (v: number) => 1 / (1 + Math.exp(-v));
  const cube = (v: number) => 0.5 * v * (1 + Math.tanh(0.7978845608028654 * (v + 0.044715 * v * v * v)));
  it.each([
    ['silu', (v: number) => v * sigma(v)],
    ['sigmoid', sigma],
    ['relu', (v: number) => Math.max(v, 0)],
    ['relu2', (v: number) => Math.max(v, 0) ** 2],
    ['gelu', (v: number) => (v / 2) * (1 + erfExact(v / Math.sqrt(2)))],
    ['gelu-tanh', cube],
  ])('%s', (name, fn) => {
    const out = new Float32Array(x.length);
    activation(out, x, name);
    for (let i = 0; i < x.length; i++)
      expect(Math.abs(out[i] - fn(x[i]))).toBeLessThanOrEqual(1e-7 * Math.abs(fn(x[i])) + 1e-9);
  });
  it('refuses a name that it does not know and lists those it does', () => {
    expect(() => activation(new Float32Array(1), x, 'swish')).toThrow(/unknown activation "swish"; known: silu, gelu/);
  });
});

describe('rows', () => {
  it('are normed in groups, with and without a weight', () => {
    const [T, width, groups, eps] = [3, 10, 2, 1e-3];
    const x = normals(1, T * width);
    const weight = normals(2, width);
    for (const w of [weight, null]) {
      const out = new Float32Array(x.length);
      rmsNorm(out, x, width, groups, eps, w);
      const expected = Array.from(x, (v, i) => {
        const start = i - (i % 5);
        const mean = x.subarray(start, start + 5).reduce((a, b) => a + b * b, 0) / 5;
        return (v / Math.sqrt(mean + eps)) * (w ? w[i % width] : 1);
      });
      expectClose(out, expected, 1e-6);
    }
  });
  it('skip through D per channel or per head', () => {
    const [y, x] = [normals(1, 24), normals(2, 24)];
    for (const per of [1, 3]) {
      const D = normals(3, 12 / per);
      const out = new Float32Array(24);
      skip(out, y, x, D, per);
      expectClose(
        out,
        Array.from(y, (v, i) => v + D[Math.floor((i % 12) / per)] * x[i]),
        1e-6,
      );
    }
  });
  it('are gated by their second half', () => {
    const out = new Float32Array(6);
    const x = normals(4, 12);
    glu(out, x, 3);
    const at = (t: number, i: number) => x[t * 6 + i] / (1 + Math.exp(-x[t * 6 + 3 + i]));
    expectClose(out, [at(0, 0), at(0, 1), at(0, 2), at(1, 0), at(1, 1), at(1, 2)], 1e-6);
  });
  it('add up to 1 after softmax, however large their numbers', () => {
    const x = Float32Array.of(1000, 1001, 999, -5, -5, -5);
    const out = new Float32Array(6);
    softmaxRows(out, x, 3);
    const s = 1 + Math.E + 1 / Math.E;
    expectClose(out, [1 / s, Math.E / s, 1 / Math.E / s, 1 / 3, 1 / 3, 1 / 3], 1e-6);
  });
});

describe('choice', () => {
  it('takes the k largest, largest first, ties to the lower id', () => {
    const out = new Float32Array(6);
    topK(out, Float32Array.of(1, 3, 3, 2, 5, 4, 5, 5), 4, 3);
    expect([...out]).toEqual([1, 2, 3, 0, 2, 3]);
  });
  it('gathers the values at the ids, divided by their sum if asked', () => {
    const x = Float32Array.of(0.1, 0.2, 0.3, 0.4);
    const out = new Float32Array(2);
    gather(out, x, Float32Array.of(3, 1), 4, 2, false);
    expectClose(out, [0.4, 0.2], 1e-6);
    gather(out, x, Float32Array.of(3, 1), 4, 2, true);
    expectClose(out, [2 / 3, 1 / 3], 1e-6);
  });
  it('of the greedy token goes to the lowest id among equals', () => {
    expect(argmax(Float32Array.of(1, 4, 4, -1))).toBe(1);
    expect(argmax(uniforms(1, 50, -9, -1).fill(0, 49))).toBe(49);
  });
});
