/** A text that grows is measured token by token: what is known of its beginning is kept, and the whole is what it would be if read anew. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromToken, sizePerToken } from '@/components/scope/tensor-read';
import type { Tensor } from '@/engine/tensor';
import { computeView, viewNeeds } from '@/engine/views';
import type { LiveModel } from '@/engine/worker/client';
import { closeAll, live } from './live';

let model: LiveModel;
beforeAll(async () => {
  model = await live('stories-mamba');
});
afterAll(closeAll);

const LAYER = 1;
const FIRST = 4;

describe('the tokens from one on', () => {
  it('write what they write in the whole text', async () => {
    const { blueprint } = model.info;
    const needs = viewNeeds(blueprint, 'write-plane', LAYER, {})!;
    const session = await model.createSession();
    const { ids } = await model.encode('Once upon a time, there was a');
    const { taps } = await session.prefill(ids, { taps: [...needs.taps] });
    const weights = new Map<string, Tensor>();
    for (const key of needs.weights) weights.set(key, await model.weight(key));
    const whole = await computeView(blueprint, 'write-plane', LAYER, { taps, weights }, {});
    const nodes = blueprint.nodes.filter(({ id }) => needs.taps.includes(id));
    const rest = new Map(nodes.map((node) => [node.id, fromToken(node, taps.get(node.id)!, FIRST)]));
    const part = await computeView(blueprint, 'write-plane', LAYER, { taps: rest, weights }, {});
    expect(part.write.shape).toEqual([ids.length - FIRST]);
    expect([...part.write.data]).toEqual([...whole.write.data.subarray(FIRST)]);
  });

  it('are measured alone, and those before them taken as known', async () => {
    const { blueprint } = model.info;
    const node = blueprint.nodes.find(({ id }) => id === `layers.${LAYER}.mixer.h`)!;
    const session = await model.createSession();
    const { ids } = await model.encode('Once upon a time, there was a');
    const tap = (await session.prefill(ids, { taps: [node.id] })).taps.get(node.id)!;
    const whole = sizePerToken(node, tap);
    expect([...sizePerToken(node, tap, whole.subarray(0, FIRST))]).toEqual([...whole]);
    // Known values are taken, not measured again.
    const marked = Float32Array.from(whole.subarray(0, FIRST), () => -1);
    expect([...sizePerToken(node, tap, marked)]).toEqual([...marked, ...whole.subarray(FIRST)]);
  });
});
