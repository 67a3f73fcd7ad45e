/** What each token brings to a reading, and to the score of the next word. */
import { describe, expect, it } from 'vitest';
import { readView, viewLayers } from '@/engine/views';
import { mixerOf } from '@/engine/views/mixer';
import { valueChannel, valueNode } from '@/engine/views/token-influence';
import { layersOf, T, tapsOf, text, tiny } from './tiny';

describe.each([
  ['mamba', 'M'],
  ['mamba2 with groups', 'M'],
  ['s4d complex', 'S'],
  ['jamba', '*'],
  ['llama', 'T'],
] as const)('token influence in %s', (name, mark) => {
  it('is the length of α_ij v_j over all channels', async () => {
    const model = await tiny(name);
    const layer = layersOf(model, mark)[0];
    const view = await readView(model, text(model), { name: 'token-influence', layer, options: {} });
    const mixer = mixerOf(model.blueprint, layer)!;
    const values = (await tapsOf(model, [valueNode(mixer)])).get(valueNode(mixer))!;
    const source = valueChannel(model.blueprint, mixer);
    const channels = mixer.kind === 'attention' ? model.blueprint.dims.d_q : values.shape[1];
    for (const [i, j] of [
      [T - 1, 0],
      [T - 1, T - 1],
      [7, 3],
      [3, 7],
    ] as const) {
      let sum = 0;
      for (let c = 0; c < channels; c++) {
        const hidden = { name: 'hidden-attention', layer } as const;
        const unit = Math.floor((c * unitsOf(model.blueprint.dims, mixer.kind)) / channels);
        const { chosen } = await readView(model, text(model), { ...hidden, options: { unit, only: true } });
        sum += (chosen!.data[i * T + j] * values.data[j * values.shape[1] + source(c)]) ** 2;
      }
      expect(view.influence.data[i * T + j]).toBeCloseTo(Math.sqrt(sum), 5);
    }
  });
});

const unitsOf = (dims: Readonly<Record<string, number>>, kind: string) =>
  ({ mamba: dims.d_inner, s4d: dims.d_inner, mamba2: dims.ssm_heads, attention: dims.n_heads })[kind]!;

describe.each([
  'mamba',
  'mamba with biases',
  'falcon mamba',
  'mamba2 with groups',
  'jamba',
  'jamba without experts',
  'nemotron_h by pattern',
  's4d complex',
  's4d real, bilinear, no in_proj',
  'llama',
  'llama with biases',
  'original mamba2 with MLPs',
] as const)('the attribution of a logit of %s', (name) => {
  it('adds up to the logit, for one token and for one against another, at the last position and before', async () => {
    const model = await tiny(name);
    const asked: { id: number; against?: number; position?: number }[] = [
      { id: 5 },
      { id: 3, against: 40 },
      { id: 11, position: 6 },
    ];
    for (const options of asked) {
      const view = await readView(model, text(model), { name: 'logit-attribution', options });
      const logits = (await tapsOf(model, ['logits'])).get('logits')!;
      const V = model.blueprint.vocabSize;
      const position = options.position ?? T - 1;
      const against = options.against === undefined ? 0 : logits.data[position * V + options.against];
      const score = logits.data[position * V + options.id] - against;
      expect(view.score).toBeCloseTo(score, 4);
      // Logits of these models have an RMS near 1 (tied heads: 5); the parts repeat in f64 what ran in f32 through all layers.
      expect(Math.abs(view.total - view.score)).toBeLessThan(5e-5);
      expect(view.layers.length).toBe(model.blueprint.layers.length);
      // Nothing comes from the future.
      for (let l = 0; l < view.layers.length; l++)
        for (let k = position + 1; k < T; k++) expect(view.parts.data[l * T + k]).toBe(0);
      // The whole is not all in one place: the test would not see a part that is never counted.
      expect(view.perToken.data.filter((v) => v !== 0).length).toBeGreaterThan(position / 2);
    }
  });
});

describe('the attribution of a logit', () => {
  it('reaches every layer, those with an MLP alone too', async () => {
    const model = await tiny('nemotron_h by pattern');
    expect(viewLayers(model.blueprint, 'logit-attribution', { id: 0 })).toEqual([0, 1, 2, 3, 4]);
    const { other, parts } = await readView(model, text(model), { name: 'logit-attribution', options: { id: 0 } });
    expect(other.map((v) => v !== 0)).toEqual([false, true, false, true, false]);
    expect(parts.data.slice(T, 2 * T).every((v) => v === 0)).toBe(true);
  });

  it('refuses a token that is not in the vocabulary', async () => {
    const model = await tiny('mamba');
    await expect(readView(model, text(model), { name: 'logit-attribution', options: { id: 97 } })).rejects.toThrow(
      'token id must be a whole number in [0, 97); got 97',
    );
  });
});
