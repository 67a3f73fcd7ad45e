import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import {
  effective,
  LENGTHS,
  openEnded,
  ROWS,
  ranked,
  shortLength,
  THRESHOLD,
} from '@/components/figures/long-context/claimed';
import { cardsFor, fitOf } from '@/components/figures/long-context/fits';
import type { MeasuredRuler } from '@/components/figures/long-context/MeasuredGrid';
import { relativeError, roundTo, steps } from '@/components/figures/long-context/rounding';
import { bestOf, hayOf, promptOf, RULER_MODELS, sharesOf } from '@/components/figures/long-context/small-ruler';
import { apart, sharedStart } from '@/components/figures/long-context/two-formats';
import { toInt8Rows } from '@/engine/quantise';
import { loadModel } from '@/engine/session/load';
import { RULER_CHANCE, rulerKinds, TOYS } from '@/engine/tasks';
import { closeAll, live } from '../scope/live';

afterAll(closeAll);

describe('claimed and effective context', () => {
  const row = (name: string) => ROWS.find((r) => r.name === name)!;
  const at = (name: string) => shortLength(effective(row(name), THRESHOLD));
  it('agree with the README of RULER on every effective length that it prints', () => {
    // facts-more.md, section A2; there ">128K" where the score is still above the threshold at the end.
    expect(['GPT-4-1106', 'GLM4-9B', 'Llama-3.1-70B'].map(at)).toEqual(['64K', '64K', '64K']);
    expect(['Llama-3.1-8B', 'Qwen2-72B', 'Mixtral-8x22B', 'Mistral-Large-2407'].map(at)).toEqual([
      '32K',
      '32K',
      '32K',
      '32K',
    ]);
    expect([at('InternLM2.5-7B'), at('LWM-7B')]).toEqual(['4K', '< 4K']);
    for (const name of ['Jamba-1.5-Large', 'Jamba-1.5-Mini', 'Gemini-1.5-pro'])
      expect(openEnded(row(name), THRESHOLD), name).toBe(true);
  });
  it('rank models by what works, and few are left as the threshold rises', () => {
    expect(ranked(THRESHOLD)[0]!.name).toBe('Jamba-1.5-Large');
    const good = (threshold: number) => ROWS.filter((r) => effective(r, threshold) === LENGTHS.at(-1)).length;
    expect([good(60), good(THRESHOLD), good(96)]).toEqual([9, 3, 0]);
  });
});

describe('what lies in memory', () => {
  const K256 = 256 * 1024;
  it('of Jamba-1.5-Mini: 103 GB of weights, about 55 with ExpertsInt8, and 4 GiB of cache at 256K', () => {
    const [wide, mixed] = [fitOf('jamba-1.5-mini', 'bf16', K256), fitOf('jamba-1.5-mini', 'experts-int8', K256)];
    expect(wide.wide / 1e9).toBeCloseTo(103.1, 1);
    expect((mixed.wide + mixed.narrow) / 1e9).toBeCloseTo(55.2, 1);
    expect(wide.cache).toBe(4 * 2 ** 30);
    expect([cardsFor(wide), cardsFor(mixed)]).toEqual([2, 1]);
  });
  it('of Jamba-1.5-Large fits on eight cards with ExpertsInt8 only', () => {
    expect(cardsFor(fitOf('jamba-1.5-large', 'bf16', K256))).toBeGreaterThan(8);
    expect(cardsFor(fitOf('jamba-1.5-large', 'experts-int8', K256))).toBeLessThanOrEqual(8);
  });
  it('of Llama 3.1 8B is mostly cache at 256K, of Mamba none', () => {
    const { cache, total } = fitOf('llama-3.1-8b', 'bf16', K256);
    expect(cache / total).toBeGreaterThan(0.6);
    expect(fitOf('mamba-2.8b', 'bf16', K256)).toEqual(fitOf('mamba-2.8b', 'bf16', 4096));
  });
});

