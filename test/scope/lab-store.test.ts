import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULTS, type LabState } from '@/components/scope/lab-state';
import { LabStore, MOST_TOKENS } from '@/components/scope/lab-store';
import { norm, unitAt } from '@/components/scope/tensor-read';
import type { LiveModel } from '@/engine/worker/client';
import { closeAll, live } from './live';

let mamba: LiveModel;
let transformer: LiveModel;
beforeAll(async () => {
  mamba = await live('stories-mamba');
  transformer = await live('stories-transformer');
});
afterAll(closeAll);

const TEXT = 'Once upon a time, there was a';

/** A lab that has read its text. */
async function lab(set: Partial<LabState> = {}, model = mamba): Promise<LabStore> {
  const store = new LabStore({ ...DEFAULTS, text: TEXT, token: 4, ...set });
  store.use(model);
  await settled(store);
  return store;
}
async function settled(store: LabStore): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, 5));
  while (store.lab.busy || (store.lab.run === null && store.lab.error === null && store.lab.notices.length === 0));
  if (store.lab.error) throw store.lab.error;
}
/** Runs with other taps sum in another order: f32 rounding of values up to about 10. */
const ROUNDING = 1e-4;
/** Largest difference of two rows; toEqual would print megabytes when it fails. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
};
/** Everything shown at the cursor: state, scores, surprise, norms. */
const screen = ({ lab: { run, set } }: LabStore) => {
  const node = mamba.info.blueprint.nodes.find((n) => n.id === `layers.${set.layer}.mixer.h`)!;
  return {
    set,
    h: [...unitAt(node, run!.shown.taps.get(node.id)!, set.token, 3)],
    logits: [...run!.logits[set.token]!],
    surprise: run!.surprise[set.token],
    norms: run!.norms.map((row) => row[set.token]),
  };
};

describe('a text in the lab', () => {
  it('is shown by the numbers of the engine', async () => {
    const { lab: now } = await lab({ layer: 2 });
    const session = await mamba.createSession();
    const ids = (await mamba.encode(TEXT)).ids;
    const { taps, logits } = await session.prefill(ids, { taps: ['layers.2.mixer.h'], allLogits: true });
    const h = taps.get('layers.2.mixer.h')!;
    expect(now.run!.ids).toEqual([...ids]);
    expect(apart(now.run!.shown.taps.get('layers.2.mixer.h')!.data, h.data)).toBeLessThan(ROUNDING);
    expect(now.run!.norms[2]![4]).toBeCloseTo(norm(h.data.subarray(4 * 4096, 5 * 4096)), 4);
    const V = mamba.info.blueprint.vocabSize;
    expect(apart(now.run!.logits[3]!, logits!.data.subarray(3 * V, 4 * V))).toBeLessThan(ROUNDING);
    expect(now.run!.surprise[0]).toBeNaN();
    session.close();
  });

  it('goes forward and back to the very same screen, by every unit', async () => {
    const store = await lab({ token: 7 });
    const start = screen(store);
    for (const unit of ['token', 'layer', 'op'] as const) {
      for (let i = 0; i < 3; i++) expect(await store.move(unit, 1)).toBe(true);
      expect(screen(store)).not.toEqual(start);
      for (let i = 0; i < 3; i++) expect(await store.move(unit, -1)).toBe(true);
      expect(screen(store), unit).toEqual(start);
    }
  });

  it('is continued as the session would, and the link to a drawn token draws it again', async () => {
    const store = await lab();
    await store.goTo(14);
    const session = await mamba.createSession();
    const ids = [...(await mamba.encode(TEXT)).ids];
    await session.prefill(ids);
    const { temperature, topK, topP, seed } = DEFAULTS;
    while (ids.length < 15) ids.push((await session.step({ temperature, topK, topP, seed })).id);
    expect(store.lab.run!.ids).toEqual(ids);
    expect(store.lab.set.token).toBe(14);
    const again = await lab({ token: 14 });
    expect(again.lab.run!.ids).toEqual(ids);
  });

  it('drops what was drawn under other sampling, and keeps the prompt', async () => {
    const store = await lab();
    const { length } = store.lab.run!.ids;
    await store.goTo(length + 3);
    const drawn = store.lab.run!.ids;
    await store.goTo(2);
    await store.setSampling({ seed: 5 });
    expect(store.lab.run!.ids).toEqual(drawn.slice(0, length));
    await store.setSampling({ seed: 1 });
    await store.goTo(length + 3);
    expect(store.lab.run!.ids).toEqual(drawn);
  });

  it('takes a word that the reader chooses and goes on from there', async () => {
    const store = await lab({ token: 4 });
    const before = store.lab.run!.ids;
    await store.choose(before[2]!);
    expect(store.lab.run!.ids).toEqual([...before.slice(0, 5), before[2]]);
    expect(store.lab.set.text).toBe(await mamba.decode(store.lab.run!.ids));
    const fresh = await lab({ text: store.lab.set.text, token: 5 });
    const close = screen(fresh).h;
    screen(store).h.forEach((v, i) => {
      expect(v).toBeCloseTo(close[i]!, 5);
    });
  });

  it('keeps what is selected when the model is another', async () => {
    const store = await lab({ layer: 7, node: 'h', token: 3 });
    store.use(transformer);
    await settled(store);
    expect(store.lab.set).toMatchObject({ layer: 4, node: 'h', token: 3 });
    expect(store.lab.run!.shown.taps.has('layers.4.attn.weights') || store.lab.run!.shown.taps.size > 5).toBe(true);
  });

  it('says that an empty or overlong text is one, and stays usable', async () => {
    const store = await lab();
    await store.setText('');
    expect(store.lab.notices).toEqual([{ kind: 'empty' }]);
    await store.setText('a dog '.repeat(400));
    expect(store.lab.notices[0]).toMatchObject({ kind: 'cut', kept: MOST_TOKENS - 1 });
    expect(store.lab.run!.ids).toHaveLength(MOST_TOKENS - 1);
    await store.setText('A cat');
    expect(store.lab.notices).toEqual([]);
  });
});

