/** What a model remembers between tokens, as a list that both backends keep in the same order and under the same names. */
import type { HostState } from '../backend';
import { EngineError } from '../errors';
import { sizeOf } from '../tensor';
import { evalDim, evalShape } from './dims';
import { stateNodes } from './graph';
import type { Blueprint } from './types';

export interface Slot {
  readonly node: string;
  /** `<node id>:<kind>`. */
  readonly name: string;
  /** A cache that gains a row per token. */
  readonly grows: boolean;
  /** Of a fixed state; of one row of a cache. */
  readonly shape: readonly number[];
  readonly size: number;
}

/** What a blueprint keeps between tokens, slot by slot in the order of its nodes. */
export function stateSlots(blueprint: Blueprint): readonly Slot[] {
  return stateNodes(blueprint).map((node) => {
    const { kind, shape } = node.state!;
    const grows = kind === 'k' || kind === 'v';
    const own = grows ? [evalDim(shape[1], blueprint.dims)] : evalShape(shape, blueprint.dims);
    return { node: node.id, name: `${node.id}:${kind}`, grows, shape: own, size: sizeOf(own) };
  });
}

/** Shape of a slot's tensor after `position` tokens. */
export const slotShape = (slot: Slot, position: number): readonly number[] =>
  slot.grows ? [position, ...slot.shape] : slot.shape;

/** Bytes of the constant part and of the cache rows in use. */
export function slotBytes(slots: readonly Slot[], position: number): { fixed: number; cache: number } {
  let fixed = 0;
  let row = 0;
  for (const slot of slots)
    if (slot.grows) row += 4 * slot.size;
    else fixed += 4 * slot.size;
  return { fixed, cache: row * position };
}

/** Throws 'bad-argument' or 'bad-shape' unless `host` has exactly these tensors in these shapes. */
export function checkHostState(slots: readonly Slot[], host: HostState): void {
  const { position, tensors } = host;
  if (!(Number.isInteger(position) && position >= 0))
    throw new EngineError('bad-argument', `the position of a state must be a whole number ≥ 0; got ${position}`);
  const known = new Set(slots.map((s) => s.name));
  for (const name of tensors.keys())
    if (!known.has(name))
      throw new EngineError('bad-argument', `this model has no state "${name}"; it has ${[...known].join(', ')}`);
  for (const slot of slots) {
    const tensor = tensors.get(slot.name);
    if (!tensor) throw new EngineError('bad-argument', `the state lacks "${slot.name}"`);
    const shape = slotShape(slot, position);
    if (String(tensor.shape) !== String(shape) || tensor.data.length !== sizeOf(shape))
      throw new EngineError(
        'bad-shape',
        `state "${slot.name}" must be [${shape}] at position ${position}; got [${tensor.shape}] with ${tensor.data.length} values`,
      );
  }
}
