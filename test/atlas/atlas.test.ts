/** The atlas from its blueprints alone: every architecture draws, every bar adds up, every curve is the cost, every node can be reached. */
import { describe, expect, it } from 'vitest';
import { DEFAULTS, MEASURES, MOST_CONTEXT, withLayer, withModel } from '@/components/atlas/atlas-state';
import { drawAtlasBlock, ribbonWidth } from '@/components/atlas/block-drawing';
import { bundledModels } from '@/components/atlas/bundled';
import { compareLayers, counterpart } from '@/components/atlas/compare';
import { CURVE, costOf, curveOf, measured, partOf, rowsOf, sharesOf, stateOf } from '@/components/atlas/measures';
import { atlasModels, blueprintOf, localId } from '@/components/atlas/models';
import { findOperations } from '@/components/atlas/search';
import { endsOf, neighbour } from '@/components/atlas/steps';
import { layoutBlock } from '@/components/blueprint/block-layout';
import { opsOf } from '@/components/blueprint/nodes';
import { catalogues } from '@/components/i18n/messages';
import { type CostSums, cost } from '@/engine/blueprint/cost';
import { published } from '@/engine/models/published';

const models = atlasModels(bundledModels('en'), 'en');
const model = (id: string) => models.find((m) => m.id === id)!;
const blueprint = (id: string) => blueprintOf(model(id));
/** The first layer of each kind, and what is outside of all layers. */
const places = (id: string): (number | null)[] => [
  null,
  ...new Map([...blueprint(id).layers].reverse().map((l) => [l.kind, l.index])).values(),
];

it('has every published configuration and every story model', () => {
  for (const { id } of published) expect(models.map((m) => m.id)).toContain(id);
  for (const type of ['mamba', 'mamba2', 's4d', 'llama', 'jamba', 'nemotron_h'])
    expect(models.some((m) => m.small && blueprintOf(m).modelType === type)).toBe(true);
});

describe.each(models.map(({ id }) => id))('%s', (id) => {
  it('draws every kind of layer inside its picture, no box on another', () => {
    for (const layer of places(id)) {
      const layout = layoutBlock(blueprint(id), layer);
      for (const width of [270, 460, 620]) {
        const { boxes, width: right, height: bottom, paths } = drawAtlasBlock(layout, width);
        expect(paths.length).toBe(layout.edges.length);
        const list = [...boxes.values()];
        for (const box of list) {
          expect(box.x).toBeGreaterThanOrEqual(0);
          expect(box.y).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(right);
          expect(box.y + box.height).toBeLessThanOrEqual(bottom);
          const over = list.filter(
            (other) =>
              other !== box &&
              other.x < box.x + box.width &&
              box.x < other.x + other.width &&
              other.y < box.y + box.height &&
              box.y < other.y + other.height,
          );
          expect(over).toEqual([]);
        }
        // A phone's column never scrolls sideways.
        if (width === 270) expect(right).toBeLessThanOrEqual(width);
      }
    }
  });

  it.each(MEASURES)('has bars of %s that add up to the model', (measure) => {
    for (const context of [1, 4096]) {
      const costed = costOf(blueprint(id), context, 2);
      const rows = rowsOf(blueprint(id), costed, measure);
      const total = measured(costed.total, measure);
      const sum = (list: readonly { value: number }[]) => list.reduce((a, { value }) => a + value, 0);
      expect(rows.reduce((a, row) => a + row.total, 0) / (total || 1)).toBeCloseTo(total ? 1 : 0, 12);
      expect(sum(sharesOf(rows)) / (total || 1)).toBeCloseTo(total ? 1 : 0, 12);
      expect(rows.filter(({ layer }) => layer !== null).length).toBe(blueprint(id).layers.length);
    }
  });

  it('counts every part as the blueprint does', () => {
    const costed = costOf(blueprint(id), 1, 2);
    const shares = sharesOf(rowsOf(blueprint(id), costed, 'parameters'));
    const expected = Object.entries(costed.parametersByPart).filter(([, count]) => count > 0);
    expect(Object.fromEntries(shares.map(({ part, value }) => [part, value]))).toEqual(Object.fromEntries(expected));
  });

  it('has a part for every operation', () => {
    for (const node of blueprint(id).nodes)
      if (node.op.startsWith('attention-')) expect(partOf(blueprint(id), node)).toBe('attention');
  });

  it('has curves that are the cost at every context, though only the ends are computed', () => {
    const picks = [
      (s: CostSums) => s.decodeFlops,
      (s: CostSums) => s.bytesMoved,
      (s: CostSums) => s.cacheBytes,
      (s: CostSums) => stateOf(s),
    ];
    const curves = picks.map((pick) => curveOf(blueprint(id), 2, pick));
    for (const i of [13, 30]) {
      const { total } = cost(blueprint(id), { context: CURVE[i]! });
      picks.forEach((pick, k) => {
        const exact = pick(total);
        expect(curves[k]![i]! / (exact || 1)).toBeCloseTo(exact ? 1 : 0, 9);
      });
    }
  });

  it('lets the arrow keys reach every operation of every kind of layer', () => {
    for (const layer of places(id)) {
      const layout = layoutBlock(blueprint(id), layer);
      const own = layout.nodes.filter(({ node }) => node).map((n) => n.id);
      const seen = new Set<string>();
      const todo = [endsOf(layout)[0]];
      for (let at = todo.pop(); at; at = todo.pop()) {
        if (seen.has(at)) continue;
        seen.add(at);
        for (const key of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] as const) {
          const next = neighbour(layout, at, key);
          if (next) todo.push(next);
        }
      }
      expect([...seen].sort()).toEqual([...own].sort());
    }
  });

  it('compared with itself differs in nothing', () => {
    for (const layer of places(id)) {
      const found = compareLayers(blueprint(id), layer, blueprint(id), layer);
      expect([found.changed.size, found.left.size, found.right.size]).toEqual([0, 0, 0]);
      expect(found.same.size).toBe(opsOf(blueprint(id), layer).length);
    }
  });
});

