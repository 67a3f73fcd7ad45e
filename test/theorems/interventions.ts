/**
 * A change at a node means the same on both backends (engine/backend.ts, `Intervention`): every node of every kind of layer is changed in
 * turn, in the middle of a run and again in the steps that follow, and WebGPU must go where the CPU goes.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Intervention } from '@/engine/backend';
import { evalShape } from '@/engine/blueprint/dims';
import type { Blueprint, BlueprintNode } from '@/engine/blueprint/types';
import { buildBlueprint } from '@/engine/models';
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
const STEPS = 2;

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

/** A change to the tokens in the middle; and in turn one to chosen channels of all tokens, or new values for two tokens. */
function changes(node: BlueprintNode, blueprint: Blueprint, turn: number): Intervention[] {
  if (node.op === 'top-k')
    return [{ node: node.id, action: { kind: 'freeze', value: 1.4 }, tokens: { from: FROM, to: TO } }];
  const axes = node.shape.filter((axis) => axis !== 'T');
  const last = axes.at(-1)!;
  const scale: Intervention = {
    node: node.id,
    action: { kind: 'scale', factor: 0.5 },
    tokens: { from: FROM, to: TO },
  };
  if (turn % 2 === 0 || axes.includes('S')) {
    const size = last === 'S' ? Number.POSITIVE_INFINITY : evalShape([last], blueprint.dims)[0]!;
    const select = { [last]: [0, Math.min(2, size - 1)] };
    return [scale, { node: node.id, action: { kind: 'freeze', value: 0.25 }, select }];
  }
  const data = normals(5, 2 * sizeOf(evalShape(axes, blueprint.dims))).map((v) => 0.5 * Math.abs(v));
  return [scale, { node: node.id, action: { kind: 'replace', data }, tokens: [FROM, 20] }];
}

/** The nodes of these layers and of the shell, known from the config before anything is loaded. */
function nodesOf(folder: string, layers: readonly number[]): { blueprint: Blueprint; nodes: BlueprintNode[] } {
  const blueprint = buildBlueprint(JSON.parse(readFileSync(`${folder}/config.json`, 'utf8')));
  const nodes = blueprint.nodes.filter(
    (node) => !node.side && node.op !== 'tokens' && (node.layer === null || layers.includes(node.layer)),
  );
  return { blueprint, nodes };
}

export function interventionsSuite(device: TestDevice): void {
  device.describe.each(KINDS)(`interventions in %s on ${device.kind}`, (name, layers) => {
    const { folder, prompt } = fixture(name);
    const { blueprint, nodes } = nodesOf(folder, layers);
    let model: Model;
    let oracle: Model;
    let plain: Awaited<ReturnType<typeof run>> | null = null;
    beforeAll(async () => {
      oracle = await cpu.load(folder);
      model = await device.load(folder);
    });
    afterAll(() => {
      model?.dispose();
      oracle?.dispose();
    });

    it.each(nodes.map((node, i) => ({ id: node.id, list: changes(node, blueprint, i) })))(
      'go where the CPU goes, at $id',
      async ({ list }) => {
        plain ??= await run(oracle, prompt, []);
        let moved = 0;
        for (const change of list) {
          const [ours, truth] = [await run(model, prompt, [change]), await run(oracle, prompt, [change])];
          const { kind } = change.action;
          moved = Math.max(moved, worst(truth.rows, plain.rows).error);
          const logits = worst(ours.rows, truth.rows);
          expect(logits.error, `${kind}: ${logits.what}`).toBeLessThan(2 * SAME[device.kind]);
          for (const [key, { data }] of truth.state.tensors) {
            const state = worst(ours.state.tensors.get(key)!.data, data);
            expect(state.error, `${kind}, ${key}: ${state.what}`).toBeLessThan(2 * SAME[device.kind]);
          }
        }
        // An intervention that moves nothing would prove nothing.
        expect(moved).toBeGreaterThan(1e-3);
      },
    );

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
