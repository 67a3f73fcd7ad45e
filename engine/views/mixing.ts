/**
 * What a mixer does along time, as matrices: y_i = Σ_{j ≤ i} α_ij v_j, one lower-triangular α [T, T] per unit. Mamba and S4D have one per
 * channel, Mamba-2 and attention one per head. This is the frame in which a state space model and attention can be laid side by side.
 *
 *   Mamba      α_ij = Σ_n C_i[n] (Π_{k=j+1..i} Ā_k[c, n]) Δ_j[c] B_j[n]     Ali, Zimerman & Wolf, arXiv:2403.01590, Eq. 10-14
 *   Mamba-2    α_ij = (C_i · B_j) (Π_{k=j+1..i} a_k) Δ_j                    Dao & Gu, arXiv:2405.21060, section 6
 *   S4D        α_ij = K_{i-j},  K_l = 2 Re Σ_m C_m Ā_m^l B̄_m                Gu et al., arXiv:2206.11893, section 3
 *   attention  α_ij = softmax_j(q_i · k_j / √d)
 *
 * The decays are running products of Ā, each in (0, 1], never quotients or differences of prefix sums: those cancel, and the authors of SSD
 * saw NaNs from them. Everything is computed in f64 from f32 taps. The skip D is left out, as in the paper; the block view adds it.
 * An intervention at h itself cuts the chain and is not seen here; one at Ā, Δ, B, C or at the attention weights is.
 */
import type { Blueprint } from '../blueprint/types';
import { EngineError } from '../errors';
import { type Mixer, type MixerKind, need } from './mixer';
import { tapOf, type ViewInput, type ViewNeeds, weightOf } from './view';

export interface Mixing {
  readonly kind: MixerKind;
  /** Tokens. */
  readonly T: number;
  readonly unit: 'channel' | 'head';
  readonly units: number;
  /** Writes α of one unit, row-major [T, T], with zeros above the diagonal. */
  fill(unit: number, out: Float64Array): void;
  /** Writes row i of it alone, [T], in a T-th of the time. */
  row(unit: number, i: number, out: Float64Array): void;
  /** The largest rank that a block below the diagonal can have: the numbers of state per channel. Null for attention, which has none. */
  readonly rankBound: number | null;
}

/** α of one unit. */
export function matrixOf(mixing: Mixing, unit: number): Float64Array {
  const out = new Float64Array(mixing.T ** 2);
  mixing.fill(unit, out);
  return out;
}

/** What `mixingOf` reads. */
export function mixingNeeds(mixer: Mixer): ViewNeeds {
  if (mixer.kind === 'attention') return need(mixer, ['weights']);
  if (mixer.kind === 's4d') return need(mixer, ['A_bar', 'B_bar', 'y_ssm'], [mixer.weight('y_ssm', 'C')]);
  return need(mixer, ['A_bar', 'delta', 'B', 'C']);
}

/** How a mixer of any kind weighs earlier tokens, from the taps and weights that `mixingNeeds` names. */
export function mixingOf(blueprint: Blueprint, mixer: Mixer, input: ViewInput): Mixing {
  const tap = (name: string) => tapOf(input, mixer.id(name));
  const { dims } = blueprint;
  switch (mixer.kind) {
    case 'mamba':
      return selectiveMixing(tap('A_bar').data, tap('delta').data, tap('B').data, tap('C').data, {
        channels: dims.d_inner,
        N: dims.d_state,
      });
    case 'mamba2':
      return ssdMixing(tap('A_bar').data, tap('delta').data, tap('B').data, tap('C').data, {
        H: dims.ssm_heads,
        G: dims.n_groups,
        N: dims.d_state,
      });
    case 's4d':
      return s4dMixing(
        tap('A_bar').data,
        tap('B_bar').data,
        weightOf(input, mixer.weight('y_ssm', 'C')).data,
        dims.d_inner,
        mixer.core.attrs.complex === true,
        tap('y_ssm').shape[0],
      );
    case 'attention': {
      const weights = tap('weights');
      return attentionMixing(weights.data, weights.shape);
    }
  }
}

