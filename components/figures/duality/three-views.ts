/**
 * One head of Mamba-2 with one number of state (N = P = 1), computed three ways (Dao & Gu, arXiv:2405.21060, sections 3, 5 and 6):
 *   recurrence  h_t = a_t h_{t-1} + B_t x_t,  y_t = C_t h_t
 *   matrix      M_ij = C_i (Π_{k=j+1..i} a_k) B_j for j ≤ i,  y = M x
 *   chunks      blocks on the diagonal as they stand; all else through one state per chunk
 * Δ is folded into x, as in the chapter's exercise.
 */
export interface Head {
  readonly a: readonly number[];
  readonly B: readonly number[];
  readonly C: readonly number[];
  readonly x: readonly number[];
}

/** The first view: h_t = a_t h_{t-1} + B_t x_t, y_t = C_t h_t, with one number of state. */
export function recurrence({ a, B, C, x }: Head): { h: number[]; y: number[] } {
  let state = 0;
  const h = x.map((v, t) => {
    state = a[t]! * state + B[t]! * v;
    return state;
  });
  return { h, y: h.map((v, t) => C[t]! * v) };
}

/** L_ij = Π_{k=j+1..i} a_k: how much of token j is left at token i. */
export const decay = ({ a }: Pick<Head, 'a'>, i: number, j: number): number =>
  j > i ? 0 : a.slice(j + 1, i + 1).reduce((product, v) => product * v, 1);

/** M = L ∘ C Bᵀ, [T][T]. */
export const matrix = (head: Head): number[][] =>
  head.x.map((_, i) => head.x.map((__, j) => (j > i ? 0 : head.C[i]! * decay(head, i, j) * head.B[j]!)));

export const multiply = (M: readonly (readonly number[])[], x: readonly number[]): number[] =>
  M.map((row) => row.reduce((sum, v, j) => sum + v * x[j]!, 0));

export interface Chunks {
  /** First token of each chunk. */
  readonly starts: readonly number[];
  /** y from tokens of the same chunk (step 1) and from the state before it (step 4), [T]. */
  readonly inside: readonly number[];
  readonly carried: readonly number[];
  /** What each chunk reaches from zero (step 2), and the state in which it starts (step 3), [chunks]. */
  readonly own: readonly number[];
  readonly entering: readonly number[];
}

/** The four steps with chunks of Q tokens. */
export function chunks(head: Head, Q: number): Chunks {
  const T = head.x.length;
  const starts = Array.from({ length: Math.ceil(T / Q) }, (_, k) => k * Q);
  const end = (start: number) => Math.min(start + Q, T) - 1;
  const M = matrix(head);
  const inside = head.x.map((_, i) => {
    const from = i - (i % Q);
    return M[i]!.slice(from, i + 1).reduce((sum, v, j) => sum + v * head.x[from + j]!, 0);
  });
  const own = starts.map((start) => {
    let reached = 0;
    for (let j = start; j <= end(start); j++) reached += decay(head, end(start), j) * head.B[j]! * head.x[j]!;
    return reached;
  });
  const entering: number[] = [];
  let state = 0;
  for (const [k, start] of starts.entries()) {
    entering.push(state);
    state = decay({ a: head.a }, end(start), start - 1) * state + own[k]!;
  }
  const carried = head.x.map((_, i) => {
    const k = Math.floor(i / Q);
    return head.C[i]! * decay({ a: head.a }, i, starts[k]! - 1) * entering[k]!;
  });
  return { starts, inside, carried, own, entering };
}

/** Multiplications for y of one head with T tokens, N state numbers and P channels (engine/views/ssd-chunks.ts counts the same). */
export function multiplications(T: number, Q: number, N: number, P: number): number {
  const K = Math.ceil(T / Q);
  return T * Q * (N + P) + T * N * P + (K - 1) * N * P + (K > 1 ? T * N * P : 0);
}
