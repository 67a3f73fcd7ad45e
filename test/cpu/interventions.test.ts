/**
 * Interventions on the CPU: the rules of engine/backend.ts one by one, from taps and the equations; and for every node of every kind of
 * model, that it does not matter how the tokens are cut into runs or who looks on.
 */
import { describe, expect, it } from 'vitest';
import type { BackendModel, Intervention } from '@/engine/backend';
import { evalShape } from '@/engine/blueprint/dims';
import { loadCpu } from '@/engine/cpu';
import { uniformAt } from '@/engine/session/random';
import { sizeOf } from '@/engine/tensor';
import { everyConfig, jamba, llama, mamba, mamba2, s4d } from '../models/configs';
import { normals, randomModel, randomTokens } from '../random-model';
import { expectClose, expectSameState } from './close';

const T = 8;
const load = async (config: unknown) => {
  const { blueprint, reader } = randomModel(config);
  return loadCpu(blueprint, reader);
};
const ids = (model: BackendModel, count = T) => randomTokens(5, count, model.blueprint.vocabSize);
const scale = (node: string, factor: number, more: Partial<Intervention> = {}): Intervention => ({
  node,
  action: { kind: 'scale', factor },
  ...more,
});

/** All logits, taps and the state after running T tokens in pieces under interventions. */
async function run(model: BackendModel, interventions: Intervention[], taps: string[] = [], pieces: number[] = [T]) {
  const tokens = ids(model);
  const state = await model.createState();
  const logits: number[] = [];
  let last = new Map<string, Float32Array>();
  let at = 0;
  for (const n of pieces) {
    const result = await model.run(state, tokens.subarray(at, at + n), { logits: 'all', taps, interventions });
    logits.push(...result.logits!.data);
    last = new Map([...result.taps].map(([id, t]) => [id, t.data]));
    at += n;
  }
  return { logits, taps: last, state: await model.readState(state) };
}

describe.each(Object.entries(everyConfig))('%s', (_, config) => {
  it('takes a change at any node, the same in one run, token by token and with every node watched', async () => {
    const model = await load(config);
    const plain = await run(model, []);
    const all = model.blueprint.nodes.filter((n) => !n.side).map((n) => n.id);
    // The first of every name: the layers of a kind are alike.
    const names = new Map(model.blueprint.nodes.map((n) => [n.id.replace(/^layers\.\d+\./, ''), n] as const).reverse());
    const nodes = [...names.values()].filter((n) => n.op !== 'tokens' && !n.side);
    for (const [i, node] of nodes.entries()) {
      // A change of another kind for each node; constants and attention have no tokens to choose or no fixed size.
      const axes = node.shape.filter((d) => d !== 'T' && d !== 'S');
      const size = sizeOf(evalShape(axes, model.blueprint.dims));
      const square = node.shape.includes('S');
      const actions: Intervention['action'][] = [
        { kind: 'scale', factor: 1.5 },
        { kind: 'zero' },
        { kind: 'freeze', value: 0.3 },
        square
          ? { kind: 'scale', factor: 0.25 }
          : { kind: 'replace', data: normals(i, size).map((v) => 0.5 * Math.abs(v)) }, // Δ > 0
      ];
      const tokens = i % 3 === 0 ? undefined : i % 3 === 1 ? [2, 5] : { from: 3, to: 6 };
      const change: Intervention = {
        node: node.id,
        action: actions[Math.floor(4 * uniformAt(7, i))],
        ...(node.shape.includes('T') && tokens ? { tokens } : {}),
      };
      const one = await run(model, [change]);
      expect(one.logits.every(Number.isFinite), node.id).toBe(true);
      const steps = await run(model, [change], [], [1, 1, 1, 1, 1, 1, 1, 1]);
      const watched = await run(model, [change], all);
      // Ids of experts jump; everything else is rounding.
      for (const other of [steps, watched]) {
        expectClose(other.logits, one.logits, 1e-4, node.id);
        expectSameState(other.state, one.state, 1e-4);
      }
      const early = (rows: number[]) => rows.slice(0, 2 * model.blueprint.vocabSize);
      if (change.tokens) expectClose(early(one.logits), early(plain.logits), 1e-5, `${node.id} before the change`);
    }
  });

  it('changes nothing by an empty list or a factor of 1', async () => {
    const model = await load(config);
    const plain = await run(model, []);
    const same = await run(
      model,
      model.blueprint.nodes.filter((n) => n.op !== 'tokens' && !n.side).map((n) => scale(n.id, 1)),
    );
    expectClose(same.logits, plain.logits, 1e-5);
    expectSameState(same.state, plain.state, 1e-5);
  });
});