/**
 * Added and taken away again after each product: numbers below 1e-296 become exactly 0, larger ones keep every digit that f32 could hold.
 * Without it the decays of fast cells end as subnormal numbers, on which processors are many times slower.
 */
const FLUSH = 1e-280;

/** Mamba: aBar [T, C, N], delta [T, C], B and C [T, N]. O(T² N) per channel. */
export function selectiveMixing(
  aBar: Float32Array,
  delta: Float32Array,
  B: Float32Array,
  C: Float32Array,
  { channels, N }: { channels: number; N: number },
): Mixing {
  const T = delta.length / channels;
  const read = Float64Array.from(C);
  const a = new Float64Array(T * N); // Ā of one channel, together in memory
  const v = new Float64Array(N); // what token j left in each cell by the time of token i
  return {
    kind: 'mamba',
    T,
    unit: 'channel',
    units: channels,
    rankBound: N,
    fill(c, out) {
      for (let t = 0; t < T; t++) for (let n = 0; n < N; n++) a[t * N + n] = aBar[(t * channels + c) * N + n];
      out.fill(0);
      for (let j = 0; j < T; j++) {
        const dt = delta[j * channels + c];
        let alpha = 0;
        for (let n = 0; n < N; n++) {
          v[n] = dt * B[j * N + n];
          alpha += read[j * N + n] * v[n];
        }
        out[j * T + j] = alpha;
        for (let i = j + 1; i < T; i++) {
          const row = i * N;
          alpha = 0;
          for (let n = 0; n < N; n++) {
            const left = v[n] * a[row + n] + FLUSH - FLUSH;
            v[n] = left;
            alpha += read[row + n] * left;
          }
          out[i * T + j] = alpha;
        }
      }
    },
    row(c, i, out) {
      out.fill(0);
      for (let n = 0; n < N; n++) v[n] = read[i * N + n];
      for (let j = i; j >= 0; j--) {
        const cell = (j * channels + c) * N;
        let alpha = 0;
        for (let n = 0; n < N; n++) {
          alpha += v[n] * B[j * N + n];
          v[n] = v[n] * aBar[cell + n] + FLUSH - FLUSH;
        }
        out[j] = alpha * delta[j * channels + c];
      }
    },
  };
}

/** Mamba-2: a and delta [T, H], B and C [T, G, N]. C·Bᵀ is shared by the heads of a group. */
function ssdMixing(
  a: Float32Array,
  delta: Float32Array,
  B: Float32Array,
  C: Float32Array,
  { H, G, N }: { H: number; G: number; N: number },
): Mixing {
  const T = delta.length / H;
  const products = new Map<number, Float64Array>();
  return {
    kind: 'mamba2',
    T,
    unit: 'head',
    units: H,
    rankBound: N,
    fill(h, out) {
      const group = Math.floor((h * G) / H);
      let cb = products.get(group);
      if (!cb) {
        cb = new Float64Array(T * T);
        contentProducts(cb, B, C, group, G, N);
        products.set(group, cb);
      }
      decayMask(out, a, h, H);
      for (let i = 0; i < T; i++) for (let j = 0; j <= i; j++) out[i * T + j] *= cb[i * T + j] * delta[j * H + h];
    },
    row(h, i, out) {
      const group = Math.floor((h * G) / H);
      const c = (i * G + group) * N;
      out.fill(0);
      let left = 1;
      for (let j = i; j >= 0; j--) {
        const b = (j * G + group) * N;
        let cb = 0;
        for (let n = 0; n < N; n++) cb += C[c + n] * B[b + n];
        out[j] = left * cb * delta[j * H + h];
        left = left * a[j * H + h] + FLUSH - FLUSH;
      }
    },
  };
}

