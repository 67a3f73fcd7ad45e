/** The theorem of the hidden attention: for every layer kind, the matrix times the values is what the layer's memory says. */
import { describe, expect, it } from 'vitest';
import { computeView, readView, viewNeeds } from '@/engine/views';
import { mixerOf } from '@/engine/views/mixer';
import { matrixOf, mixingOf, selectiveMixing } from '@/engine/views/mixing';
import { valueChannel, valueNode } from '@/engine/views/token-influence';
import { expectClose } from '../cpu/close';
import { normals, uniforms } from '../random-model';
import { column, inputOf, layersOf, T, tapsOf, text, times, tiny } from './tiny';

const cases = [
  ['mamba', 'M'],
  ['mamba with biases', 'M'],
  ['falcon mamba', 'M'],
  ['jamba', 'M*'],
  ['mamba2 with groups', 'M'],
  ['nemotron_h by pattern', 'M*'],
  ['original mamba2 with MLPs', 'M'],
  ['s4d complex', 'S'],
  ['s4d real, bilinear, no in_proj', 'S'],
  ['llama', 'T'],
] as const;

describe.each(cases)('the hidden attention of %s', (name, marks) => {
  it('times the values is what the memory gives, in every unit of every such layer', async () => {
    const model = await tiny(name);
    const { blueprint } = model;
    for (const layer of layersOf(model, marks)) {
      const mixer = mixerOf(blueprint, layer)!;
      const input = await inputOf(model, viewNeeds(blueprint, 'hidden-attention', layer, {})!);
      const output = mixer.kind === 'attention' ? mixer.id('context') : mixer.id('y_ssm');
      const taps = await tapsOf(model, [valueNode(mixer), output]);
      const [values, expected] = [taps.get(valueNode(mixer))!, taps.get(output)!];
      const mixing = mixingOf(blueprint, mixer, input);
      const channels = expected.shape[1];
      const source = valueChannel(blueprint, mixer);
      const actual = new Float32Array(T * channels);
      for (let c = 0; c < channels; c++) {
        const alpha = matrixOf(mixing, Math.floor((c * mixing.units) / channels));
        times(alpha, column(values, source(c))).forEach((y, t) => {
          actual[t * channels + c] = y;
        });
      }
      // The backend rounds h to f32 at each of T = 19 steps, this does not: some steps of 2^-24 ≈ 6e-8, on the RMS of y.
      expectClose(actual, expected.data, 2e-6, `layer ${layer}`);
    }
  });

  it('is zero above the diagonal, has its rows also one by one, and its means are those of its units', async () => {
    const model = await tiny(name);
    const layer = layersOf(model, marks)[0];
    const view = await readView(model, text(model), { name: 'hidden-attention', layer, options: { unit: 1 } });
    const input = await inputOf(model, viewNeeds(model.blueprint, 'hidden-attention', layer, {})!);
    const mixing = mixingOf(model.blueprint, mixerOf(model.blueprint, layer)!, input);
    expect(view.units).toBe(mixing.units);
    const [mean, absolute, row] = [new Float64Array(T * T), new Float64Array(T * T), new Float64Array(T)];
    for (let u = 0; u < mixing.units; u++) {
      const one = matrixOf(mixing, u);
      one.forEach((v, at) => {
        if (at % T > Math.floor(at / T)) expect(v).toBe(0);
        mean[at] += v / mixing.units;
        absolute[at] += Math.abs(v) / mixing.units;
      });
      mixing.row(u, T - 2, row);
      // The same products in another order, in f64.
      expectClose(row, one.subarray((T - 2) * T, (T - 1) * T), 1e-12, `unit ${u}`);
    }
    expectClose(view.mean!.data, mean, 1e-6);
    expectClose(view.absolute!.data, absolute, 1e-6);
    expectClose(view.chosen!.data, matrixOf(mixing, 1), 1e-6);
  });
});

describe('the hidden attention', () => {
  it('of one channel can be had without visiting all', async () => {
    const model = await tiny('mamba');
    const only = await readView(model, text(model), { name: 'hidden-attention', options: { unit: 3, only: true } });
    expect(only.mean).toBeNull();
    expect(only.chosen!.shape).toEqual([T, T]);
  });

  it('stays exact where decays underflow: a reset leaves nothing, a step of almost 0 leaves all', async () => {
    const [long, N] = [64, 4];
    // Ā = e^-40 at every fourth token: products reach 1e-280 and below, where a quotient of prefix products would be 0/0.
    const aBar = Float32Array.from({ length: long * N }, (_, i) =>
      Math.floor(i / N) % 4 === 3 ? Math.exp(-40) : 1 - 2 ** -20,
    );
    const delta = uniforms(1, long, 0.1, 1);
    const [B, C] = [normals(2, long * N), normals(3, long * N)];
    const mixing = selectiveMixing(aBar, delta, B, C, { channels: 1, N });
    const alpha = matrixOf(mixing, 0);
    expect(alpha.every(Number.isFinite)).toBe(true);
    // Tokens 0 to 2 see each other almost undecayed; token 0 at token 63 is behind 16 resets, e^-640.
    const dot = (i: number, j: number) => {
      let sum = 0;
      for (let n = 0; n < N; n++) sum += C[i * N + n] * B[j * N + n];
      return sum * delta[j];
    };
    expect(alpha[2 * long] / dot(2, 0)).toBeCloseTo((1 - 2 ** -20) ** 2, 12);
    expect(Math.abs(alpha[63 * long] / dot(63, 0))).toBeLessThan(1e-270);
  });

  it('follows an intervention at Δ', async () => {
    const model = await tiny('mamba');
    const freeze = { node: 'layers.0.mixer.delta', action: { kind: 'freeze', value: 0 }, tokens: [4] } as const;
    const view = await readView(model, text(model), {
      name: 'hidden-attention',
      layer: 0,
      options: {},
      interventions: [freeze],
    });
    // With Δ = 0 token 4 writes nothing: its column is empty.
    expect(column(view.mean!, 4).every((v) => v === 0)).toBe(true);
    expect(column(view.mean!, 5).some((v) => v !== 0)).toBe(true);
  });

  it('refuses a unit that the layer does not have, and a layer that mixes nothing', async () => {
    const model = await tiny('nemotron_h by pattern');
    const request = { name: 'hidden-attention', options: { unit: 99 } } as const;
    await expect(readView(model, text(model), request)).rejects.toThrow(
      'head must be a whole number in [0, 6); got 99',
    );
    const mlp = layersOf(model, '-')[0];
    await expect(readView(model, text(model), { ...request, layer: mlp })).rejects.toThrow(
      /nothing to show for layer 1/,
    );
    await expect(
      computeView(model.blueprint, 'hidden-attention', mlp, { taps: new Map(), weights: new Map() }, {}),
    ).rejects.toThrow(/nothing to show/);
  });

  it('can be stopped in the middle', async () => {
    const model = await tiny('mamba');
    const control = new AbortController();
    const work = readView(model, text(model), { name: 'hidden-attention', options: {}, signal: control.signal });
    control.abort();
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
  });
});
