/**
 * The memory of a model on the CPU. A run works on copies: convolution tails and SSM states are copied into spare arrays, which are
 * swapped in when the run ends well; keys and values are appended behind the rows in use, which count only when the run ends well.
 */
import type { HostState, ModelState } from '../backend';
import { checkHostState, type Slot, slotBytes, slotShape } from '../blueprint/slots';
import type { Tensor } from '../tensor';
import { outOfMemory } from './weights';

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
    checkHostState(slots, host);
    const own = slots.map((slot) => host.tensors.get(slot.name)!.data.slice());
    return new CpuState(slots, own, host.position);
  }

  get bytes(): { fixed: number; cache: number } {
    return slotBytes(this.slots, this.position);
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
      tensors.set(slot.name, { shape: slotShape(slot, this.position), data: this.used(i).slice() });
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
    if (this.freed) return;
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

/** At least twice as large as what is in use, so that n tokens copy about n rows in all, however they come. */
function grown(used: Float32Array, floats: number, name: string): Float32Array {
  try {
    const larger = new Float32Array(Math.max(floats, 2 * used.length));
    larger.set(used);
    return larger;
  } catch (error) {
    throw outOfMemory(error, `${floats} numbers of "${name}"`);
  }
}