describe('rounding', () => {
  const row = [0.304, -1.27, 0.0449, 0.64];
  it('gives the answers of the exercise', () => {
    const { values, scales } = roundTo(row, 1, 8, 'row');
    expect(scales[0]).toBeCloseTo(0.01, 8);
    expect([...values].map((v) => Math.round(v * 100))).toEqual([30, -127, 4, 64]);
    expect(Math.max(...row.map((v, i) => Math.abs(v - values[i]!)))).toBeCloseTo(0.0049, 5);
    const three = [...roundTo(row, 1, 3, 'row').values];
    expect(three[2]).toBe(0);
    expect(three[0]).toBeCloseTo(0.423, 3);
    expect([8, 3, 2].map(steps)).toEqual([127, 3, 1]);
  });
  it('with 8 bits and a scale per row is what the engine does', () => {
    const data = Float32Array.from({ length: 60 }, (_, i) => Math.sin(i * 1.7) * (1 + (i % 5)));
    const { values, scales } = toInt8Rows(data, 6, 10);
    const own = roundTo(data, 6, 8, 'row');
    for (let i = 0; i < 60; i++) expect(own.values[i]).toBeCloseTo(values[i]! * scales[Math.floor(i / 10)]!, 6);
  });
  it('is worse with one scale for rows of different size, and with fewer bits', () => {
    const data = Float32Array.from({ length: 64 }, (_, i) => Math.cos(i) * (i < 32 ? 1 : 0.01));
    const error = (bits: number, per: 'row' | 'matrix') =>
      relativeError(data.slice(32), roundTo(data, 2, bits, per).values.slice(32));
    expect(error(8, 'matrix')).toBeGreaterThan(10 * error(8, 'row'));
    expect(error(4, 'row')).toBeGreaterThan(10 * error(8, 'row'));
    expect(roundTo([0, 0], 1, 8, 'row').values).toEqual(new Float32Array(2));
  });
});

describe('two formats', () => {
  it('are apart by nothing where they are the same, and by the divergence where not', () => {
    const a = Float32Array.of(0, Math.log(3));
    expect(apart(a, a)).toEqual({ logit: 0, bits: 0, same: true });
    const { bits, same, logit } = apart(a, Float32Array.of(0, -Math.log(3)));
    // 1/4 log2(1/3) + 3/4 log2(3) = 1/2 log2 3
    expect(bits).toBeCloseTo(Math.log2(3) / 2, 5);
    expect(logit).toBeCloseTo(2 * Math.log(3), 5);
    expect(same).toBe(false);
    expect(sharedStart(['a', 'b', 'c'], ['a', 'b', 'd'])).toBe(2);
  });
  it('of the small Jamba hold the bytes and the distance that the chapter speaks of', async () => {
    const source = { kind: 'folder', path: 'public/models/stories-jamba' } as const;
    const [wide, narrow] = [
      await loadModel(source, { device: 'cpu' }),
      await loadModel(source, { device: 'cpu', dtype: 'experts-int8' }),
    ];
    const { ids } = wide.tokenizer!.encode('One day, she found a red ball in the');
    const last = async (model: typeof wide) => {
      const { logits } = await (await model.createSession()).prefill(ids, { allLogits: true });
      return logits!.data.slice(-model.blueprint.vocabSize);
    };
    const found = apart(await last(wide), await last(narrow));
    expect(found.bits).toBeGreaterThan(0);
    expect(found.bits).toBeLessThan(0.01);
    wide.dispose();
    narrow.dispose();
  }, 60_000);
});

describe('the small RULER in the page', () => {
  it('asks what the engine is asked directly', async () => {
    const { stories } = JSON.parse(readFileSync('public/evaluations/haystack.json', 'utf8')) as { stories: string[] };
    const model = await live('stories-mamba');
    const hay = await hayOf(model, stories);
    const { example, bare } = await promptOf(model, hay, { kind: 'needles', length: 96, seed: 2, depth: 0.25 });
    expect(example.ids.length).toBe(96);
    expect(bare.length).toBeLessThan(96);
    const shares = await sharesOf(model, hay, example.ids, new AbortController().signal);
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);

    const own = await loadModel({ kind: 'folder', path: 'public/models/stories-mamba' }, { device: 'cpu' });
    const { logits } = await (await own.createSession()).prefill(example.ids, { allLogits: true });
    const V = own.blueprint.vocabSize;
    const row = hay.candidates.map((id) => logits!.data[(example.ids.length - 1) * V + id]!);
    expect(bestOf(shares)).toBe(row.indexOf(Math.max(...row)));
    const i = TOYS.indexOf(example.answer);
    expect(Math.log(shares[i]! / shares[(i + 1) % 10]!)).toBeCloseTo(row[i]! - row[(i + 1) % 10]!, 4);
    own.dispose();
  }, 60_000);
});

it('the cards hold the grid that the figure shows', () => {
  let grids = 0;
  for (const name of RULER_MODELS) {
    const { scores } = JSON.parse(readFileSync(`public/models/${name}/card.json`, 'utf8')) as {
      scores?: { ruler?: MeasuredRuler };
    };
    if (!scores?.ruler) continue;
    grids++;
    for (const kind of rulerKinds) expect(scores.ruler[kind].length, name).toBe(scores.ruler.lengths.length);
    expect(scores.ruler.chance).toBe(RULER_CHANCE);
  }
  expect(grids).toBeGreaterThan(3);
});