describe('a change at h', () => {
  it('is carried on by the recurrence, read by y and kept in the state (Mamba)', async () => {
    const model = await load(mamba);
    const { d_inner: C, d_state: N } = model.blueprint.dims;
    const at = (name: string) => `layers.0.mixer.${name}`;
    const change: Intervention = {
      node: at('h'),
      action: { kind: 'scale', factor: -2 },
      tokens: [1, 4, T - 1],
      select: { d_inner: [0, 3], d_state: [1, 2, 10] },
    };
    const { taps, state } = await run(model, [change], ['h', 'A_bar', 'delta', 'B', 'C', 'x', 'y_ssm'].map(at));
    const [h, a, delta, B, read, x, y] = ['h', 'A_bar', 'delta', 'B', 'C', 'x', 'y_ssm'].map((n) => taps.get(at(n))!);
    const before = new Float64Array(C * N);
    for (let t = 0; t < T; t++) {
      const expected = new Float64Array(C * N);
      const reading = new Float64Array(C);
      for (let c = 0; c < C; c++)
        for (let n = 0; n < N; n++) {
          const i = c * N + n;
          const tc = t * C + c;
          expected[i] = a[tc * N + n] * before[i] + delta[tc] * x[tc] * B[t * N + n];
          if (change.select!.d_inner.includes(c) && change.select!.d_state.includes(n) && [1, 4, T - 1].includes(t))
            expected[i] *= -2;
          reading[c] += expected[i] * read[t * N + n];
        }
      expectClose(h.subarray(t * C * N, (t + 1) * C * N), expected, 1e-5, `h at ${t}`);
      expectClose(y.subarray(t * C, (t + 1) * C), reading, 1e-5, `y at ${t}`);
      before.set(expected);
    }
    expectClose(state.tensors.get(`${at('h')}:ssm`)!.data, before, 1e-5);
  });

  it.each([
    ['mamba2', mamba2],
    ['s4d', s4d],
  ])('to zero makes %s forget: later states are those of a text that begins there', async (_, config) => {
    const model = await load(config);
    const h = 'layers.0.mixer.h';
    const forget = await run(model, [scale(h, 0, { tokens: [3] })], [h]);
    const plain = await run(model, [], [h]);
    const size = plain.taps.get(h)!.length / T;
    const row = (r: typeof plain, t: number) => r.taps.get(h)!.subarray(t * size, (t + 1) * size);
    expectClose(row(forget, 2), row(plain, 2), 1e-6);
    expect(row(forget, 3).every((v) => v === 0)).toBe(true);
    // Layer 0 of S4D and of Mamba-2 is linear in h: what the state lost is what Ā kept of h_3.
    const difference = row(plain, 4).map((v, i) => v - row(forget, 4)[i]);
    expect(difference.some((v) => Math.abs(v) > 1e-4)).toBe(true);
    const later = row(plain, 7).map((v, i) => v - row(forget, 7)[i]);
    expect(Math.hypot(...later)).toBeLessThan(Math.hypot(...difference));
  });
});

