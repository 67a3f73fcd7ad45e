/** The figure that writes with and without a KV cache: the same tokens, n keys against n (n + 1) / 2. */
import { afterAll, expect, it } from 'vitest';
import { writeBothWays } from '@/components/figures/cache-off';
import { closeAll, live } from '../scope/live';

afterAll(closeAll);

it('writes the same tokens both ways, and counts the keys of each', async () => {
  const model = await live('stories-transformer');
  const { kept, dropped } = await writeBothWays(model, 6, new AbortController().signal);
  expect(kept.ids).toHaveLength(6);
  expect(dropped.ids).toEqual(kept.ids);
  expect(kept.keys).toEqual([1, 2, 3, 4, 5, 6]);
  expect(dropped.keys).toEqual([1, 3, 6, 10, 15, 21]);
  for (const { milliseconds } of [kept, dropped]) expect([...milliseconds].sort((a, b) => a - b)).toEqual(milliseconds);
  // The first tokens are those that the model writes when it is simply asked to.
  const session = await model.createSession();
  await session.feed((await model.encode('a')).ids[0]!);
  for (const id of kept.ids) expect((await session.step({ temperature: 0 })).id).toBe(id);
});

it('stops when it is no longer wanted', async () => {
  const model = await live('stories-transformer');
  await expect(writeBothWays(model, 6, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
});
