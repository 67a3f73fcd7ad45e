/** The reader's own hybrid: what may be typed, what comes of it, and that its config.json is one that the engine reads. */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addLayer,
  configOf,
  type Design,
  MARKS,
  MOST_LAYERS,
  moveLayer,
  patternProblems,
  removeLayer,
  SIZES,
  SIZES_OF,
  START,
  sizeProblems,
} from '@/components/atlas/design';
import { cost } from '@/engine/blueprint/cost';
import { parseConfig } from '@/engine/checkpoint/config';
import { buildBlueprint } from '@/engine/models';
import { loadModel } from '@/engine/session/load';
import { describeGpu, nodeGpuForTests } from '../webgpu/harness';
import { designs } from './designs';

const patterns = fc
  .array(fc.constantFrom(...MARKS.mamba2), { minLength: 1, maxLength: MOST_LAYERS })
  .map((m) => m.join(''));
const sorted = (pattern: string) => [...pattern].sort().join('');

describe('a pattern', () => {
  it('of a Mamba2-Hybrid’s three marks is right, whatever their order', () => {
    fc.assert(fc.property(patterns, (pattern) => void expect(patternProblems(pattern)).toEqual([])));
  });

  it('has each wrong character answered, by its value and place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), { minLength: 1, maxLength: 40 }),
        (list) => {
          const characters = [...list.join('')];
          const wrong = characters.flatMap((value, i) => ('M*-'.includes(value) ? [] : [{ value, at: i + 1 }]));
          const said = patternProblems(characters.join(''));
          expect(said.flatMap((p) => ('value' in p && 'at' in p ? [{ value: p.value, at: p.at }] : []))).toEqual(wrong);
        },
      ),
    );
    expect(patternProblems('M-x*E')).toEqual([
      { kind: 'character', value: 'x', at: 3 },
      { kind: 'experts', value: 'E', at: 5 },
    ]);
    expect(patternProblems('m')).toEqual([{ kind: 'character', value: 'm', at: 1 }]);
  });

  it('has at least one layer and at most as many as are drawn', () => {
    expect(patternProblems('')).toEqual([{ kind: 'empty' }]);
    expect(patternProblems('M'.repeat(MOST_LAYERS))).toEqual([]);
    expect(patternProblems('M'.repeat(MOST_LAYERS + 1))).toEqual([
      { kind: 'long', value: MOST_LAYERS + 1, most: MOST_LAYERS },
    ]);
  });

  it('keeps its layers when one is moved, and gets it back where it was', () => {
    fc.assert(
      fc.property(patterns, fc.nat(MOST_LAYERS), fc.integer({ min: -3, max: MOST_LAYERS + 3 }), (pattern, a, to) => {
        const from = a % pattern.length;
        const moved = moveLayer(pattern, from, to);
        const at = Math.min(Math.max(to, 0), pattern.length - 1);
        expect(sorted(moved)).toBe(sorted(pattern));
        expect(moved[at]).toBe(pattern[from]);
        expect(moveLayer(moved, at, from)).toBe(pattern);
      }),
    );
  });

  it('grows and shrinks by one layer, within its bounds', () => {
    expect(addLayer('M-', '*')).toBe('M-*');
    expect(removeLayer('M-*', 1)).toBe('M*');
    expect(removeLayer('M', 0)).toBe('M');
    expect(addLayer('M'.repeat(MOST_LAYERS), '*')).toBe('M'.repeat(MOST_LAYERS));
  });
});

describe('the sizes', () => {
  it('are refused one by one outside of their bounds', () => {
    for (const size of SIZES_OF.mamba2) {
      const [least, most] = SIZES[size];
      for (const value of [least - 1, most + 1, least + 0.5, Number.NaN])
        expect(sizeProblems({ ...START, [size]: value }, 'mamba2')).toEqual([
          { size, kind: 'range', value, least, most },
        ]);
    }
  });

  it('are refused where heads do not divide what they share', () => {
    expect(sizeProblems({ ...START, ssmHeads: 5 }, 'mamba2')).toEqual([
      { size: 'ssmHeads', kind: 'divide', value: 5, whole: 224 },
    ]);
    expect(sizeProblems({ ...START, kvHeads: 3 }, 'mamba2')).toEqual([
      { size: 'kvHeads', kind: 'divide', value: 3, whole: 4 },
    ]);
  });
});

