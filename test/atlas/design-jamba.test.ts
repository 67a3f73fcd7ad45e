/** A Jamba of the reader's own: which orders it can have, how its parts are moved, and that the engine reads and runs what comes of it. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addLayer,
  configOf,
  MOST_LAYERS,
  moveLayer,
  patternProblems,
  removeLayer,
  STARTS,
  sizeProblems,
} from '@/components/atlas/design';
import { periodOf } from '@/components/atlas/design-jamba';
import { parseConfig } from '@/engine/checkpoint/config';
import { buildBlueprint } from '@/engine/models';
import { loadModel } from '@/engine/session/load';
import { jambas } from './designs';

const START = STARTS.jamba;
const problems = (pattern: string) => patternProblems(pattern, 'jamba');

describe('the order of a Jamba', () => {
  it('is right where a first place and a distance give it', () => {
    fc.assert(fc.property(jambas, ({ pattern }) => void expect(problems(pattern)).toEqual([])));
  });

  it('is found back from the places', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), fc.nat(), (count, p, o) => {
        const period = 1 + (p % (count + 2));
        const offset = o % period;
        const all = Array.from({ length: count }, (_, i) => i);
        const placing = periodOf(
          all.filter((i) => i % period === offset),
          count,
        );
        if ('wrong' in placing) throw new Error(placing.wrong);
        expect(placing.offset).toBeLessThan(placing.period);
        expect(all.filter((i) => i % placing.period === placing.offset)).toEqual(
          all.filter((i) => i % period === offset),
        );
      }),
    );
  });

  it('has each thing that is wrong answered by name and place', () => {
    expect(problems('')).toEqual([{ kind: 'empty' }]);
    expect(problems('M-x-')).toEqual([{ kind: 'character', value: 'x', at: 3 }]);
    expect(problems('MM*-')).toEqual([{ kind: 'behind', value: 'M', at: 2 }]);
    expect(problems('M--E')).toEqual([{ kind: 'mixer', value: '-', at: 3 }]);
    expect(problems('M-*')).toEqual([{ kind: 'open', value: '*' }]);
    expect(problems('*-*-M-*-')).toEqual([{ kind: 'uneven', mark: '*', places: '1, 2, 4' }]);
    expect(problems('MEM-MEM-M-')).toEqual([{ kind: 'missing', mark: 'E', places: '1, 3', at: 5 }]);
    expect(problems('M-M-*-*-')).toEqual([{ kind: 'missing', mark: '*', places: '3, 4', at: 2 }]);
    expect(problems('ME'.repeat(MOST_LAYERS))).toEqual([]);
    expect(problems('ME'.repeat(MOST_LAYERS + 1))).toEqual([
      { kind: 'long', value: MOST_LAYERS + 1, most: MOST_LAYERS },
    ]);
  });

  it('changes by layers, and by parts past their like', () => {
    expect(moveLayer('M-ME*-ME', 4, 0, 'jamba')).toBe('*-MEM-ME');
    expect(moveLayer('M-ME*-ME', 4, 7, 'jamba')).toBe('M-MEM-*E');
    expect(moveLayer('M-MEM-', 3, 0, 'jamba')).toBe('MEM-M-');
    expect(moveLayer('M-MEM-', 3, -5, 'jamba')).toBe('MEM-M-');
    expect(removeLayer('M-*EM-', 3, 'jamba')).toBe('M-M-');
    expect(removeLayer('M-', 1, 'jamba')).toBe('M-');
    expect(addLayer('M-', '*E')).toBe('M-*E');
    expect(addLayer('M-'.repeat(MOST_LAYERS), 'ME')).toBe('M-'.repeat(MOST_LAYERS));
  });
});

describe('the sizes of a Jamba', () => {
  it('are refused where heads do not divide the width or a token uses more experts than there are', () => {
    expect(sizeProblems(START, 'jamba')).toEqual([]);
    expect(sizeProblems({ ...START, heads: 5, kvHeads: 5 }, 'jamba')).toEqual([
      { size: 'heads', kind: 'divide', value: 5, whole: 96 },
    ]);
    expect(sizeProblems({ ...START, topK: 5 }, 'jamba')).toEqual([
      { size: 'topK', kind: 'range', value: 5, least: 1, most: 4 },
    ]);
    // A size that it does not have is not asked about.
    expect(sizeProblems({ ...START, ssmHeads: 5 }, 'jamba')).toEqual([]);
  });
});

describe('the config.json of a Jamba', () => {
  it('is the small Jamba’s to begin with, but for its longest text and its precision', () => {
    const ours = JSON.parse(readFileSync('public/models/stories-jamba/config.json', 'utf8'));
    expect(configOf(START)).toEqual({ ...ours, max_position_embeddings: 16384, dtype: 'float32' });
  });

  it('is read again by the engine as the design that it was written from', () => {
    fc.assert(
      fc.property(jambas, (design) => {
        const { layers, dims, modelType } = buildBlueprint(
          parseConfig(JSON.stringify(configOf(design)), 'config.json'),
        );
        expect(modelType).toBe('jamba');
        expect(layers.map(({ kind }) => kind)).toEqual(
          design.pattern
            .match(/../g)!
            .map(([mixer, behind]) => `${mixer === '*' ? 'attention' : 'mamba'}+${behind === 'E' ? 'moe' : 'mlp'}`),
        );
        expect(dims).toMatchObject({
          d_model: design.width,
          d_state: design.state,
          n_heads: design.heads,
          n_kv_heads: design.kvHeads,
          d_mlp: design.mlp,
          n_experts: design.experts,
          top_k: design.topK,
        });
      }),
      { numRuns: 60 },
    );
  });

  it('runs with random weights', async () => {
    const config = configOf({ ...START, pattern: 'ME*-', width: 12, state: 4, mlp: 16, vocab: 40 });
    const model = await loadModel({ kind: 'random', config, seed: 1 }, { device: 'cpu' });
    const session = await model.createSession();
    await session.prefill([1, 2, 3]);
    expect(session.logits!.length).toBe(40);
    expect(session.logits!.every(Number.isFinite)).toBe(true);
  });
});
