/**
 * The memory of a model on the CPU. A run works on copies: convolution tails and SSM states are copied into spare arrays, which are
 * swapped in when the run ends well; keys and values are appended behind the rows in use, which count only when the run ends well.
 */
import type { HostState, ModelState } from '../backend';
import { evalDim, evalShape } from '../blueprint/dims';
import { stateNodes } from '../blueprint/graph';
import type { Blueprint } from '../blueprint/types';
import { EngineError } from '../errors';
import { sizeOf, type Tensor } from '../tensor';
import { outOfMemory } from './weights';

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

export function stateSlots(blueprint: Blueprint): readonly Slot[] {
  return stateNodes(blueprint).map((node) => {
    const { kind, shape } = node.state!;
    const grows = kind === 'k' || kind === 'v';
    const own = grows ? [evalDim(shape[1], blueprint.dims)] : evalShape(shape, blueprint.dims);
    return { node: node.id, name: `${node.id}:${kind}`, grows, shape: own, size: sizeOf(own) };
  });
}

export class CpuState implements ModelState {
  freed = false;

  private constructor(
    readonly slots: readonly Slot[],
    /** One per slot: the state, or a cache with room for at least `position` rows. */
    private tensors: Float32Array[],
    public position: number,
  ) {}

  static empty(slots: readonly Slot[]): CpuState {
    return new CpuState(
      slots,
      slots.map((s) => new Float32Array(s.grows ? 0 : s.size)),
      0,
    );
  }

  /** Throws 'bad-argument' or 'bad-shape' unless `host` has exactly this model's tensors. */
  static fromHost(slots: readonly Slot[], host: HostState): CpuState {
    const { position, tensors } = host;
    if (!(Number.isInteger(position) && position >= 0))
      throw new EngineError('bad-argument', `the position of a state must be a whole number ≥ 0; got ${position}`);
    const known = new Set(slots.map((s) => s.name));
    for (const name of tensors.keys())
      if (!known.has(name))
        throw new EngineError('bad-argument', `this model has no state "${name}"; it has ${[...known].join(', ')}`);
    const own = slots.map((slot) => {
      const tensor = tensors.get(slot.name);
      if (!tensor) throw new EngineError('bad-argument', `the state lacks "${slot.name}"`);
      const shape = slot.grows ? [position, ...slot.shape] : slot.shape;
      if (String(tensor.shape) !== String(shape) || tensor.data.length !== sizeOf(shape))
        throw new EngineError(
          'bad-shape',
          `state "${slot.name}" must be [${shape}] at position ${position}; got [${tensor.shape}] with ${tensor.data.length} values`,
        );
      return tensor.data.slice();
    });
    return new CpuState(slots, own, position);
  }

  get bytes(): { fixed: number; cache: number } {
    let fixed = 0;
    let row = 0;
    for (const slot of this.slots)
      if (slot.grows) row += 4 * slot.size;
      else fixed += 4 * slot.size;
    return { fixed, cache: row * this.position };
  }

  copy(): CpuState {
    return new CpuState(
      this.slots,
      this.slots.map((_, i) => this.used(i).slice()),
      this.position,
    );
  }

  toHost(): HostState {
    const tensors = new Map<string, Tensor>();
    this.slots.forEach((slot, i) => {
      const shape = slot.grows ? [this.position, ...slot.shape] : slot.shape;
      tensors.set(slot.name, { shape, data: this.used(i).slice() });
    });
    return { position: this.position, tensors };
  }

  /**
   * What a run of T tokens may write to: `spare`, filled with copies of the fixed states, and the caches themselves, grown to hold T more
   * rows. `spare` belongs to the model, has one array per fixed slot, and is given back changed by `commit`.
   */
  begin(T: number, spare: Float32Array[]): Float32Array[] {
    return this.slots.map((slot, i) => {
      if (!slot.grows) {
        spare[i].set(this.tensors[i]);
        return spare[i];
      }
      const floats = (this.position + T) * slot.size;
      if (this.tensors[i].length < floats) this.tensors[i] = grown(this.used(i), floats, slot.name);
      return this.tensors[i];
    });
  }

  /** Ends a run well: the written arrays become the state, the old ones the spare. */
  commit(T: number, spare: Float32Array[]): void {
    this.slots.forEach((slot, i) => {
      if (slot.grows) return;
      const old = this.tensors[i];
      this.tensors[i] = spare[i];
      spare[i] = old;
    });
    this.position += T;
  }

  free(): void {
    this.freed = true;
    this.tensors = [];
  }

  private used(i: number): Float32Array {
    const slot = this.slots[i];
    return slot.grows ? this.tensors[i].subarray(0, this.position * slot.size) : this.tensors[i];
  }
}

/** Twice as large as now, so that n tokens cost n copies of a row in all; at least 16 times the first need. */
function grown(used: Float32Array, floats: number, name: string): Float32Array {
  try {
    const larger = new Float32Array(Math.max(floats, 2 * used.length));
    larger.set(used);
    return larger;
  } catch (error) {
    throw outOfMemory(error, `${floats} numbers of "${name}"`);
  }
}
