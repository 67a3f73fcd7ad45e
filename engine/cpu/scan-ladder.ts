/**
 * The ladder of scans on one processor core, for the chapter on the parallel scan: the same three rungs as engine/webgpu/ladder.ts in plain
 * loops. One worker has nobody to share a round with, so the tree and the chunks can only lose here; by how much is their extra work.
 * All in f64 from f32 inputs; the first rung is the engine's own scan.
 */
import { exp } from './exp';
import { decayRates, selectiveScan } from './selective-scan';

export interface ScanArrays {
  readonly x: Float32Array; // [T, C]
  readonly delta: Float32Array; // [T, C]
  readonly B: Float32Array; // [T, N]
  readonly C: Float32Array; // [T, N]
  readonly aLog: Float32Array; // [C, N]
  readonly channels: number;
  readonly states: number;
}

export type CpuRung = (input: ScanArrays) => Float32Array; // y [T, C], from an empty state

/** First rung: one token after another. */
export const serial: CpuRung = ({ x, delta, B, C, aLog, channels, states }) => {
  const y = new Float32Array(x.length);
  selectiveScan(y, x, delta, decayRates(aLog), B, C, new Float32Array(channels * states), states);
  return y;
};

/** Tokens per tree, as in selective-scan-tree.wgsl. */
const WIDTH = 64;

/** Second rung: up-sweep and down-sweep over 64 tokens at a time, cell by cell. */
export const tree: CpuRung = ({ x, delta, B, C, aLog, channels, states }) => {
  const T = x.length / channels;
  const A = decayRates(aLog);
  const y = new Float64Array(x.length);
  const [a, b] = [new Float64Array(WIDTH), new Float64Array(WIDTH)];
  const [ownA, ownB] = [new Float64Array(WIDTH), new Float64Array(WIDTH)];
  for (let c = 0; c < channels; c++)
    for (let n = 0; n < states; n++) {
      const rate = A[c * states + n]!;
      let start = 0;
      for (let tile = 0; tile < T; tile += WIDTH) {
        const count = Math.min(WIDTH, T - tile);
        for (let i = 0; i < WIDTH; i++) {
          const tc = (tile + i) * channels + c;
          // Past the end: the step that changes nothing.
          a[i] = ownA[i] = i < count ? exp(delta[tc]! * rate) : 1;
          b[i] = ownB[i] = i < count ? delta[tc]! * x[tc]! * B[(tile + i) * states + n]! : 0;
        }
        for (let reach = 1; reach < WIDTH; reach *= 2)
          for (let right = 2 * reach - 1; right < WIDTH; right += 2 * reach) {
            b[right] = a[right]! * b[right - reach]! + b[right]!;
            a[right] = a[right]! * a[right - reach]!;
          }
        a[WIDTH - 1] = 1;
        b[WIDTH - 1] = 0;
        for (let reach = WIDTH / 2; reach >= 1; reach /= 2)
          for (let right = 2 * reach - 1; right < WIDTH; right += 2 * reach) {
            const [belowA, belowB] = [a[right - reach]!, b[right - reach]!];
            a[right - reach] = a[right]!;
            b[right - reach] = b[right]!;
            b[right] = belowA * b[right]! + belowB;
            a[right] = belowA * a[right]!;
          }
        let h = start;
        for (let i = 0; i < count; i++) {
          h = ownA[i]! * (a[i]! * start + b[i]!) + ownB[i]!;
          y[(tile + i) * channels + c]! += h * C[(tile + i) * states + n]!;
        }
        start = h;
      }
    }
  return Float32Array.from(y);
};

/** Tokens per chunk, the shortest that the engine uses. */
const CHUNK = 32;

/** Third rung: what each chunk does from zero, the cards passed on, each chunk again from its true start. */
export const chunked: CpuRung = (input) => {
  const { x, delta, B, C, aLog, channels, states } = input;
  const T = x.length / channels;
  const A = decayRates(aLog);
  const chunks = Math.ceil(T / CHUNK);
  const cells = channels * states;
  const ends = new Float64Array(chunks * cells); // [K, C, N]
  const total = new Float64Array(chunks * channels); // [K, C]: ΣΔ
  const walk = (k: number, h: Float64Array, y: Float64Array | null) => {
    for (let t = k * CHUNK; t < Math.min(T, (k + 1) * CHUNK); t++)
      for (let c = 0, s = 0; c < channels; c++) {
        const dt = delta[t * channels + c]!;
        const write = dt * x[t * channels + c]!;
        let sum = 0;
        for (let n = 0; n < states; n++, s++) {
          h[s] = exp(dt * A[s]!) * h[s]! + write * B[t * states + n]!;
          if (y) sum += h[s]! * C[t * states + n]!;
        }
        if (y) y[t * channels + c] = sum;
        else total[k * channels + c]! += dt;
      }
  };
  for (let k = 0; k < chunks; k++) walk(k, ends.subarray(k * cells, (k + 1) * cells), null);
  const carried = new Float64Array(cells);
  for (let k = 0; k < chunks; k++)
    for (let s = 0; s < cells; s++) {
      const reached = ends[k * cells + s]!;
      ends[k * cells + s] = carried[s]!;
      carried[s] = exp(A[s]! * total[k * channels + Math.floor(s / states)]!) * carried[s]! + reached;
    }
  const y = new Float64Array(x.length);
  for (let k = 0; k < chunks; k++) walk(k, ends.subarray(k * cells, (k + 1) * cells), y);
  return Float32Array.from(y);
};

export const CPU_RUNGS = { serial, tree, chunked } as const;