describe('the config.json of a design', () => {
  it('is the small hybrid’s to begin with, but for its longest text and its precision', () => {
    const ours = JSON.parse(readFileSync('public/models/stories-mamba2-hybrid/config.json', 'utf8'));
    expect(configOf(START)).toEqual({ ...ours, max_position_embeddings: 16384, dtype: 'float32' });
  });

  it('is read again by the engine as the design that it was written from', () => {
    fc.assert(
      fc.property(designs, (design: Design) => {
        const text = JSON.stringify(configOf(design));
        const { layers, dims, vocabSize, modelType } = buildBlueprint(parseConfig(text, 'config.json'));
        expect(modelType).toBe('nemotron_h');
        expect(layers.map(({ mark }) => mark).join('')).toBe(design.pattern);
        expect(vocabSize).toBe(design.vocab);
        expect(dims).toMatchObject({
          d_model: design.width,
          d_state: design.state,
          ssm_heads: design.ssmHeads,
          ssm_head_dim: (2 * design.width) / design.ssmHeads,
          n_heads: design.heads,
          n_kv_heads: design.kvHeads,
          d_head: design.headWidth,
          d_mlp: design.mlp,
        });
      }),
      { numRuns: 100 },
    );
  });

  it('runs with random weights', async () => {
    const config = configOf({ ...START, pattern: '*M-', width: 16, ssmHeads: 4, state: 8, mlp: 24, vocab: 40 });
    const model = await loadModel({ kind: 'random', config, seed: 1 }, { device: 'cpu' });
    const session = await model.createSession();
    await session.prefill([1, 2, 3]);
    expect(session.logits!.length).toBe(40);
    expect(session.logits!.every(Number.isFinite)).toBe(true);
    // Counted by hand: embedding and head, final norm; per layer a norm and its mixer.
    const attention = 16 * 128 + 2 * 16 * 64 + 128 * 16;
    const conv = 32 + 2 * 8; // x, B and C
    const mamba2 = 16 * (2 * 32 + 2 * 8 + 4) + 5 * conv + 3 * 4 + 32 + 32 * 16;
    expect(cost(model.blueprint, { context: 1 }).total.parameters).toBe(
      2 * 40 * 16 + 16 + 3 * 16 + attention + mamba2 + 2 * 16 * 24,
    );
  });
});

describeGpu('a design with random weights on WebGPU', () => {
  it.each<[string, Partial<Design>]>([
    ['as it starts', {}],
    [
      'of odd sizes',
      { pattern: '*M-', width: 11, ssmHeads: 2, state: 3, heads: 3, kvHeads: 1, headWidth: 5, mlp: 9, vocab: 17 },
    ],
    ['of one large head', { pattern: 'M*', ssmHeads: 1, state: 256, heads: 1, kvHeads: 1, headWidth: 256 }],
    ['of heads one channel wide', { pattern: 'M', width: 64, ssmHeads: 128, state: 1 }],
  ])('%s, gives what the CPU gives', async (_, part) => {
    const source = { kind: 'random' as const, config: configOf({ ...START, ...part }), seed: 1 };
    const logits: Float32Array[] = [];
    for (const device of ['cpu', 'webgpu'] as const) {
      const model = await loadModel(source, { device, gpu: nodeGpuForTests! });
      const session = await model.createSession();
      await session.prefill([1, 2, 3, 4, 5, 6]);
      logits.push(session.logits!.slice());
      model.dispose();
    }
    const apart = Math.max(...logits[0]!.map((v, i) => Math.abs(v - logits[1]![i]!)));
    // Logits near 1 through at most 14 layers of f32: a thousand times its rounding.
    expect(apart).toBeLessThan(1e-4);
  });
});
