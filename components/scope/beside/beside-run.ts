/**
 * A second run of the lab's text, in another model or in the same one under other settings: it follows the first token by token, so that
 * the two can be read in step. Framework-free; beside-store.ts decides when it follows.
 *
 * Both are timed alike: next to the second run the first one's tokens are run once more, in a session of its own that taps nothing, in the
 * same worker. Without that the first would pay for every tensor that the lab shows of it.
 */
import type { Piece } from '@/engine/tokenizer';
import { divergenceOf, probabilitiesOf } from '@/engine/views';
import type { LiveModel, LiveSession } from '@/engine/worker/client';
import { readChanges } from '../changes/read-changes';
import { type Run, rowsOf } from '../lab-run';
import type { Change } from '../lab-state';

/** Milliseconds per token: of the text as it was read at once, and of the last steps one by one (the median); null before there is one. */
export interface Times {
  readonly reading: number | null;
  readonly step: number | null;
}

/** Bytes after the last token, and how many tokens there were. */
export interface Memory {
  readonly fixed: number;
  readonly cache: number;
  readonly tokens: number;
}

export interface BesideRun {
  readonly ids: readonly number[];
  readonly pieces: readonly Piece[];
  /** Bits per token; NaN for the first. */
  readonly surprise: readonly number[];
  readonly logits: readonly Float32Array[];
  /** KL(first ‖ second) of what may follow each token, bits; null where the two cut the text into different tokens. */
  readonly apart: readonly number[] | null;
  readonly memory: Memory;
  /** Tokens of the text that the second model had no room for. */
  readonly left: number;
  /** Why changes of the reader do not act on the second. */
  readonly misfits: readonly string[];
  readonly times: { readonly first: Times; readonly second: Times };
}

/** Steps whose median is the time of a step. */
const STEPS = 9;
/** Texts up to this many tokens are timed twice. */
const SHORT = 96;
/** Rows compared between two rests: about 4 ms. */
const ROWS = 16;

/** Two sessions in step on one text. */
export class Beside {
  private readonly steps: { first: number[]; second: number[] } = { first: [], second: [] };

  private constructor(
    readonly model: LiveModel,
    private readonly second: LiveSession,
    private readonly first: LiveSession,
  ) {}

  static async open(model: LiveModel, first: LiveModel): Promise<Beside> {
    return new Beside(model, await model.createSession(), await first.createSession());
  }

  get firstModel(): LiveModel {
    return this.first.model;
  }

  close(): void {
    this.second.close();
    this.first.close();
  }

  /** The text of `run` read from its start. `changes` act on the second, those of `run` on the first. */
  async read(run: Run, changes: readonly Change[], signal?: AbortSignal): Promise<BesideRun> {
    const stop = signal ? { signal } : {};
    const { ids, left } = await this.idsOf(run);
    for (const list of Object.values(this.steps)) list.length = 0;
    await this.second.reset();
    const { list, misfits } = await readChanges(this.model, ids, changes, signal);
    await this.second.intervene(list);
    await this.first.intervene(run.interventions);
    const data = await this.second.prefill(ids, { surprise: true, allLogits: true }, stop);
    // Read again to be timed: by now every kernel is compiled, and handing over rows of scores is not part of a model's time. In turn, and
    // the better of two where the text is short, since whatever else the machine does only ever adds to a time.
    const reading = { first: Number.POSITIVE_INFINITY, second: Number.POSITIVE_INFINITY };
    for (let round = 0; round < (ids.length > SHORT ? 1 : 2); round++) {
      await this.second.reset();
      const second = await this.second.prefill(ids, {}, stop);
      await this.first.reset();
      const first = await this.first.prefill(run.ids, {}, stop);
      reading.second = Math.min(reading.second, second.milliseconds / ids.length);
      reading.first = Math.min(reading.first, first.milliseconds / run.ids.length);
    }
    const logits = rowsOf(data.logits!);
    const pieces = await this.model.pieces(ids);
    const same = this.sameTokens(run, pieces);
    return {
      ids,
      pieces,
      surprise: Array.from(data.surprise!),
      logits,
      apart: same ? await divergences(run.logits, logits, this.drawable, [], signal) : null,
      memory: { ...data.status.bytes, tokens: ids.length },
      left,
      misfits: misfits.map(({ reason }) => reason),
      times: {
        first: { reading: reading.first, step: null },
        second: { reading: reading.second, step: null },
      },
    };
  }

