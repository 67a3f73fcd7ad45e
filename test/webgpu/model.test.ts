/**
 * The WebGPU backend as a whole against the CPU backend, on one tiny random model of each kind and in every weight format: logits, taps,
 * states, greedy ids. Against transformers: test/parity.
 */
import { expect, it } from 'vitest';
import type { BackendModel, ModelState, WeightFormat } from '@/engine/backend';
import { evalShape } from '@/engine/blueprint/dims';
import { loadCpu } from '@/engine/cpu';
import { loadWebGpu, type WebGpuOptions } from '@/engine/webgpu';
import { everyConfig } from '../models/configs';
import { randomModel, randomTokens } from '../random-model';
import { describeGpu, errorOverRms, testBench } from './harness';

/** Against the CPU's f64 sums, relative to the RMS: the bounds of the issue (logits 1e-4, taps 5e-5 of the reference), halved. */
const LOGITS = 5e-5;
const TAPS = 2.5e-5;
const T = 13;

async function pair(config: unknown, options: WebGpuOptions = {}): Promise<{ cpu: BackendModel; gpu: BackendModel }> {
  const { blueprint, reader } = randomModel(config);
  const format = options.format ?? 'f32';
  return {
    cpu: await loadCpu(blueprint, reader, { format }),
    gpu: await loadWebGpu(blueprint, reader, { device: testBench().gpu.device, ...options, format }),
  };
}
async function sameState(gpu: BackendModel, actual: ModelState, cpu: BackendModel, expected: ModelState) {
  const [a, b] = [await gpu.readState(actual), await cpu.readState(expected)];
  expect(a.position).toBe(b.position);
  expect([...a.tensors.keys()]).toEqual([...b.tensors.keys()]);
  for (const [name, tensor] of b.tensors) {
    expect(a.tensors.get(name)!.shape, name).toEqual(tensor.shape);
    expect(errorOverRms(a.tensors.get(name)!.data, tensor.data), name).toBeLessThan(TAPS);
  }
}

for (const [name, config] of Object.entries(everyConfig))
  describeGpu(name, () => {
    it('gives the logits and the state of the CPU, in one run and token by token', async () => {
      const { cpu, gpu } = await pair(config);
      const tokens = randomTokens(5, T, cpu.blueprint.vocabSize);
      const [a, b, c] = [await gpu.createState(), await cpu.createState(), await gpu.createState()];
      const expected = (await cpu.run(b, tokens, { logits: 'all' })).logits!;
      const actual = (await gpu.run(a, tokens, { logits: 'all' })).logits!;
      expect(actual.shape).toEqual(expected.shape);
      expect(errorOverRms(actual.data, expected.data)).toBeLessThan(LOGITS);
      await sameState(gpu, a, cpu, b);
      for (let t = 0; t < T; t++) {
        const { logits } = await gpu.run(c, tokens.subarray(t, t + 1), {});
        const row = expected.data.subarray(t * expected.shape[1], (t + 1) * expected.shape[1]);
        expect(errorOverRms(logits!.data, row)).toBeLessThan(LOGITS);
      }
      await sameState(gpu, c, cpu, b);
      gpu.dispose();
    });

    it('gives every tap of the CPU, all at once and each alone', async () => {
      const { cpu, gpu } = await pair(config);
      const tokens = randomTokens(6, T, cpu.blueprint.vocabSize);
      const all = cpu.blueprint.nodes.map((n) => n.id);
      const run = async (model: BackendModel, taps: string[]) => {
        const state = await model.createState();
        await model.run(state, tokens.subarray(0, 5), { logits: 'none' });
        const result = await model.run(state, tokens.subarray(5), { logits: 'last', taps });
        model.freeState(state);
        return result;
      };
      const expected = await run(cpu, all);
      const actual = await run(gpu, all);
      expect([...actual.taps.keys()].sort()).toEqual([...all].sort());
      for (const node of cpu.blueprint.nodes) {
        const [a, b] = [actual.taps.get(node.id)!, expected.taps.get(node.id)!];
        expect(a.shape, node.id).toEqual(evalShape(node.shape, cpu.blueprint.dims, { T: T - 5, S: T }));
        expect(errorOverRms(a.data, b.data), node.id).toBeLessThan(TAPS);
      }
      expect(errorOverRms(actual.logits!.data, expected.logits!.data)).toBeLessThan(LOGITS);
      for (const id of all.filter((id) => id.startsWith('layers.1.') || id.startsWith('layers.2.mixer'))) {
        const alone = await run(gpu, [id]);
        expect(errorOverRms(alone.taps.get(id)!.data, expected.taps.get(id)!.data), id).toBeLessThan(TAPS);
      }
      gpu.dispose();
    });

    for (const format of ['f16', 'int8', 'experts-int8'] as const satisfies readonly WeightFormat[])
      it(`agrees with the CPU on ${format} weights`, async () => {
        const { cpu, gpu } = await pair(config, { format });
        const tokens = randomTokens(7, T, cpu.blueprint.vocabSize);
        const [a, b] = [await gpu.createState(), await cpu.createState()];
        const expected = await cpu.run(b, tokens, { logits: 'all' });
        const actual = await gpu.run(a, tokens, { logits: 'all' });
        expect(errorOverRms(actual.logits!.data, expected.logits!.data)).toBeLessThan(LOGITS);
        const next = tokens.subarray(0, 1);
        expect(
          errorOverRms((await gpu.run(a, next, {})).logits!.data, (await cpu.run(b, next, {})).logits!.data),
        ).toBeLessThan(LOGITS);
        gpu.dispose();
      });

    it('decodes greedily to the ids of the CPU, keeping the token on the device', async () => {
      const { cpu, gpu } = await pair(config);
      const prompt = randomTokens(8, 4, cpu.blueprint.vocabSize);
      const [a, b] = [await gpu.createState(), await cpu.createState()];
      const first = (await gpu.run(a, prompt, { greedy: true })).greedy!;
      const expected = [(await cpu.run(b, prompt, { greedy: true })).greedy!];
      expect(first).toBe(expected[0]);
      while (expected.length < 22)
        expected.push((await cpu.run(b, Uint32Array.of(expected.at(-1)!), { greedy: true })).greedy!);
      const ids = await gpu.decodeGreedy!(a, first, 21);
      expect([first, ...ids]).toEqual(expected);
      await sameState(gpu, a, cpu, b);
      gpu.dispose();
    });
  });
