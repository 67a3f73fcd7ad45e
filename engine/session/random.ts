/**
 * A uniform number in [0, 1) from a seed and a position: counter-based, so the draw for token t does not depend on how the reader
 * came there. Stepping back and forward again, or jumping, gives the same tokens.
 * Mixing: the 32-bit finaliser of MurmurHash3 (public domain, Austin Appleby), applied to seed and position in turn.
 */
export function uniformAt(seed: number, position: number): number {
  let h = mix((seed >>> 0) ^ 0x9e3779b9);
  h = mix(h ^ (position >>> 0));
  h = mix(h ^ Math.floor(position / 2 ** 32));
  return h / 2 ** 32;
}

function mix(x: number): number {
  let h = x >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
