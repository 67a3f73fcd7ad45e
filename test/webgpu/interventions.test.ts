/**
 * Interventions on WebGPU mean what they mean on the CPU (backend.ts, Intervention): at every op, of every kind, for chosen tokens and
 * elements, over several runs so that what the changed nodes remember is read again.
 */
import { expect, it } from 'vitest';
import type { BackendModel, Intervention } from '@/engine/backend';
import { evalShape } from '@/engine/blueprint/dims';
import type { Blueprint, BlueprintNode } from '@/engine/blueprint/types';
import { loadCpu } from '@/engine/cpu';
import { sizeOf } from '@/engine/tensor';
import { loadWebGpu } from '@/engine/webgpu';
import { everyConfig } from '../models/configs';
import { normals, randomModel, randomTokens } from '../random-model';
import { describeGpu, errorOverRms, testBench } from './harness';

/** The bounds of the issue for the reference; a changed value may leave the range in which the model's own are kept by its norms. */
const LOGITS = 1e-4;
const TAPS = 5e-5;
const LENGTHS = [5, 1, 4, 1];
const T = 11;

/** Numbers that may stand anywhere: a step size or a decay is not negative. */
const replacement = (seed: number, count: number) => normals(seed, count).map((v) => Math.abs(v) / 2);

/** A different kind of change for each node in turn. */
function changeAt(blueprint: Blueprint, node: BlueprintNode, i: number): Intervention {
  const axes = node.shape.filter((d) => d !== 'T');
  const axis = axes.find((d) => d !== 'S' && d !== '2');
  const some = axis ? { select: { [axis]: [0, evalShape([axis], blueprint.dims)[0] - 1] } } : {};
  if (node.op === 'top-k') return { node: node.id, action: { kind: 'scale', factor: 1.7 }, tokens: { from: 2 } };
  const kinds: Intervention[] = [
    { node: node.id, action: { kind: 'scale', factor: 0.6 } },
    { node: node.id, action: { kind: 'zero' }, tokens: { from: 3, to: 7 }, ...some },
    { node: node.id, action: { kind: 'freeze', value: 0.25 }, tokens: [1, 4, 5, 8, 10], ...some },
  ];
  if (!axes.includes('S') && node.shape.includes('T')) {
    const rest = sizeOf(evalShape(axes, blueprint.dims));
    kinds.push(
      { node: node.id, action: { kind: 'replace', data: replacement(i, rest) }, tokens: { from: 4, to: 6 } },
      { node: node.id, action: { kind: 'replace', data: replacement(i, 3 * rest) }, tokens: [2, 6, 7], ...some },
    );
  }
  return kinds[i % kinds.length];
}

async function compare(cpu: BackendModel, gpu: BackendModel, interventions: readonly Intervention[], taps: string[]) {
  const tokens = randomTokens(3, T, cpu.blueprint.vocabSize);
  const what = interventions.map((i) => `${i.node} ${i.action.kind}`).join(', ');
  const [a, b] = [await gpu.createState(), await cpu.createState()];
  let at = 0;
  for (const n of LENGTHS) {
    const ids = tokens.subarray(at, at + n);
    const request = { interventions, taps, logits: 'all' as const };
    const [actual, expected] = [await gpu.run(a, ids, request), await cpu.run(b, ids, request)];
    for (const id of taps)
      expect(
        errorOverRms(actual.taps.get(id)!.data, expected.taps.get(id)!.data),
        `${id} at ${at}: ${what}`,
      ).toBeLessThan(TAPS);
    expect(errorOverRms(actual.logits!.data, expected.logits!.data), `logits at ${at}: ${what}`).toBeLessThan(LOGITS);
    at += n;
  }
  const [x, y] = [await gpu.readState(a), await cpu.readState(b)];
  for (const [name, tensor] of y.tensors)
    expect(errorOverRms(x.tensors.get(name)!.data, tensor.data), `${name}: ${what}`).toBeLessThan(TAPS);
  gpu.freeState(a);
}

for (const [name, config] of Object.entries(everyConfig))
  describeGpu(name, () => {
    it('changes every node as the CPU does, with and without somebody looking', async () => {
      const { blueprint, reader } = randomModel(config);
      const cpu = await loadCpu(blueprint, reader);
      const gpu = await loadWebGpu(blueprint, reader, { device: testBench().gpu.device });
      const nodes = blueprint.nodes.filter((n) => n.op !== 'tokens' && !n.side && (n.layer ?? 0) < 3);
      for (const op of new Set(nodes.map((n) => n.op))) {
        const group = nodes.filter((n) => n.op === op);
        const changes = group.map((node, i) => changeAt(blueprint, node, i + group[0].id.length));
        await compare(cpu, gpu, changes, []);
        await compare(
          cpu,
          gpu,
          changes,
          group.map((n) => n.id),
        );
      }
      gpu.dispose();
    });
  });

describeGpu('several changes', () => {
  it('at one node act in the order given', async () => {
    const { blueprint, reader } = randomModel(everyConfig.jamba);
    const cpu = await loadCpu(blueprint, reader);
    const gpu = await loadWebGpu(blueprint, reader, { device: testBench().gpu.device });
    for (const node of ['layers.0.mixer.h', 'layers.0.mixer.z', 'layers.2.mixer.scores', 'layers.1.mlp.experts'])
      await compare(
        cpu,
        gpu,
        [
          { node, action: { kind: 'scale', factor: 0.4 } },
          { node, action: { kind: 'freeze', value: 1 }, tokens: [2, 3, 7] },
          { node, action: { kind: 'scale', factor: 2 }, tokens: { from: 3 } },
        ],
        [node],
      );
    gpu.dispose();
  });

  it('that choose no token of the run change nothing', async () => {
    const { blueprint, reader } = randomModel(everyConfig.mamba);
    const gpu = await loadWebGpu(blueprint, reader, { device: testBench().gpu.device });
    const tokens = randomTokens(3, 6, blueprint.vocabSize);
    const run = async (interventions: Intervention[]) =>
      (await gpu.run(await gpu.createState(), tokens, { interventions, logits: 'all' })).logits!.data;
    const far = { kind: 'freeze', value: 9 } as const;
    const changed = await run([
      { node: 'layers.*.mixer.h', action: far, tokens: { from: 100 } },
      { node: 'layers.*.residual', action: far, tokens: [77] },
    ]);
    // Every h is written out instead of kept in registers: equal up to rounding.
    expect(errorOverRms(changed, await run([]))).toBeLessThan(1e-5);
    expect(errorOverRms(await run([{ node: 'layers.*.residual', action: far }]), changed)).toBeGreaterThan(1e-3);
    gpu.dispose();
  });
});
