/**
 * The memory of a model on the device. A run never writes what the state holds: convolution tails and SSM states go to buffers of their own,
 * keys and values behind the rows in use, and both count only once the run has ended well.
 */
import type { HostState, ModelState } from '../backend';
import { checkHostState, type Slot, slotBytes, slotShape } from '../blueprint/slots';
import { EngineError } from '../errors';
import type { Tensor } from '../tensor';
import type { Buffers } from './buffers';
import type { Encoder } from './encoder';
import type { StateBuffers } from './op';

/** Rows that a cache has room for at first; doubled whenever they run out, so that n tokens cost n copies of a row in all. */
const FIRST_ROWS = 64;

/** One buffer per slot: the state, or a cache with room for `room` rows (no buffer before the first token). */
interface Held {
  readonly buffer: GPUBuffer | null;
  readonly room: number;
}

/** The memory of one text: what each slot holds after `position` tokens. */
export class GpuState implements ModelState {
  freed = false;
  constructor(
    readonly slots: readonly Slot[],
    public held: Held[],
    public position: number,
  ) {}

  get bytes(): { fixed: number; cache: number } {
    return slotBytes(this.slots, this.position);
  }
}

/** Makes, copies, reads and frees states; `Transition` moves them on. Recording is left to the caller to submit. */
export class States {
  constructor(
    readonly slots: readonly Slot[],
    private readonly buffers: Buffers,
    private readonly encoder: Encoder,
  ) {}

  /** All zeros, no token seen. */
  create(): GpuState {
    return this.make(0, (slot) => {
      if (slot.grows) return null;
      const buffer = this.buffers.acquire(4 * slot.size, slot.name);
      this.encoder.clear(buffer);
      return buffer;
    });
  }

  copy(state: GpuState): GpuState {
    return this.make(state.position, (slot, i) => {
      const { buffer } = state.held[i];
      const bytes = 4 * slot.size * (slot.grows ? state.position : 1);
      if (!buffer || bytes === 0) return null;
      const copy = this.buffers.acquire(bytes, slot.name);
      this.encoder.copy(buffer, 0, copy, 0, bytes);
      return copy;
    });
  }

  /** Errors: bad-argument or bad-shape unless `host` has exactly this model's tensors; too-large. */
  write(host: HostState): GpuState {
    checkHostState(this.slots, host);
    return this.make(host.position, (slot) => {
      const { data } = host.tensors.get(slot.name)!;
      if (data.length === 0) return null;
      const buffer = this.buffers.acquire(data.byteLength, slot.name);
      this.buffers.write(buffer, 0, new Float32Array(data));
      return buffer;
    });
  }

  /** A state with a buffer for each slot, or none at all if one of them cannot be had. */
  private make(position: number, buffer: (slot: Slot, index: number) => GPUBuffer | null): GpuState {
    const state = new GpuState(this.slots, [], position);
    try {
      for (const [i, slot] of this.slots.entries())
        state.held.push({ buffer: buffer(slot, i), room: slot.grows ? position : 0 });
      return state;
    } catch (error) {
      this.free(state);
      throw error;
    }
  }

  /** Copies of all tensors on the host, through as few mappings as the device's largest buffer allows. */
  async read(state: GpuState): Promise<HostState> {
    const tensors = new Map<string, Tensor>();
    const pieces = this.slots.flatMap((slot, i) => {
      const shape = slotShape(slot, state.position);
      const bytes = 4 * slot.size * (slot.grows ? state.position : 1);
      tensors.set(slot.name, { shape, data: new Float32Array(0) });
      const { buffer } = state.held[i];
      return buffer && bytes > 0 ? [{ name: slot.name, shape, buffer, offset: 0, bytes }] : [];
    });
    const { position } = state;
    const data = await this.buffers.read(pieces);
    pieces.forEach(({ name, shape }, i) => {
      tensors.set(name, { shape, data: data[i] });
    });
    return { position, tensors };
  }

