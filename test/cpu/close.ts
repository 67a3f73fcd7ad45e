import { expect } from 'vitest';
import type { HostState } from '@/engine/backend';

/** Largest difference over the root mean square of what is expected (or over 1e-6, for zeros), to be at most `tolerance`. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what = '',
): void {
  expect(actual.length, what).toBe(expected.length);
  let square = 0;
  let worst = 0;
  let at = 0;
  for (let i = 0; i < expected.length; i++) {
    square += expected[i] ** 2;
    const difference = Math.abs(actual[i] - expected[i]);
    // NaN compares false with everything: it must not pass.
    if (!(difference <= worst)) [worst, at] = [difference, i];
  }
  const scale = Math.max(Math.sqrt(square / expected.length), 1e-6);
  expect(
    worst / scale <= tolerance,
    `${what} differs by ${worst} at ${at} (${actual[at]} for ${expected[at]}), ${worst / scale} of the RMS ${scale}`,
  ).toBe(true);
}

/** The states hold the same tensors, each within `tolerance` as above. */
export function expectSameState(actual: HostState, expected: HostState, tolerance: number): void {
  expect(actual.position).toBe(expected.position);
  expect([...actual.tensors.keys()]).toEqual([...expected.tensors.keys()]);
  for (const [name, tensor] of expected.tensors) {
    expect(actual.tensors.get(name)!.shape, name).toEqual(tensor.shape);
    expectClose(actual.tensors.get(name)!.data, tensor.data, tolerance, name);
  }
}