describe('a change inside the model', () => {
  it('is compared with the same text without it', async () => {
    const store = await lab();
    const before = store.lab.run!.logits;
    await store.setChanges([{ node: 'layers.*.mixer.delta', kind: 'scale', value: 0.2 }]);
    const { run } = store.lab;
    expect(apart(run!.plain![4]!, before[4]!)).toBeLessThan(ROUNDING);
    expect(apart(run!.logits[4]!, before[4]!)).toBeGreaterThan(100 * ROUNDING);
    await store.setChanges([]);
    expect(store.lab.run!.plain).toBeNull();
    expect(apart(store.lab.run!.logits[4]!, before[4]!)).toBeLessThan(ROUNDING);
  });

  it('that does not fit the model is named and left out', async () => {
    const store = await lab({ changes: [{ node: 'layers.*.attn.q', kind: 'zero' }] });
    expect(store.lab.notices).toMatchObject([{ kind: 'misfit' }]);
    expect(store.lab.run!.plain).toBeNull();
  });

  it('makes the words so far the text, so that a link to it holds', async () => {
    const store = await lab();
    await store.goTo(12);
    const { ids } = store.lab.run!;
    await store.setChanges([{ node: 'layers.0.mixer.h', kind: 'zero', from: 3, to: 4 }]);
    expect(store.lab.run!.ids).toEqual(ids);
    expect([...(await mamba.encode(store.lab.set.text)).ids]).toEqual(ids);
  });
});

describe('a breakpoint', () => {
  it('stops at the first token whose value meets it', async () => {
    const store = await lab({ token: 0, layer: 1 });
    const delta = store.lab.run!.shown.taps.get('layers.1.mixer.delta')!.data;
    const values = store.lab.run!.ids.map((_, t) => delta[t * 256 + 9]!);
    const most = values.indexOf(Math.max(...values.slice(1)), 1);
    await store.runTo({
      kind: 'value',
      node: 'layers.1.mixer.delta',
      unit: 9,
      test: 'above',
      value: values[most]! - 1e-6,
    });
    expect(store.lab.set.token).toBe(most);
  });

  it('of a layer goes there, at the next token if it is behind', async () => {
    const store = await lab({ token: 1, layer: 3 });
    await store.runTo({ kind: 'layer', layer: 5 });
    expect(store.lab.set).toMatchObject({ token: 1, layer: 5 });
    await store.runTo({ kind: 'layer', layer: 2 });
    expect(store.lab.set).toMatchObject({ token: 2, layer: 2 });
    expect(store.lab.run!.shown.layer).toBe(2);
  });
});

describe('a link to what a model does not have', () => {
  const linked = async (set: Partial<LabState>) => {
    const store = new LabStore();
    store.open({ ...DEFAULTS, text: TEXT, token: 2, ...set });
    store.use(mamba);
    await settled(store);
    return store;
  };
  it('says so once, and shows the nearest', async () => {
    const store = await linked({ layer: 99, node: 'router' });
    expect(store.lab.notices).toEqual([
      { kind: 'place', field: 'layer', value: '99' },
      { kind: 'place', field: 'node', value: 'router' },
    ]);
    expect(store.lab.set.layer).toBe(7);
    await store.setText(`${TEXT} dog`);
    await settled(store);
    expect(store.lab.notices).toEqual([]);
    const far = await linked({ node: 'delta', channel: 256 });
    expect(far.lab.notices).toEqual([{ kind: 'place', field: 'channel', value: '256' }]);
    expect((await linked({ node: 'delta', channel: 255 })).lab.notices).toEqual([]);
  });
});

describe('a text outside of a vocabulary', () => {
  it('is read as unknown signs, and said to be', async () => {
    const task = await live('task-induction-mamba');
    const store = await lab({ text: 'a b ñ 界 c', token: 1 }, task);
    expect(store.lab.notices).toEqual([{ kind: 'unknown', tokens: 2, of: 5 }]);
    expect(store.lab.run!.ids).toEqual([0, 1, 16, 16, 2]);
    const empty = await lab({ text: '', token: 0 }, task);
    expect([empty.lab.run, empty.lab.notices]).toEqual([null, [{ kind: 'empty' }]]);
  });
  it('is read byte by byte where the vocabulary has bytes', async () => {
    const store = await lab({ text: 'ñ 界 🐍' });
    // In UTF-8 two, three and four bytes.
    expect(store.lab.notices).toEqual([{ kind: 'bytes', tokens: 9, of: store.lab.run!.ids.length }]);
    expect(await mamba.decode(store.lab.run!.ids)).toBe('ñ 界 🐍');
  });
});
