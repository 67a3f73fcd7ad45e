/**
 * Records what the still pictures and the sentences of the chapter on hybrids say of our own models: components/figures/recorded-hybrids.json.
 *
 *   node --import tsx --import ./engine/cli/wgsl-hook.mjs scripts/record-hybrids.ts
 *
 * Run it again when a model of public/models changes. CPU backend, f32, three significant digits; no randomness.
 */
import { writeFileSync } from 'node:fs';
import { chosenWeights, entropyOf, loadOf } from '../components/figures/router';
import { START as ROUTED } from '../components/figures/router-start';
import { cutsOf, HYBRIDS, TEXT } from '../components/figures/without-layers';
import type { Intervention } from '../engine/backend';
import type { Model } from '../engine/session/model';
import { digits, open, round, textBits } from './lib/record';

/** Bits per token of a text. */
async function lossOf(model: Model, text: string, changes: readonly Intervention[]): Promise<number> {
  const { ids } = model.tokenizer!.encode(text);
  const session = await model.createSession();
  session.intervene(changes);
  return (await textBits(session, ids)) / (ids.length - 1);
}

const without: Record<string, { whole: number; cuts: { layer: number; mixer: string; bits: number }[] }> = {};
for (const name of HYBRIDS) {
  const model = await open(name);
  const whole = await lossOf(model, TEXT, []);
  const cuts: { layer: number; mixer: string; bits: number }[] = [];
  for (const { layer, mixer, change } of cutsOf(model.blueprint))
    cuts.push({ layer, mixer, bits: digits((await lossOf(model, TEXT, [change])) - whole) });
  without[name] = { whole: digits(whole), cuts };
}

const jamba = await open('stories-jamba');
const experts = jamba.blueprint.dims.n_experts!;
const { ids, pieces } = jamba.tokenizer!.encode(ROUTED.text);
const session = await jamba.createSession();
const layers = jamba.blueprint.layers.filter(({ kind }) => kind.endsWith('moe')).map(({ index }) => index);
const { taps } = await session.prefill(ids, {
  taps: layers.flatMap((l) => [`layers.${l}.mlp.experts`, `layers.${l}.mlp.expert_weights`]),
});
const chosen = taps.get(`layers.${ROUTED.layer}.mlp.experts`)!;
const weights = taps.get(`layers.${ROUTED.layer}.mlp.expert_weights`)!;
const sums = layers.map((l) => {
  const { data } = taps.get(`layers.${l}.mlp.expert_weights`)!;
  return data.reduce((a, b) => a + b, 0) / ids.length;
});
const entropies = layers.map((l) => entropyOf(loadOf(taps.get(`layers.${l}.mlp.experts`)!, experts)));

const recorded = {
  without,
  router: {
    tokens: pieces.map(({ text }) => text),
    experts,
    weights: round(chosenWeights(chosen, weights, experts)),
    load: loadOf(chosen, experts),
    leastSum: digits(Math.min(...sums)),
    mostSum: digits(Math.max(...sums)),
    leastEntropy: digits(Math.min(...entropies)),
  },
};
writeFileSync('components/figures/recorded-hybrids.json', `${JSON.stringify(recorded)}\n`);
console.log(JSON.stringify(recorded));
process.exit(0);
