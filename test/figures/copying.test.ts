import { describe, expect, it } from 'vitest';
import { CHANCE, CONTESTANTS, counted, exampleOf, NOTHING, SIZES } from '@/components/figures/copying/copying';
import { loadModel } from '@/engine/session/load';
import { argmax } from '@/engine/session/sampling';

describe('the figure of selective copying', () => {
  it('shows four models with a measurement for every length of noise', () => {
    expect(CONTESTANTS.map(({ id }) => id)).toEqual(['s4d', 'mamba', 'mamba2', 'transformer']);
    for (const { title, accuracy } of CONTESTANTS) {
      expect(title).toBeTruthy();
      expect(accuracy).toHaveLength(SIZES.length);
      for (const share of accuracy) expect(share).toBeGreaterThan(CHANCE);
    }
  });

  it('counts right answers of an example into the tally', () => {
    const example = exampleOf(16, 3);
    const right = example.answers.map(({ id }) => id);
    const once = counted(NOTHING, example, right);
    expect(once).toEqual({ examples: 1, right: 8, asked: 8 });
    const wrong = right.map((id, i) => (i < 3 ? (id % 14) + 1 : id));
    expect(counted(once, example, wrong)).toEqual({ examples: 2, right: 13, asked: 16 });
  });

  it('finds live what the evaluation measured, for the first examples at 64 tokens of noise', async () => {
    const shares: Record<string, number> = {};
    for (const { id, bundle } of CONTESTANTS.filter(({ id }) => id === 's4d' || id === 'mamba')) {
      const model = await loadModel({ kind: 'folder', path: `public/models/${bundle}` }, { device: 'cpu' });
      let tally = NOTHING;
      for (let seed = 1; seed <= 12; seed++) {
        const example = exampleOf(64, seed);
        const { logits } = await (await model.createSession()).prefill(example.ids, { allLogits: true });
        const V = logits!.shape[1]!;
        const said = example.answers.map(({ position: p }) => argmax(logits!.data.subarray(p * V, (p + 1) * V)));
        tally = counted(tally, example, said);
      }
      shares[id] = tally.right / tally.asked;
    }
    // 96 answers: two standard deviations of a share near 0.43 are 0.1; Mamba's is above 0.99 in the evaluation.
    expect(shares.mamba).toBeGreaterThan(0.95);
    expect(Math.abs(shares.s4d! - CONTESTANTS[0]!.accuracy[SIZES.indexOf(64)]!)).toBeLessThan(0.15);
  });
});
