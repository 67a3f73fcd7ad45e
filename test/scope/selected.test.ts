/** The selection of a layer, drawn with the tokens as columns: every cell is the value of the tap at the index that it names. */
import { afterAll, describe, expect, it } from 'vitest';
import { tapsOf } from '@/components/scope/lab-run';
import { valueAt } from '@/components/scope/tensor-picture';
import { selectedMap, selectedNodes } from '@/components/scope/views/selected';
import { closeAll, live } from './live';

afterAll(closeAll);

describe.each([
  ['stories-mamba', 2, { delta: 256, A_bar: 16, B: 16, C: 16, z: 256 }],
  ['stories-mamba2', 2, { delta: 8, A_bar: 8, B: 64, C: 64, z: 256 }],
  ['stories-jamba', 1, { delta: 192, A_bar: 16, B: 16, C: 16, z: 192 }],
] as const)('in %s, layer %i', async (name, layer, rows) => {
  const model = await live(name);
  const { blueprint } = model.info;
  const session = await model.createSession();
  const { ids } = await model.encode('Once upon a time, there was a dog.');
  const { taps } = await session.prefill(ids, { taps: tapsOf(blueprint, layer) });

  it('each part has its rows, and each cell its place in the tap', () => {
    const nodes = selectedNodes(blueprint, layer);
    expect(nodes.map(({ part }) => part)).toEqual(Object.keys(rows));
    for (const { part, node } of nodes) {
      const tap = taps.get(node.id)!;
      const { data, index } = selectedMap(part, node, tap, 3);
      expect([data.rows, data.cols], part).toEqual([rows[part], ids.length]);
      for (let i = 0; i < data.values.length; i += 5) {
        const at = index(Math.floor(i / data.cols), i % data.cols);
        expect(at).toHaveLength(tap.shape.length);
        expect(valueAt(tap, at), part).toBe(data.values[i]);
      }
    }
  });
});

describe.each(['stories-s4d', 'stories-transformer'])('in %s', async (name) => {
  it('no layer selects', async () => {
    const { blueprint } = (await live(name)).info;
    for (const { index } of blueprint.layers) expect(selectedNodes(blueprint, index)).toEqual([]);
  });
});
