/**
 * The theorems that the book teaches, held against what a backend computes: an LTI SSM is a convolution, SSD is a masked matrix, a selective
 * scan is a hidden attention. The other side of each equation is computed here in f64 from taps and weights, in the plainest way.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Model } from '@/engine/session/model';
import type { Tensor } from '@/engine/tensor';
import type { TestDevice } from '../devices';
import { fixture, readTensors } from '../fixtures';
import { randomTokens } from '../random-model';
import { SAME, worst } from '../tolerance';

/** More than three chunks of every kernel. */
const T = 101;
const LAYER = 1;

interface Run {
  readonly tap: (name: string) => Tensor;
  readonly weight: (name: string) => Float32Array;
}

function theorem(device: TestDevice, name: string, taps: readonly string[], tests: (run: () => Run) => void): void {
  device.describe(`${name} on ${device.kind}`, () => {
    let model: Model;
    let run: Run;
    beforeAll(async () => {
      const { folder } = fixture(name);
      model = await device.load(folder);
      const session = await model.createSession();
      const ids = taps.map((tap) => `layers.${LAYER}.mixer.${tap}`);
      const result = await session.prefill(randomTokens(9, T, model.blueprint.vocabSize), { taps: ids, chunk: T });
      const weights = readTensors(`${folder}/model.safetensors`);
      run = {
        tap: (tap) => result.taps.get(`layers.${LAYER}.mixer.${tap}`)!,
        weight: (weight) => weights.get(`backbone.layers.${LAYER}.mixer.${weight}`)!.data,
      };
    });
    afterAll(() => model?.dispose());
    tests(() => run);
  });
}

function expectSame(device: TestDevice, actual: Tensor, expected: Float64Array): void {
  const { error, what } = worst(actual.data, expected);
  expect(error, what).toBeLessThan(SAME[device.kind]);
}

export function dualitiesSuite(device: TestDevice): void {
  for (const [name, complex] of [
    ['s4d-complex-zoh', true],
    ['s4d-real-bilinear', false],
  ] as const)
    theorem(device, name, [complex ? 'in_proj' : '', 'A_bar', 'B_bar', 'h', 'y_ssm'].filter(Boolean), (run) => {
      it('the recurrence is the convolution with K_k = 2 Re Σ C Ā^k B̄ (Mamba, Eq. 3)', async () => {
        const { tap, weight } = run();
        const x = complex ? tap('in_proj') : await normed(device, name);
        expectSame(device, tap('y_ssm'), convolution(x, tap('A_bar'), tap('B_bar'), weight('kernel.C'), complex));
      });
    });

  for (const name of ['mamba2-one-group', 'mamba2-groups-limits'])
    theorem(device, name, ['delta', 'B', 'C', 'x', 'y_ssm'], (run) => {
      it('the recurrence is the matrix L ∘ (C Bᵀ) diag(Δ) (Mamba-2, section 5)', () => {
        const { tap, weight } = run();
        expectSame(device, tap('y_ssm'), ssdMatrix(tap('delta'), tap('B'), tap('C'), tap('x'), weight('A_log')));
      });
    });

  for (const name of ['mamba-odd', 'falcon-mamba'])
    theorem(device, name, ['delta', 'B', 'C', 'x', 'y'], (run) => {
      it('hidden attention times x plus D x is y (Ali et al., arXiv:2403.01590, Eq. 10-14)', () => {
        const { tap, weight } = run();
        const [delta, B, C, x] = [tap('delta'), tap('B'), tap('C'), tap('x')];
        expectSame(device, tap('y'), hiddenAttention(delta, B, C, x, weight('A_log'), weight('D')));
      });
    });
}

/** Without in_proj the input of the SSM is the normed stream. */
async function normed(device: TestDevice, name: string): Promise<Tensor> {
  const model = await device.load(fixture(name).folder);
  const session = await model.createSession();
  const id = `layers.${LAYER}.norm`;
  const { taps } = await session.prefill(randomTokens(9, T, model.blueprint.vocabSize), { taps: [id], chunk: T });
  model.dispose();
  return taps.get(id)!;
}

