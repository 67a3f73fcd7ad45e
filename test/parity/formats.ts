/**
 * Weights in f16 and int8 are rounded the same way on both backends (engine/quantise.ts), so WebGPU must agree with the CPU in every format
 * as it does in f32; and the greedy decoding that never leaves the device gives the tokens of the session.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WeightFormat } from '@/engine/backend';
import { cost } from '@/engine/blueprint/cost';
import type { Model } from '@/engine/session/model';
import { cpu, type TestDevice } from '../devices';
import { fixture } from '../fixtures';
import { SAME, worst, worstRow } from '../tolerance';

/** Bounds of the error that a format itself makes, of the logits' RMS: it must make some, or it was not used. */
const ROUNDING: Readonly<Record<Exclude<WeightFormat, 'f32'>, readonly [number, number]>> = {
  f16: [1e-4, 0.05], // 2^-11 of each weight
  int8: [5e-3, 0.6], // 1/254 of the largest weight of a row
  'experts-int8': [1e-4, 0.4],
};

export function formatsSuite(device: TestDevice): void {
  device.describe.each(['llama-gqa', 'mamba-odd', 'mamba2-groups-limits', 'jamba', 'nemotron-h-string'])(
    `%s in every format on ${device.kind}`,
    (name) => {
      const { folder, prompt, expected } = fixture(name);
      const logits = async (model: Model) => {
        const session = await model.createSession();
        const all = (await session.prefill(prompt, { allLogits: true })).logits!;
        await session.feed(5);
        return { all, next: session.logits! };
      };
      it.each(['f16', 'int8', 'experts-int8'] as const)('%s agrees with the CPU', async (dtype) => {
        const [model, oracle] = [await device.load(folder, { dtype }), await cpu.load(folder, { dtype })];
        const [ours, truth] = [await logits(model), await logits(oracle)];
        const [least, most] = ROUNDING[dtype];
        const own = worst(truth.all.data, expected.get('logits')!.data).error;
        expect(own).toBeGreaterThan(least);
        expect(own).toBeLessThan(most);
        for (const { error, what } of [worstRow(ours.all, truth.all), worst(ours.next, truth.next)])
          expect(error, what).toBeLessThan(2 * SAME[device.kind]);
        // The CPU keeps f16 as rounded f32: JavaScript has no fast way to read it.
        if (device.kind === 'webgpu') expect(model.backend.weightBytes).toBeLessThan(0.8 * f32Bytes(model));
        model.dispose();
        oracle.dispose();
      });
    },
  );

  device.describe.each(['llama-gqa', 'mamba-odd', 'nemotron-h-string'])(
    `greedy decoding of %s on ${device.kind}`,
    (name) => {
      const { folder, prompt, greedy } = fixture(name);
      let model: Model;
      beforeAll(async () => {
        model = await device.load(folder);
      });
      afterAll(() => model?.dispose());

      it('gives the same tokens from 4 bytes a token and without leaving the device', async () => {
        const { backend } = model;
        const state = await backend.createState();
        const tokens = Uint32Array.from(prompt);
        expect((await backend.run(state, tokens, { greedy: true })).greedy).toBe(greedy[0]);
        const before = await backend.copyState(state);
        for (const [i, id] of greedy.slice(0, 8).entries()) {
          const { greedy: next } = await backend.run(before, Uint32Array.of(id), { greedy: true });
          expect(next).toBe(greedy[i + 1]);
        }
        if (!backend.decodeGreedy) return;
        const ids = await backend.decodeGreedy(state, greedy[0]!, greedy.length - 1);
        expect([...ids]).toEqual(greedy.slice(1));
        expect(state.position).toBe(prompt.length + greedy.length - 1);
      });
    },
  );
}

/** Bytes of the weights in f32. */
function f32Bytes({ blueprint }: Model): number {
  return 4 * cost(blueprint, { context: 1 }).total.parameters;
}
