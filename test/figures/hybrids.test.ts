/** What the figures of the chapter on hybrids compute: layers and bytes of published models, routers, and the cards of our own. */
import { describe, expect, it } from 'vitest';
import { CONTEXTS, keptBy, overtakes, RIVAL } from '@/components/figures/cache-and-state';
import { driftOf, FAMILIES, heldOf, positionsOf } from '@/components/figures/parents';
import { countOf, kindOf, neighbourOf, STRIPS, stripOf } from '@/components/figures/read-the-strip';
import {
  changesFor,
  isPure,
  isSmallOrHybrid,
  type Off,
  only,
  stateSizeOf,
  tryRecall,
} from '@/components/figures/recall';
import recorded from '@/components/figures/recorded-hybrids.json';
import { chosenWeights, entropyOf, loadOf, turned } from '@/components/figures/router';
import { MINI, priceOf } from '@/components/figures/total-active';
import { cutsOf } from '@/components/figures/without-layers';
import { factValue } from '@/components/prose/fact';
import { measured } from '@/components/prose/measured';
import type { Intervention } from '@/engine/backend';
import { loadModel } from '@/engine/session/load';
import { taskExample, tasks } from '@/engine/tasks';
import recall from '@/public/evaluations/recall.json';

const layersOf = (model: string, test: (layer: ReturnType<typeof stripOf>[number]) => boolean) =>
  stripOf(model)
    .filter(test)
    .map(({ index }) => index);

describe('the strips of published models', () => {
  it('have as many layers of each kind as the papers say', () => {
    expect(countOf(stripOf('mamba2-hybrid-8b'))).toEqual({ ssm: 24, attention: 4, mlp: 28, moe: 0 });
    expect(countOf(stripOf('jamba-1.5-mini'))).toEqual({ ssm: 28, attention: 4, mlp: 16, moe: 16 });
    expect(countOf(stripOf('jamba-1.5-large'))).toEqual({ ssm: 63, attention: 9, mlp: 36, moe: 36 });
    expect(countOf(stripOf('mamba-2.8b'))).toEqual({ ssm: 64, attention: 0, mlp: 0, moe: 0 });
  });
  it('have attention in the middle of Jamba’s blocks, and never experts under it', () => {
    expect(layersOf('jamba-1.5-mini', ({ mixer }) => mixer === 'attention')).toEqual([4, 12, 20, 28]);
    expect(layersOf('jamba-1.5-large', ({ mixer, feed }) => mixer === 'attention' && feed === 'moe')).toEqual([]);
    expect(layersOf('jamba-1.5-mini', ({ feed }) => feed === 'moe').every((i) => i % 2 === 1)).toBe(true);
  });
  it('add up to the model’s own cache, state and parameters but for embedding and head', () => {
    for (const model of STRIPS) {
      const sum = (what: 'cachePerToken' | 'state' | 'parameters') =>
        stripOf(model).reduce((total, layer) => total + layer[what], 0);
      expect(sum('cachePerToken')).toBe(factValue({ model, of: 'kvBytesPerToken' }));
      expect(sum('state')).toBe(factValue({ model, of: 'stateBytes' }));
      expect(sum('parameters')).toBeLessThan(factValue({ model, of: 'parameters' }));
      expect(sum('parameters')).toBeGreaterThan(0.7 * factValue({ model, of: 'parameters' }));
    }
  });
  it('are walked by arrows: along, to the next strip, and not over an edge', () => {
    expect(neighbourOf('jamba-1.5-mini', 4, 'ArrowRight')).toEqual({ model: 'jamba-1.5-mini', layer: 5 });
    expect(neighbourOf('jamba-1.5-large', 70, 'ArrowDown')).toEqual({ model: 'llama-3.1-8b', layer: 31 });
    expect(neighbourOf('mamba-2.8b', 0, 'ArrowUp')).toBeNull();
    expect(neighbourOf('mamba-2.8b', 0, 'ArrowLeft')).toBeNull();
    expect(neighbourOf('jamba-1.5-mini', 31, 'ArrowRight')).toBeNull();
    expect(neighbourOf('jamba-1.5-mini', 4, 'a')).toBeNull();
  });
  it('are told from the names of kinds', () => {
    expect(kindOf('mamba+moe')).toEqual({ mixer: 'ssm', feed: 'moe' });
    expect(kindOf('transformer')).toEqual({ mixer: 'attention', feed: 'mlp' });
    expect(kindOf('mlp')).toEqual({ mixer: 'none', feed: 'mlp' });
    expect(() => stripOf('gpt-9')).toThrow('no published model');
  });
});

