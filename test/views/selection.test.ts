/** One step of the recurrence, the write-keep plane, poles and kernels, and Δ as a gate. */
import { describe, expect, it } from 'vitest';
import { s4dScan } from '@/engine/cpu/s4d';
import { deltaGate, holdOverEuler, readView } from '@/engine/views';
import { mixerOf } from '@/engine/views/mixer';
import { matrixOf, mixingOf } from '@/engine/views/mixing';
import { expectClose } from '../cpu/close';
import { normals } from '../random-model';
import { inputOf, T, tapsOf, text, tiny } from './tiny';

const names = ['mamba', 'falcon mamba', 'mamba2 with groups', 's4d complex', 's4d real, bilinear, no in_proj'] as const;

describe.each(names)('one step of %s', (name) => {
  it('is what is left of the old state plus what is written', async () => {
    const model = await tiny(name);
    const h = (await tapsOf(model, ['layers.1.mixer.h'])).get('layers.1.mixer.h')!;
    const units = h.shape[1];
    const size = h.data.length / (T * units);
    for (const [token, unit] of [
      [0, 0],
      [1, 2],
      [T - 1, units - 1],
    ] as const) {
      const view = await readView(model, text(model), { name: 'step-update', layer: 1, options: { token, unit } });
      const at = (t: number) => h.data.slice((t * units + unit) * size, (t * units + unit + 1) * size);
      expectClose(view.before.data, token === 0 ? new Float32Array(size) : at(token - 1), 1e-6, 'before');
      expectClose(view.after.data, at(token), 1e-6, 'after');
      // Two roundings to f32 on either side, on the RMS of the state.
      expectClose(
        view.kept.data.map((v, i) => v + view.write.data[i]),
        at(token),
        1e-6,
        'sum',
      );
      expect(view.norms.after).toBeCloseTo(Math.hypot(...at(token)), 4);
      expect(view.norms.kept).toBeLessThanOrEqual(view.norms.before * (1 + 1e-6));
      expect(view.delta === null).toBe(name.startsWith('s4d'));
      expect(view.after.shape).toEqual(h.shape.slice(2));
    }
  });
});

describe('the write-keep plane', () => {
  it.each(['mamba', 'jamba'] as const)('of %s has Δ‖B‖ against the mean of Ā over the cells', async (name) => {
    const model = await tiny(name);
    const at = (n: string) => `layers.0.mixer.${n}`;
    const taps = await tapsOf(model, ['A_bar', 'delta', 'B', 'C'].map(at));
    const tap = (n: string) => taps.get(at(n))!;
    const [C, N] = tap('A_bar').shape.slice(1) as [number, number];
    const one = await readView(model, text(model), { name: 'write-plane', layer: 0, options: { unit: 3 } });
    const all = await readView(model, text(model), { name: 'write-plane', layer: 0, options: {} });
    for (const t of [0, 7, T - 1]) {
      const row = (x: string) => [...tap(x).data.slice(t * N, (t + 1) * N)];
      const keep = (c: number) =>
        [...tap('A_bar').data.slice((t * C + c) * N, (t * C + c + 1) * N)].reduce((a, b) => a + b, 0) / N;
      const write = (c: number) => tap('delta').data[t * C + c] * Math.hypot(...row('B'));
      const mean = (of: (c: number) => number) =>
        Array.from({ length: C }, (_, c) => of(c)).reduce((a, b) => a + b, 0) / C;
      expect(one.write.data[t]).toBeCloseTo(write(3), 5);
      expect(one.keep.data[t]).toBeCloseTo(keep(3), 5);
      expect(one.read.data[t]).toBeCloseTo(Math.hypot(...row('C')), 5);
      expect(all.write.data[t]).toBeCloseTo(mean(write), 4);
      expect(all.keep.data[t]).toBeCloseTo(mean(keep), 5);
    }
  });

  it('of Mamba-2 reads B and C of the head’s group', async () => {
    const model = await tiny('mamba2 with groups');
    const at = (n: string) => `layers.1.mixer.${n}`;
    const taps = await tapsOf(model, ['A_bar', 'delta', 'B', 'C'].map(at));
    for (const [head, group] of [
      [0, 0],
      [2, 0],
      [3, 1],
      [5, 1],
    ] as const) {
      const view = await readView(model, text(model), { name: 'write-plane', layer: 1, options: { unit: head } });
      const t = 9;
      const b = taps.get(at('B'))!.data.slice((t * 2 + group) * 11, (t * 2 + group + 1) * 11);
      expect(view.write.data[t]).toBeCloseTo(taps.get(at('delta'))!.data[t * 6 + head] * Math.hypot(...b), 5);
      expect(view.keep.data[t]).toBe(taps.get(at('A_bar'))!.data[t * 6 + head]);
    }
  });

  it('of S4D is one point: every token is treated alike', async () => {
    for (const name of ['s4d complex', 's4d real, bilinear, no in_proj'] as const) {
      const model = await tiny(name);
      const view = await readView(model, text(model), { name: 'write-plane', layer: 0, options: {} });
      for (const key of ['write', 'keep', 'read'] as const) expect(new Set(view[key].data).size).toBe(1);
      expect(view.keep.data[0]).toBeGreaterThan(0);
      expect(view.keep.data[0]).toBeLessThan(1);
    }
  });
});

