import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ablateExpert, ablateUnit, allStates, routerOf, unitsOf } from '@/components/scope/changes/changes';
import { readChanges } from '@/components/scope/changes/read-changes';
import type { Change } from '@/components/scope/lab-state';
import type { LiveModel } from '@/engine/worker/client';
import { closeAll, live } from './live';

let mamba: LiveModel;
let jamba: LiveModel;
let mamba2: LiveModel;
let transformer: LiveModel;
beforeAll(async () => {
  mamba = await live('stories-mamba');
  jamba = await live('stories-jamba');
  mamba2 = await live('stories-mamba2');
  transformer = await live('stories-transformer');
});
afterAll(closeAll);

const TEXT = 'Once upon a time, there was a girl';
const OTHER = 'Tom had a big dog. The dog was very';
/** Runs of other lengths sum in another order: f32 rounding of values up to about 10. */
const ROUNDING = 1e-4;

const encode = async (model: LiveModel, text: string) => Array.from((await model.encode(text)).ids);
async function read(model: LiveModel, changes: readonly Change[], taps: readonly string[], ids?: readonly number[]) {
  const text = ids ?? (await encode(model, TEXT));
  const { list, misfits } = await readChanges(model, text, changes);
  const session = await model.createSession();
  await session.intervene(list);
  const data = await session.prefill(text, { taps, allLogits: true });
  session.close();
  return { ...data, misfits, list };
}
const rowOf = ({ shape, data }: { shape: readonly number[]; data: Float32Array }, t: number) =>
  data.subarray((data.length / shape[0]!) * t, (data.length / shape[0]!) * (t + 1));
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) => Math.max(...Array.from(a, (v, i) => Math.abs(v - b[i]!)));

describe('the state of another text', () => {
  it('put at a token is the state that every layer then has, and what follows goes on from it', async () => {
    for (const model of [mamba, mamba2, jamba]) {
      const states = allStates(model.info.blueprint)!;
      const ids = await encode(model, OTHER);
      const own = states.replace('*', '1');
      const session = await model.createSession();
      const { taps } = await session.prefill(ids.slice(0, 6), { taps: [own] });
      const patch: Change = { node: states, kind: 'patch', text: OTHER, at: 5, from: 3, to: 4 };
      const patched = await read(model, [patch], [own]);
      const plain = await read(model, [], [own]);
      expect(apart(rowOf(patched.taps.get(own)!, 3), rowOf(taps.get(own)!, 5))).toBeLessThan(ROUNDING);
      expect(apart(rowOf(patched.taps.get(own)!, 2), rowOf(plain.taps.get(own)!, 2))).toBeLessThan(ROUNDING);
      expect(apart(rowOf(patched.logits!, 5), rowOf(plain.logits!, 5))).toBeGreaterThan(100 * ROUNDING);
      session.close();
    }
  });

  it('before the first token is what a session says that starts from that state', async () => {
    const start: Change = { node: 'layers.*.mixer.h', kind: 'start', text: OTHER };
    const started = await read(mamba, [start], []);
    const session = await mamba.createSession();
    await session.prefill(await encode(mamba, OTHER));
    const state = await session.readState();
    await session.reset();
    await session.setState(
      state,
      [...state.tensors.keys()].filter((name) => name.endsWith(':ssm')),
    );
    const { logits } = await session.prefill(await encode(mamba, TEXT), { allLogits: true });
    expect(apart(started.logits!.data, logits!.data)).toBeLessThan(ROUNDING);
    const plain = await read(mamba, [], []);
    expect(apart(started.logits!.data, plain.logits!.data)).toBeGreaterThan(100 * ROUNDING);
    session.close();
  });

  it('that is its own changes nothing', async () => {
    const patch: Change = { node: 'layers.*.mixer.h', kind: 'patch', text: TEXT, at: 4, from: 4, to: 5 };
    const [own, plain] = [await read(mamba, [patch], []), await read(mamba, [], [])];
    expect(apart(own.logits!.data, plain.logits!.data)).toBeLessThan(ROUNDING);
  });

  it('that nothing could have left is named and left out', async () => {
    const empty = await read(mamba, [{ node: 'layers.*.mixer.h', kind: 'patch', from: 1, to: 2 }], []);
    expect(empty.list).toHaveLength(0);
    expect(empty.misfits[0]!.reason).toMatch(/empty/);
    const none = await read(transformer, [{ node: 'layers.*.mixer.h', kind: 'start', text: 'A dog' }], []);
    expect(none.misfits).toHaveLength(1);
    const late = await read(
      mamba,
      [{ node: 'layers.*.mixer.h', kind: 'patch', text: 'A dog', at: 900, from: 1, to: 2 }],
      [],
    );
    expect(late.misfits).toEqual([]);
  });
});

describe('a part taken out', () => {
  it('of experts is called no more, and the next best is, with the share that it has', async () => {
    const { blueprint } = jamba.info;
    const layer = blueprint.layers.findIndex((_, i) => routerOf(blueprint, i));
    const probs = routerOf(blueprint, layer)!;
    const [experts, weights] = [probs, probs].map((id, i) =>
      id.replace('router_probs', i ? 'expert_weights' : 'experts'),
    );
    const plain = await read(jamba, [], [probs, experts!]);
    const gone = plain.taps.get(experts!)!.data[0]!;
    const out = await read(jamba, [ablateExpert(blueprint, layer, gone)!], [probs, experts!, weights!]);
    expect([...out.taps.get(experts!)!.data]).not.toContain(gone);
    expect([...plain.taps.get(experts!)!.data]).toContain(gone);
    const first = out.taps.get(experts!)!.data[0]!;
    expect(out.taps.get(weights!)!.data[0]).toBeCloseTo(plain.taps.get(probs)!.data[first]!, 5);
  });

  it('of heads and channels says nothing more', async () => {
    for (const [model, word, reads] of [
      [transformer, 'head', 'context'],
      [mamba2, 'head', 'gated'],
      [mamba, 'channel', 'gated'],
    ] as const) {
      const { blueprint } = model.info;
      const units = unitsOf(blueprint, 0)!;
      expect(units.word).toBe(word);
      const change = ablateUnit(blueprint, 0, 2)!;
      const id = `${change.node.slice(0, change.node.lastIndexOf('.'))}.${reads}`;
      const { taps } = await read(model, [change], [id]);
      const row = rowOf(taps.get(id)!, 4);
      const width = row.length / units.count;
      expect([...row.subarray(2 * width, 3 * width)].every((v) => v === 0)).toBe(true);
      expect([...row.subarray(0, width)].some((v) => v !== 0)).toBe(true);
      expect(ablateUnit(blueprint, 0, units.count)).toBeNull();
    }
  });
});
