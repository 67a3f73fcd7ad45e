/** The state: copied, saved, given back; as before the call when a run fails or is aborted; runs one after another. */
import { describe, expect, it } from 'vitest';
import type { BackendModel } from '@/engine/backend';
import { loadCpu } from '@/engine/cpu';
import { EngineError } from '@/engine/errors';
import { everyConfig, jamba, mamba } from '../models/configs';
import { randomModel, randomTokens } from '../random-model';
import { expectClose, expectSameState } from './close';

const load = async (config: unknown) => {
  const { blueprint, reader } = randomModel(config);
  return loadCpu(blueprint, reader);
};
const ids = (model: BackendModel, count: number, seed = 5) => randomTokens(seed, count, model.blueprint.vocabSize);
/** Wide enough that a run of a few hundred tokens takes many slices of the clock. */
const wide = { ...jamba, hidden_size: 64, vocab_size: 3000 };

describe('a state', () => {
  it.each(Object.entries(everyConfig))('of %s goes to the host and back and continues alike', async (_, config) => {
    const model = await load(config);
    const tokens = ids(model, 9);
    const state = await model.createState();
    expect(state.position).toBe(0);
    expect(state.bytes.cache).toBe(0);
    await model.run(state, tokens.subarray(0, 6), { logits: 'none' });
    const host = await model.readState(state);
    expect(host.position).toBe(6);
    for (const [name, tensor] of host.tensors) {
      expect(name).toMatch(/^layers\.\d+\.mixer\.\w+:(conv|ssm|k|v)$/);
      if (/:[kv]$/.test(name)) expect(tensor.shape[0]).toBe(6);
    }
    const bytes = (kinds: RegExp) =>
      [...host.tensors].reduce((n, [name, t]) => n + (kinds.test(name) ? 4 * t.data.length : 0), 0);
    expect(state.bytes).toEqual({ fixed: bytes(/:(conv|ssm)$/), cache: bytes(/:[kv]$/) });
    const again = await model.writeState(host);
    const [a, b] = [await model.run(state, tokens.subarray(6), {}), await model.run(again, tokens.subarray(6), {})];
    expect(b.logits).toEqual(a.logits);
    expectSameState(await model.readState(again), await model.readState(state), 0);
  });

  it('is independent of its copies', async () => {
    const model = await load(jamba);
    const tokens = ids(model, 8);
    const state = await model.createState();
    await model.run(state, tokens.subarray(0, 4), {});
    const before = await model.readState(state);
    const copy = await model.copyState(state);
    await model.run(copy, tokens.subarray(4), {});
    expectSameState(await model.readState(state), before, 0);
    const other = await model.run(state, tokens.subarray(4), {});
    model.freeState(state);
    const third = await model.copyState(copy);
    const [a, b] = [await model.run(copy, tokens, {}), await model.run(third, tokens, {})];
    expect(a.logits).toEqual(b.logits);
    expect(other.logits).not.toEqual(a.logits);
  });

  it('read back does not change with the next run', async () => {
    const model = await load(jamba);
    const state = await model.createState();
    await model.run(state, ids(model, 5), {});
    const host = await model.readState(state);
    const saved = new Map([...host.tensors].map(([name, t]) => [name, t.data.slice()]));
    await model.run(state, ids(model, 5), {});
    for (const [name, data] of saved) expect(host.tensors.get(name)!.data).toEqual(data);
  });
});

describe('a run that fails', () => {
  it.each(['run', 'slice'])('by an abort before or during the %s leaves the state as it was', async (when) => {
    const model = await load(wide);
    const tokens = ids(model, 300);
    const state = await model.createState();
    await model.run(state, tokens.subarray(0, 7), {});
    const before = await model.readState(state);
    const controller = new AbortController();
    if (when === 'run') controller.abort();
    else setImmediate(() => controller.abort());
    const failed = model.run(state, tokens, { logits: 'all', signal: controller.signal });
    await expect(failed).rejects.toMatchObject({ code: 'cancelled' });
    expect(state.position).toBe(7);
    expectSameState(await model.readState(state), before, 0);
    // And goes on as if nothing had been: spare buffers hold no remains.
    const fresh = await model.writeState(before);
    const [a, b] = [await model.run(state, tokens, {}), await model.run(fresh, tokens, {})];
    expect(a.logits).toEqual(b.logits);
  });

  it('lets other work happen every few milliseconds of a long prefill', async () => {
    const model = await load(wide);
    const state = await model.createState();
    let turns = 0;
    let running = true;
    const tick = () => {
      turns++;
      if (running) setImmediate(tick);
    };
    setImmediate(tick);
    await model.run(state, ids(model, 400), { logits: 'all' });
    running = false;
    // More than a tenth of a second of work on any machine, in slices of 8 ms.
    expect(turns).toBeGreaterThan(3);
  });

  it.each([
    ['no tokens', { tokens: [] }, 'bad-argument', /1 to \d+ tokens; got 0/],
    ['an id outside the vocabulary', { tokens: [3, 97] }, 'bad-token', /97/],
    ['an unknown tap', { tokens: [3], taps: ['layers.0.mixer.hh'] }, 'bad-argument', /unknown node/],
    [
      'an impossible intervention',
      {
        tokens: [3],
        interventions: [{ node: 'layers.0.mixer.h', action: { kind: 'scale' as const, factor: Number.NaN } }],
      },
      'bad-argument',
      /finite/,
    ],
  ])('by %s says so and leaves the state', async (_, { tokens, ...request }, code, message) => {
    const model = await load(mamba);
    const state = await model.createState();
    await model.run(state, ids(model, 3), {});
    const before = await model.readState(state);
    const error = await model.run(state, Uint32Array.from(tokens), request).then(
      () => null,
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ code });
    expect((error as EngineError).message).toMatch(message);
    expectSameState(await model.readState(state), before, 0);
  });
});