/** C_i · B_j of one group for j ≤ i: B, C [T, G, N] → out [T, T]. */
export function contentProducts(
  out: Float64Array,
  B: Float32Array,
  C: Float32Array,
  group: number,
  G: number,
  N: number,
): void {
  const T = B.length / (G * N);
  for (let i = 0; i < T; i++)
    for (let j = 0; j <= i; j++) {
      const [ci, bj] = [(i * G + group) * N, (j * G + group) * N];
      let sum = 0;
      for (let n = 0; n < N; n++) sum += C[ci + n] * B[bj + n];
      out[i * T + j] = sum;
    }
}

/** L_ij = Π_{k=j+1..i} a_k of one head for j ≤ i, 0 above: a [T, H] → out [T, T]. L = exp(segsum(ΔA)) in the paper. */
export function decayMask(out: Float64Array, a: Float32Array, head: number, H: number): void {
  const T = a.length / H;
  out.fill(0);
  for (let j = 0; j < T; j++) {
    let left = 1;
    out[j * T + j] = 1;
    for (let i = j + 1; i < T; i++) {
      left = left * a[i * H + head] + FLUSH - FLUSH;
      out[i * T + j] = left;
    }
  }
}

/** S4D: every row is the kernel, shifted. aBar, bBar and C [channels, M, 2] or [channels, N]. */
function s4dMixing(
  aBar: Float32Array,
  bBar: Float32Array,
  C: Float32Array,
  channels: number,
  complex: boolean,
  T: number,
): Mixing {
  const kernel = new Float64Array(T);
  return {
    kind: 's4d',
    T,
    unit: 'channel',
    units: channels,
    // A real pole is one number of state; of a conjugate pair, M poles are stored as 2M numbers.
    rankBound: aBar.length / channels,
    fill(c, out) {
      s4dKernel(kernel, aBar, bBar, C, c, channels, complex);
      out.fill(0);
      for (let i = 0; i < T; i++) for (let j = 0; j <= i; j++) out[i * T + j] = kernel[i - j];
    },
    row(c, i, out) {
      s4dKernel(kernel, aBar, bBar, C, c, channels, complex);
      out.fill(0);
      for (let j = 0; j <= i; j++) out[j] = kernel[i - j];
    },
  };
}

/** K_l = Σ_n C_n Ā_n^l B̄_n, or 2 Re of it where each complex pole stands for a conjugate pair: l = 0 … out.length - 1. */
export function s4dKernel(
  out: Float64Array,
  aBar: Float32Array,
  bBar: Float32Array,
  C: Float32Array,
  channel: number,
  channels: number,
  complex: boolean,
): void {
  const cells = aBar.length / channels;
  out.fill(0);
  for (let s = channel * cells; s < (channel + 1) * cells; s += complex ? 2 : 1) {
    const [ar, ai] = complex ? [aBar[s], aBar[s + 1]] : [aBar[s], 0];
    const [br, bi] = complex ? [bBar[s], bBar[s + 1]] : [bBar[s], 0];
    const [cr, ci] = complex ? [C[s], C[s + 1]] : [C[s], 0];
    const twice = complex ? 2 : 1;
    let re = cr * br - ci * bi;
    let im = cr * bi + ci * br;
    for (let l = 0; l < out.length; l++) {
      out[l] += twice * re;
      const next = re * ar - im * ai + FLUSH - FLUSH;
      im = re * ai + im * ar + FLUSH - FLUSH;
      re = next;
    }
  }
}

/** Attention: the softmax weights themselves, [H, T, S]. */
function attentionMixing(weights: Float32Array, shape: readonly number[]): Mixing {
  const [H, T, S] = shape as [number, number, number];
  if (S !== T)
    throw new EngineError('bad-argument', `a view reads a text from its first token; got ${T} rows over ${S} tokens`);
  return {
    kind: 'attention',
    T,
    unit: 'head',
    units: H,
    rankBound: null,
    fill(h, out) {
      out.set(weights.subarray(h * T * T, (h + 1) * T * T));
    },
    row(h, i, out) {
      out.set(weights.subarray((h * T + i) * T, (h * T + i + 1) * T));
    },
  };
}
