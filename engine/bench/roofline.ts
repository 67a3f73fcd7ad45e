/**
 * The roofline: a device does at most so many FLOPs and moves at most so many bytes per second, and the scarcer of the two sets the time
 * (Williams, Waterman, Patterson 2009). It is the least time that the work can take: launches, waiting and imperfect kernels come on top.
 */
import { type CostProfile, decodeBytes, decodeFlops, prefillBytes, prefillFlops, type Storage } from './profile';

/** What a device can do in a second. */
export interface Roof {
  readonly flops: number;
  readonly bandwidth: number;
}

export interface Bound {
  readonly seconds: number;
  /** Which of the two is scarce. */
  readonly by: 'arithmetic' | 'bandwidth';
  /** FLOP per byte moved. */
  readonly intensity: number;
}

/** The least time that so many FLOP and bytes take under a roof, and which of the two it waits for. */
export function bound(flops: number, bytes: number, roof: Roof): Bound {
  const [arithmetic, traffic] = [flops / roof.flops, bytes / roof.bandwidth];
  return {
    seconds: Math.max(arithmetic, traffic),
    by: arithmetic > traffic ? 'arithmetic' : 'bandwidth',
    intensity: flops / bytes,
  };
}

/** Reading `batch` texts of `length` tokens. */
export const prefillBound = (profile: CostProfile, length: number, batch: number, storage: Storage, roof: Roof) =>
  bound(batch * prefillFlops(profile, length), prefillBytes(profile, length, batch, storage), roof);

/** One more token for each of `batch` sequences. */
export const decodeBound = (profile: CostProfile, length: number, batch: number, storage: Storage, roof: Roof) =>
  bound(batch * decodeFlops(profile, length), decodeBytes(profile, length, batch, storage), roof);
