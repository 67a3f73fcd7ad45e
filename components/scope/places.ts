/**
 * Where the reader stands: a token, a layer, an operation of that layer. Pure moves between such places, in the order in which the model
 * computes: all operations of a layer, then the next layer, then the next token.
 */
import type { Blueprint } from '@/engine/blueprint/types';
import { opsOf } from '../blueprint/nodes';

export interface Place {
  readonly token: number;
  readonly layer: number;
  /** Index into opsOf(layer). */
  readonly op: number;
}

export type Unit = 'token' | 'layer' | 'op';

/** The place one unit further or back. Its token may be -1 or the number of tokens: the caller stops or asks the model for more. */
export function move(blueprint: Blueprint, place: Place, unit: Unit, direction: 1 | -1): Place {
  const last = blueprint.layers.length - 1;
  if (unit === 'token') return { ...place, token: place.token + direction };
  if (unit === 'layer') {
    const layer = place.layer + direction;
    if (layer >= 0 && layer <= last) return { ...place, layer };
    return { ...place, layer: direction > 0 ? 0 : last, token: place.token + direction };
  }
  const op = place.op + direction;
  if (op >= 0 && op < opsOf(blueprint, place.layer).length) return { ...place, op };
  const next = move(blueprint, place, 'layer', direction);
  return { ...next, op: direction > 0 ? 0 : opsOf(blueprint, next.layer).length - 1 };
}
