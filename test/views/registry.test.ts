/** Every view can be found, says what it is in both languages, and asks only for nodes and weights that exist. */
import { describe, expect, it } from 'vitest';
import { buildBlueprint } from '@/engine/models';
import { aboutView, isModelView, readView, type ViewName, viewLayers, viewNames, viewNeeds } from '@/engine/views';
import { everyConfig } from '../models/configs';
import { text, tiny } from './tiny';

/** Options under which a view can be asked for at all. */
const options = (name: ViewName) =>
  ({ 'block-rank': { unit: 0, cut: 1 }, 'ssd-mask': { head: 0 }, 'ssd-chunks': { head: 0, chunk: 4 } })[
    name as string
  ] ?? {
    id: 0,
    token: 0,
    unit: 0,
  };

it.each(viewNames)('%s has a title, meaning, formula and source, in English and Spanish', (name) => {
  const about = aboutView(name);
  for (const words of [about.title, about.meaning]) {
    expect(words.en.length).toBeGreaterThan(5);
    expect(words.es.length).toBeGreaterThan(5);
    expect(words.en).not.toBe(words.es);
  }
  expect(about.formula).not.toBe('');
  expect(about.sources.length).toBeGreaterThan(0);
  for (const { paper, at } of about.sources) expect(`${paper} ${at}`).toMatch(/arXiv:\d{4}\.\d{5}|\d{4}/);
});

describe.each(Object.entries(everyConfig))('the views of %s', (_, config) => {
  const blueprint = buildBlueprint(config);
  it.each(viewNames)('%s asks for nodes and weights that exist', (name) => {
    const layers = viewLayers(blueprint, name, options(name) as never);
    const ids = new Set(blueprint.nodes.map((n) => n.id));
    for (const layer of layers) {
      const needs = viewNeeds(blueprint, name, layer, options(name) as never)!;
      for (const tap of needs.taps) expect(ids.has(tap), tap).toBe(true);
      for (const key of needs.weights) expect(blueprint.weights.has(key), key).toBe(true);
      expect(needs.taps.length).toBeGreaterThan(0);
    }
    const mixes = blueprint.layers.filter((l) => l.mark !== '-' && l.mark !== 'E').length;
    if (['hidden-attention', 'look-back', 'token-influence', 'rollout', 'block-rank'].includes(name))
      expect(layers.length).toBe(mixes);
    if (isModelView(name) && name !== 'state-norms') expect(layers.length).toBeGreaterThan(0);
  });
});

it('every view runs on a model that has something to show for it', async () => {
  for (const name of viewNames) {
    const model = await tiny(
      name.startsWith('ssd') ? 'mamba2 with groups' : name === 'poles' ? 's4d complex' : 'mamba',
    );
    const result = await readView(model, text(model), { name, layer: 0, options: options(name) as never });
    expect(JSON.stringify(result).length, name).toBeGreaterThan(20);
  }
});

it('an unknown view is refused by name', () => {
  expect(() => aboutView('hidden' as ViewName)).toThrow(/unknown view "hidden"; known: hidden-attention/);
});
