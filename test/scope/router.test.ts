import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routedLayers, routingOf } from '@/components/scope/views/router';
import type { LiveModel } from '@/engine/worker/client';
import { closeAll, live } from './live';

let jamba: LiveModel;
beforeAll(async () => {
  jamba = await live('stories-jamba');
});
afterAll(closeAll);

describe('what a router did with a text', () => {
  it('is read from the taps: shares that add up to 1, and the largest of them called', async () => {
    const { blueprint } = jamba.info;
    expect(routedLayers(blueprint)).toEqual([1, 3, 5, 7]);
    const names = ['router_probs', 'experts', 'expert_weights'].map((n) => `layers.3.mlp.${n}`);
    const session = await jamba.createSession();
    const { ids } = await jamba.encode('Once upon a time, there was a little girl named Lily.');
    const { taps } = await session.prefill(ids, { taps: names });
    const routing = routingOf(blueprint, 3, taps)!;
    const { tokens, experts, called, shares, chosen, loads } = routing;
    expect([tokens, experts, called]).toEqual([ids.length, 4, 2]);
    for (let t = 0; t < tokens; t++) {
      const row = Array.from(shares.subarray(t * experts, (t + 1) * experts));
      expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      const order = row.map((_, e) => e).sort((a, b) => row[b]! - row[a]! || a - b);
      expect(chosen[t]).toEqual(order.slice(0, called));
      expect(taps.get(names[2]!)!.data[t * called]).toBe(row[order[0]!]);
    }
    expect(loads.reduce((sum, { calls }) => sum + calls, 0)).toBeCloseTo(1, 10);
    expect(loads.reduce((sum, { mean }) => sum + mean, 0)).toBeCloseTo(1, 5);
    for (const { expert, favourites } of loads) for (const t of favourites) expect(chosen[t]![0]).toBe(expert);
    session.close();
  });

  it('is nothing where there is no router', () => {
    expect(routingOf(jamba.info.blueprint, 0, new Map())).toBeNull();
    expect(routingOf(jamba.info.blueprint, 1, new Map())).toBeNull();
  });
});