describe('memory outside the state space', () => {
  it('a changed convolution input enters the tail, a changed output does not', async () => {
    const model = await load(mamba);
    const tail = 'layers.0.mixer.conv:conv';
    const plain = await run(model, []);
    const input = await run(model, [scale('layers.0.mixer.x_in', 3)]);
    const output = await run(model, [scale('layers.0.mixer.conv', 3)]);
    expectClose(
      input.state.tensors.get(tail)!.data,
      plain.state.tensors.get(tail)!.data.map((v) => 3 * v),
      1e-5,
    );
    expectClose(output.state.tensors.get(tail)!.data, plain.state.tensors.get(tail)!.data, 1e-6);
  });

  it('changed keys and values enter the cache for good, rotated keys after rotation; earlier rows stay', async () => {
    const model = await load(llama);
    const tokens = ids(model);
    const names = ['layers.0.mixer.scores:k', 'layers.0.mixer.context:v'];
    const caches = async (list: Intervention[]) => {
      const state = await model.createState();
      await model.run(state, tokens.subarray(0, 3), {});
      await model.run(state, tokens.subarray(3, 6), { interventions: list });
      await model.run(state, tokens.subarray(6), {});
      const host = await model.readState(state);
      return names.map((n) => host.tensors.get(n)!);
    };
    const plain = await caches([]);
    const changed = await caches([scale('layers.0.mixer.k_rot', 2), scale('layers.0.mixer.v', -1)]);
    const unrotated = await caches([scale('layers.0.mixer.k', 2)]);
    for (const [i, factor] of [2, -1].entries()) {
      const width = plain[i].shape[1];
      const expected = plain[i].data.map((v, j) => (j >= 3 * width && j < 6 * width ? factor * v : v));
      expectClose(changed[i].data, expected, 1e-5);
      // Rotation is linear, so a factor before it is the same factor after it.
      expectClose(unrotated[0].data, changed[0].data, 1e-5);
    }
  });
});

describe('attention', () => {
  it('keeps the future hidden whatever is done to scores and weights', async () => {
    const model = await load(llama);
    const at = (name: string) => `layers.1.mixer.${name}`;
    const H = model.blueprint.dims.n_heads;
    for (const node of ['scores', 'weights']) {
      const change: Intervention = { node: at(node), action: { kind: 'freeze', value: 0.5 } };
      const { taps } = await run(model, [change], [at('scores'), at('weights'), at('context')]);
      for (let h = 0; h < H; h++)
        for (let t = 0; t < T; t++)
          for (let s = 0; s < T; s++) {
            const i = (h * T + t) * T + s;
            const weight = taps.get(at('weights'))![i];
            if (s > t) expect([taps.get(at(node))![i], weight]).toEqual([0, 0]);
            // Equal scores share equally; frozen weights are used as they are, though they do not add up to 1.
            else expect(weight).toBeCloseTo(node === 'scores' ? 1 / (t + 1) : 0.5, 6);
          }
    }
  });

  it('reads changed weights as they are', async () => {
    const model = await load(llama);
    const context = 'layers.0.mixer.context';
    const plain = await run(model, [], [context]);
    const half = await run(model, [scale('layers.0.mixer.weights', 0.5)], [context]);
    expectClose(
      half.taps.get(context)!,
      plain.taps.get(context)!.map((v) => v / 2),
      1e-5,
    );
  });
});