describe('the router', () => {
  const ids = { shape: [3, 2], data: Float32Array.of(0, 2, 2, 1, 2, 0) };
  it('is counted: how often each expert was chosen', () => {
    expect(loadOf(ids, 4)).toEqual([2, 1, 3, 0]);
    expect(() => loadOf(ids, 2)).toThrow('[0, 2)');
  });
  it('gives the chosen their weights and the others nothing', () => {
    const weights = { shape: [3, 2], data: Float32Array.of(0.5, 0.25, 0.75, 0.125, 0.5, 0.5) };
    const all = chosenWeights(ids, weights, 3);
    expect([...all]).toEqual([0.5, 0, 0.25, 0, 0.125, 0.75, 0.5, 0, 0.5]);
    expect([...turned(all, 3, 3)]).toEqual([0.5, 0, 0.5, 0, 0.125, 0, 0.25, 0.75, 0.5]);
  });
  it('has the entropy of an even load when all are chosen alike, and none when one is', () => {
    expect(entropyOf([5, 5, 5, 5])).toBeCloseTo(2, 12);
    expect(entropyOf([9, 0, 0, 0])).toBe(0);
  });
  it('of our small Jamba has weights that do not add up to one, and an even load, as the text says', () => {
    expect(measured('router-most')).toBeLessThan(1);
    expect(measured('router-least')).toBeGreaterThan(0.5);
    expect(recorded.router.leastEntropy).toBeGreaterThan(1.8);
    const { tokens, load } = recorded.router;
    expect(load.reduce((a, b) => a + b, 0)).toBe(2 * tokens.length);
  });
});

describe('experts on the blueprint', () => {
  it('are those of Jamba 1.5 Mini to begin with', () => {
    expect(priceOf(MINI).total).toBe(factValue({ model: 'jamba-1.5-mini', of: 'parameters' }));
    expect(priceOf(MINI).active).toBe(factValue({ model: 'jamba-1.5-mini', of: 'activeParameters' }));
    expect(priceOf(MINI).experts).toBe(256 * 3 * 4096 * 14336);
    expect(Math.round(priceOf(MINI).bytes / 1e9)).toBe(103);
  });
  it('doubled, double their memory and leave the work alone but for the router', () => {
    const double = priceOf({ experts: 32, used: 2 });
    expect(double.experts).toBe(2 * priceOf(MINI).experts);
    expect(double.flops / priceOf(MINI).flops).toBeLessThan(1.001);
  });
});

