/**
 * One text in one model with the reader's changes: everything the lab shows of it, read from taps and kept per token, so that going back
 * shows the very numbers that were there. Framework-free; lab-store.ts decides what is asked for.
 *
 * Three sessions share the model: `main` stands at the end of the text and draws what follows, `probe` reads the text again where another
 * layer's tensors are wanted, `plain` is the same text without the changes, for before and after.
 */
import type { Intervention } from '@/engine/backend';
import type { Blueprint } from '@/engine/blueprint/types';
import type { SamplingOptions } from '@/engine/session/sampling';
import { joinPieces } from '@/engine/session/trace';
import type { Tensor } from '@/engine/tensor';
import type { Piece } from '@/engine/tokenizer';
import type { LiveModel, LiveSession } from '@/engine/worker/client';
import type { SnapshotInfo } from '@/engine/worker/protocol';
import { opsOf } from '../blueprint/nodes';
import { atToken, cutTokens, norm } from './tensor-read';

type Taps = ReadonlyMap<string, Tensor>;

export interface LayerTaps {
  readonly layer: number;
  /** Every operation of the layer, and what the layer reads from outside, for all tokens of the run. */
  readonly taps: Taps;
}

export interface Run {
  readonly ids: readonly number[];
  readonly pieces: readonly Piece[];
  /** Tokens from here on were drawn by the model or chosen by the reader. */
  readonly promptLength: number;
  /** -log₂ p(token | before), bits; NaN for the first. */
  readonly surprise: readonly number[];
  /** Row t: the scores of what may follow token t. */
  readonly logits: readonly Float32Array[];
  /** The same without the changes; null while there are none. */
  readonly plain: readonly Float32Array[] | null;
  /** Per layer and token: the norm of the state, or of the stream after a layer that has none. */
  readonly norms: readonly (readonly number[])[];
  readonly shown: LayerTaps;
  /** Tokens per second of the last work: reading the text, or steps. */
  readonly rate: number;
  /** What acts on every token of it. */
  readonly interventions: readonly Intervention[];
  /** Bytes on the device after the last token: state (constant) and KV cache (growing). */
  readonly memory: { readonly fixed: number; readonly cache: number };
}

/** Layers whose tensors are kept at once. */
const KEPT = 4;

/** The node by which a layer's fullness is told: its state, or the stream after it. */
export function pulseOf(blueprint: Blueprint, layer: number): { id: string; state: boolean } {
  const state = opsOf(blueprint, layer).find((node) => node.state?.kind === 'ssm');
  return { id: state?.id ?? blueprint.layers[layer]!.output, state: state !== undefined };
}

/** What is tapped to show a layer: its operations and their inputs from outside. */
export function tapsOf(blueprint: Blueprint, layer: number): string[] {
  const ops = opsOf(blueprint, layer);
  return [...new Set(ops.flatMap((node) => [...node.inputs, node.id]))];
}

/** The three sessions and what was read from them. */
export class LabRun {
  private readonly layers = new Map<number, Taps>();
  private readonly snapshots = new Map<number, SnapshotInfo>();

  private constructor(
    readonly model: LiveModel,
    private readonly main: LiveSession,
    private readonly probe: LiveSession,
    private readonly plain: LiveSession,
    private interventions: readonly Intervention[],
  ) {}

  static async open(model: LiveModel): Promise<LabRun> {
    const [main, probe, plain] = [
      await model.createSession(),
      await model.createSession(),
      await model.createSession(),
    ];
    return new LabRun(model, main, probe, plain, []);
  }

  close(): void {
    for (const session of [this.main, this.probe, this.plain]) session.close();
  }

  /** Reads a text from an empty context. `ids` must not be empty. */
  async read(
    ids: readonly number[],
    promptLength: number,
    interventions: readonly Intervention[],
    layer: number,
    signal?: AbortSignal,
  ): Promise<Run> {
    const stop = signal ? { signal } : {};
    this.interventions = interventions;
    this.layers.clear();
    this.forgetSnapshots(0);
    await this.main.reset();
    await this.main.intervene(interventions);
    const taps = this.tapsWith(layer);
    const data = await this.main.prefill(ids, { taps, surprise: true, allLogits: true }, stop);
    await this.remember(ids.length);
    this.layers.set(layer, this.pick(data.taps, layer));
    return {
      ids,
      pieces: await this.model.pieces(ids),
      promptLength,
      surprise: Array.from(data.surprise!),
      logits: rowsOf(data.logits!),
      plain: interventions.length > 0 ? await this.readPlain(ids, signal) : null,
      norms: this.normsOf(data.taps, ids.length),
      shown: { layer, taps: this.layers.get(layer)! },
      rate: (1000 * ids.length) / data.milliseconds,
      interventions,
      memory: data.status.bytes,
    };
  }