describe.each(['s4d complex', 's4d real, bilinear, no in_proj'] as const)('the kernels of %s', (name) => {
  it('are what a single token leaves behind', async () => {
    const model = await tiny(name);
    const long = 200;
    const view = await readView(model, text(model), { name: 'poles', layer: 0, options: { length: long } });
    expect(view.kernels.shape).toEqual([view.channels, long]);
    const taps = await tapsOf(model, ['layers.0.mixer.A_bar', 'layers.0.mixer.B_bar']);
    const C = (await model.weight('backbone.layers.0.mixer.kernel.C')).data;
    const [aBar, bBar] = ['A_bar', 'B_bar'].map((n) => taps.get(`layers.0.mixer.${n}`)!.data) as [
      Float32Array,
      Float32Array,
    ];
    const impulse = new Float32Array(long * view.channels).fill(1, 0, view.channels);
    const y = new Float32Array(long * view.channels);
    s4dScan(y, aBar, bBar, C, impulse, new Float32Array(aBar.length), view.channels, view.complex);
    const expected = y.map((_, i) => y[(i % long) * view.channels + Math.floor(i / long)]);
    // The recurrence rounds its state to f32 at each of 200 steps.
    expectClose(view.kernels.data, expected, 1e-5);
  });

  it('convolved with any input are the recurrence', async () => {
    const model = await tiny(name);
    const {
      poles: M,
      channels,
      complex,
      kernels,
    } = await readView(model, text(model), {
      name: 'poles',
      layer: 0,
      options: { length: 50 },
    });
    expect(M * (complex ? 2 : 1)).toBe(14);
    const taps = await tapsOf(model, ['layers.0.mixer.A_bar', 'layers.0.mixer.B_bar']);
    const C = (await model.weight('backbone.layers.0.mixer.kernel.C')).data;
    const x = normals(3, 50 * channels);
    const y = new Float32Array(50 * channels);
    const tap = (n: string) => taps.get(`layers.0.mixer.${n}`)!.data;
    s4dScan(y, tap('A_bar'), tap('B_bar'), C, x, new Float32Array(tap('A_bar').length), channels, complex);
    const convolved = Float32Array.from({ length: 50 * channels }, (_, at) => {
      const [t, c] = [Math.floor(at / channels), at % channels];
      let sum = 0;
      for (let l = 0; l <= t; l++) sum += kernels.data[c * 50 + l] * x[(t - l) * channels + c];
      return sum;
    });
    expectClose(convolved, y, 1e-5);
  });

  it('make every row of the attention the same, shifted', async () => {
    const model = await tiny(name);
    const view = await readView(model, text(model), { name: 'hidden-attention', layer: 0, options: { unit: 4 } });
    for (const matrix of [view.chosen!, view.mean!])
      for (let i = 1; i < T; i++)
        expect([...matrix.data.slice(i * T + 1, i * T + i + 1)]).toEqual([
          ...matrix.data.slice((i - 1) * T, (i - 1) * T + i),
        ]);
  });

  it('have half-lives to the last digit, however long', async () => {
    const model = await tiny(name);
    const { blueprint } = model;
    const { halfLife } = await readView(model, text(model), { name: 'poles', layer: 0, options: {} });
    const { weights, attrs } = blueprint.nodes.find((node) => node.id === 'layers.0.mixer.A_bar')!;
    const read = async (role: string) => (weights[role] ? (await model.weight(weights[role])).data : null);
    const [dt, real, imag] = [(await read('log_dt'))!, (await read('log_A_real'))!, await read('A_imag')];
    const M = real.length / dt.length;
    halfLife.data.forEach((life, s) => {
      const step = Math.exp(dt[Math.floor(s / M)]);
      const [x, y] = [-step * Math.exp(real[s]), step * (imag?.[s] ?? 0)];
      const size = attrs.method === 'zoh' ? Math.exp(x) : Math.hypot(1 + x / 2, y / 2) / Math.hypot(1 - x / 2, y / 2);
      // ln of a size near 1 in f64 keeps eight digits of half-lives up to 10⁸ tokens; the view returns f32.
      expect(Math.abs((life * -Math.log(size)) / Math.LN2 - 1)).toBeLessThan(1e-6);
    });
  });

  it('come from poles inside the unit disc, with half-life and period as their size and angle say', async () => {
    const model = await tiny(name);
    const { re, im, halfLife, period } = await readView(model, text(model), { name: 'poles', layer: 0, options: {} });
    re.data.forEach((r, s) => {
      const size = Math.hypot(r, im.data[s]);
      expect(size).toBeLessThan(1);
      // size^half-life = 1/2, with the relative error of ln(size) for a size rounded to f32.
      expect(size ** halfLife.data[s]).toBeCloseTo(0.5, 3);
      if (im.data[s] === 0) expect(period.data[s]).toBe(Infinity);
      else expect(Math.cos((2 * Math.PI) / period.data[s])).toBeCloseTo(r / size, 4);
    });
  });
});