describe('two architectures', () => {
  it('Jamba adds to the mixer of Mamba three norms and nothing else', () => {
    const [a, b] = [blueprint('mamba-130m'), blueprint('jamba-v0.1')];
    const found = compareLayers(a, 0, b, 0);
    const mixer = (ids: Iterable<string>) => [...ids].filter((id) => id.startsWith('mixer.'));
    expect(mixer(found.right).sort()).toEqual(['mixer.B_raw', 'mixer.C_raw', 'mixer.dt_low_raw']);
    expect(mixer(found.left)).toEqual([]);
    expect(mixer(found.changed.keys()).sort()).toEqual(['mixer.B', 'mixer.C', 'mixer.dt_low']);
    expect(found.same.has('mixer.h')).toBe(true);
  });

  it('Mamba-2 keeps its state in another form than Mamba', () => {
    const found = compareLayers(blueprint('mamba-130m'), 0, blueprint('mamba2-130m'), 0);
    expect(found.changed.get('mixer.h')).toEqual(expect.arrayContaining(['op', 'shape']));
  });

  it('are the same at every size of one design', () => {
    for (const [a, b] of [
      ['mamba-130m', 'mamba-2.8b'],
      ['mamba-130m', 'stories-mamba'],
      ['llama-2-7b', 'llama-3.1-70b'],
      ['jamba-v0.1', 'jamba-1.5-large'],
    ] as const) {
      const found = compareLayers(blueprint(a), 1, blueprint(b), 1);
      expect([found.changed.size, found.left.size, found.right.size], `${a}, ${b}`).toEqual([0, 0, 0]);
    }
  });

  it('find the layer that is most like the one in view', () => {
    const [jamba, llama, mamba] = [blueprint('jamba-v0.1'), blueprint('llama-3.1-8b'), blueprint('mamba-130m')];
    expect(counterpart(llama, 7, jamba)).toBe(4); // the first attention layer
    expect(counterpart(jamba, 12, blueprint('jamba-1.5-large'))).toBe(12);
    expect(jamba.layers[counterpart(mamba, 3, jamba)!]!.kind).toBe('mamba+mlp');
    expect(counterpart(mamba, null, jamba)).toBe(null);
  });

  it('keep the operation in view where the other has it', () => {
    const at = withLayer({ ...DEFAULTS }, blueprint('jamba-v0.1'), 1, 'mixer.delta');
    expect(withModel(at, models, 'mamba-2.8b')).toMatchObject({ model: 'mamba-2.8b', node: 'mixer.delta' });
    expect(withModel(at, models, 'llama-3.1-8b').node).toBe('mixer.weights');
  });
});

describe('the search', () => {
  const find = (words: string, id = 'jamba-v0.1', locale: 'en' | 'es' = 'en') =>
    findOperations(words, models, model(id), locale, (op) => catalogues[locale].atlas.op[op]).map(
      ({ local, model: m }) => ({ local, model: m.id }),
    );

  it('finds by name, by letter, by what it does, by formula', () => {
    expect(find('router')[0]).toEqual({ local: 'mlp.router', model: 'jamba-v0.1' });
    expect(find('Δ')[0]!.local).toBe('mixer.delta');
    expect(find('convolution').map((h) => h.local)).toContain('mixer.conv');
    expect(find('\\mathrm{softplus}')[0]!.local).toBe('mixer.delta');
    expect(find('compuerta', 'mamba-130m', 'es').map((h) => h.local)).toContain('mixer.z');
  });

  it('goes to another architecture for what this one has not', () => {
    const [hit] = find('q_rot', 'mamba-130m');
    expect(hit!.local).toBe('mixer.q_rot');
    expect([model(hit!.model).small, blueprint(hit!.model).modelType]).toEqual([true, 'llama']);
    expect(find('no such thing')).toEqual([]);
    expect(find('   ')).toEqual([]);
  });

  it('names the architectures that have an operation', () => {
    const [hit] = findOperations('delta', models, model('jamba-v0.1'), 'en', (op) => op);
    expect(hit!.types).toEqual(expect.arrayContaining(['Jamba', 'Mamba', 'Mamba-2']));
  });
});

it('a wider ribbon never carries less', () => {
  const widths = [1, 2, 16, 256, 8192, 131_072, MOST_CONTEXT * 64].map(ribbonWidth);
  expect([...widths].sort((a, b) => a - b)).toEqual(widths);
  expect(new Set(opsOf(blueprint('mamba-130m'), 0).map(localId)).size).toBe(opsOf(blueprint('mamba-130m'), 0).length);
});
