import { describe, expect, it } from 'vitest';
import { gate, run } from '@/components/figures/dial';
import { billOf } from '@/components/figures/four-bills';
import { distance, exponential, legs, rebuild, remember, shape } from '@/components/figures/hippo';
import { halfLife, leak } from '@/components/figures/leaky-bucket';
import { period, poleKernel } from '@/components/figures/poles';
import recorded from '@/components/figures/recorded.json';
import { convolution, disagreement, kernel, recurrence, toeplitz } from '@/components/figures/three-ways';
import { ofToken } from '@/components/figures/walk-token';
import { withZeros } from '@/components/figures/what-saved';
import { layerTensors, MAMBA_130M } from '@/components/figures/where-numbers';
import { discretise, error, exact, sampled } from '@/components/figures/zoom';

describe('the leaky bucket', () => {
  it('loses half in its half-life', () => {
    expect(halfLife(0.99)).toBeCloseTo(68.97, 2);
    expect(leak(0.5, [1, 0, 0])).toEqual([1, 0.5, 0.25]);
  });
  it('alternates for negative a, keeps all for 1, nothing for 0', () => {
    expect(leak(-0.9, [1, 0, 0]).map((v) => Math.sign(v))).toEqual([1, -1, 1]);
    expect(halfLife(1)).toBe(Infinity);
    expect(halfLife(0)).toBe(0);
    expect(halfLife(-2)).toBeCloseTo(-1, 12);
  });
});

describe('recurrence, convolution and matrix', () => {
  const rule = { a: 0.5, b: 1, c: 2 };
  it('give the answers of the chapter by hand', () => {
    expect(recurrence({ a: 0.5, b: 0.5, c: 1 }, [1, 1, 0]).h).toEqual([0.5, 0.75, 0.375]);
    expect(kernel(rule, 3)).toEqual([2, 1, 0.5]);
    expect(toeplitz(rule, 2)).toEqual([
      [2, 0],
      [1, 2],
    ]);
  });
  it('agree to rounding for any rule', () => {
    for (const a of [-1, -0.3, 0, 0.77, 1])
      expect(disagreement({ a, b: 1.3, c: -0.7 }, [1, -2, 3, 0, 5, 0.25])).toBeLessThan(1e-13);
    expect(convolution(rule, [1, 0, 0])).toEqual([2, 1, 0.5]);
  });
});

describe('sampling a held input', () => {
  it('is exact with a zero-order hold, at any step', () => {
    // Only rounding: a handful of additions of numbers near 1.
    for (const step of [1, 0.5, 0.125]) expect(error('zoh', -1.5, step, 4)).toBeLessThan(1e-14);
  });
  it('is second order with the bilinear rule, first order with Euler', () => {
    const ratio = (method: 'bilinear' | 'euler') => error(method, -1, 1 / 16, 4) / error(method, -1, 1 / 32, 4);
    expect(ratio('bilinear')).toBeGreaterThan(3.5);
    expect(ratio('euler')).toBeLessThan(2.5);
  });
  it('follows the differential equation: h rises towards x / |A|', () => {
    expect(exact(-2, 1)).toBeCloseTo((1 - Math.exp(-2)) / 2, 12);
    expect(sampled('zoh', -2, 0.5, 1).at(-1)!.h).toBeCloseTo(exact(-2, 1), 14);
    expect(discretise('zoh', 0, 0.5)).toEqual({ a: 1, b: 0.5 });
  });
});

describe('the compressed past of HiPPO', () => {
  /** P_n(v), and its integral from -1 to v: (P_{n+1} - P_{n-1}) / (2n + 1). */
  const legendre = (n: number, v: number): number =>
    n === 0 ? 1 : n === 1 ? v : ((2 * n - 1) * v * legendre(n - 1, v) - (n - 1) * legendre(n - 2, v)) / n;
  const integral = (n: number, v: number) =>
    n === 0 ? v + 1 : (legendre(n + 1, v) - legendre(n - 1, v)) / (2 * n + 1);
  /** The state by its definition: the coefficients of the signal in Legendre's polynomials over the whole past. */
  const coefficients = (x: readonly number[], N: number) =>
    Array.from({ length: N }, (_, n) =>
      x.reduce((sum, value, k) => {
        const edge = (i: number) => integral(n, (2 * i) / x.length - 1);
        return sum + (value * Math.sqrt(2 * n + 1) * (edge(k + 1) - edge(k))) / 2;
      }, 0),
    );
  it('is what projecting the whole past at once would give', () => {
    const x = shape('wave').slice(0, 29);
    const expected = coefficients(x, 12);
    // Rounding of 28 products with 12 × 12 matrices of norm at most 1.
    remember(x, 12).forEach((v, n) => {
      expect(v).toBeCloseTo(expected[n]!, 11);
    });
  });
  it('keeps the mean with one number, and comes closer with each more', () => {
    const x = shape('wave');
    expect(remember(x, 1)[0]).toBeCloseTo(x.reduce((a, b) => a + b) / x.length, 12);
    const off = [1, 2, 4, 8, 16].map((N) => distance(x, remember(x, N)));
    expect(off).toEqual(off.toSorted((a, b) => b - a));
    expect(off.at(-1)).toBeLessThan(0.1);
    expect(rebuild([0.3], 0.7)).toBe(0.3);
  });
  it('steps by the matrix exponential', () => {
    // Two halves make a whole, and the diagonal decays as e^{-(n+1)s}.
    const [half, whole] = [exponential(legs(6), 0.35), exponential(legs(6), 0.7)];
    whole.forEach((row, n) => {
      expect(row[n]).toBeCloseTo(Math.exp(-0.7 * (n + 1)), 12);
      row.forEach((v, k) => {
        expect(half[n]!.reduce((sum, a, j) => sum + a * half[j]![k]!, 0)).toBeCloseTo(v, 11);
      });
    });
  });
});