describe('other nodes', () => {
  it('a slice is changed without its source, a source with all its slices', async () => {
    const model = await load(mamba);
    const at = (name: string) => `layers.1.mixer.${name}`;
    const taps = [at('in_proj'), at('x_in'), at('z')];
    for (const pieces of [[T], [1, 1, 1, 1, 1, 1, 1, 1]]) {
      const plain = await run(model, [], taps, pieces);
      const slice = await run(model, [scale(at('z'), 5)], taps, pieces);
      const source = await run(model, [scale(at('in_proj'), 5)], taps, pieces);
      expectClose(slice.taps.get(at('in_proj'))!, plain.taps.get(at('in_proj'))!, 1e-6);
      expectClose(
        slice.taps.get(at('z'))!,
        plain.taps.get(at('z'))!.map((v) => 5 * v),
        1e-6,
      );
      expectClose(
        source.taps.get(at('x_in'))!,
        plain.taps.get(at('x_in'))!.map((v) => 5 * v),
        1e-6,
      );
      expectClose(source.taps.get(at('z'))!, slice.taps.get(at('z'))!, 1e-6);
    }
  });

  it('expert ids are rounded and clamped to the experts there are', async () => {
    const model = await load(jamba);
    const at = (name: string) => `layers.1.mlp.${name}`;
    const change: Intervention = { node: at('experts'), action: { kind: 'replace', data: Float32Array.of(1.6, 99) } };
    const { taps } = await run(model, [change], [at('experts'), at('expert_weights'), at('router_probs')]);
    const probs = taps.get(at('router_probs'))!;
    for (let t = 0; t < T; t++) {
      expect([...taps.get(at('experts'))!.subarray(2 * t, 2 * t + 2)]).toEqual([2, 4]);
      expect([...taps.get(at('expert_weights'))!.subarray(2 * t, 2 * t + 2)]).toEqual([
        probs[5 * t + 2],
        probs[5 * t + 4],
      ]);
    }
  });

  it('scores are replaced where their run ends, and later runs go on; a wrong length of context is said', async () => {
    const model = await load(llama);
    const heads = model.blueprint.dims.n_heads!;
    const node = 'layers.1.mixer.scores';
    const data = Float32Array.from({ length: 3 * heads }, (_, i) => i / 4 - 1);
    const change: Intervention = { node, action: { kind: 'replace', data }, tokens: { from: 2, to: 3 } };
    const { taps } = await run(model, [change], [node], [3]);
    for (let h = 0; h < heads; h++)
      expect([...taps.get(node)!.subarray((3 * h + 2) * 3, (3 * h + 3) * 3)]).toEqual([
        ...data.subarray(3 * h, 3 * h + 3),
      ]);
    const [plain, split] = [await run(model, [], [], [3, T - 3]), await run(model, [change], [], [3, T - 3])];
    expect(split.logits).not.toEqual(plain.logits);
    await expect(run(model, [change])).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining(
        `${3 * heads} values; its shape without T [${heads},${T}] has ${T * heads} in a run that ends at ${T}`,
      ),
    });
  });

  it('a constant of S4D is changed for the whole run', async () => {
    const model = await load(s4d);
    const at = (name: string) => `layers.0.mixer.${name}`;
    const { taps } = await run(model, [scale(at('A_bar'), 0)], [at('A_bar'), at('B_bar'), at('h'), at('in_proj')]);
    const { d_inner: C, n_poles: M } = model.blueprint.dims;
    expect(taps.get(at('A_bar'))!.every((v) => v === 0)).toBe(true);
    // With Ā = 0 nothing is remembered: h_t = B̄ x_t.
    const h = taps.get(at('h'))!;
    const expected = h.map((_, i) => {
      const cell = i % (C * M * 2);
      const t = Math.floor(i / (C * M * 2));
      return taps.get(at('B_bar'))![cell] * taps.get(at('in_proj'))![t * C + Math.floor(cell / (2 * M))];
    });
    expectClose(h, expected, 1e-6);
  });

  it('several at one node act in the order given', async () => {
    const model = await load(mamba);
    const node = 'layers.0.mixer.x';
    const freeze: Intervention = { node, action: { kind: 'freeze', value: 2 } };
    const both = await run(model, [freeze, scale(node, 3)], [node]);
    expect(both.taps.get(node)!.every((v) => v === 6)).toBe(true);
    const other = await run(model, [scale(node, 3), freeze], [node]);
    expect(other.taps.get(node)!.every((v) => v === 2)).toBe(true);
  });

  it('at the logits change the row that is returned and the greedy choice', async () => {
    const model = await load(mamba);
    const interventions: Intervention[] = [
      { node: 'logits', action: { kind: 'freeze', value: 100 }, tokens: [T - 1], select: { vocab: [42] } },
    ];
    const state = await model.createState();
    const { greedy, logits } = await model.run(state, ids(model), { interventions, greedy: true, logits: 'last' });
    expect(greedy).toBe(42);
    expect(logits!.data[42]).toBe(100);
    const missed = await model.run(state, ids(model), { interventions, greedy: true });
    expect(missed.greedy).not.toBe(42);
  });
});
