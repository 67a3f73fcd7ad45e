import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { besideAt, bytesAt } from '@/components/scope/beside/beside-run';
import { DEFAULTS, type LabState } from '@/components/scope/lab-state';
import { LabStore } from '@/components/scope/lab-store';
import { compareDistributions } from '@/engine/views';
import type { LiveModel } from '@/engine/worker/client';
import { closeAll, live } from './live';

let mamba: LiveModel;
let transformer: LiveModel;
let task: LiveModel;
beforeAll(async () => {
  mamba = await live('stories-mamba');
  transformer = await live('stories-transformer');
  task = await live('task-induction-mamba');
});
afterAll(closeAll);

const TEXT = 'Once upon a time, there was a';

async function beside(second: LiveModel, set: Partial<LabState> = {}): Promise<LabStore> {
  const store = new LabStore({ ...DEFAULTS, text: TEXT, token: 4, compare: second.info.name, ...set });
  store.takeBeside(second);
  store.use(mamba);
  await until(() => store.lab.run !== null && !store.lab.busy);
  return store;
}
async function until(met: () => boolean): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, 5));
  while (!met());
}

describe('a second model beside the first', () => {
  it('reads the same tokens, and is shown by the numbers of its own engine', async () => {
    const store = await beside(transformer);
    const { run } = store.beside.now;
    const session = await transformer.createSession();
    const { ids } = await transformer.encode(TEXT);
    const { logits, surprise, status } = await session.prefill(ids, { allLogits: true, surprise: true });
    const V = transformer.info.blueprint.vocabSize;
    expect(run!.ids).toEqual([...ids]);
    expect(run!.surprise.slice(1)).toEqual([...surprise!].slice(1));
    const [a, b] = [store.lab.run!.logits[5]!, logits!.data.subarray(5 * V, 6 * V)];
    expect(run!.apart![5]).toBeCloseTo(compareDistributions(a, b, { vocabulary: mamba.info.drawable }).divergence, 10);
    expect(bytesAt(run!.memory, ids.length - 1)).toBe(status.bytes.fixed + status.bytes.cache);
    expect(run!.times.first.reading).toBeGreaterThan(0);
    expect(run!.times.second).toMatchObject({ step: null });
    session.close();
  });

  it('takes each token that the first draws, and its cache grows with it while the state stays', async () => {
    const store = await beside(transformer);
    const before = store.beside.now.run!;
    await store.goTo(before.ids.length + 2);
    const { run } = store.beside.now;
    expect(run!.ids).toEqual(store.lab.run!.ids);
    expect(run!.apart).toHaveLength(run!.ids.length);
    expect(run!.memory.cache / run!.ids.length).toBeCloseTo(before.memory.cache / before.ids.length, 6);
    expect(store.lab.run!.memory.cache).toBe(0);
    expect(run!.times.first.step).toBeGreaterThan(0);
    expect(run!.times.second.step).toBeGreaterThan(0);
    const fresh = await beside(transformer, { text: await mamba.decode(run!.ids) });
    expect(fresh.beside.now.run!.apart!.at(-1)).toBeCloseTo(run!.apart!.at(-1)!, 4);
  });

  it('is one text cut in two ways where the vocabularies differ, and says so', async () => {
    const store = await beside(task, { text: 'a b' });
    const { run } = store.beside.now;
    expect(run!.apart).toBeNull();
    expect(run!.ids).toEqual([...(await task.encode(await mamba.decode(store.lab.run!.ids))).ids]);
    expect(run!.ids).not.toEqual(store.lab.run!.ids);
    expect(store.lab.run).not.toBeNull();
    expect(store.lab.error).toBeNull();
  });
});

describe('a second setting of the same model', () => {
  it('differs by nothing until something is changed', async () => {
    // Words that no story begins with: the beginning that all stories share, a model knows whatever is changed.
    const store = await beside(mamba, { text: 'Tom put the red ball under' });
    expect(Math.max(...store.beside.now.run!.apart!)).toBeLessThan(1e-6);
    await store.setChanges([{ node: 'layers.*.mixer.delta', kind: 'scale', value: 0.2 }]);
    expect(Math.max(...store.beside.now.run!.apart!)).toBeLessThan(1e-6);
    await store.setBeside({ besideChanges: 'none' });
    const { run } = store.beside.now;
    const { logits, plain } = store.lab.run!;
    const apart = logits.map(
      (row, t) => compareDistributions(row, plain![t]!, { vocabulary: mamba.info.drawable }).divergence,
    );
    expect(Math.max(...apart)).toBeGreaterThan(0.05);
    for (const [t, bits] of apart.entries()) expect(run!.apart![t]).toBeCloseTo(bits, 4);
  });

  it('goes when it is sent away, and the first stays', async () => {
    const store = await beside(mamba);
    store.takeBeside(null);
    await store.goTo(store.lab.run!.ids.length);
    expect(store.beside.now).toMatchObject({ model: null, run: null });
    expect(store.lab.run!.ids.length).toBeGreaterThan(5);
  });
});

it('two cuts of one text stand at the same place in it', () => {
  const piece = (start: number, end: number) => ({
    id: 0,
    special: false,
    bytes: new Uint8Array(),
    text: '',
    start,
    end,
    display: '',
  });
  const first = [piece(0, 4), piece(4, 9), piece(9, 10)];
  const pieces = [piece(0, 2), piece(2, 4), piece(4, 8), piece(8, 10)];
  const second = { apart: null, ids: [0, 0, 0, 0], pieces } as unknown as Parameters<typeof besideAt>[1];
  expect([0, 1, 2].map((t) => besideAt(first, second, t))).toEqual([1, 2, 3]);
});
