/**
 * The lab without its screen: what the reader has set (lab-state.ts), what the model made of it (lab-run.ts), and every move between.
 * Any part of the page reads `lab` and is told of changes. Work on the engine is done one piece at a time, in order; a new text drops what
 * is waiting. lab-store knows no React: Lab.tsx subscribes to it.
 */
import type { Blueprint } from '@/engine/blueprint/types';
import type { EngineError } from '@/engine/errors';
import type { LiveModel } from '@/engine/worker/client';
import { asEngineError } from '@/engine/worker/protocol';
import { findNode, nameOf, opsOf } from '../blueprint/nodes';
import { BesideStore } from './beside/beside-store';
import { readChanges } from './changes/read-changes';
import { type Breakpoint, firstThat } from './conditions';
import { missingPlaces, type Notice } from './lab-notices';
import { LabRun, type Run } from './lab-run';
import { type Change, DEFAULTS, type LabState } from './lab-state';
import { move, type Place, type Unit } from './places';
import type { ExampleSettings } from './task-example';

/** Longest text, in tokens: what a phone can hold of every layer's state while a text is read. */
export const MOST_TOKENS = 384;
/** Tokens that a run to a condition draws at most before it gives up. */
const SEARCH = 128;
/** Milliseconds from one place to the next at speed 1. */
export const PACE = 400;

export interface Lit {
  readonly token: number | null;
  readonly unit: number | null;
}

export interface Lab {
  readonly set: LabState;
  readonly model: LiveModel | null;
  readonly run: Run | null;
  /** The engine is at work on something the reader asked for. */
  readonly busy: boolean;
  readonly playing: Unit | null;
  readonly speed: number;
  readonly notices: readonly Notice[];
  readonly error: EngineError | null;
  /** What is pointed at anywhere on the page. */
  readonly lit: Lit;
}

/** What a change is: the model has computed something new, the cursor or the pointer stands elsewhere, the reader has set something. */
export type LabChange = 'run' | 'cursor' | 'set';

/** What the lab shows and every way to change it; parts of the page subscribe. */
export class LabStore {
  lab: Lab;
  /** The run beside, which follows every move of this one. */
  readonly beside = new BesideStore();
  private readonly listeners = new Set<(change: LabChange) => void>();
  private engine: LabRun | null = null;
  private queue: Promise<unknown> = Promise.resolve();
  private control = new AbortController();
  /** The place is a link's, not yet held against a model. */
  private linked = false;

  constructor(set: LabState = DEFAULTS) {
    const lit = { token: null, unit: null };
    this.lab = { set, model: null, run: null, busy: false, playing: null, speed: 1, notices: [], error: null, lit };
  }

