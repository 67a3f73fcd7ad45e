/**
 * A change at a node means the same on both backends (engine/backend.ts, `Intervention`): every node of every kind of layer is changed in
 * turn, in the middle of a run and again in the steps that follow, and WebGPU must go where the CPU goes.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Intervention } from '@/engine/backend';
import { evalShape } from '@/engine/blueprint/dims';
import type { BlueprintNode } from '@/engine/blueprint/types';
import type { Model } from '@/engine/session/model';
import { sizeOf } from '@/engine/tensor';
import { cpu, type TestDevice } from '../devices';
import { fixture } from '../fixtures';
import { normals } from '../random-model';
import { SAME, worst } from '../tolerance';

/** Fixture → layers that hold one of each kind of mixer and MLP that it has. */
const KINDS: readonly [string, readonly number[]][] = [
  ['llama-gqa', [0]],
  ['mamba-odd', [0]],
  ['falcon-mamba', [0]],
  ['mamba2-groups-limits', [0]],
  ['jamba', [1, 2]],
  ['nemotron-h-string', [1]],
  ['s4d-complex-zoh', [0]],
  ['s4d-real-bilinear', [0]],
];
const FROM = 5;
const TO = 11;
const STEPS = 3;

/** Logits at every position of a run of 19 tokens and of a few steps after it, all under `interventions`; the state at the end. */
async function run(model: Model, prompt: readonly number[], interventions: readonly Intervention[]) {
  const session = await model.createSession();
  session.intervene(interventions);
  const ids = prompt.slice(0, 19);
  const rows = [...(await session.prefill(ids, { allLogits: true })).logits!.data];
  for (const id of prompt.slice(19, 19 + STEPS)) {
    await session.feed(id);
    rows.push(...session.logits!);
  }
  const state = await session.readState();
  session.dispose();
  return { rows, state };
}

/** Changes that make sense at a node: one to the tokens in the middle, one to chosen channels of all tokens. */
function changes(node: BlueprintNode, model: Model): Intervention[] {
  if (node.op === 'top-k')
    return [{ node: node.id, action: { kind: 'freeze', value: 1.4 }, tokens: { from: FROM, to: TO } }];
  const axes = node.shape.filter((axis) => axis !== 'T');
  const last = axes.at(-1)!;
  const shape = axes.includes('S') ? null : evalShape(axes, model.blueprint.dims);
  const list: Intervention[] = [
    { node: node.id, action: { kind: 'scale', factor: 0.5 }, tokens: { from: FROM, to: TO } },
    { node: node.id, action: { kind: 'freeze', value: 0.25 }, select: { [last]: [0, 2] } },
  ];
  if (shape)
    list.push({
      node: node.id,
      action: { kind: 'replace', data: normals(5, 2 * sizeOf(shape)).map((v) => 0.5 * Math.abs(v)) },
      tokens: [FROM, 20],
    });
  return list;
}

export function interventionsSuite(device: TestDevice): void {
  device.describe.each(KINDS)(`interventions in %s on ${device.kind}`, (name, layers) => {
    const { folder, prompt } = fixture(name);
    let model: Model;
    let oracle: Model;
    beforeAll(async () => {
      oracle = await cpu.load(folder);
      model = await device.load(folder);
    });
    afterAll(() => {
      model?.dispose();
      oracle?.dispose();
    });

    it('go where the CPU goes, at every node', async () => {
      const plain = await run(oracle, prompt, []);
      const wrong: string[] = [];
      let changed = 0;
      for (const node of model.blueprint.nodes) {
        if (node.side || node.op === 'tokens' || (node.layer !== null && !layers.includes(node.layer))) continue;
        for (const change of changes(node, model)) {
          const [ours, truth] = [await run(model, prompt, [change]), await run(oracle, prompt, [change])];
          const what = `${node.id} ${change.action.kind}`;
          if (worst(truth.rows, plain.rows).error > 1e-3) changed++;
          const logits = worst(ours.rows, truth.rows);
          if (!(logits.error < 2 * SAME[device.kind])) wrong.push(`${what}: logits ${logits.error} (${logits.what})`);
          for (const [key, { data }] of truth.state.tensors) {
            const state = worst(ours.state.tensors.get(key)!.data, data);
            if (!(state.error < 2 * SAME[device.kind])) wrong.push(`${what}: ${key} ${state.error} (${state.what})`);
          }
        }
      }
      expect(wrong).toEqual([]);
      // An intervention that moved nothing would prove nothing.
      expect(changed).toBeGreaterThan(20);
    });

    it('act in the order in which they are given, on the tokens and layers that they name', async () => {
      const list: Intervention[] = [
        { node: 'layers.*.residual', action: { kind: 'scale', factor: 0.9 }, tokens: { from: 3 } },
        { node: 'layers.0.residual', action: { kind: 'freeze', value: 1 }, tokens: [4], select: { d_model: [1] } },
        { node: 'layers.*.residual', action: { kind: 'scale', factor: 2 }, tokens: [4, 21] },
      ];
      const [ours, truth] = [await run(model, prompt, list), await run(oracle, prompt, list)];
      const { error, what } = worst(ours.rows, truth.rows);
      expect(error, what).toBeLessThan(2 * SAME[device.kind]);
      const reversed = await run(oracle, prompt, [...list].reverse());
      expect(worst(reversed.rows, truth.rows).error).toBeGreaterThan(1e-3);
    });
  });
}