describe('runs asked for at once', () => {
  it('on two states do not disturb each other', async () => {
    const model = await load(wide);
    const [a, b] = [await model.createState(), await model.createState()];
    const [x, y] = [ids(model, 200, 1), ids(model, 200, 2)];
    const both = await Promise.all([model.run(a, x, {}), model.run(b, y, {})]);
    const [c, d] = [await model.createState(), await model.createState()];
    expect(both).toEqual([await model.run(c, x, {}), await model.run(d, y, {})]);
    expectSameState(await model.readState(b), await model.readState(d), 0);
  });
  it('on one state run in the order in which they were asked for', async () => {
    const model = await load(mamba);
    const [a, b] = [await model.createState(), await model.createState()];
    const tokens = ids(model, 6);
    await Promise.all([model.run(a, tokens.subarray(0, 4), {}), model.run(a, tokens.subarray(4), {})]);
    await model.run(b, tokens, {});
    expect(a.position).toBe(6);
    expectSameState(await model.readState(a), await model.readState(b), 1e-6);
  });
});

describe('what does not belong', () => {
  it('is refused: foreign and freed states, tensors of another shape or name', async () => {
    const [model, other] = [await load(mamba), await load(jamba)];
    const state = await model.createState();
    await expect(other.run(state, ids(other, 2), {})).rejects.toMatchObject({ code: 'bad-argument' });
    const host = await model.readState(state);
    const [name] = host.tensors.keys();
    const wrong = (tensors: [string, { shape: number[]; data: Float32Array }][]) =>
      model.writeState({ position: 0, tensors: new Map([...host.tensors, ...tensors]) });
    await expect(wrong([[name, { shape: [1], data: new Float32Array(1) }]])).rejects.toMatchObject({
      code: 'bad-shape',
    });
    await expect(wrong([['x:ssm', { shape: [1], data: new Float32Array(1) }]])).rejects.toThrow('no state "x:ssm"');
    await expect(model.writeState({ position: 0, tensors: new Map() })).rejects.toThrow('lacks');
    await expect(model.writeState({ ...host, position: -1 })).rejects.toThrow('got -1');
    const attention = await other.readState(await other.createState());
    await expect(other.writeState({ ...attention, position: 2 })).rejects.toMatchObject({ code: 'bad-shape' });
    model.freeState(state);
    await expect(model.run(state, ids(model, 2), {})).rejects.toMatchObject({ code: 'bad-argument' });
    await expect(model.readState(state)).rejects.toMatchObject({ code: 'bad-argument' });
  });
  it('to a model that was disposed of, in the middle of a run too', async () => {
    const model = await load(wide);
    const state = await model.createState();
    const run = model.run(state, ids(model, 300), { logits: 'all' });
    setImmediate(() => model.dispose());
    await expect(run).rejects.toThrow('disposed');
    model.dispose();
    await expect(model.createState()).rejects.toThrow('disposed');
  });
});

describe('loading', () => {
  it('reports progress, keeps a tied head once and counts the bytes it holds', async () => {
    const { blueprint, reader } = randomModel({ ...mamba, tie_word_embeddings: true });
    const seen: [number, number][] = [];
    const read: string[] = [];
    const counting = {
      read: (key: string) => {
        read.push(key);
        return reader.read(key);
      },
    };
    const model = await loadCpu(blueprint, counting, { onProgress: (done, total) => seen.push([done, total]) });
    expect(new Set(read).size).toBe(read.length);
    expect(read).not.toContain('lm_head.weight');
    expect(seen).toEqual(read.map((_, i) => [i + 1, read.length]));
    const floats = (await Promise.all(read.map((key) => reader.read(key)))).reduce((n, w) => n + w.length, 0);
    expect(model.weightBytes).toBe(4 * floats);
    expect(model.kind).toBe('cpu');
    expect(model.stats()).toEqual({ dispatches: 0, submits: 0, bytesRead: 0 });
  });
  it('can be cancelled', async () => {
    const { blueprint, reader } = randomModel(mamba);
    const controller = new AbortController();
    const onProgress = (done: number) => done === 3 && controller.abort();
    await expect(loadCpu(blueprint, reader, { onProgress, signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
  it.each(['f16', 'int8', 'experts-int8'] as const)(
    'in %s runs with weights rounded to it, tied head included',
    async (format) => {
      const { blueprint, reader } = randomModel({ ...jamba, tie_word_embeddings: true });
      const exact = await loadCpu(blueprint, reader);
      const rounded = await loadCpu(blueprint, reader, { format });
      expect(rounded.format).toBe(format);
      if (format !== 'f16') expect(rounded.weightBytes).toBeLessThan(0.9 * exact.weightBytes);
      const tokens = ids(exact, 12);
      const run = async (model: BackendModel) =>
        (await model.run(await model.createState(), tokens, { logits: 'all' })).logits!.data;
      const [a, b] = [await run(exact), await run(rounded)];
      // Rounding of 2^-11 or 1/254 of a row's largest, through four layers: far from 0 and far from noise.
      expectClose(b, a, format === 'f16' ? 2e-2 : 0.6);
      expect(Math.max(...a.map((v, i) => Math.abs(v - b[i])))).toBeGreaterThan(1e-4);
      const steps: number[] = [];
      const state = await rounded.createState();
      for (const id of tokens) steps.push(...(await rounded.run(state, Uint32Array.of(id), {})).logits!.data);
      expectClose(steps, b, 1e-5);
    },
  );
});