describe('one token of a tensor', () => {
  it('is cut out, with a row for each state number', () => {
    const data = Float32Array.from({ length: 24 }, (_, i) => i);
    expect(ofToken(data, [3], 2)).toEqual({ rows: 1, cols: 3, values: Float32Array.of(6, 7, 8) });
    // (T, C, N) = (4, 3, 2): the second token has channels (6, 7), (8, 9) and (10, 11).
    expect(ofToken(data, [3, 2], 1)).toEqual({ rows: 2, cols: 3, values: Float32Array.of(6, 8, 10, 7, 9, 11) });
  });
});

describe('a pair of poles', () => {
  it('rings with the period of its angle and fades with its radius', () => {
    const pole = { re: 0, im: 0.5 };
    expect(period(pole)).toBeCloseTo(4, 12);
    expect(poleKernel(pole, 5).map((v) => Number(v.toFixed(12)) + 0)).toEqual([1, 0, -0.25, 0, 0.0625]);
    expect(period({ re: 0.5, im: 0 })).toBe(Infinity);
  });
});

describe('Δ as a gate', () => {
  it('is exact under the zero-order hold: what is not kept is what is written', () => {
    for (const z of [-6, -1, 0, 2.197, 3]) {
      const { keep, write } = gate(z, 'zoh');
      expect(keep + write).toBeCloseTo(1, 14);
    }
  });
  it('writes more than one under Euler: 3.05 at z = 3, 0.693 at z = 0', () => {
    expect(gate(3, 'euler').write).toBeCloseTo(3.0486, 4);
    expect(gate(3, 'zoh').write).toBeCloseTo(0.9526, 4);
    expect(gate(0, 'euler').write).toBeCloseTo(Math.LN2, 12);
  });
  it('halves and halves again with g = ½', () => {
    expect(run([0, 0, 0], [4, 0, 0], 'zoh')).toEqual([2, 1, 0.5]);
  });
});

describe('the four bills', () => {
  it('of attention double for what is kept, and go towards four times for the work of reading', () => {
    const ratio = (bill: 'prefill' | 'kept', at: number) =>
      billOf('llama-3.1-8b', bill, 2 * at) / billOf('llama-3.1-8b', bill, at);
    expect(ratio('kept', 4096)).toBeCloseTo(2, 12);
    expect(ratio('prefill', 131072)).toBeGreaterThan(3.3);
    expect(ratio('prefill', 131072)).toBeLessThan(4);
    expect(ratio('prefill', 2048)).toBeCloseTo(2.07, 2);
    expect(ratio('prefill', 512)).toBeLessThan(2.1);
  });
  it('of Mamba do not depend on what was read, but for reading itself', () => {
    for (const bill of ['decode', 'kept', 'moved'] as const)
      expect(billOf('mamba-2.8b', bill, 262144)).toBe(billOf('mamba-2.8b', bill, 512));
    expect(billOf('mamba-2.8b', 'prefill', 1024) / billOf('mamba-2.8b', 'prefill', 512)).toBeCloseTo(2, 6);
  });
});

describe('recorded runs', () => {
  it('hold attention rows that add up to one', () => {
    const n = recorded.attention.tokens.length;
    for (let r = 0; r < n; r++) {
      const sum = recorded.attention.weights.slice(r * n, (r + 1) * n).reduce((a, b) => a + b, 0);
      // Each of up to 18 weights is rounded to three digits.
      expect(Math.abs(sum - 1)).toBeLessThan(0.005);
    }
  });
  it('hold one point for S4D and many for Mamba', () => {
    expect(new Set(recorded.planes.s4d.write).size).toBe(1);
    expect(new Set(recorded.planes.mamba.write).size).toBeGreaterThan(10);
  });
});

describe('the parameters of a Mamba layer', () => {
  it('are those of mamba-130m, tensor by tensor', () => {
    const { tensors, total, state } = layerTensors(MAMBA_130M);
    expect(total).toBe(3_771_648);
    expect(tensors[0]).toEqual({ name: 'in_proj.weight', count: 2_359_296 });
    expect(state).toBe(24_576);
  });
  it('hardly grow when the state doubles', () => {
    const twice = layerTensors({ ...MAMBA_130M, N: 32 });
    expect(twice.total / layerTensors(MAMBA_130M).total).toBeLessThan(1.025);
    expect(twice.state).toBe(2 * 24_576);
  });
});

describe('a lost state', () => {
  it('is zero where it was lost and shared where it was not', () => {
    const kept = { shape: [2], data: Float32Array.of(1, 2) };
    const state = {
      position: 3,
      tensors: new Map([
        ['a:ssm', { shape: [1], data: Float32Array.of(5) }],
        ['a:conv', kept],
      ]),
    };
    const after = withZeros(state, ['a:ssm']);
    expect([...after.tensors.get('a:ssm')!.data]).toEqual([0]);
    expect(after.tensors.get('a:conv')).toBe(kept);
    expect([...state.tensors.get('a:ssm')!.data]).toEqual([5]);
  });
});
