/** The review's claims as data: complete, counted as the chapter says, sourced, and right in the numbers that a blueprint gives. */
import { describe, expect, it } from 'vitest';
import {
  BALLOT,
  CAUSES,
  claimOf,
  claims,
  countOf,
  DECK,
  EVERYTHING,
  filterClaims,
  MODELS,
  sortClaims,
  VERDICTS,
  voteId,
} from '@/components/figures/claims';
import { gatesOf, respond, superposition, X1, X2 } from '@/components/figures/superposition';
import { factValue } from '@/components/prose/fact';
import { parseProgress } from '@/components/prose/progress';
import { references } from '@/components/prose/references';

describe('the claims', () => {
  it('are 43, numbered in the order of the review’s table', () => {
    expect(claims.map(({ n }) => n)).toEqual(Array.from({ length: 43 }, (_, i) => i + 1));
    expect(() => claimOf(44)).toThrow('1 to 43');
  });

  it('have the verdicts and causes that the chapter counts', () => {
    expect(Object.fromEntries(VERDICTS.map((v) => [v, countOf(claims, v, null)]))).toEqual({
      right: 12,
      'right-wrong-source': 3,
      imprecise: 11,
      wrong: 12,
      overclaim: 2,
      omission: 3,
    });
    expect(Object.fromEntries(CAUSES.map((c) => [c, countOf(claims, null, c)]))).toEqual({
      none: 12,
      'wrong-subject': 6,
      'lost-condition': 4,
      'wrong-mechanism': 2,
      mistranslation: 2,
      'wrong-citation': 8,
      overstatement: 3,
      vague: 3,
      'left-out': 3,
    });
  });

  it('name a known verdict, cause, model and source each, in both languages', () => {
    for (const c of claims) {
      expect(VERDICTS, `claim ${c.n}`).toContain(c.verdict);
      expect(CAUSES, `claim ${c.n}`).toContain(c.cause);
      expect(MODELS, `claim ${c.n}`).toContain(c.model);
      expect(c.sources.length, `claim ${c.n}`).toBeGreaterThan(0);
      for (const { k } of c.sources) expect(Object.keys(references), `claim ${c.n}`).toContain(k);
      for (const text of [c.finding.en, c.finding.es]) expect(text.length, `claim ${c.n}`).toBeGreaterThan(20);
    }
  });

  it('went wrong somewhere exactly where they are not right', () => {
    for (const c of claims) {
      expect(c.cause === 'none', `claim ${c.n}`).toBe(c.verdict === 'right');
      expect(c.original === null, `claim ${c.n}`).toBe(c.verdict === 'omission');
      if (c.original) expect(c.english.length, `claim ${c.n}`).toBeGreaterThan(10);
    }
  });

  it('quote numbers that the blueprints give', () => {
    const fact = (model: string, of: 'kvBytes' | 'kvBytesPerToken' | 'stateBytes' | 'weightBytes', context = 4096) =>
      factValue({ model, of, context });
    expect(claimOf(37).finding.en).toContain('16 KiB for every token: 2 GiB at 128K, beside a state of about 50 MiB');
    expect(fact('mamba2-hybrid-8b', 'kvBytesPerToken')).toBe(16 * 1024);
    expect(fact('mamba2-hybrid-8b', 'kvBytes', 131072)).toBe(2 * 1024 ** 3);
    expect(Math.round(fact('mamba2-hybrid-8b', 'stateBytes') / 1024 ** 2)).toBe(50);
    expect(claimOf(27).finding.en).toContain('the weights alone do not fit');
    expect(fact('jamba-1.5-mini', 'weightBytes')).toBeGreaterThan(80 * 1024 ** 3);
  });
});

describe('filter, order and votes', () => {
  it('filter by verdict, cause and model together', () => {
    expect(filterClaims(claims, EVERYTHING)).toHaveLength(43);
    const list = filterClaims(claims, { verdict: 'wrong', cause: 'wrong-subject', model: 'mamba2-hybrid' });
    expect(list.map(({ n }) => n)).toEqual([36, 37]);
  });
  it('sort both ways and keep the review’s order among equals', () => {
    const up = sortClaims(claims, 'verdict');
    expect(up.slice(0, 3).map(({ n }) => n)).toEqual([1, 2, 7]);
    const down = sortClaims(claims, 'verdict', true);
    expect(down.slice(0, 4).map(({ n }) => n)).toEqual([12, 35, 43, 39]);
    expect(sortClaims(claims, 'n', true)[0]!.n).toBe(43);
  });
  it('has each claim that was made once in the deck, those taken apart first', () => {
    expect(DECK).toHaveLength(40);
    expect(new Set(DECK).size).toBe(40);
    for (const n of DECK.slice(0, 8)) expect(claimOf(n).parts, `claim ${n}`).toBeDefined();
    expect(DECK.map(claimOf).every(({ verdict }) => BALLOT.includes(verdict))).toBe(true);
  });
  it('keeps votes as answers that progress can read back', () => {
    const text = JSON.stringify({ answers: { [voteId(3)]: VERDICTS.indexOf('wrong') } });
    expect(VERDICTS[parseProgress(text).answers['claim-3']!]).toBe('wrong');
  });
});

describe('superposition', () => {
  it('holds for the linear update while the gates are fixed', () => {
    expect(superposition(X1, X2, 'linear').gap).toBeLessThan(1e-12);
    expect(superposition([3, -4, 1, 2], [-1, 4, 4, 0], 'linear').gap).toBeLessThan(1e-12);
  });
  it('fails with a tanh in the update, though the gates are fixed', () => {
    expect(superposition(X1, X2, 'tanh').gap).toBeGreaterThan(0.5);
  });
  it('fails where the gates read the tokens', () => {
    expect(superposition(X1, X2, 'reading').gap).toBeGreaterThan(0.5);
  });
  it('is the recurrence by hand at its first step', () => {
    const { delta, B, C } = gatesOf(2);
    const expected = C[0] * delta * B[0] * 2 + C[1] * delta * B[1] * 2;
    expect(respond([2], 'linear')[0]).toBeCloseTo(expected, 12);
    expect(delta).toBeCloseTo(Math.log(1 + Math.exp(1.5)), 12);
  });
});
