/** From the block's input to its gated output in one matrix, and from there to the mixer's output. */
import { describe, expect, it } from 'vitest';
import { readView } from '@/engine/views';
import { expectClose } from '../cpu/close';
import { column, layersOf, T, tapsOf, text, times, tiny } from './tiny';

describe.each([
  ['mamba', 'M'],
  ['mamba with biases', 'M'],
  ['falcon mamba', 'M'],
  ['jamba', 'M'],
  ['mamba2 with groups', 'M'],
  ['nemotron_h by pattern', 'M'],
  ['original mamba2 with MLPs', 'M'],
  ['s4d complex', 'S'],
  ['s4d real, bilinear, no in_proj', 'S'],
] as const)('the attention of the whole block of %s', (name, mark) => {
  it('times its input, plus its bias, is its output in every channel; their mean is the mean', async () => {
    const model = await tiny(name);
    const layer = layersOf(model, mark).at(-1)!;
    const read = (channel: number) =>
      readView(model, text(model), { name: 'block-attention', layer, options: { channel, only: channel > 0 } });
    const first = await read(0);
    const taps = await tapsOf(model, [first.input, first.output]);
    const [input, output] = [taps.get(first.input)!, taps.get(first.output)!];
    const actual = new Float32Array(T * first.channels);
    const expected = output.data;
    const [mean, absolute] = [new Float64Array(T * T), new Float64Array(T * T)];
    for (let c = 0; c < first.channels; c++) {
      const { chosen, bias } = c === 0 ? first : await read(c);
      times(chosen!.data, column(input, c)).forEach((y, t) => {
        actual[t * first.channels + c] = y + bias!.data[t];
      });
      chosen!.data.forEach((v, at) => {
        mean[at] += v / first.channels;
        absolute[at] += Math.abs(v) / first.channels;
      });
    }
    // f32 taps on both sides, a dozen roundings deep (activation, T steps of h, gate, norm), and A itself rounded to f32.
    expectClose(actual, expected, 5e-6);
    expectClose(first.mean!.data, mean, 1e-6);
    expectClose(first.absolute!.data, absolute, 1e-6);
  });
});

describe('the attention of the whole block', () => {
  it('gives the output of a Mamba mixer: W_out (A x + b)', async () => {
    const model = await tiny('mamba');
    const { d_model: d, d_inner: C } = model.blueprint.dims as { d_model: number; d_inner: number };
    const taps = await tapsOf(model, ['layers.0.mixer.x_in', 'layers.0.mixer.out_proj']);
    const x = taps.get('layers.0.mixer.x_in')!;
    const weight = (await model.weight('backbone.layers.0.mixer.out_proj.weight')).data; // [d, C]
    const out = new Float32Array(T * d);
    for (let c = 0; c < C; c++) {
      const options = { channel: c, only: true };
      const { chosen, bias } = await readView(model, text(model), { name: 'block-attention', layer: 0, options });
      times(chosen!.data, column(x, c)).forEach((y, t) => {
        for (let k = 0; k < d; k++) out[t * d + k] += weight[k * C + c] * (y + bias!.data[t]);
      });
    }
    // As above, and a sum of C = 40 products.
    expectClose(out, taps.get('layers.0.mixer.out_proj')!.data, 5e-6);
  });

  it('sees a gate that is shut', async () => {
    const model = await tiny('mamba2 with groups');
    const shut = { node: 'layers.0.mixer.gate', action: { kind: 'zero' }, tokens: [6] } as const;
    const { mean } = await readView(model, text(model), {
      name: 'block-attention',
      layer: 0,
      options: {},
      interventions: [shut],
    });
    expect([...mean!.data.slice(6 * T, 7 * T)]).toEqual(Array(T).fill(0));
    expect(mean!.data.slice(7 * T, 8 * T).some((v) => v !== 0)).toBe(true);
  });

  it('is not for attention layers', async () => {
    const model = await tiny('llama');
    await expect(readView(model, text(model), { name: 'block-attention', options: {} })).rejects.toThrow(
      /nothing to show for layer 0/,
    );
  });
});
