/** What does not fit one binding is split, and what cannot be placed is refused with both values before anything is read. */
import { expect, it } from 'vitest';
import type { BackendModel } from '@/engine/backend';
import { loadCpu } from '@/engine/cpu';
import type { EngineError } from '@/engine/errors';
import { loadWebGpu } from '@/engine/webgpu';
import { everyConfig, jamba, llama, mamba, mamba2 } from '../models/configs';
import { randomModel, randomTokens } from '../random-model';
import { describeGpu, errorOverRms, testBench } from './harness';

const LOGITS = 5e-5;
const limited = (config: unknown, bindingLimit: number) => {
  const { blueprint, reader } = randomModel(config);
  return loadWebGpu(blueprint, reader, { device: testBench().gpu.device, bindingLimit });
};
const refusal = (promise: Promise<unknown>): Promise<EngineError> =>
  promise.then(
    () => Promise.reject(new Error('it was not refused')),
    (error) => error as EngineError,
  );

describeGpu('a small binding limit', () => {
  // Not llama: the table of its rotary angles takes 48 KiB.
  for (const name of ['nemotron_h by pattern', 'mamba', 'mamba2 with groups', 'jamba', 's4d complex'])
    it(`splits the matrices of ${name} by rows and the tapped values by tokens, with the same results`, async () => {
      const config = everyConfig[name];
      const { blueprint, reader } = randomModel(config);
      const cpu = await loadCpu(blueprint, reader);
      const tokens = randomTokens(4, 10, blueprint.vocabSize);
      // 6 KiB: the embedding (97 rows) takes several parts, and h of all tokens does not fit.
      const gpu = await limited(config, 6 * 1024);
      expect(gpu.maxRun).toBeLessThan(20);
      const taps = blueprint.nodes
        .filter((n) => /\.h$|scores$|router_probs$|early_logits$/.test(n.id))
        .map((n) => n.id);
      const run = async (model: BackendModel) => {
        const state = await model.createState();
        await model.run(state, tokens.subarray(0, 2), { logits: 'none' });
        return model.run(state, tokens.subarray(2), { logits: 'all', taps, greedy: true });
      };
      const [actual, expected] = [await run(gpu), await run(cpu)];
      expect(errorOverRms(actual.logits!.data, expected.logits!.data)).toBeLessThan(LOGITS);
      expect(actual.greedy).toBe(expected.greedy);
      for (const id of taps) {
        expect(actual.taps.get(id)!.shape, id).toEqual(expected.taps.get(id)!.shape);
        expect(errorOverRms(actual.taps.get(id)!.data, expected.taps.get(id)!.data), id).toBeLessThan(LOGITS);
      }
      gpu.dispose();
    });

  it('refuses a row that is too long, naming the weight and both values, before anything is read', async () => {
    const { blueprint } = randomModel(mamba);
    let read = 0;
    const reader = {
      read: async () => {
        read++;
        return new Float32Array(0);
      },
    };
    const device = testBench().gpu.device;
    const error = await refusal(loadWebGpu(blueprint, reader, { device, bindingLimit: 64 }));
    expect([error.code, error.details.limit]).toEqual(['too-large', 64]);
    expect(error.message).toMatch(/needs \d+ bytes/);
    expect(read).toBe(0);
  });

  it('refuses a vector that is too long, and a token whose values are too wide', async () => {
    const narrow = await refusal(limited(llama, 160));
    expect(narrow.message).toMatch(/one row of "model.layers.0.mlp.down_proj.weight" needs 208 bytes/);
    const wide = await refusal(limited(llama, 256));
    expect(wide.message).toMatch(/one token needs 388 bytes in one buffer; this device allows 256/);
    const vector = await refusal(limited(mamba2, 512));
    expect(vector.message).toMatch(/weight "backbone.layers.0.mixer.conv1d.weight" needs \d+ bytes/);
  });

  it('bounds the context, and a run that does not fit leaves the state as it was', async () => {
    const model = await limited(jamba, 8 * 1024); // a row of k is 16 floats: 128 of them fit
    const state = await model.createState();
    const tokens = randomTokens(4, model.maxRun, model.blueprint.vocabSize);
    let seen = 0;
    const error = await refusal(
      (async () => {
        for (; seen < 1000; seen += tokens.length) await model.run(state, tokens, { logits: 'none' });
      })(),
    );
    expect(error.code).toBe('too-large');
    expect(error.message).toMatch(/layers.2.mixer.scores:k at \d+ tokens" needs \d+ bytes/);
    expect(state.position).toBe(seen);
    expect(seen + tokens.length).toBeGreaterThan(128);
    // It can still be read, copied, and run for as long as there is room.
    expect((await model.readState(state)).position).toBe(seen);
    const room = 128 - seen;
    if (room > 0) await model.run(state, tokens.subarray(0, room), {});
    expect(state.position).toBe(128);
    model.dispose();
  });

  it('splits the int8 experts of a jamba, each part with its own scales', async () => {
    const { blueprint, reader } = randomModel(jamba);
    const device = testBench().gpu.device;
    const load = (bindingLimit: number) => loadWebGpu(blueprint, reader, { device, format: 'int8', bindingLimit });
    const tokens = randomTokens(4, 5, blueprint.vocabSize);
    const run = async (model: BackendModel) =>
      (await model.run(await model.createState(), tokens, { logits: 'all' })).logits!.data;
    const [split, whole] = [await load(4096), await load(2 ** 27)];
    expect(errorOverRms(await run(split), await run(whole))).toBeLessThan(1e-6);
    split.dispose();
    whole.dispose();
  });

  it('does not stop a vocabulary of 65,536, whose rows take more workgroups than one dimension has', async () => {
    const { blueprint, reader } = randomModel({ ...mamba, vocab_size: 65_536, hidden_size: 8, num_hidden_layers: 1 });
    const cpu = await loadCpu(blueprint, reader);
    const tokens = Uint32Array.of(65_535, 0, 40_000);
    const whole = await cpu.run(await cpu.createState(), tokens, { logits: 'all', greedy: true });
    for (const options of [{}, { bindingLimit: 2 ** 20 }, { variants: { gemv: 'subgroup' as const } }]) {
      if (options.variants && !testBench().gpu.device.features.has('subgroups')) continue;
      const gpu = await loadWebGpu(blueprint, reader, { device: testBench().gpu.device, ...options });
      const [a, b] = [await gpu.createState(), await gpu.createState()];
      const result = await gpu.run(a, tokens, { logits: 'all', greedy: true });
      expect(errorOverRms(result.logits!.data, whole.logits!.data)).toBeLessThan(LOGITS);
      expect(result.greedy).toBe(whole.greedy);
      const one = (await gpu.run(b, tokens.subarray(0, 1), {})).logits!;
      expect(errorOverRms(one.data, whole.logits!.data.subarray(0, 65_536))).toBeLessThan(LOGITS);
      gpu.dispose();
    }
  });
});
