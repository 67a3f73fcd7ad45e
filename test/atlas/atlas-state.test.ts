/** The atlas in an address: every screen comes back from its link, and no link, however mangled, breaks the page. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AtlasState,
  BYTES,
  DEFAULTS,
  fromQuery,
  layerOf,
  MEASURES,
  MOST_CONTEXT,
  nodeAt,
  otherLayer,
  type Place,
  toQuery,
} from '@/components/atlas/atlas-state';
import { bundledModels } from '@/components/atlas/bundled';
import { atlasModels, blueprintOf, localId } from '@/components/atlas/models';
import { opsOf } from '@/components/blueprint/nodes';

const models = atlasModels(bundledModels('es'), 'es');
const blueprint = (id: string) => blueprintOf(models.find((m) => m.id === id)!);

/** Any screen that a reader can come to. */
const screens = fc
  .record({
    model: fc.constantFrom(...models),
    beside: fc.option(fc.constantFrom(...models)),
    layer: fc.double({ min: -0.1, max: 1, maxExcluded: true, noNaN: true }),
    other: fc.option(fc.double({ min: -0.1, max: 1, maxExcluded: true, noNaN: true })),
    node: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    right: fc.boolean(),
    context: fc.integer({ min: 1, max: MOST_CONTEXT }),
    bytes: fc.constantFrom(...BYTES),
    shapes: fc.constantFrom('names' as const, 'numbers' as const),
    measure: fc.constantFrom(...MEASURES),
  })
  .map(({ model, beside, layer, other, node, right, ...rest }): AtlasState => {
    const place = (id: string, at: number): Place =>
      at < 0 ? 'ends' : Math.floor(Math.abs(at) * blueprint(id).layers.length);
    const second = beside && beside.id !== model.id ? beside.id : null;
    const state: AtlasState = {
      ...rest,
      model: model.id,
      beside: second,
      layer: place(model.id, layer),
      other: second !== null && other !== null ? place(second, other) : null,
      node: '',
    };
    // The node may be one that only the second architecture has.
    const ops =
      right && second !== null
        ? opsOf(blueprint(second), otherLayer(state, blueprint(model.id), blueprint(second)))
        : opsOf(blueprint(model.id), layerOf(state.layer));
    return { ...state, node: localId(ops[Math.floor(node * ops.length)]!) };
  });

describe('the address of the atlas', () => {
  it('brings every screen back', () => {
    fc.assert(
      fc.property(screens, (state) => {
        expect(fromQuery(toQuery(state), models)).toEqual({ state, problems: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('is empty for the screen that the page opens with', () => {
    expect(toQuery(DEFAULTS)).toBe('');
    expect(fromQuery('', models)).toEqual({ state: DEFAULTS, problems: [] });
    expect(nodeAt(blueprint(DEFAULTS.model), layerOf(DEFAULTS.layer), DEFAULTS.node)).not.toBe(null);
  });

  it('says which field is wrong, and shows the usual value in its place', () => {
    const wrong = (query: string) => {
      const { state, problems } = fromQuery(query, models);
      return { state, fields: problems.map(({ field }) => field) };
    };
    expect(wrong('a=gpt-5')).toEqual({ state: DEFAULTS, fields: ['model'] });
    expect(wrong('l=32')).toEqual({ state: DEFAULTS, fields: ['layer'] });
    expect(wrong('n=mixer.flux')).toEqual({ state: DEFAULTS, fields: ['node'] });
    expect(wrong('vs=jamba-v0.1').fields).toEqual(['beside']);
    expect(wrong('vs=mamba-130m&l2=24').fields).toEqual(['other']);
    expect(wrong('l2=1').fields).toEqual(['other']);
    for (const query of ['c=0', 'c=1048577', 'c=4096.5', 'c=lots', 'c='])
      expect(wrong(query).fields, query).toEqual(['context']);
    expect(wrong('b=3&s=both&m=money').fields).toEqual(['bytes', 'shapes', 'measure']);
    expect(fromQuery(`a=${'x'.repeat(500)}`, models).problems[0]!.value.length).toBeLessThanOrEqual(60);
  });

  it('takes an attention layer without a state for right: it shows what is nearest', () => {
    expect(fromQuery('l=4', models)).toMatchObject({ state: { layer: 4, node: 'mixer.weights' }, problems: [] });
    expect(fromQuery('l=ends', models)).toMatchObject({ state: { layer: 'ends', node: 'tokens' }, problems: [] });
  });

  it('survives any text at all', () => {
    const keys = ['a', 'vs', 'l', 'n', 'l2', 'c', 'b', 's', 'm'];
    const names = [...models.map(({ id }) => id), 'ends', '3', '-1', 'mixer.h', '1e9', '{}', 'constructor'];
    const query = fc
      .array(fc.tuple(fc.constantFrom(...keys), fc.oneof(fc.string(), fc.constantFrom(...names))), { maxLength: 9 })
      .map((pairs) => new URLSearchParams(pairs).toString());
    fc.assert(
      fc.property(query, (text) => {
        const { state } = fromQuery(text, models);
        // What is shown instead is itself a screen with an address of its own.
        expect(fromQuery(toQuery(state), models)).toEqual({ state, problems: [] });
      }),
      { numRuns: 300 },
    );
  });
});
