import type { OpName } from './types';

/**
 * Ops that treat every token alone: for the last row of their value they need only the last rows of their inputs, so a backend that is
 * asked for the last logits only runs them on one row.
 */
export const ROWWISE_OPS: ReadonlySet<OpName> = new Set([
  'rms-norm',
  'linear',
  'slice',
  'activation',
  'softplus',
  'decay',
  'skip',
  'mul',
  'add',
  'glu',
  'softmax',
  'top-k',
  'gather',
  'moe',
]);