it('a Mamba whose Δ and B and C do not change is S4D in this frame: a Toeplitz matrix', async () => {
  const model = await tiny('mamba');
  const freeze = (node: string, value: number) =>
    ({ node: `layers.0.mixer.${node}`, action: { kind: 'freeze', value } }) as const;
  const interventions = [freeze('delta', 0.3), freeze('B', 0.5), freeze('C', -1)];
  const view = await readView(model, text(model), { name: 'hidden-attention', layer: 0, options: {}, interventions });
  for (let i = 1; i < T; i++)
    expectClose(
      view.mean!.data.slice(i * T + 1, i * T + i + 1),
      view.mean!.data.slice((i - 1) * T, (i - 1) * T + i),
      1e-6,
    );
});

describe('Δ as a gate', () => {
  const z = [-40, -3, 0, 3, 40];
  it('is a convex mix with the zero-order hold: what it keeps and what it takes add up to 1', () => {
    const { keep, hold } = deltaGate(z);
    z.forEach((v, i) => {
      expect(keep[i] + hold[i]).toBeCloseTo(1, 15);
      expect(hold[i]).toBeCloseTo(1 / (1 + Math.exp(-v)), 15);
    });
    // e^-40 is not lost as 1 - (1 - e^-40) would be.
    expect(keep[4] / Math.exp(-40)).toBeCloseTo(1, 12);
  });
  it('takes softplus(z) with Euler, as the models do: 0.693 for 0.5 at z = 0, 3.05 for 0.953 at z = 3', () => {
    const { hold, euler } = deltaGate(z);
    expect(euler[2]).toBeCloseTo(Math.LN2, 15);
    expect(euler[3]).toBeCloseTo(3.0486, 4);
    expect(hold[3]).toBeCloseTo(0.9526, 4);
    expect(euler[0] / Math.exp(-40)).toBeCloseTo(1, 12);
    // B̄ by zero-order hold over B̄ by Euler is (1 - e^-s)/s with s = Δ|A| = softplus(z).
    z.forEach((_, i) => {
      expect(hold[i] / euler[i]).toBeCloseTo(holdOverEuler(euler[i]), 12);
    });
    expect(holdOverEuler(1.6)).toBeCloseTo(0.499, 3);
    expect(holdOverEuler(0)).toBe(1);
  });
});

it('the matrix of a layer is made of the same taps whoever asks', async () => {
  const model = await tiny('s4d complex');
  const mixer = mixerOf(model.blueprint, 0)!;
  const needs = { taps: ['A_bar', 'B_bar', 'y_ssm'].map(mixer.id), weights: [mixer.weight('y_ssm', 'C')] };
  const mixing = mixingOf(model.blueprint, mixer, await inputOf(model, needs));
  expect(mixing.unit).toBe('channel');
  expect(() => mixingOf(model.blueprint, mixer, { taps: new Map(), weights: new Map() })).toThrow(
    'this view needs the tap "layers.0.mixer.A_bar"',
  );
  expect(matrixOf(mixing, 0).length).toBe(T * T);
});
