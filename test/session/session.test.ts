import { describe, expect, it } from 'vitest';
import type { Intervention } from '@/engine/backend';
import { joinPieces } from '@/engine/session/trace';
import { toyModel, VOCAB } from './toy-backend';

const PROMPT = [3, 1, 4, 1, 5, 9, 2, 6, 5];
const hot = { temperature: 1, seed: 11 };
const nudge: Intervention = { node: 'logits', action: { kind: 'scale', factor: 5 } };

async function fresh() {
  const { model, devices } = toyModel();
  return { session: await model.createSession(), model, devices };
}

async function take(session: Awaited<ReturnType<typeof fresh>>['session'], n: number) {
  const ids: number[] = [];
  for (let i = 0; i < n; i++) ids.push((await session.step(hot)).id);
  return ids;
}

describe('a session', () => {
  it('gives the same logits however a prefill is cut', async () => {
    const whole = await fresh();
    await whole.session.prefill(PROMPT, { chunk: 4 });
    const parts = await fresh();
    for (const id of PROMPT) await parts.session.feed(id);
    expect([...parts.session.logits!]).toEqual([...whole.session.logits!]);
    expect(whole.session.tokens).toEqual(PROMPT);
    expect(whole.session.position).toBe(PROMPT.length);
  });

  it('returns all logits and taps joined over chunks', async () => {
    const { session } = await fresh();
    const { logits, taps } = await session.prefill(PROMPT, { chunk: 2, allLogits: true, taps: ['tokens'] });
    expect(logits!.shape).toEqual([PROMPT.length, VOCAB]);
    expect([...taps.get('tokens')!.data]).toEqual(PROMPT);
    expect([...logits!.data.slice(-VOCAB)]).toEqual([...session.logits!]);
  });

  it('goes back to a snapshot and repeats the same tokens, twice', async () => {
    const { session, devices } = await fresh();
    await session.prefill(PROMPT);
    const place = await session.snapshot();
    const first = await take(session, 5);
    await session.restore(place);
    expect(session.tokens).toEqual(PROMPT);
    expect(await take(session, 5)).toEqual(first);
    await session.restore(place);
    expect(await take(session, 5)).toEqual(first);
    session.freeSnapshot(place);
    await expect(session.restore(place)).rejects.toThrow('was freed');
    expect(devices[0]!.live.size).toBe(1);
  });

  it('branches: what one branch adds does not leak into the other', async () => {
    const { session } = await fresh();
    await session.prefill(PROMPT);
    const place = await session.snapshot();
    await session.feed(7);
    await session.restore(place);
    await session.feed(8);
    expect(session.tokens).toEqual([...PROMPT, 8]);
  });

  it('goes on with the same ids when the device is lost in the middle, interventions included', async () => {
    const run = async (loseAt: number) => {
      const { session, devices } = await fresh();
      devices[0]!.loseAt = loseAt;
      await session.prefill(PROMPT, { chunk: 3 });
      session.intervene([nudge]);
      const before = await take(session, 3);
      session.intervene([]);
      const place = await session.snapshot();
      const after = await take(session, 4);
      await session.restore(place);
      return { ids: [...before, ...after, ...(await take(session, 4))], devices: devices.length };
    };
    const undisturbed = await run(Infinity);
    expect(undisturbed.devices).toBe(1);
    for (let loseAt = 1; loseAt <= 13; loseAt++)
      expect(await run(loseAt), `lost at run ${loseAt}`).toEqual({ ...undisturbed, devices: 2 });
  });

  it('rebuilds every session of a model after one of them met the lost device', async () => {
    const { model, devices } = toyModel();
    const [a, b] = [await model.createSession(), await model.createSession()];
    await a.prefill([1, 2, 3]);
    await b.prefill([1, 2, 3]);
    devices[0]!.lost = true;
    await Promise.all([a.feed(4), b.feed(4)]);
    expect([...a.logits!]).toEqual([...b.logits!]);
    expect(devices.length).toBe(2);
  });

  it('is as before when a prefill is cancelled or fails in a later chunk', async () => {
    const { session, devices } = await fresh();
    await session.prefill([1, 2]);
    const logits = [...session.logits!];
    const controller = new AbortController();
    devices[0]!.onRun = () => session.position >= 5 && controller.abort();
    await expect(session.prefill(PROMPT, { chunk: 3, signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(session.tokens).toEqual([1, 2]);
    expect([...session.logits!]).toEqual(logits);
    devices[0]!.onRun = null;
    await session.feed(3);
    const straight = await fresh();
    await straight.session.prefill([1, 2, 3]);
    expect([...session.logits!]).toEqual([...straight.session.logits!]);
    expect(devices[0]!.live.size).toBe(1);
  });

  it('takes a state set by hand as its new beginning and replays from there', async () => {
    const { session, devices } = await fresh();
    await session.prefill(PROMPT);
    const host = await session.readState();
    await session.forget();
    expect((await session.readState()).tensors.get('layers.0.mixer.h:ssm')!.data[0]).toBe(0);
    await session.setState(host);
    await session.feed(2);
    const logits = [...session.logits!];
    devices[0]!.lost = true;
    const place = await session.snapshot();
    await session.restore(place);
    await session.setState(host);
    await session.feed(2);
    expect([...session.logits!]).toEqual(logits);
    expect(session.position).toBe(PROMPT.length + 1);
  });

  it('refuses bad ids, an empty prompt, a step before any token and a state of another shape', async () => {
    const { session } = await fresh();
    await expect(session.step()).rejects.toThrow('prefill at least one token first');
    await expect(session.prefill([])).rejects.toThrow('the list of tokens is empty');
    await expect(session.prefill([1, VOCAB])).rejects.toThrow(
      `token 1 has id ${VOCAB}; this model's vocabulary is 0 … ${VOCAB - 1}`,
    );
    await expect(session.feed(1.5)).rejects.toMatchObject({ code: 'bad-token' });
    await expect(session.prefill([1], { chunk: 0 })).rejects.toThrow('chunk must be a whole number');
    const tensors = new Map([['layers.0.mixer.h:ssm', { shape: [2], data: new Float32Array(2) }]]);
    await expect(session.setState({ position: 0, tensors })).rejects.toThrow('is [1] here');
    expect(session.position).toBe(0);
  });

  it('stops generating after an end-of-text token', async () => {
    const { session } = await fresh();
    await session.prefill(PROMPT);
    const ids: number[] = [];
    for await (const { id } of session.generate(400, hot)) ids.push(id);
    expect(ids.at(-1)).toBe(VOCAB - 1);
    expect(ids.slice(0, -1)).not.toContain(VOCAB - 1);
  });
});

it('joins attention pieces by padding the keys not yet seen with zeros', () => {
  const { model } = toyModel();
  const blueprint = { ...model.blueprint, nodes: [{ ...model.blueprint.nodes[0]!, id: 'w', shape: ['H', 'T', 'S'] }] };
  const a = { shape: [2, 1, 1], data: Float32Array.of(1, 2) };
  const b = { shape: [2, 2, 3], data: Float32Array.of(3, 4, 0, 5, 6, 7, 8, 9, 0, 10, 11, 12) };
  const joined = joinPieces(blueprint, 'w', [a, b]);
  expect(joined.shape).toEqual([2, 3, 3]);
  expect([...joined.data]).toEqual([1, 0, 0, 3, 4, 0, 5, 6, 7, 2, 0, 0, 8, 9, 0, 10, 11, 12]);
});
