/**
 * The chunked algorithm of Mamba-2 as a picture and as numbers (Dao & Gu, arXiv:2405.21060, section 6 and Listing 1): the text is cut in
 * chunks of Q tokens; inside a chunk the quadratic form is used, between chunks only the state passes on. Slide Q from 1 (a recurrence) to
 * T (attention): the outputs stay the same, the work does not.
 */
import { say } from '../models/blocks/shell';
import type { Tensor } from '../tensor';
import { mixerOf, need } from './mixer';
import { normOf } from './norm';
import { checkIndex, type LayerView, tapOf } from './view';

export interface SsdChunksOptions {
  readonly head: number;
  /** Tokens per chunk, Q ≥ 1. */
  readonly chunk: number;
}

export interface SsdChunks {
  readonly head: number;
  /** First token of each chunk, and T at the end. */
  readonly bounds: readonly number[];
  /** y of this head from tokens of the same chunk, [T, P] (steps 1), and from the states before it (steps 2 to 4). */
  readonly inside: Tensor;
  readonly carried: Tensor;
  /** ‖S‖_F that enters each chunk, [chunks]; 0 for the first. */
  readonly stateNorms: Tensor;
  /** Multiply-adds of this head over the text: steps 1 to 4 as dense matrix products, and the two extremes to compare with. */
  readonly work: {
    readonly inside: number;
    readonly states: number;
    readonly passing: number;
    readonly reading: number;
    readonly recurrence: number;
    readonly quadratic: number;
  };
}

export const ssdChunks: LayerView<SsdChunksOptions, SsdChunks> = {
  about: {
    title: say('One matrix, cut in chunks', 'Una matriz, cortada en fragmentos'),
    formula:
      'Y_c = \\underbrace{(L_c \\circ C_c B_c^\\top)\\, \\Delta X_c}_{\\text{inside}} + \\underbrace{\\mathrm{diag}(a_{\\to c})\\, C_c\\, S_{c-1}^\\top}_{\\text{carried}}',
    meaning: say(
      'Blocks on the diagonal are worked out like attention; all the rest of the triangle passes through one small state per chunk.',
      'Los bloques de la diagonal se calculan como atención; todo el resto del triángulo pasa por un pequeño estado en cada fragmento.',
    ),
    sources: [{ paper: 'arXiv:2405.21060', at: '§6, Listing 1' }],
  },
  needs(blueprint, layer) {
    const mixer = mixerOf(blueprint, layer);
    return mixer?.kind === 'mamba2' ? need(mixer, ['A_bar', 'delta', 'B', 'C', 'x']) : null;
  },
  compute(blueprint, layer, input, options) {
    const mixer = mixerOf(blueprint, layer)!;
    const dims = blueprint.dims as Record<string, number>;
    const [H, P, N, G] = [dims.ssm_heads, dims.ssm_head_dim, dims.d_state, dims.n_groups];
    const head = checkIndex('head', options.head, H);
    const tap = (name: string) => tapOf(input, mixer.id(name)).data;
    const delta = tap('delta');
    const T = delta.length / H;
    const Q = Math.min(T, 1 + checkIndex('chunk - 1', options.chunk - 1, Number.MAX_SAFE_INTEGER));
    const bounds = Array.from({ length: Math.ceil(T / Q) }, (_, c) => c * Q).concat(T);
    const sizes = { H, P, N, G, head };
    const parts = chunked(tap('A_bar'), delta, tap('B'), tap('C'), tap('x'), sizes, bounds);
    const chunks = bounds.length - 1;
    return {
      head,
      bounds,
      inside: { shape: [T, P], data: Float32Array.from(parts.inside) },
      carried: { shape: [T, P], data: Float32Array.from(parts.carried) },
      stateNorms: { shape: [chunks], data: Float32Array.from(parts.norms) },
      work: {
        inside: T * Q * (N + P),
        states: T * N * P,
        passing: (chunks - 1) * N * P,
        reading: chunks > 1 ? T * N * P : 0,
        recurrence: 3 * T * N * P,
        quadratic: T * T * (N + P),
      },
    };
  },
};

interface Sizes {
  readonly H: number;
  readonly P: number;
  readonly N: number;
  readonly G: number;
  readonly head: number;
}

/** The four steps for one head, in f64: y = inside + carried, both [T, P]. */
export function chunked(
  a: Float32Array, // [T, H]
  delta: Float32Array, // [T, H]
  B: Float32Array, // [T, G, N]
  C: Float32Array, // [T, G, N]
  x: Float32Array, // [T, H, P]
  { H, P, N, G, head }: Sizes,
  bounds: readonly number[],
): { inside: Float64Array; carried: Float64Array; norms: Float64Array } {
  const T = delta.length / H;
  const group = Math.floor((head * G) / H);
  const [inside, carried] = [new Float64Array(T * P), new Float64Array(T * P)];
  const norms = new Float64Array(bounds.length - 1);
  const state = new Float64Array(P * N); // S entering the chunk
  const bc = (t: number) => (t * G + group) * N;
  for (let c = 0; c + 1 < bounds.length; c++) {
    const [from, to] = [bounds[c], bounds[c + 1]];
    norms[c] = normOf(state);
    // 1: the quadratic form inside the chunk.
    for (let j = from; j < to; j++) {
      let left = delta[j * H + head];
      for (let i = j; i < to; i++) {
        if (i > j) left *= a[i * H + head];
        let cb = 0;
        for (let n = 0; n < N; n++) cb += C[bc(i) + n] * B[bc(j) + n];
        for (let p = 0; p < P; p++) inside[i * P + p] += left * cb * x[(j * H + head) * P + p];
      }
    }
    // 4: what the state before the chunk gives to each of its tokens.
    let since = 1;
    for (let i = from; i < to; i++) {
      since *= a[i * H + head];
      for (let p = 0; p < P; p++) {
        let y = 0;
        for (let n = 0; n < N; n++) y += state[p * N + n] * C[bc(i) + n];
        carried[i * P + p] = since * y;
      }
    }
    // 2 and 3: the chunk's own state from a zero start, added to what is left of the one before.
    for (let s = 0; s < state.length; s++) state[s] *= since;
    let until = 1;
    for (let j = to - 1; j >= from; j--) {
      const write = until * delta[j * H + head];
      for (let p = 0; p < P; p++)
        for (let n = 0; n < N; n++) state[p * N + n] += write * x[(j * H + head) * P + p] * B[bc(j) + n];
      until *= a[j * H + head];
    }
  }
  return { inside, carried, norms };
}
