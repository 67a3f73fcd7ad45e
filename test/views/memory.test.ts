/** How long, how full, how far back: the views of what the state holds. */
import { describe, expect, it } from 'vitest';
import { readView, viewLayers } from '@/engine/views';
import { expectClose } from '../cpu/close';
import { column, T, tapsOf, text, tiny } from './tiny';

const selective = ['mamba', 'falcon mamba', 'jamba', 'mamba2 with groups'] as const;
const s4d = ['s4d complex', 's4d real, bilinear, no in_proj'] as const;

describe.each(selective)('the half-life of %s', (name) => {
  it('is the number of such steps after which Ā has halved what a cell holds', async () => {
    const model = await tiny(name);
    const view = await readView(model, text(model), { name: 'half-life', layer: 0, options: { unit: 2 } });
    const aBar = (await tapsOf(model, ['layers.0.mixer.A_bar'])).get('layers.0.mixer.A_bar')!;
    const { units, cells } = view;
    for (let t = 0; t < T; t++)
      for (let n = 0; n < cells; n++) {
        const a = aBar.data[(t * units + 2) * cells + n];
        // Ā^t½ = ½; Ā itself is rounded to f32, which matters little to a and much to ln a near 1.
        expect(Math.exp(-Math.LN2 / view.chosen!.data[t * cells + n])).toBeCloseTo(a, 6);
      }
    const chosen = (t: number) => [...view.chosen!.data.slice(t * cells, (t + 1) * cells)];
    for (const t of [0, T - 1]) {
      expect(view.slowest.data[t * units + 2]).toBeCloseTo(Math.max(...chosen(t)), 5);
      expect(view.fastest.data[t * units + 2]).toBeCloseTo(Math.min(...chosen(t)), 5);
    }
  });

  it('at the mean step is ln 2 / (mean Δ |A|), and without end where Δ is 0', async () => {
    const model = await tiny(name);
    const freeze = (value: number) => [{ node: 'layers.0.mixer.delta', action: { kind: 'freeze', value } } as const];
    const read = (value: number) =>
      readView(model, text(model), { name: 'half-life', layer: 0, options: {}, interventions: freeze(value) });
    const [one, tenth, still] = [await read(1), await read(0.1), await read(0)];
    expectClose(
      tenth.typical.data,
      one.typical.data.map((v) => v * 10),
      1e-6,
    );
    expect(still.typical.data.every((v) => v === Infinity)).toBe(true);
    expect(still.slowest.data.every((v) => v === Infinity)).toBe(true);
  });

  it('and survival agree: the survival of a token is the product of the decays after it', async () => {
    const model = await tiny(name);
    const options = { token: 5, unit: 1 };
    const view = await readView(model, text(model), { name: 'survival', layer: 0, options });
    const aBar = (await tapsOf(model, ['layers.0.mixer.A_bar'])).get('layers.0.mixer.A_bar')!;
    const { units, cells } = view;
    for (let n = 0; n < cells; n++) {
      const left = [...column(view.chosen!, n)];
      let product = 1;
      for (let i = 0; i < T; i++) {
        if (i > 5) product *= aBar.data[(i * units + 1) * cells + n];
        // T factors, each rounded to f32.
        expect(left[i]).toBeCloseTo(i < 5 ? 0 : product, 5);
      }
    }
    for (const i of [4, 5, T - 1]) {
      const of = view.chosen!.data.slice(i * cells, (i + 1) * cells);
      expect(view.perUnit.data[i * units + 1]).toBeCloseTo(of.reduce((a, b) => a + b, 0) / cells, 6);
      const all = view.perUnit.data.slice(i * units, (i + 1) * units);
      expect(view.mean.data[i]).toBeCloseTo(all.reduce((a, b) => a + b, 0) / units, 6);
    }
  });
});

describe.each(s4d)('the half-life of %s', (name) => {
  it('is the same at every token and that of its poles', async () => {
    const model = await tiny(name);
    const view = await readView(model, text(model), { name: 'half-life', layer: 1, options: { unit: 0 } });
    const poles = await readView(model, text(model), { name: 'poles', layer: 1, options: {} });
    expectClose(view.typical.data, poles.halfLife.data, 1e-6);
    for (let t = 1; t < T; t++)
      expect([...view.slowest.data.slice(t * view.units, (t + 1) * view.units)]).toEqual([
        ...view.slowest.data.slice(0, view.units),
      ]);
  });
});

