/**
 * How far from the truth a backend may be, and why. The truth is transformers run in f64 (test/fixtures/README.md). Errors are measured
 * against the root mean square (RMS) of what is expected, so that a number near zero needs no more digits than its neighbours have.
 */
import type { BackendKind } from '@/engine/backend';
import type { Tensor } from '@/engine/tensor';

/**
 * Logits at every position, of the row's RMS. f32 keeps 6e-8 of a number; a layer adds rounding of a few hundred products and exponentials.
 * transformers itself in f32 is within 1e-5 of its f64 self on these models (test/fixtures/provenance.json, singleLogits). The CPU sums
 * in f64 and rounds once per value: 2e-5 leaves room for deep models. WebGPU sums in f32, in any order, with exp within 3 + 2|x| ULP
 * (WGSL, 15.7.4): 1e-4.
 */
export const LOGITS: Readonly<Record<BackendKind, number>> = { cpu: 2e-5, webgpu: 1e-4 };

/**
 * Any intermediate, by `worst`: half the distance that logits may be off, as errors add up from node to node. Plain f32 of transformers is
 * within 1e-5 on most of these models and 3e-5 on the worst (provenance.json, singleWorst): states that forget nothing add up errors.
 */
export const TAPS = 5e-5;

/**
 * Two ways to the same number on one backend (chunks or steps, fused or watched), each within TAPS of the truth on one layer: twice that
 * for the logits of the whole model.
 */
export const SAME: Readonly<Record<BackendKind, number>> = { cpu: 2e-5, webgpu: 1e-4 };

/**
 * Step sizes, each against itself: Δ near softplus(-12) = 6e-6 must have its digits too, which no RMS would show. There Δ = e^s, so its
 * relative error is the absolute error of s, which is what the layers before left in it.
 */
export const RELATIVE: Readonly<Record<BackendKind, number>> = { cpu: 1e-5, webgpu: 5e-5 };

export interface Worst {
  /** Infinity for NaN or another length. */
  readonly error: number;
  /** Where it is, with both values. */
  readonly what: string;
}

/** Largest |actual - expected| over `scale` of the number expected. */
function largest(actual: ArrayLike<number>, expected: ArrayLike<number>, scale: (value: number) => number): Worst {
  if (actual.length !== expected.length)
    return { error: Infinity, what: `${actual.length} values instead of ${expected.length}` };
  let error = 0;
  let at = 0;
  for (let i = 0; i < expected.length; i++) {
    const here = Math.abs(actual[i]! - expected[i]!) / scale(expected[i]!);
    // NaN compares false with everything: it must not pass.
    if (!(here <= error)) {
      error = Number.isNaN(here) ? Infinity : here;
      at = i;
    }
  }
  return { error, what: `${actual[at]} instead of ${expected[at]} at ${at}` };
}

function rootMeanSquare(values: ArrayLike<number>): number {
  let square = 0;
  for (let i = 0; i < values.length; i++) square += values[i]! ** 2;
  return Math.sqrt(square / Math.max(1, values.length)) || 1;
}

/**
 * Largest difference over the RMS of all that is expected, or over the number itself where that is larger: f32 promises digits, so a state
 * a hundred times the RMS (they have long tails) may be off by a hundred times as much.
 */
export function worst(actual: ArrayLike<number>, expected: ArrayLike<number>): Worst {
  const rms = rootMeanSquare(expected);
  return largest(actual, expected, (value) => Math.max(Math.abs(value), rms));
}

/** The worst row of a [T, width] tensor, each row against its own RMS alone. */
export function worstRow(actual: Tensor, expected: Tensor): Worst {
  if (String(actual.shape) !== String(expected.shape))
    return { error: Infinity, what: `shape [${actual.shape}] instead of [${expected.shape}]` };
  const width = expected.data.length / expected.shape[0]!;
  let most: Worst = { error: 0, what: '' };
  for (let t = 0; t < expected.shape[0]!; t++) {
    const truth = expected.data.subarray(t * width, (t + 1) * width);
    const rms = rootMeanSquare(truth);
    const row = largest(actual.data.subarray(t * width, (t + 1) * width), truth, () => rms);
    if (!(row.error <= most.error)) most = { error: row.error, what: `row ${t}: ${row.what}` };
  }
  return most;
}

/** Largest |actual - expected| / |expected|, number by number. */
export function worstRelative(actual: ArrayLike<number>, expected: ArrayLike<number>): Worst {
  return largest(actual, expected, (value) => Math.abs(value) || 1);
}
