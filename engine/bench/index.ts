/** What models cost, by formula and by the clock. */
export { transformer8b } from './baselines';
export { type Device, devices } from './devices';
export { largestBatch, longestContext, tokensPerSecond } from './fits';
export {
  estimateSeconds,
  lengthsUpTo,
  Measurement,
  type MeasurementState,
  type Row,
  type Status,
  type Subject,
} from './measurement';
export {
  AS_RUN_HERE,
  type CostProfile,
  decodeBytes,
  decodeFlops,
  keptBytes,
  memoryBytes,
  prefillBytes,
  prefillFlops,
  profileOf,
  type Storage,
  weightsRead,
} from './profile';
export { type Bound, bound, decodeBound, prefillBound, type Roof } from './roofline';
export { type CostOf, type Crossing, crossings, slopeAt } from './shape';
export { type Spread, spreadOf } from './spread';
