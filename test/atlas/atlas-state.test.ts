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
  withDesign,
} from '@/components/atlas/atlas-state';
import { bundledModels } from '@/components/atlas/bundled';
import { type Design, OWN, ownModel, START } from '@/components/atlas/design';
import { atlasModels, blueprintOf, localId } from '@/components/atlas/models';
import { opsOf } from '@/components/blueprint/nodes';
import { designs } from './designs';

const given = atlasModels(bundledModels('es'), 'es');
const modelsOf = (design: Design) => [...given, ownModel(design, 'mi híbrido')];
const ids = modelsOf(START).map(({ id }) => id);
const blueprint = (id: string, design = START) => blueprintOf(modelsOf(design).find((m) => m.id === id)!);

/** Any screen that a reader can come to. */
const screens = fc
  .record({
    model: fc.constantFrom(...ids),
    beside: fc.option(fc.constantFrom(...ids)),
    layer: fc.double({ min: -0.1, max: 1, maxExcluded: true, noNaN: true }),
    other: fc.option(fc.double({ min: -0.1, max: 1, maxExcluded: true, noNaN: true })),
    node: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    right: fc.boolean(),
    context: fc.integer({ min: 1, max: MOST_CONTEXT }),
    bytes: fc.constantFrom(...BYTES),
    shapes: fc.constantFrom('names' as const, 'numbers' as const),
    measure: fc.constantFrom(...MEASURES),
    design: fc.oneof(fc.constant(START), designs),
  })
  .map(({ model, beside, layer, other, node, right, ...rest }): AtlasState => {
    const drawn = (id: string) => blueprint(id, rest.design);
    const place = (id: string, at: number): Place =>
      at < 0 ? 'ends' : Math.floor(Math.abs(at) * drawn(id).layers.length);
    const second = beside !== model ? beside : null;
    const state: AtlasState = {
      ...rest,
      model,
      beside: second,
      layer: place(model, layer),
      other: second !== null && other !== null ? place(second, other) : null,
      node: '',
    };
    // The node may be one that only the second architecture has.
    const ops =
      right && second !== null
        ? opsOf(drawn(second), otherLayer(state, drawn(model), drawn(second)))
        : opsOf(drawn(model), layerOf(state.layer));
    return { ...state, node: localId(ops[Math.floor(node * ops.length)]!) };
  });

describe('the address of the atlas', () => {
  it('brings every screen back', () => {
    fc.assert(
      fc.property(screens, (state) => {
        expect(fromQuery(toQuery(state), modelsOf)).toEqual({ state, problems: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('is empty for the screen that the page opens with', () => {
    expect(toQuery(DEFAULTS)).toBe('');
    expect(fromQuery('', modelsOf)).toEqual({ state: DEFAULTS, problems: [] });
    expect(nodeAt(blueprint(DEFAULTS.model), layerOf(DEFAULTS.layer), DEFAULTS.node)).not.toBe(null);
  });

  it('says which field is wrong, and shows the usual value in its place', () => {
    const wrong = (query: string) => {
      const { state, problems } = fromQuery(query, modelsOf);
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
    expect(fromQuery(`a=${'x'.repeat(500)}`, modelsOf).problems[0]!.value.length).toBeLessThanOrEqual(60);
  });

  it('takes an attention layer without a state for right: it shows what is nearest', () => {
    expect(fromQuery('l=4', modelsOf)).toMatchObject({ state: { layer: 4, node: 'mixer.weights' }, problems: [] });
    expect(fromQuery('l=ends', modelsOf)).toMatchObject({ state: { layer: 'ends', node: 'tokens' }, problems: [] });
  });

  it('says which part of a design is wrong, and shows the usual one', () => {
    const wrong = (query: string) => {
      const { state, problems } = fromQuery(`a=own&${query}`, modelsOf);
      return { design: state.design, fields: problems.map(({ field }) => field) };
    };
    expect(wrong('p=M*E')).toEqual({ design: START, fields: ['pattern'] });
    expect(wrong('p=')).toEqual({ design: START, fields: ['pattern'] });
    expect(wrong('p=M*&N=0')).toEqual({ design: { ...START, pattern: 'M*' }, fields: ['state'] });
    expect(wrong('N=16&d=many')).toEqual({ design: { ...START, state: 16 }, fields: ['width'] });
    // 5 heads do not divide 224 channels: the sizes are the usual ones again, the pattern stays.
    expect(wrong('p=M*&N=16&H=5')).toEqual({ design: { ...START, pattern: 'M*' }, fields: ['ssmHeads'] });
    expect(wrong('d=120&H=5')).toEqual({ design: { ...START, width: 120, ssmHeads: 5 }, fields: [] });
    expect(fromQuery('a=own&l=14', modelsOf).problems.map(({ field }) => field)).toEqual(['layer']);
  });

  it('stays inside a design that loses layers', () => {
    const there = { ...DEFAULTS, model: OWN, layer: 13, node: 'mlp.up' } as AtlasState;
    const after = withDesign(there, { ...START, pattern: 'M*' }, (design) => blueprint(OWN, design));
    expect(after.layer).toBe(1);
    expect(fromQuery(toQuery(after), modelsOf)).toEqual({ state: after, problems: [] });
  });

  it('survives any text at all', () => {
    const keys = ['a', 'vs', 'l', 'n', 'l2', 'c', 'b', 's', 'm', 'p', 'd', 'N', 'H', 'q', 'kv'];
    const names = [...ids, 'ends', 'M-*', 'MEM', '96', '3', '-1', 'mixer.h', '1e9', '{}', 'constructor'];
    const query = fc
      .array(fc.tuple(fc.constantFrom(...keys), fc.oneof(fc.string(), fc.constantFrom(...names))), { maxLength: 9 })
      .map((pairs) => new URLSearchParams(pairs).toString());
    fc.assert(
      fc.property(query, (text) => {
        const { state } = fromQuery(text, modelsOf);
        // What is shown instead is itself a screen with an address of its own.
        expect(fromQuery(toQuery(state), modelsOf)).toEqual({ state, problems: [] });
      }),
      { numRuns: 300 },
    );
  });
});
