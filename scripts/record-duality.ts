/**
 * Records what the still pictures of the chapter on Mamba-2 show, from the real models: components/figures/duality/recorded.json.
 *
 *   node --import tsx --import ./engine/cli/wgsl-hook.mjs scripts/record-duality.ts
 *
 * Run it again when a model of public/models changes. CPU backend, f32, three significant digits.
 */
import { writeFileSync } from 'node:fs';
import { RANK_MODELS, RANK_TEXT, RANK_TOKENS } from '../components/figures/duality/rank';
import { rowOf } from '../components/figures/duality/rows';
import { loadModel } from '../engine/session/load';
import { readView } from '../engine/views';

const TEXT = 'Lily put the red ball in the box. Tom asked where the ball was.';
const round = (values: Iterable<number>) => [...values].map((v) => Number(v.toPrecision(3)));
const open = (name: string) => loadModel({ kind: 'folder', path: `public/models/${name}` }, { device: 'cpu' });

const [mamba2, transformer] = [await open('stories-mamba2'), await open('stories-transformer')];
const { ids, pieces } = mamba2.tokenizer!.encode(TEXT);
const mask = await readView(mamba2, ids, { name: 'ssd-mask', layer: 4, options: { head: 1 } });
const rows = await readView(mamba2, ids, { name: 'hidden-attention', layer: 1, options: { unit: 6, only: true } });
const soft = await readView(transformer, transformer.tokenizer!.encode(TEXT).ids, {
  name: 'hidden-attention',
  layer: 1,
  options: { unit: 3, only: true },
});
const ranks: { id: string; rank: number; bound: number | null; values: number[] }[] = [];
for (const { id, layer, unit } of RANK_MODELS) {
  const model = await open(id);
  const text = model.tokenizer!.encode(RANK_TEXT).ids.slice(0, RANK_TOKENS);
  const view = await readView(model, text, { name: 'block-rank', layer, options: { unit, cut: RANK_TOKENS / 2 } });
  const { data } = view.singularValues;
  ranks.push({
    id,
    rank: view.rank,
    bound: view.bound,
    values: round(data.subarray(0, view.rank).map((v) => v / data[0]!)),
  });
}
const recorded = {
  tokens: pieces.map((piece) => piece.text),
  mask: { content: round(mask.content.data), mask: round(mask.mask.data), product: round(mask.product.data) },
  rows: { weights: round(rowOf(rows.chosen!, ids.length - 1)), shares: round(rowOf(soft.chosen!, ids.length - 1)) },
  ranks,
};
writeFileSync('components/figures/duality/recorded.json', `${JSON.stringify(recorded)}\n`);
console.log(
  JSON.stringify(recorded).length,
  ranks.map(({ id, rank, bound }) => `${id} ${rank} of ${bound}`),
);
process.exit(0);
