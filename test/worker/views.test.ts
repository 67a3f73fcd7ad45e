/** A real (tiny, random) model behind the message channel: taps, weights and views are those of the model itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '@/engine/session/model';
import { readView } from '@/engine/views';
import { EngineClient, type LiveModel } from '@/engine/worker/client';
import { exposeHost } from '@/engine/worker/crossing';
import { EngineHost } from '@/engine/worker/host';
import type { ModelSource } from '@/engine/worker/protocol';
import { text, tiny } from '../views/tiny';

let model: Model;
let live: LiveModel;
const { port1, port2 } = new MessageChannel();
beforeAll(async () => {
  model = await tiny('mamba');
  exposeHost(new EngineHost(async () => model), port1);
  live = await new EngineClient(port2).load({} as ModelSource);
});
afterAll(() => {
  port1.close();
  port2.close();
});

describe('a real model in the worker', () => {
  it('gives the taps of the model itself, again and again', async () => {
    const taps = live.info.blueprint.nodes.filter((node) => !node.side && node.op !== 'tokens').map((node) => node.id);
    const ids = text(model);
    const own = await model.createSession();
    const session = await live.createSession();
    const [a, b] = [await own.prefill(ids, { taps }), await session.prefill(ids, { taps })];
    expect([...b.taps]).toEqual([...a.taps]);
    // Buffers that were given away must not have been the model's own: the next steps agree too.
    for (let i = 0; i < 3; i++) {
      const [p, q] = [await own.step({}, { taps }), await session.step({}, { taps })];
      expect(q.id).toBe(p.id);
      expect([...q.taps]).toEqual([...p.taps]);
    }
    expect(await session.readState()).toEqual(await own.readState());
  });

  it('computes views by name', async () => {
    const ids = text(model);
    const request = { name: 'half-life', layer: 0, options: {} } as const;
    expect(await live.view(ids, request)).toEqual(await readView(model, ids, request));
    const norms = { name: 'state-norms', options: {} } as const;
    expect(await live.view(ids, norms)).toEqual(await readView(model, ids, norms));
    await expect(live.view(ids, { name: 'ssd-mask', layer: 0, options: { head: 0 } })).rejects.toMatchObject({
      code: 'bad-argument',
    });
  });

  it('reads weights, and keeps them', async () => {
    const key = [...live.info.blueprint.weights.keys()].find((name) => name.endsWith('A_log'))!;
    const first = await live.weight(key);
    expect(await live.weight(key)).toEqual(first);
    expect(first).toEqual(await model.weight(key));
  });
});