  readonly subscribe = (listener: (change: LabChange) => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  readonly getSnapshot = () => this.lab;

  /** Begins with what an address says, before any model is there. */
  open(set: LabState): void {
    this.linked = true;
    this.change({ set });
  }

  /** Takes another model, or none: the text is read again in it, and what is selected stays selected where it exists. */
  use(model: LiveModel | null): void {
    if (model === this.lab.model) return;
    this.engine?.close();
    this.engine = null;
    this.change({ model, run: null, playing: null, error: null });
    if (model) void this.read();
  }

  dispose(): void {
    this.control.abort();
    this.change({ playing: null });
    this.engine?.close();
    this.engine = null;
    this.beside.use(null);
    this.change({ model: null, run: null });
  }

  /** What only changes the picture: view, node, unit. */
  set(patch: Partial<Pick<LabState, 'view' | 'show' | 'node' | 'channel'>>): void {
    this.change({ set: { ...this.lab.set, ...patch } });
  }

  /** What stands beside; its model comes with `takeBeside` once it is loaded. */
  setBeside(patch: Partial<Pick<LabState, 'compare' | 'besideDtype' | 'besideChanges'>>): Promise<void> {
    this.change({ set: { ...this.lab.set, ...patch } });
    return this.work(async () => undefined);
  }

  takeBeside(model: LiveModel | null): void {
    if (model === this.beside.now.model) return;
    this.beside.use(model);
    if (model) void this.work(async () => undefined);
  }

  light(lit: Partial<Lit>): void {
    const next = { ...this.lab.lit, ...lit };
    if (next.token !== this.lab.lit.token || next.unit !== this.lab.lit.unit) this.change({ lit: next });
  }

  setSpeed(speed: number): void {
    this.change({ speed });
  }

  dismiss(): void {
    this.change({ notices: [], error: null });
  }

  /** Reads another text; the cursor goes to its end, once it is there. */
  setText(text: string): Promise<void> {
    this.change({ set: { ...this.lab.set, text, example: '' } });
    return this.read({ to: MOST_TOKENS });
  }

  /** Reads an example of a task (task-example.ts, settingsOf); the cursor goes to its first answer. */
  setExample({ example, text, token }: ExampleSettings): Promise<void> {
    this.change({ set: { ...this.lab.set, example, text } });
    return this.read({ to: token });
  }

  /** Another model, and the text that goes with it (lab-task.ts, withModel); `use` brings the model itself when it is there. */
  setModel(patch: Partial<Pick<LabState, 'model' | 'example' | 'text' | 'token'>>): void {
    this.change({ set: { ...this.lab.set, ...patch }, run: null, playing: null });
  }

  /** Acts at once on the scores at hand. Tokens that were drawn after the cursor under other options are dropped. */
  setSampling(patch: Partial<Pick<LabState, 'temperature' | 'topK' | 'topP' | 'seed'>>): Promise<void> {
    this.change({ set: { ...this.lab.set, ...patch }, playing: null });
    return this.work(async (engine, signal) => {
      const { run } = this.lab;
      if (!run) return;
      const keep = Math.max(run.promptLength, this.lab.set.token + 1);
      if (keep < run.ids.length) this.change({ run: await engine.cut(run, keep, signal) });
    });
  }

  /** Other changes inside the model. The text so far stays, so that before and after can be compared token by token. */
  async setChanges(changes: readonly Change[]): Promise<void> {
    const { run, model, set } = this.lab;
    const made = run !== null && run.ids.length > run.promptLength;
    this.change({ set: { ...set, changes: [...changes] }, playing: null });
    if (!run || !model) return;
    if (made) this.change({ set: { ...this.lab.set, text: await model.decode(run.ids) } });
    await this.read({ ids: run.ids });
  }

  /** Goes on from the cursor with a token of the reader's choice. */
  choose(id: number): Promise<void> {
    this.change({ playing: null });
    return this.work(async (engine, signal) => {
      const run = await engine.cut(this.lab.run!, this.lab.set.token + 1, signal);
      const next = await engine.extend(run, id, signal);
      const all = { ...next, promptLength: next.ids.length };
      const text = await engine.model.decode(all.ids);
      this.change({ run: all, set: { ...this.lab.set, text, token: all.ids.length - 1 } });
    });
  }

  goTo(token: number): Promise<void> {
    const { run, set } = this.lab;
    if (!run) return Promise.resolve();
    if (token < run.ids.length) {
      this.change({ set: { ...set, token: Math.max(0, token) } });
      return Promise.resolve();
    }
    return this.work((engine, signal) => this.reach(engine, token, signal));
  }

  goToEnd(): Promise<void> {
    return this.goTo((this.lab.run?.ids.length ?? 1) - 1);
  }

  goToLayer(layer: number): Promise<void> {
    const { run, set, model } = this.lab;
    this.change({ set: { ...set, layer } });
    if (!run || !model || run.shown.layer === layer) return Promise.resolve();
    return this.work(async (engine, signal) => {
      const wanted = this.lab.set.layer;
      this.change({ run: await engine.show(this.lab.run!, wanted, signal) });
    });
  }

  /** One unit further or back; false where there is nowhere to go. */
  async move(unit: Unit, direction: 1 | -1): Promise<boolean> {
    const { run, model, set } = this.lab;
    if (!run || !model) return false;
    const { blueprint } = model.info;
    const to = move(blueprint, this.place(blueprint), unit, direction);
    if (to.token < 0) return false;
    if (to.token >= run.ids.length) {
      await this.goTo(to.token);
      if ((this.lab.run?.ids.length ?? 0) <= to.token) return false;
    }
    const node = unit === 'op' ? nameOf(blueprint, opsOf(blueprint, to.layer)[to.op]!) : set.node;
    this.change({ set: { ...this.lab.set, token: to.token, node } });
    await this.goToLayer(to.layer);
    return true;
  }

  /** Plays until it is paused, the text ends, or there is nothing more to draw. */
  async play(unit: Unit): Promise<void> {
    this.change({ playing: unit });
    while (this.lab.playing === unit) {
      const started = performance.now();
      if (!(await this.move(unit, 1))) break;
      const rest = PACE / this.lab.speed - (performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, rest)));
    }
    if (this.lab.playing === unit) this.change({ playing: null });
  }

  pause(): void {
    this.change({ playing: null });
  }

  /** Goes on to where a breakpoint holds, drawing tokens as needed. */
  async runTo(point: Breakpoint): Promise<void> {
    const { run, model, set } = this.lab;
    if (!run || !model) return;
    if (point.kind === 'token') return this.goTo(point.token);
    if (point.kind === 'layer') {
      if (point.layer <= set.layer) await this.goTo(set.token + 1);
      return this.goToLayer(point.layer);
    }
    const node = model.info.blueprint.nodes.find((n) => n.id === point.node);
    if (!node || node.layer === null) return;
    await this.goToLayer(node.layer);
    await this.work(async (engine, signal) => {
      const start = this.lab.set.token + 1;
      for (let from = start; from < start + SEARCH; from = this.lab.run!.ids.length) {
        const now = this.lab.run!;
        const found = firstThat(point, node, now.shown.taps.get(node.id)!, from, now.ids.length);
        if (found !== null) return this.change({ set: { ...this.lab.set, token: found } });
        await this.reach(engine, now.ids.length, signal);
        if (this.lab.run!.ids.length === now.ids.length) return;
      }
      this.change({ notices: [{ kind: 'notFound', tokens: SEARCH }] });
    });
  }

  place(blueprint: Blueprint): Place {
    const { set } = this.lab;
    const layer = Math.min(set.layer, blueprint.layers.length - 1);
    return { token: set.token, layer, op: opsOf(blueprint, layer).indexOf(findNode(blueprint, layer, set.node)) };
  }

  /** Reads the text, or `ids`, from the start under the changes that fit this model. */
  private read(options: { ids?: readonly number[]; to?: number } = {}): Promise<void> {
    this.control.abort();
    this.control = new AbortController();
    this.change({ playing: null, error: null });
    return this.work(async (engine, signal) => {
      const { info } = engine.model;
      const { blueprint } = info;
      const { set } = this.lab;
      const notices: Notice[] = [];
      const most = Math.min(MOST_TOKENS, blueprint.maxPositions ?? MOST_TOKENS) - (options.ids ? 0 : 1);
      const { pieces, ids: read } = options.ids
        ? { pieces: [], ids: options.ids }
        : await engine.model.encode(set.text);
      let ids = Array.from(read);
      const unknown = pieces.filter((piece) => piece.unknown).length;
      if (unknown > 0) notices.push({ kind: 'unknown', tokens: unknown, of: ids.length });
      const bytes = pieces.filter((piece) => piece.bytes.length === 1 && piece.bytes[0]! >= 0x80).length;
      if (bytes > 0) notices.push({ kind: 'bytes', tokens: bytes, of: ids.length });
      if (ids.length > most) {
        notices.push({ kind: 'cut', tokens: ids.length, kept: most });
        ids = ids.slice(0, most);
      }
      if (set.text.trim() === '') notices.push({ kind: 'empty' });
      if (ids.length === 0) return this.change({ run: null, notices });
      const { list, misfits } = await readChanges(engine.model, ids, set.changes, signal);
      for (const { reason } of misfits) notices.push({ kind: 'misfit', reason });
      const layer = Math.min(set.layer, blueprint.layers.length - 1);
      const run = await engine.read(ids, ids.length, list, layer, signal);
      if (this.linked) notices.push(...missingPlaces(blueprint, set, run));
      this.linked = false;
      const wanted = options.to ?? set.token;
      const token = Math.min(wanted, ids.length - 1);
      this.change({ run, notices, set: { ...this.lab.set, layer, token } });
      if (wanted > token && options.to === undefined && !options.ids) await this.reach(engine, wanted, signal);
    });
  }

  /** Draws tokens until there is one at this place, and goes there; stops at the end of the text and of the room for it. */
  private async reach(engine: LabRun, token: number, signal: AbortSignal): Promise<void> {
    const { special, maxPositions } = engine.model.info.blueprint;
    const most = Math.min(MOST_TOKENS, maxPositions ?? MOST_TOKENS);
    for (;;) {
      const { run, set } = this.lab;
      if (!run) return;
      const last = run.ids.length - 1;
      if (last >= token) return this.change({ set: { ...set, token } });
      if (last >= run.promptLength && special.eos.includes(run.ids[last]!))
        return this.change({ notices: [{ kind: 'end' }], set: { ...set, token: last } });
      if (run.ids.length >= most)
        return this.change({ notices: [{ kind: 'full', tokens: most }], set: { ...set, token: last } });
      const { temperature, topK, topP, seed } = set;
      const next = await engine.extend(run, { temperature, topK, topP, seed }, signal);
      this.change({ run: next, set: { ...this.lab.set, token: next.ids.length - 1 } });
      await this.beside.follow(engine.model, next, this.lab.set, signal);
    }
  }

  /** One piece of work on the engine after another. Errors are shown; what was cancelled is dropped. */
  private work(task: (engine: LabRun, signal: AbortSignal) => Promise<void>): Promise<void> {
    const { model } = this.lab;
    const { signal } = this.control;
    if (!model) return Promise.resolve();
    const done = this.queue.then(async () => {
      if (signal.aborted || this.lab.model !== model) return;
      this.change({ busy: true });
      try {
        if (this.engine?.model !== model) {
          this.engine?.close();
          this.engine = null; // a model that is swapped while this one opens must find nothing of it
          this.engine = await LabRun.open(model);
        }
        await task(this.engine, signal);
        await this.beside.follow(model, this.lab.run, this.lab.set, signal);
      } catch (thrown) {
        const error = asEngineError(thrown);
        if (error.code !== 'cancelled' && this.lab.model === model) this.change({ error, playing: null });
      } finally {
        this.change({ busy: false });
      }
    });
    this.queue = done;
    return done;
  }

  private change(patch: Partial<Lab>): void {
    const moved = patch.lit !== undefined || (patch.set !== undefined && patch.set.token !== this.lab.set.token);
    const kind = patch.run ? 'run' : moved ? 'cursor' : 'set';
    this.lab = { ...this.lab, ...patch };
    for (const listener of this.listeners) listener(kind);
  }
}
