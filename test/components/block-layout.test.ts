import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { layoutBlock } from '@/components/blueprint/block-layout';
import { opsOf } from '@/components/blueprint/nodes';
import { buildBlueprint } from '@/engine/models';
import { published } from '@/engine/models/published';

const bundled = ['stories-mamba', 'stories-s4d', 'stories-transformer'].map((name) => ({
  name,
  config: JSON.parse(readFileSync(`public/models/${name}/config.json`, 'utf8')),
}));
const cases = [...bundled, ...published.map(({ name, config }) => ({ name, config }))].map(({ name, config }) => ({
  name,
  blueprint: buildBlueprint(config),
}));

describe.each(cases)('the layers of $name', ({ blueprint }) => {
  const kinds = [...new Map(blueprint.layers.map((l) => [l.kind, l.index])).values()];

  it.each(kinds)('layer %i: every operation once, after its inputs, on a place of its own', (layer) => {
    const { nodes, edges, ranks } = layoutBlock(blueprint, layer);
    const at = new Map(nodes.map((n) => [n.id, n]));
    expect(
      nodes
        .filter((n) => n.node)
        .map((n) => n.id)
        .sort(),
    ).toEqual(
      opsOf(blueprint, layer)
        .map((n) => n.id)
        .sort(),
    );
    for (const { from, to } of edges) expect(at.get(from)!.rank).toBeLessThan(at.get(to)!.rank);
    const wanted = opsOf(blueprint, layer).flatMap((n) => [...new Set(n.inputs)].map((from) => `${from} ${n.id}`));
    expect(edges.map((e) => `${e.from} ${e.to}`).sort()).toEqual(wanted.sort());
    expect(new Set(nodes.map((n) => `${n.rank},${n.lane}`)).size).toBe(nodes.length);
    expect(Math.max(...nodes.map((n) => n.rank))).toBe(ranks - 1);
  });

  it.each(kinds)('layer %i: no edge passes over a node', (layer) => {
    const { nodes, edges } = layoutBlock(blueprint, layer);
    const at = new Map(nodes.map((n) => [n.id, n]));
    for (const { from, to, lane } of edges) {
      const over = nodes.filter((n) => n.lane === lane && n.rank > at.get(from)!.rank && n.rank < at.get(to)!.rank);
      expect(
        over.map((n) => n.id),
        `${from} → ${to}`,
      ).toEqual([]);
    }
  });
});

describe('a Mamba layer', () => {
  it('keeps the way through the memory in the middle and the gate beside it', () => {
    const { nodes } = layoutBlock(cases[0]!.blueprint, 2);
    const lane = (name: string) => nodes.find((n) => n.id === `layers.2.mixer.${name}`)!.lane;
    for (const name of ['x', 'dt', 'delta', 'A_bar', 'h', 'y_ssm', 'y', 'gated', 'out_proj'])
      expect(lane(name), name).toBe(0);
    for (const name of ['z', 'B', 'C']) expect(lane(name), name).not.toBe(0);
  });
});