  free(state: GpuState): void {
    if (state.freed) return;
    state.freed = true;
    for (const { buffer } of state.held) if (buffer) this.buffers.release(buffer);
    state.held = [];
  }

  begin(state: GpuState): Transition {
    return new Transition(state, this.buffers, this.encoder);
  }
}

/**
 * A run's view of a state. `advance` is called once per pass over the model, before it is recorded; then `fixed` and `cache` say where each
 * node finds its memory. The state itself changes at `commit` alone; `abort` gives everything back.
 */
export class Transition {
  private read: Held[];
  private written: Held[];
  private readonly index: ReadonlyMap<string, number>;
  private position: number;
  private next: number;

  constructor(
    private readonly state: GpuState,
    private readonly buffers: Buffers,
    private readonly encoder: Encoder,
  ) {
    this.read = [...state.held];
    this.written = [...state.held];
    this.index = indexOf(state.slots);
    this.position = this.next = state.position;
  }

  /** Starts a pass over T tokens: what the last pass wrote is read now. Errors: too-large if the caches cannot grow. */
  advance(T: number): void {
    this.drop(this.read, this.written);
    this.read = this.written;
    this.position = this.next;
    this.next = this.position + T;
    const { slots } = this.state;
    this.written = [];
    for (const [i, slot] of slots.entries())
      this.written.push(slot.grows ? this.grown(slot, this.read[i]) : { ...this.read[i], buffer: this.take(slot) });
  }

  fixed(node: string): StateBuffers {
    const i = this.index.get(node)!;
    return { read: this.read[i].buffer!, write: this.written[i].buffer! };
  }

  cache(node: string): GPUBuffer {
    return this.written[this.index.get(node)!].buffer!;
  }

  /** The run ended well: the state is now what was written last. */
  commit(): void {
    this.drop(this.read, this.written);
    this.drop(this.state.held, this.written, true);
    this.state.held = this.written;
    this.state.position = this.next;
  }

  /** The run failed: the state is as it was. */
  abort(): void {
    this.drop(this.written, this.read);
    this.drop(this.read, []);
  }

  private take(slot: Slot): GPUBuffer {
    return this.buffers.acquire(4 * slot.size, slot.name);
  }

  private grown(slot: Slot, held: Held): Held {
    if (held.room >= this.next) return held;
    let room = Math.max(FIRST_ROWS, held.room);
    while (room < this.next) room *= 2;
    const row = 4 * slot.size;
    // Where the doubled cache does not fit one binding, the exact one may.
    const limit = this.buffers.bindingLimit;
    if (row * room > limit) room = Math.max(this.next, Math.floor(limit / row));
    const buffer = this.buffers.acquire(row * room, `${slot.name} at ${this.next} tokens`);
    if (held.buffer) this.encoder.copy(held.buffer, 0, buffer, 0, row * this.position);
    return { buffer, room };
  }

  /** Releases the buffers of `old` that neither `kept` nor, unless `committed`, the state itself holds. */
  private drop(old: readonly Held[], kept: readonly Held[], committed = false): void {
    old.forEach(({ buffer }, i) => {
      if (!buffer || buffer === kept[i]?.buffer) return;
      if (committed || buffer !== this.state.held[i].buffer) this.buffers.release(buffer);
    });
  }
}

const indexes = new WeakMap<readonly Slot[], ReadonlyMap<string, number>>();
function indexOf(slots: readonly Slot[]): ReadonlyMap<string, number> {
  let index = indexes.get(slots);
  if (!index) {
    index = new Map(slots.map((slot, i) => [slot.node, i]));
    indexes.set(slots, index);
  }
  return index;
}

/** Throws unless the state is alive and of this model. */
export function ownState(state: ModelState, slots: readonly Slot[]): GpuState {
  if (!(state instanceof GpuState) || state.freed || state.slots !== slots)
    throw new EngineError('bad-argument', 'this state was freed or belongs to another model');
  return state;
}