  /** Draws the next token, or takes `id`, and appends all that is known of it. */
  async extend(run: Run, next: SamplingOptions | number, signal?: AbortSignal): Promise<Run> {
    const options = { taps: this.tapsWith(run.shown.layer), ...(signal ? { signal } : {}) };
    const step = typeof next === 'number' ? await this.main.feed(next, options) : await this.main.step(next, options);
    const ids = [...run.ids, step.id];
    await this.remember(ids.length);
    const logits = [...run.logits, (await this.main.logits())!];
    let plain = run.plain;
    if (plain) {
      await this.plain.feed(step.id);
      plain = [...plain, (await this.plain.logits())!];
    }
    const { blueprint } = this.model.info;
    const { layer } = run.shown;
    const own = this.pick(step.taps, layer);
    const taps = new Map([...own].map(([id, tap]) => [id, joinPieces(blueprint, id, [run.shown.taps.get(id)!, tap])]));
    this.layers.clear();
    this.layers.set(layer, taps);
    const norms = this.normsOf(step.taps, 1);
    return {
      ...run,
      ids,
      pieces: await this.model.pieces(ids),
      surprise: [...run.surprise, step.surprise],
      logits,
      plain,
      norms: run.norms.map((row, l) => [...row, ...norms[l]!]),
      shown: { layer, taps },
      rate: 1000 / step.milliseconds,
      memory: step.status.bytes,
    };
  }

  /** Goes back to the first `length` tokens: what came after is dropped. */
  async cut(run: Run, length: number, signal?: AbortSignal): Promise<Run> {
    if (length >= run.ids.length) return run;
    const stop = signal ? { signal } : {};
    const ids = run.ids.slice(0, length);
    const there = this.snapshots.get(length);
    if (there) await this.main.restore(there);
    else {
      await this.main.reset();
      await this.main.prefill(ids, {}, stop);
      await this.remember(length);
    }
    this.forgetSnapshots(length + 1);
    if (run.plain) {
      await this.plain.reset();
      await this.plain.prefill(ids, {}, stop);
    }
    const { blueprint } = this.model.info;
    const nodes = new Map(blueprint.nodes.map((node) => [node.id, node]));
    for (const [layer, taps] of this.layers)
      this.layers.set(layer, new Map([...taps].map(([id, tap]) => [id, cutTokens(nodes.get(id)!, tap, length)])));
    return {
      ...run,
      ids,
      pieces: run.pieces.slice(0, length),
      promptLength: Math.min(run.promptLength, length),
      surprise: run.surprise.slice(0, length),
      logits: run.logits.slice(0, length),
      plain: run.plain?.slice(0, length) ?? null,
      norms: run.norms.map((row) => row.slice(0, length)),
      shown: { layer: run.shown.layer, taps: this.layers.get(run.shown.layer)! },
      memory: this.main.status.bytes,
    };
  }

  /** The same run with another layer's tensors in view. */
  async show(run: Run, layer: number, signal?: AbortSignal): Promise<Run> {
    if (run.shown.layer === layer) return run;
    let taps = this.layers.get(layer);
    if (!taps) {
      await this.probe.reset();
      await this.probe.intervene(this.interventions);
      const names = tapsOf(this.model.info.blueprint, layer);
      taps = (await this.probe.prefill(run.ids, { taps: names }, signal ? { signal } : {})).taps;
      if (this.layers.size >= KEPT) this.layers.delete(this.layers.keys().next().value!);
      this.layers.set(layer, taps);
    }
    return { ...run, shown: { layer, taps } };
  }

  private async readPlain(ids: readonly number[], signal?: AbortSignal): Promise<Float32Array[]> {
    await this.plain.reset();
    const { logits } = await this.plain.prefill(ids, { allLogits: true }, signal ? { signal } : {});
    return rowsOf(logits!);
  }

  private tapsWith(layer: number): string[] {
    const { blueprint } = this.model.info;
    return [...new Set([...tapsOf(blueprint, layer), ...blueprint.layers.map((l) => pulseOf(blueprint, l.index).id)])];
  }

  private pick(taps: Taps, layer: number): Taps {
    return new Map(tapsOf(this.model.info.blueprint, layer).map((id) => [id, taps.get(id)!]));
  }

  /** [layers][tokens] */
  private normsOf(taps: Taps, tokens: number): number[][] {
    const { blueprint } = this.model.info;
    return blueprint.layers.map(({ index }) => {
      const { id } = pulseOf(blueprint, index);
      const node = blueprint.nodes.find((n) => n.id === id)!;
      return Array.from({ length: tokens }, (_, t) => norm(atToken(node, taps.get(id)!, t).data));
    });
  }

  private async remember(position: number): Promise<void> {
    const old = this.snapshots.get(position);
    if (old) this.main.freeSnapshot(old);
    this.snapshots.set(position, await this.main.snapshot());
  }

  private forgetSnapshots(from: number): void {
    for (const [position, snapshot] of this.snapshots)
      if (position >= from) {
        this.main.freeSnapshot(snapshot);
        this.snapshots.delete(position);
      }
  }
}

/** Rows of [T, V], each its own array: kept and dropped one by one. */
export function rowsOf(logits: Tensor): Float32Array[] {
  const [T, V] = logits.shape as [number, number];
  return Array.from({ length: T }, (_, t) => logits.data.slice(t * V, (t + 1) * V));
}
