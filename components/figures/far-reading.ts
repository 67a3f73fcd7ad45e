/** Reading far: held-out stories one after another, what is lost by forgetting, and how loss and state stand block by block. */
import type { HostState } from '@/engine/backend';
import type { LiveModel, LiveSession } from '@/engine/worker/client';
import stories from './held-stories.json';

/** Stories that the models did not see in training, joined as in training: each begins with the token of a new text. */
export async function longText(model: Pick<LiveModel, 'encode'>, count: number): Promise<Uint32Array> {
  const ids: number[] = [];
  for (const story of stories) {
    if (ids.length >= count) break;
    ids.push(...(await model.encode(story)).ids);
  }
  if (ids.length < count) throw new Error(`the stories have ${ids.length} tokens; asked for ${count}`);
  return Uint32Array.from(ids.slice(0, count));
}

/** Mean of the finite values: the first token of a text has no surprise. */
export function meanOf(values: ArrayLike<number>): number {
  const finite = Array.from(values).filter(Number.isFinite);
  return finite.reduce((sum, v) => sum + v, 0) / finite.length;
}

type Reader = Pick<LiveSession, 'reset' | 'prefill' | 'forget'>;

/** Bits per token of a text when the state is set to zero after every `every` tokens; Infinity never forgets. */
export async function lossForgetting(
  session: Reader,
  ids: Uint32Array,
  every: number,
  signal?: AbortSignal,
): Promise<number> {
  await session.reset();
  const all: number[] = [];
  const stretch = Math.min(every, ids.length);
  for (let at = 0; at < ids.length; at += stretch) {
    if (at > 0) await session.forget();
    const { surprise } = await session.prefill(
      ids.subarray(at, at + stretch),
      { surprise: true },
      signal ? { signal } : {},
    );
    all.push(...surprise!);
  }
  return meanOf(all);
}

/** ‖h‖ of each layer's recurrent state, in the order of the layers. */
export function normsOf(state: HostState): number[] {
  return [...state.tensors]
    .filter(([name]) => name.endsWith(':ssm'))
    .map(([, { data }]) => Math.sqrt(data.reduce((sum, v) => sum + v * v, 0)));
}
