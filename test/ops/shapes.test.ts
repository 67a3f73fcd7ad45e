import { describe, expect, it } from 'vitest';
import { nodeIndex } from '../../engine/blueprint/graph';
import { opCall } from '../../engine/blueprint/shapes';
import type { OpName } from '../../engine/blueprint/types';
import { buildBlueprint } from '../../engine/models';
import { type OpCall, ops } from '../../engine/ops';
import { everyConfig } from '../models/configs';

/** One call of each op out of the models, with T = 3 and S = 1009. */
const calls = new Map<OpName, OpCall>();
for (const config of Object.values(everyConfig)) {
  const blueprint = buildBlueprint(config);
  for (const node of nodeIndex(blueprint).values())
    if (!calls.has(node.op)) calls.set(node.op, opCall(blueprint, node, 3, 1009));
}
const names = Object.keys(ops) as OpName[];
const grown = (shape: readonly number[], axis: number) => shape.map((n, i) => (i === axis ? n + 1 : n));

/** Every call that differs from a good one in one axis of one shape, with a name for it. */
function wrong(call: OpCall): [string, OpCall][] {
  const list: [string, OpCall][] = [];
  call.output.forEach((_, axis) => {
    list.push([`output axis ${axis}`, { ...call, output: grown(call.output, axis) }]);
  });
  call.inputs.forEach((input, k) => {
    input.forEach((_, axis) => {
      list.push([
        `input ${k} axis ${axis}`,
        { ...call, inputs: call.inputs.map((s, i) => (i === k ? grown(s, axis) : s)) },
      ]);
    });
  });
  for (const [role, shape] of Object.entries(call.weights))
    shape.forEach((_, axis) => {
      list.push([`${role} axis ${axis}`, { ...call, weights: { ...call.weights, [role]: grown(shape, axis) } }]);
    });
  return list;
}

/** What an op cannot notice: how many rows a table has, how many columns a view or a choice leaves over. */
const free: Partial<Record<OpName, string[]>> = {
  embedding: ['table axis 0'],
  slice: ['input 0 axis 1'],
  'top-k': ['input 0 axis 1'],
  gather: ['input 0 axis 1'],
};

describe('the ops', () => {
  it('are all used by some model', () => {
    expect(names.filter((name) => !calls.has(name))).toEqual([]);
  });

  it.each(names)('%s is filed under its own name', (name) => {
    expect(ops[name].name).toBe(name);
  });

  it.each(names)('%s takes the shapes of the models and refuses each of them one larger', (name) => {
    const call = calls.get(name)!;
    ops[name].check(call);
    const accepted = wrong(call).filter(([, bad]) => {
      try {
        ops[name].check(bad);
        return true;
      } catch (error) {
        expect((error as { code: string }).code).toBe('bad-shape');
        expect((error as Error).message).toContain(call.node.id);
        return false;
      }
    });
    expect(accepted.map(([what]) => what)).toEqual(free[name] ?? []);
  });
});