  /** One more token, the one that the first run took. Null where the second cannot take it alone and must read again. */
  async extend(before: BesideRun, run: Run, signal?: AbortSignal): Promise<BesideRun | null> {
    const length = before.ids.length;
    const most = this.model.info.blueprint.maxPositions ?? Number.POSITIVE_INFINITY;
    if (!before.apart || before.left > 0 || run.ids.length !== length + 1 || length >= most) return null;
    const id = run.ids[length]!;
    const options = signal ? { signal } : {};
    const first = await this.first.feed(id, options);
    const second = await this.second.feed(id, options);
    const logits = [...before.logits, (await this.second.logits())!];
    const median = (list: number[], milliseconds: number) => {
      list.push(milliseconds);
      if (list.length > STEPS) list.shift();
      return [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) / 2)]!;
    };
    return {
      ...before,
      ids: [...before.ids, id],
      pieces: await this.model.pieces(run.ids),
      surprise: [...before.surprise, second.surprise],
      logits,
      apart: await divergences(run.logits, logits, this.drawable, before.apart, signal),
      memory: { ...second.status.bytes, tokens: length + 1 },
      times: {
        first: { ...before.times.first, step: median(this.steps.first, first.milliseconds) },
        second: { ...before.times.second, step: median(this.steps.second, second.milliseconds) },
      },
    };
  }

  private get drawable(): number {
    return this.model.info.drawable;
  }

  /** The first run's tokens where both models know the same ones, else the text cut anew; as many as the second has room for. */
  private async idsOf(run: Run): Promise<{ ids: readonly number[]; left: number }> {
    const shared = this.sameTokens(run, await this.shared(run));
    const ids = shared ? run.ids : Array.from((await this.model.encode(await this.first.model.decode(run.ids))).ids);
    const most = this.model.info.blueprint.maxPositions ?? ids.length;
    return { ids: ids.slice(0, most), left: Math.max(0, ids.length - most) };
  }

  private async shared(run: Run): Promise<readonly Piece[]> {
    const known = run.ids.every((id) => id < this.drawable);
    return known ? this.model.pieces(run.ids) : [];
  }

  /** Do these ids mean the same bytes in both models, over vocabularies of one size? */
  private sameTokens(run: Run, pieces: readonly Piece[]): boolean {
    return (
      this.first.model.info.drawable === this.drawable &&
      pieces.every(({ id, bytes }, i) => id === run.ids[i] && String(bytes) === String(run.pieces[i]?.bytes)) &&
      pieces.length > 0
    );
  }
}

/** KL of each row of scores, bits, resting between pieces so that the page stays quick. Rows that `known` covers are not computed again. */
async function divergences(
  first: readonly Float32Array[],
  second: readonly Float32Array[],
  vocabulary: number,
  known: readonly number[],
  signal?: AbortSignal,
): Promise<number[]> {
  const out = known.slice(0, second.length);
  while (out.length < Math.min(first.length, second.length)) {
    const t = out.length;
    out.push(divergenceOf(probabilitiesOf(first[t]!, 0, vocabulary), probabilitiesOf(second[t]!, 0, vocabulary)));
    if (out.length % ROWS === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    if (signal?.aborted) break;
  }
  return out;
}

/** Where the second run stands when the first stands at `token`: the same place, or the last of its tokens that ends no later in the text. */
export function besideAt(first: readonly Piece[], second: BesideRun, token: number): number {
  const last = second.ids.length - 1;
  if (second.apart) return Math.min(token, last);
  const end = first[token]?.end ?? 0;
  let at = 0;
  while (at < last && second.pieces[at + 1]!.end <= end) at++;
  return at;
}

/** Bytes after a token: a state is there at once, a cache grows by the same amount with each. */
export const bytesAt = ({ fixed, cache, tokens }: Memory, token: number): number =>
  fixed + (cache * (token + 1)) / Math.max(1, tokens);
