/**
 * The CPU backend as a whole, on one tiny random model of each kind: the same numbers however a text is cut into runs, whoever looks at
 * them, and whatever was aborted on the way. Kernels are tested against plain references in the files beside this one; whole models
 * against transformers in test/parity.
 */
import { describe, expect, it } from 'vitest';
import type { BackendModel, ModelState, RunRequest, RunResult } from '@/engine/backend';
import { evalShape } from '@/engine/blueprint/dims';
import { loadCpu } from '@/engine/cpu';
import type { Tensor } from '@/engine/tensor';
import { everyConfig } from '../models/configs';
import { randomModel, randomTokens } from '../random-model';
import { expectClose, expectSameState } from './close';

const T = 13;
const load = async (config: unknown) => {
  const { blueprint, reader } = randomModel(config);
  return loadCpu(blueprint, reader);
};
const ids = (model: BackendModel, count: number, seed = 5) => randomTokens(seed, count, model.blueprint.vocabSize);

/** Runs `tokens` in pieces of these lengths; returns all logits as one list. */
async function inPieces(model: BackendModel, state: ModelState, tokens: Uint32Array, lengths: readonly number[]) {
  const rows: number[] = [];
  let at = 0;
  for (const n of lengths) {
    const { logits } = await model.run(state, tokens.subarray(at, at + n), { logits: 'all' });
    rows.push(...logits!.data);
    at += n;
  }
  expect(at).toBe(tokens.length);
  return Float32Array.from(rows);
}

describe.each(Object.entries(everyConfig))('%s', (_, config) => {
  it('gives the same logits and state in one run, token by token and in uneven pieces', async () => {
    const model = await load(config);
    const tokens = ids(model, T);
    const whole = await model.createState();
    const expected = await inPieces(model, whole, tokens, [T]);
    expect(expected.every(Number.isFinite)).toBe(true);
    for (const lengths of [Array.from({ length: T }, () => 1), [1, 4, 2, 6], [7, 1, 5]]) {
      const state = await model.createState();
      // Rounding differs only where four tokens share a product: sums in f64, one rounding to f32 per value.
      expectClose(await inPieces(model, state, tokens, lengths), expected, 1e-5);
      expectSameState(await model.readState(state), await model.readState(whole), 1e-5);
    }
  });

  it('gives the same when every node is looked at, and shapes every tap as the blueprint says', async () => {
    const model = await load(config);
    const tokens = ids(model, T);
    const run = async (taps: string[]): Promise<{ state: ModelState; second: RunResult }> => {
      const state = await model.createState();
      await model.run(state, tokens.subarray(0, 5), { logits: 'none' });
      return { state, second: await model.run(state, tokens.subarray(5), { logits: 'all', taps }) };
    };
    const fused = await run([]);
    const all = model.blueprint.nodes.map((n) => n.id);
    const watched = await run(all);
    expectClose(watched.second.logits!.data, fused.second.logits!.data, 1e-5);
    expectSameState(await model.readState(watched.state), await model.readState(fused.state), 1e-5);
    expect([...watched.second.taps.keys()].sort()).toEqual([...all].sort());
    for (const node of model.blueprint.nodes) {
      const tap = watched.second.taps.get(node.id)!;
      expect(tap.shape, node.id).toEqual(evalShape(node.shape, model.blueprint.dims, { T: T - 5, S: T }));
      expect(tap.data.length, node.id).toBe(tap.shape.reduce((a, b) => a * b, 1));
      expect(tap.data.every(Number.isFinite), node.id).toBe(true);
    }
    expectClose(watched.second.taps.get('logits')!.data, watched.second.logits!.data, 0);
    // Each tap alone, where other nodes around it are fused, is the same tap.
    for (const id of all.filter((id) => id.startsWith('layers.1.') || id.startsWith('layers.2.mixer'))) {
      const alone = await run([id]);
      expectClose(alone.second.taps.get(id)!.data, watched.second.taps.get(id)!.data, 1e-5, id);
    }
  });

  it('returns the last row, no row, or the greedy choice, and advances the state alike', async () => {
    const model = await load(config);
    const tokens = ids(model, T);
    const run = async (request: RunRequest) => {
      const state = await model.createState();
      const result = await model.run(state, tokens, request);
      expect(state.position).toBe(T);
      return { state, result };
    };
    const all = await run({ logits: 'all' });
    const vocab = model.blueprint.vocabSize;
    const last: Tensor = { shape: [1, vocab], data: all.result.logits!.data.slice(-vocab) };
    expect(all.result.logits!.shape).toEqual([T, vocab]);
    const only = await run({ logits: 'last' });
    expect(only.result.logits!.shape).toEqual([1, vocab]);
    expectClose(only.result.logits!.data, last.data, 1e-5);
    const byDefault = await run({});
    expectClose(byDefault.result.logits!.data, only.result.logits!.data, 0);
    const none = await run({ logits: 'none' });
    expect(none.result.logits).toBeUndefined();
    const greedy = await run({ greedy: true });
    expect(greedy.result.logits).toBeUndefined();
    expect(greedy.result.greedy).toBe(last.data.indexOf(Math.max(...last.data)));
    const expected = await model.readState(all.state);
    for (const { state } of [only, none, greedy]) expectSameState(await model.readState(state), expected, 1e-5);
  });
});
