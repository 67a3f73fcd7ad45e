import type { BackendModel, HostState, ModelState, RunRequest, RunResult } from '@/engine/backend';
import { BlueprintBuilder } from '@/engine/blueprint/builder';
import { EngineError } from '@/engine/errors';
import { Model } from '@/engine/session/model';
import type { Tensor } from '@/engine/tensor';

/**
 * A model small enough to follow by hand, to test the session alone: the state is one number, h ← (31 h + id + 1) mod 997, an
 * intervention adds its factor to h, and the logits are cos(h (v + 1)). It can lose its device and count what it was asked.
 */
export const VOCAB = 11;

const text = { en: 'toy', es: 'juguete' };
export function toyBlueprint() {
  const b = new BlueprintBuilder({ V: VOCAB });
  const tokens = b.node('tokens', { op: 'tokens', shape: ['T'], formula: 't', meaning: text });
  b.node('logits', { op: 'activation', inputs: [tokens], shape: ['T', 'V'], formula: 'x', meaning: text });
  return b.build({
    modelType: 'toy',
    title: 'Toy',
    vocabSize: VOCAB,
    maxPositions: null,
    special: { bos: null, eos: [VOCAB - 1], pad: null },
  });
}

interface ToyState extends ModelState {
  position: number;
  h: number;
  freed: boolean;
}

export class ToyBackend implements BackendModel {
  readonly kind = 'cpu' as const;
  readonly device = 'toy';
  readonly format = 'f32' as const;
  readonly weightBytes = 0;
  readonly maxRun = 4;
  readonly live = new Set<ToyState>();
  runs = 0;
  lost = false;
  /** Loses the device at this run (counted from load). */
  loseAt = Infinity;
  onRun: (() => void) | null = null;
  constructor(readonly blueprint = toyBlueprint()) {}

  private make(position: number, h: number): ToyState {
    const state = { position, h, freed: false, bytes: { fixed: 4, cache: 0 } };
    this.live.add(state);
    return state;
  }
  private use(state: ModelState): ToyState {
    if (this.lost) throw new EngineError('device-lost', 'the toy was lost');
    const own = state as ToyState;
    if (own.freed || !this.live.has(own)) throw new Error('a freed or foreign state was used');
    return own;
  }
  async createState() {
    return this.make(0, 0);
  }
  async run(state: ModelState, tokens: Uint32Array, request: RunRequest): Promise<RunResult> {
    if (++this.runs >= this.loseAt) this.lost = true;
    const own = this.use(state);
    this.onRun?.();
    if (request.signal?.aborted) throw new EngineError('cancelled', 'cancelled');
    let h = own.h;
    const rows: number[] = [];
    for (const id of tokens) {
      h = (31 * h + id + 1) % 997;
      for (const i of request.interventions ?? []) if (i.action.kind === 'scale') h += i.action.factor;
      for (let v = 0; v < VOCAB; v++) rows.push(Math.cos(h * (v + 1)));
    }
    own.h = h;
    own.position += tokens.length;
    const taps = new Map<string, Tensor>();
    for (const id of request.taps ?? []) taps.set(id, { shape: [tokens.length], data: Float32Array.from(tokens) });
    if (request.logits === 'none') return { taps };
    const data = Float32Array.from(request.logits === 'all' ? rows : rows.slice(-VOCAB));
    return { taps, logits: { shape: [data.length / VOCAB, VOCAB], data } };
  }
  async copyState(state: ModelState) {
    const own = this.use(state);
    return this.make(own.position, own.h);
  }
  async readState(state: ModelState): Promise<HostState> {
    const own = this.use(state);
    return {
      position: own.position,
      tensors: new Map([['layers.0.mixer.h:ssm', { shape: [1], data: Float32Array.of(own.h) }]]),
    };
  }
  async writeState(host: HostState) {
    return this.make(host.position, host.tensors.get('layers.0.mixer.h:ssm')!.data[0]!);
  }
  freeState(state: ModelState) {
    (state as ToyState).freed = true;
    this.live.delete(state as ToyState);
  }
  stats() {
    return { dispatches: 0, submits: 0, bytesRead: 0 };
  }
  dispose() {
    this.live.clear();
  }
}

/** A model on toy backends; `devices` collects every backend loaded, the first at once. */
export function toyModel() {
  const devices = [new ToyBackend()];
  const model = new Model({
    name: 'toy',
    blueprint: devices[0]!.blueprint,
    tokenizer: null,
    fallback: null,
    warnings: [],
    backend: devices[0]!,
    weights: {
      read: async (key) => {
        throw new Error(`the toy has no weight "${key}"`);
      },
    },
    loadBackend: async () => {
      devices.push(new ToyBackend(devices[0]!.blueprint));
      return devices.at(-1)!;
    },
  });
  return { model, devices };
}