describe('the state norms', () => {
  it.each([...selective, ...s4d, 'nemotron_h by pattern'] as const)(
    'of %s are those of h, whole and by unit, and tell what each step keeps',
    async (name) => {
      const model = await tiny(name);
      const tokens = text(model, 40); // more than one piece of 32
      const layers = viewLayers(model.blueprint, 'state-norms', {});
      const layer = layers.at(-1)!;
      const view = await readView(model, tokens, { name: 'state-norms', options: { layer } });
      expect(view.layers).toEqual(layers);
      expect(view.norms.shape).toEqual([layers.length, 40]);
      const taps = await tapsOf(
        model,
        ['h', 'A_bar'].map((n) => `layers.${layer}.mixer.${n}`),
        tokens,
      );
      const [h, aBar] = ['h', 'A_bar'].map((n) => taps.get(`layers.${layer}.mixer.${n}`)!);
      const row = layers.length - 1;
      const units = h!.shape[1];
      const size = h!.data.length / 40;
      const at = (t: number) => h!.data.subarray(t * size, (t + 1) * size);
      for (const t of [0, 1, 31, 32, 33, 39]) {
        expect(view.norms.data[row * 40 + t] / Math.hypot(...at(t))).toBeCloseTo(1, 6);
        const of = at(t).subarray(0, size / units);
        expect(view.units!.norms.data[t * units]).toBeCloseTo(Math.hypot(...of), 4);
        if (t === 0) continue;
        const old = at(t - 1);
        const decay = (s: number) => {
          if (aBar!.shape.length === 3 && aBar!.shape[2] === 2 && name === 's4d complex')
            return Math.hypot(aBar!.data[s & ~1], aBar!.data[s | 1]);
          if (name.startsWith('s4d')) return aBar!.data[s];
          return aBar!.data[t * (aBar!.data.length / 40) + Math.floor((s * (aBar!.data.length / 40)) / size)];
        };
        const kept = Math.hypot(...Array.from(old, (v, s) => v * decay(s))) / Math.hypot(...old);
        expect(view.kept.data[row * 40 + t]).toBeCloseTo(kept, 5);
      }
      expect(view.kept.data[row * 40]).toBe(1);
    },
  );

  it('find a reset where one is made', async () => {
    const model = await tiny('mamba2 with groups');
    const make = { node: 'layers.1.mixer.A_bar', action: { kind: 'freeze', value: 0.01 }, tokens: [9] } as const;
    const { resets } = await readView(model, text(model), {
      name: 'state-norms',
      options: { threshold: 0.02 },
      interventions: [make],
    });
    expect(resets).toEqual([{ layer: 1, token: 9, kept: expect.closeTo(0.01, 6) }]);
  });
});

describe('the look-back', () => {
  it.each(['mamba', 'mamba2 with groups', 's4d complex', 'llama'] as const)(
    'of %s is the mean distance weighted by |α|',
    async (name) => {
      const model = await tiny(name);
      const view = await readView(model, text(model), { name: 'look-back', layer: 0, options: {} });
      const unit = 2;
      const options = { unit, only: true };
      const { chosen } = await readView(model, text(model), { name: 'hidden-attention', layer: 0, options });
      for (let i = 0; i < T; i++) {
        const row = [...chosen!.data.slice(i * T, (i + 1) * T)].map(Math.abs);
        const mean = row.reduce((sum, a, j) => sum + (i - j) * a, 0) / row.reduce((a, b) => a + b, 0);
        expect(view.perUnit.data[i * view.units + unit]).toBeCloseTo(mean, 4);
        expect(view.perUnit.data[i * view.units + unit]).toBeLessThanOrEqual(i);
      }
      expect(view.layer.data[0]).toBe(0);
    },
  );

  it('is 0 where everything is forgotten at each step', async () => {
    const model = await tiny('mamba');
    const forget = { node: 'layers.0.mixer.A_bar', action: { kind: 'zero' } } as const;
    const view = await readView(model, text(model), {
      name: 'look-back',
      layer: 0,
      options: {},
      interventions: [forget],
    });
    expect(view.perUnit.data.every((v) => v === 0)).toBe(true);
  });
});
