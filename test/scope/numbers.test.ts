import { afterAll, describe, expect, it } from 'vitest';
import { opsOf } from '@/components/blueprint/nodes';
import { tapsOf } from '@/components/scope/lab-run';
import { lineOf, weightsFor } from '@/components/scope/numbers';
import { isMixer } from '@/components/scope/numbers-mixers';
import { mapsOf, nodeMap, valueAt } from '@/components/scope/tensor-picture';
import { atToken } from '@/components/scope/tensor-read';
import type { Tensor } from '@/engine/tensor';
import { closeAll, live } from './live';

afterAll(closeAll);

/** Lines are computed in f64 from f32 taps, of sums of up to 256 products. */
const ROUNDING = 2e-5;

describe.each([
  ['stories-mamba', 1],
  ['stories-mamba2', 1],
  ['stories-s4d', 1],
  ['stories-transformer', 1],
  ['stories-jamba', 1],
  ['stories-jamba', 4],
] as const)('in %s, layer %i', async (name, layer) => {
  const model = await live(name);
  const { blueprint } = model.info;
  const session = await model.createSession();
  const { ids } = await model.encode('Once upon a time, there was a dog.');
  const { taps } = await session.prefill(ids, { taps: tapsOf(blueprint, layer) });
  const byId = new Map(blueprint.nodes.map((node) => [node.id, node]));
  const weights = new Map<string, Tensor>();
  for (const node of opsOf(blueprint, layer))
    for (const key of weightsFor(node)) weights.set(key, await model.weight(key));

  it('the numbers put into a formula give the value of its tap', () => {
    const written = new Set<string>();
    let checked = 0;
    for (const node of opsOf(blueprint, layer))
      for (const [token, unit] of [
        [0, 0],
        [6, 3],
      ] as const)
        for (const cell of [0, 5]) {
          const line = lineOf({ node, byId, taps, weights, token, unit, cell });
          if (line?.worth == null || Number.isNaN(line.value)) continue;
          checked++;
          written.add(node.op);
          expect(Math.abs(line.worth - line.value), `${node.id}[${token}, ${unit}, ${cell}]: ${line.tex}`).toBeLessThan(
            ROUNDING * Math.max(1, Math.abs(line.value)),
          );
        }
    expect(checked).toBeGreaterThan(10);
    for (const node of opsOf(blueprint, layer)) if (isMixer(node.op)) expect(written).toContain(node.op);
  });

  it('every cell of every map is the value of the tap at the index that it names', () => {
    for (const node of opsOf(blueprint, layer)) {
      const tap = taps.get(node.id)!;
      for (const kind of mapsOf(node, tap)) {
        const map = nodeMap(node, tap, kind, 6, 1);
        for (let i = 0; i < map.data.values.length; i += 7) {
          const value = map.data.values[i]!;
          if (Number.isNaN(value)) continue;
          const index = map.index(Math.floor(i / map.data.cols), i % map.data.cols);
          expect(index).toHaveLength(tap.shape.length);
          expect(valueAt(tap, index)).toBe(value);
        }
      }
      expect(atToken(node, tap, 6).data.length).toBeGreaterThan(0);
    }
  });
});
