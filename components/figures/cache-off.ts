/** Writing with a KV cache and without: how many keys each computes, and how long it takes. */
import { argmax } from '@/engine/session/sampling';
import { withSession } from '@/engine/session/with-session';
import type { LiveModel, LiveSession } from '@/engine/worker/client';

/** Tokens that a reader can have written. */
export const COUNTS = [16, 32, 64] as const;

export interface Written {
  /** The tokens written, after the one that begins a text. */
  readonly ids: readonly number[];
  /** Keys computed per layer and key head, in all, after each token. */
  readonly keys: readonly number[];
  /** Milliseconds, in all, after each token. */
  readonly milliseconds: readonly number[];
}

export interface BothWays {
  readonly kept: Written;
  readonly dropped: Written;
}

/** Writes greedily. `read` is given all tokens so far, does its work, and says how many of them it computed keys for. */
async function write(
  count: number,
  first: number,
  session: LiveSession,
  read: (ids: readonly number[]) => Promise<number>,
) {
  const text = [first];
  const [keys, milliseconds]: [number[], number[]] = [[], []];
  const started = performance.now();
  for (let i = 0; i < count; i++) {
    keys.push((keys.at(-1) ?? 0) + (await read(text)));
    text.push(argmax((await session.logits())!));
    milliseconds.push(performance.now() - started);
  }
  return { ids: text.slice(1), keys, milliseconds };
}

/** Has the model write `count` tokens twice: once with its cache, once reading everything again for each token. */
export async function writeBothWays(model: LiveModel, count: number, signal: AbortSignal): Promise<BothWays> {
  const first = (await model.encode('a')).ids[0]!; // the token that begins every text
  return withSession(model, async (session) => {
    await session.prefill(Array(count).fill(first), {}, { signal }); // warms up: not measured
    const readLast = async (text: readonly number[]) => {
      await session.prefill(text.slice(-1), {}, { signal });
      return 1;
    };
    await write(2, first, session, readLast);
    await session.reset();
    const kept = await write(count, first, session, readLast);
    const dropped = await write(count, first, session, async (text) => {
      await session.reset();
      await session.prefill(text, {}, { signal });
      return text.length;
    });
    return { kept, dropped };
  });
}