/** y = x * K per channel; Ā, B̄ and C are [D, M, 2] (re, im) or [D, N]. */
function convolution(x: Tensor, aBar: Tensor, bBar: Tensor, C: Float32Array, complex: boolean): Float64Array {
  const [D, M] = aBar.shape as [number, number];
  const at = (data: Float32Array, i: number): [number, number] =>
    complex ? [data[2 * i]!, data[2 * i + 1]!] : [data[i]!, 0];
  const times = ([a, b]: [number, number], [c, d]: [number, number]): [number, number] => [
    a * c - b * d,
    a * d + b * c,
  ];
  const y = new Float64Array(T * D);
  for (let d = 0; d < D; d++) {
    const K = new Float64Array(T);
    for (let m = 0; m < M; m++) {
      const i = d * M + m;
      const a = at(aBar.data, i);
      let term = times(at(C, i), at(bBar.data, i)); // C Ā^k B̄
      for (let k = 0; k < T; k++, term = times(term, a)) K[k]! += complex ? 2 * term[0] : term[0];
    }
    for (let t = 0; t < T; t++) for (let k = 0; k <= t; k++) y[t * D + d]! += K[k]! * x.data[(t - k) * D + d]!;
  }
  return y;
}

/** Σ_{k=j+1..i} Δ_k of column c, for all j ≤ i, as suffix sums: no difference of two large sums. */
function spans(delta: Tensor, c: number): Float64Array[] {
  const width = delta.shape[1]!;
  return Array.from({ length: T }, (_, i) => {
    const row = new Float64Array(i + 1);
    for (let j = i - 1; j >= 0; j--) row[j] = row[j + 1]! + delta.data[(j + 1) * width + c]!;
    return row;
  });
}

/** Y = (L ∘ C Bᵀ) diag(Δ) X per head: Δ [T, H], B and C [T, G, N], x [T, H·P]. */
function ssdMatrix(delta: Tensor, B: Tensor, C: Tensor, x: Tensor, aLog: Float32Array): Float64Array {
  const H = delta.shape[1]!;
  const [, G, N] = B.shape as [number, number, number];
  const P = x.shape[1]! / H;
  const y = new Float64Array(x.data.length);
  for (let h = 0; h < H; h++) {
    const [A, g] = [-Math.exp(aLog[h]!), Math.floor((h * G) / H)];
    const span = spans(delta, h);
    for (let i = 0; i < T; i++)
      for (let j = 0; j <= i; j++) {
        let cb = 0;
        for (let n = 0; n < N; n++) cb += C.data[(i * G + g) * N + n]! * B.data[(j * G + g) * N + n]!;
        const m = Math.exp(A * span[i]![j]!) * cb * delta.data[j * H + h]!;
        for (let p = 0; p < P; p++) y[(i * H + h) * P + p]! += m * x.data[(j * H + h) * P + p]!;
      }
  }
  return y;
}

/** α_ij = Σ_n C_i[n] B_j[n] exp(A_cn Σ_{k=j+1..i} Δ_kc) Δ_jc per channel c; y = α x + D x. Δ, x [T, D]; B, C [T, N]; A_log [D, N]. */
function hiddenAttention(
  delta: Tensor,
  B: Tensor,
  C: Tensor,
  x: Tensor,
  aLog: Float32Array,
  skip: Float32Array,
): Float64Array {
  const [D, N] = [x.shape[1]!, B.shape[1]!];
  const y = Float64Array.from(x.data, (v, i) => v * skip[i % D]!);
  for (let c = 0; c < D; c++) {
    const span = spans(delta, c);
    for (let i = 0; i < T; i++)
      for (let j = 0; j <= i; j++) {
        let alpha = 0;
        for (let n = 0; n < N; n++)
          alpha += C.data[i * N + n]! * B.data[j * N + n]! * Math.exp(-Math.exp(aLog[c * N + n]!) * span[i]![j]!);
        y[i * D + c]! += alpha * delta.data[j * D + c]! * x.data[j * D + c]!;
      }
  }
  return y;
}
