/**
 * Records what the still pictures of the chapter on Mamba-2 show, from the real models: components/figures/duality/recorded.json.
 *
 *   node --import tsx --import ./engine/cli/wgsl-hook.mjs scripts/record-duality.ts
 *
 * Run it again when a model of public/models changes. CPU backend, f32, three significant digits.
 */
import { writeFileSync } from 'node:fs';
import { RANK_MODELS, RANK_TEXT, RANK_TOKENS } from '../components/figures/duality/rank';
import { rowOf, SOFT_LAYER, START } from '../components/figures/duality/rows';
import { readView } from '../engine/views';
import { open, round } from './lib/record';

const [mamba2, transformer] = [await open('stories-mamba2'), await open('stories-transformer')];
const { ids, pieces } = mamba2.tokenizer!.encode(START.text);
const mask = await readView(mamba2, ids, { name: 'ssd-mask', layer: 4, options: { head: 1 } });
const rows = await readView(mamba2, ids, {
  name: 'hidden-attention',
  layer: START.layer,
  options: { unit: START.ssd, only: true },
});
const soft = await readView(transformer, transformer.tokenizer!.encode(START.text).ids, {
  name: 'hidden-attention',
  layer: SOFT_LAYER,
  options: { unit: START.soft, only: true },
});
// The share of positive weight in every head of the model, over all rows of the text.
const positive: number[] = [];
const { layers, dims } = mamba2.blueprint;
for (let layer = 0; layer < layers.length; layer++)
  for (let unit = 0; unit < dims.ssm_heads!; unit++) {
    const { chosen } = await readView(mamba2, ids, { name: 'hidden-attention', layer, options: { unit, only: true } });
    const all = chosen!.data.reduce((sum, v) => sum + Math.abs(v), 0);
    positive.push(chosen!.data.reduce((sum, v) => sum + Math.max(0, v), 0) / all);
  }
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
  positive: round(positive),
  ranks,
};
writeFileSync('components/figures/duality/recorded.json', `${JSON.stringify(recorded)}\n`);
console.log(
  JSON.stringify(recorded).length,
  ranks.map(({ id, rank, bound }) => `${id} ${rank} of ${bound}`),
  positive.filter((share) => share > 0.9).length,
  positive.length,
);
process.exit(0);
