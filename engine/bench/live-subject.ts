/** A model of the worker as something to measure. Times are taken in the worker: the page and its messages are not in them. */
import type { LiveModel, LiveSession } from '../worker/client';
import type { Subject } from './measurement';
import { type CostProfile, prefillFlops } from './profile';

/** Ids spread over the vocabulary, the same in every run: a model's time does not depend on what it reads. */
const spreadIds = (length: number, vocabulary: number): Uint32Array =>
  Uint32Array.from({ length }, (_, i) => (i * 7919 + 13) % vocabulary);

/** Close the session when the measurement is over. */
export function liveSubject(id: string, model: LiveModel, session: LiveSession, profile: CostProfile): Subject {
  const { drawable } = model.info;
  return {
    id,
    flops: (length) => prefillFlops(profile, length),
    async prefill(length, signal) {
      await session.reset();
      const { milliseconds, status } = await session.prefill(spreadIds(length, drawable), {}, { signal });
      return { milliseconds, keptBytes: status.bytes.fixed + status.bytes.cache };
    },
    async decode(signal) {
      return (await session.feed(session.status.position % drawable, { signal })).milliseconds;
    },
  };
}
