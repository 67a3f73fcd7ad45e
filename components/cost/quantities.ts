/** The four pictures of the cost page as numbers: what each shows of a model at a length, its formula, and where two models cross. */
import {
  type CostOf,
  type Crossing,
  crossings,
  decodeBound,
  keptBytes,
  memoryBytes,
  prefillBound,
  prefillFlops,
  type Roof,
  type Storage,
  weightsRead,
} from '@/engine/bench';
import { formatBytes, formatSeconds, formatSi } from '../charts/format';
import { SHORTEST } from './cost-state';
import type { CostModel } from './models';

export const QUANTITIES = ['prefill', 'decode', 'memory', 'flops'] as const;
export type Quantity = (typeof QUANTITIES)[number];
export const isTime = (quantity: Quantity) => quantity === 'prefill' || quantity === 'decode';

/** What the costs depend on beside model and length. */
export interface Setup {
  readonly batch: number;
  /** Bytes per weight of published models. */
  readonly weightBytes: number;
  /** Count the weights as memory. */
  readonly weights: boolean;
  /** The device of published models. */
  readonly roof: Roof | null;
  /** This device, once it was measured: where the small models run. */
  readonly here: Roof | null;
}

/** State and cache of published models are in 16 bits. */
const STATE_BYTES = 2;

/** Batch, bytes and device that hold for a model: small ones are costed as they run here, one text at a time in 32 bits. */
export function termsOf(model: CostModel, setup: Setup): { batch: number; storage: Storage; roof: Roof | null } {
  return model.here
    ? { batch: 1, storage: { weightBytes: 4, stateBytes: 4 }, roof: setup.here }
    : {
        batch: setup.batch,
        storage: { weightBytes: setup.weightBytes, stateBytes: STATE_BYTES },
        roof: setup.roof,
      };
}

/** Seconds, bytes or FLOPs at a length; NaN where time is asked of a device that is not known. */
export function costOf(model: CostModel, quantity: Quantity, setup: Setup): CostOf {
  const { profile } = model;
  const { batch, storage, roof } = termsOf(model, setup);
  switch (quantity) {
    case 'prefill':
      return (length) => (roof ? prefillBound(profile, length, batch, storage, roof).seconds : Number.NaN);
    case 'decode':
      return (length) => (roof ? decodeBound(profile, length, batch, storage, roof).seconds : Number.NaN);
    case 'memory':
      return setup.weights
        ? (length) => memoryBytes(profile, length, batch, storage)
        : (length) => batch * keptBytes(profile, length, storage);
    case 'flops':
      return (length) => batch * prefillFlops(profile, length);
  }
}

/** A value with its unit: seconds, bytes or FLOP; a dash where there is none. */
export function formatQuantity(quantity: Quantity, value: number, locale: string): string {
  if (!Number.isFinite(value)) return '–';
  if (quantity === 'memory') return formatBytes(value, locale);
  return quantity === 'flops' ? formatSi(value, 'FLOP') : formatSeconds(value);
}

/** A slope to two decimals: 0.05, 1, 1.42. */
export const formatSlope = (slope: number): string => String(Number(slope.toFixed(2))).replace('-', '−');

/** Powers of two from the shortest to the longest length. */
export function lengthsTo(longest: number): number[] {
  const lengths: number[] = [];
  for (let length = SHORTEST; length <= longest; length *= 2) lengths.push(length);
  return lengths;
}

/** Where `model` and `other` change order between the shortest and the longest length. */
export function crossingsOf(
  model: CostModel,
  other: CostModel,
  quantity: Quantity,
  setup: Setup,
  longest: number,
): Crossing[] {
  if (model.id === other.id) return [];
  return crossings(costOf(model, quantity, setup), costOf(other, quantity, setup), SHORTEST, longest);
}

/** "a + b·L + c·L²" with its numbers; terms that are 0 are left out. */
function polynomial(say: (value: number) => string, constant: number, perToken: number, square = 0): string {
  const terms = [
    [constant, ''],
    [perToken, '·L'],
    [square, '·L²'],
  ] as const;
  const shown = terms.filter(([value]) => value !== 0).map(([value, times]) => `${say(value)}${times}`);
  return shown.join(' + ') || '0';
}

/**
 * The formula of a cost with its numbers, for texts of a chunk (256 tokens) and more. A time is the larger of work / F and bytes / W. The
 * bytes of a prefill count every expert, and one row of the embedding per token where the head has a matrix of its own.
 */
export function formulaOf(model: CostModel, quantity: Quantity, setup: Setup, locale: string): string {
  const { state, cache, decode, prefill, embedding, experts, steadyWeights, parameters } = model.profile;
  const { batch, storage } = termsOf(model, setup);
  const { weightBytes, stateBytes } = storage;
  const bytes = (value: number) => formatBytes(value, locale);
  const flops = (value: number) => formatSi(value, 'FLOP');
  const time = (work: string, moved: string) => `max((${work}) / F, (${moved}) / W)`;
  const kept = batch * stateBytes * state;
  const grows = batch * stateBytes * cache;
  if (quantity === 'memory') return polynomial(bytes, (setup.weights ? parameters * weightBytes : 0) + kept, grows);
  if (quantity === 'decode') {
    const work = polynomial(flops, batch * decode.constant, batch * decode.perToken);
    const written = batch * stateBytes * cache; // one row of cache goes out
    const moved = weightsRead(model.profile, batch) * weightBytes + 2 * kept + written;
    return time(work, polynomial(bytes, moved, grows));
  }
  const { chunk } = prefill;
  const linear = prefill.constant + prefill.perToken / 2 + prefill.perChunk * chunk + prefill.overChunk / chunk;
  const work = polynomial(flops, 0, batch * linear, (batch * prefill.perToken) / 2);
  if (quantity === 'flops') return work;
  const weights = (steadyWeights + experts.numbers) * weightBytes;
  return time(work, polynomial(bytes, weights + kept, grows + batch * embedding.row * weightBytes));
}