describe('cache and state', () => {
  it('grow in proportion, or not at all', () => {
    const [a, b] = [keptBy('jamba-1.5-mini', 4096), keptBy('jamba-1.5-mini', 8192)];
    expect(b.cache).toBe(2 * a.cache);
    expect(b.state).toBe(a.state);
    expect(keptBy(RIVAL, CONTEXTS.at(-1)!).cache).toBe(8 * keptBy('jamba-1.5-mini', CONTEXTS.at(-1)!).cache);
  });
  it('cross where the cache has overtaken the state, and not a token before', () => {
    for (const model of ['jamba-1.5-mini', 'mamba2-hybrid-8b']) {
      const n = overtakes(model);
      expect(keptBy(model, n).cache).toBeGreaterThan(keptBy(model, n).state);
      expect(keptBy(model, n - 1).cache).toBeLessThanOrEqual(keptBy(model, n - 1).state);
    }
    expect(overtakes('mamba-2.8b')).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('our small hybrids', () => {
  it('are cut once for each Mamba or attention layer but the first', () => {
    const layer = (index: number, kind: string) => ({ index, kind, output: '', mark: '' });
    const blueprint = {
      layers: [layer(0, 'mamba2'), layer(1, 'mlp'), layer(2, 'mamba2'), layer(3, 'attention')],
      nodes: [{ id: 'layers.2.mixer.out_proj' }, { id: 'layers.3.mixer.o_proj' }],
    } as unknown as Parameters<typeof cutsOf>[0];
    expect(cutsOf(blueprint).map(({ change }) => change.node)).toEqual([
      'layers.2.mixer.out_proj',
      'layers.3.mixer.o_proj',
    ]);
  });
  it('need their attention less than their best Mamba layer on stories, as the text says', () => {
    expect(measured('hybrid-without-attention')).toBeLessThan(measured('hybrid-without-mamba'));
    expect(measured('jamba-without-attention')).toBeLessThan(measured('jamba-without-mamba'));
    expect(measured('jamba-without-attention'), 'the text says that it is hardly noticed').toBeLessThan(0.05);
  });
  it('stay calmer past their window than the Transformer, as the text says', () => {
    for (const family of FAMILIES.filter((f) => f !== 'transformer'))
      expect(driftOf(family), family).toBeLessThan(driftOf('transformer') / 3);
    expect(driftOf('transformer')).toBeGreaterThan(0.5);
  });
  it('are read from their cards in bits', () => {
    const { x, y } = positionsOf('jamba');
    expect(x.length).toBe(y.length);
    expect(x[1]! - x[0]!).toBe(64);
    for (const family of FAMILIES) expect(heldOf(family)).toBeLessThan(4);
  });
});

describe('associative recall', () => {
  /** A model that names the value 1 with certainty, whatever it is asked. */
  const oneTrack = (changed: unknown[]) => {
    const V = tasks.recall.vocabulary.length;
    return {
      createSession: async () => ({
        intervene: async (list: unknown) => void changed.push(list),
        prefill: async (ids: ArrayLike<number>) => ({
          logits: {
            shape: [ids.length, V],
            data: Float32Array.from({ length: ids.length * V }, (_, i) => (i % V === 65 ? 50 : 0)),
          },
        }),
        close: () => undefined,
      }),
    } as unknown as Parameters<typeof tryRecall>[0];
  };
  it('counts a value as right where it is asked for, and asks nothing elsewhere', async () => {
    const changed: unknown[] = [];
    const example = taskExample('recall', 8, 3);
    const result = await tryRecall(oneTrack(changed), 8, 3);
    expect(result.asked).toBe(8);
    expect(result.right).toBe(example.answers.filter(({ id }) => id === 65).length);
    expect(result.chances.filter(Number.isFinite).length).toBe(8);
    for (const { position, id } of example.answers) expect(result.chances[position]!).toBeCloseTo(id === 65 ? 1 : 0, 6);
    expect(changed).toEqual([[]]);
  });
  it('tells models apart by architecture and size of state', () => {
    expect(stateSizeOf('mamba-n16')).toBe(16);
    expect(stateSizeOf('hybrid')).toBeNaN();
    const pure = only(recall, isPure).models.map(({ model }) => model);
    expect(pure).toContain('mamba-n4');
    expect(pure).toContain('mamba-n16');
    expect(pure.some((model) => model.startsWith('hybrid'))).toBe(false);
    const beside = only(recall, isSmallOrHybrid).models.map(({ model }) => model);
    expect(beside).toContain('hybrid-n4');
    expect(beside).not.toContain('mamba-n16');
  });
  it('grows with the state, and needs the attention of the hybrid but not its state, as the text says', async () => {
    expect(measured('recall-n4-32')).toBeLessThan(measured('recall-n16-32') - 0.2);
    expect(measured('recall-hybrid-32')).toBeGreaterThan(0.98);
    const model = await loadModel({ kind: 'folder', path: 'public/models/task-recall-hybrid-n4' }, { device: 'cpu' });
    const live = {
      createSession: async () => {
        const session = await model.createSession();
        return {
          intervene: async (list: readonly Intervention[]) => session.intervene(list),
          prefill: (ids: ArrayLike<number>, options: object) => session.prefill(Uint32Array.from(ids), options),
          close: () => session.dispose(),
        };
      },
    } as unknown as Parameters<typeof tryRecall>[0];
    expect(changesFor('attention', model.blueprint)).toHaveLength(1);
    const right = async (off: Off) => (await tryRecall(live, 16, 1, changesFor(off, model.blueprint))).right;
    expect(await right('nothing')).toBeGreaterThanOrEqual(15);
    expect(await right('attention')).toBeLessThanOrEqual(2);
    expect(await right('state')).toBeGreaterThanOrEqual(15);
    model.dispose();
  });
});
