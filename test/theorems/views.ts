/**
 * The views on a real backend: the matrix that a reader is shown, times what goes in, is what comes out; and what WebGPU shows is what the
 * CPU shows. Formulas themselves: test/views.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Model } from '@/engine/session/model';
import type { Tensor } from '@/engine/tensor';
import { readView, type ViewName } from '@/engine/views';
import { cpu, type TestDevice } from '../devices';
import { fixture } from '../fixtures';
import { SAME, worst } from '../tolerance';

/** Fixture, layer, the node whose value the SSM reads there, channels of one unit, and views that the layer has. */
const KINDS: readonly {
  name: string;
  layer: number;
  input: string;
  width: number;
  views: Partial<Record<ViewName, object>>;
}[] = [
  {
    name: 'mamba-odd',
    layer: 1,
    input: 'mixer.x',
    width: 1,
    views: { 'half-life': {}, 'write-plane': {}, 'state-norms': {}, rollout: {} },
  },
  {
    name: 'mamba2-groups-limits',
    layer: 1,
    input: 'mixer.x',
    width: 7,
    views: { 'ssd-mask': { head: 4 }, 'look-back': {}, 'token-influence': {} },
  },
  { name: 's4d-complex-zoh', layer: 1, input: 'mixer.in_proj', width: 1, views: { poles: {}, 'state-norms': {} } },
  { name: 's4d-real-bilinear', layer: 0, input: 'norm', width: 1, views: { 'state-norms': {} } },
];

/** Every tensor in a result, in order. */
function tensorsOf(value: unknown): Tensor[] {
  if (value === null || typeof value !== 'object') return [];
  if ('data' in value && 'shape' in value) return [value as Tensor];
  return Object.values(value).flatMap(tensorsOf);
}

export function viewsSuite(device: TestDevice): void {
  device.describe.each(KINDS)(`views of $name on ${device.kind}`, ({ name, layer, input, width, views }) => {
    const { folder, prompt } = fixture(name);
    let model: Model;
    let oracle: Model;
    beforeAll(async () => {
      model = await device.load(folder);
      oracle = await cpu.load(folder);
    });
    afterAll(() => {
      model?.dispose();
      oracle?.dispose();
    });

    it('hidden attention times the input plus D times it is y', async () => {
      const session = await model.createSession();
      const [xId, yId] = [`layers.${layer}.${input}`, `layers.${layer}.mixer.y`];
      const { taps } = await session.prefill(prompt, { taps: [xId, yId] });
      const [x, y] = [taps.get(xId)!.data, taps.get(yId)!.data];
      const D = (await model.weight(`backbone.layers.${layer}.mixer.D`)).data;
      const T = prompt.length;
      const columns = x.length / T;
      for (const unit of [0, 3, columns / width - 1]) {
        const view = await readView(model, prompt, { name: 'hidden-attention', layer, options: { unit, only: true } });
        const alpha = view.chosen!.data;
        for (let c = unit * width; c < (unit + 1) * width; c++) {
          const expected = Array.from({ length: T }, (_, i) => {
            let sum = D[unit]! * x[i * columns + c]!;
            for (let j = 0; j <= i; j++) sum += alpha[i * T + j]! * x[j * columns + c]!;
            return sum;
          });
          const actual = Array.from({ length: T }, (_, i) => y[i * columns + c]!);
          const { error, what } = worst(actual, expected);
          expect(error, `unit ${unit}, column ${c}: ${what}`).toBeLessThan(SAME[device.kind]);
        }
      }
    });

    it.each(Object.entries(views))('%s is what the CPU shows', async (view, options) => {
      const read = (from: Model) =>
        readView(from, prompt, { name: view as ViewName, layer, options: options as never });
      const [ours, truth] = [tensorsOf(await read(model)), tensorsOf(await read(oracle))];
      expect(truth.length).toBeGreaterThan(0);
      for (const [i, { shape, data }] of truth.entries()) {
        expect(ours[i]!.shape).toEqual(shape);
        // A half-life of a cell that forgets nothing, or a period without a turn, is infinite on both.
        const finite = [...data.keys()].filter((k) => Number.isFinite(data[k]!));
        expect([...ours[i]!.data.keys()].filter((k) => Number.isFinite(ours[i]!.data[k]!))).toEqual(finite);
        const at = (t: Tensor) => finite.map((k) => t.data[k]!);
        const { error, what } = worst(at(ours[i]!), at(truth[i]!));
        expect(error, `tensor ${i}: ${what}`).toBeLessThan(10 * SAME[device.kind]);
      }
    });
  });
}
