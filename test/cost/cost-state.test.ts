import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BATCHES,
  type CostState,
  CUSTOM,
  DEFAULTS,
  type Field,
  fromQuery,
  HERE,
  type Known,
  LONGEST,
  MEASURED,
  SHOWS,
  toQuery,
  WEIGHT_BYTES,
} from '@/components/cost/cost-state';
import { devices } from '@/engine/bench';
import { published } from '@/engine/models/published';

const known: Known = {
  models: published.map((p) => p.id),
  bundles: ['stories-transformer', 'stories-mamba', 'stories-mamba2', 'stories-jamba', 'stories-mamba2-hybrid'],
  devices: devices.map((d) => d.id),
};

const state: fc.Arbitrary<CostState> = fc.record({
  models: fc.subarray([...known.models], { maxLength: 6 }),
  bundles: fc.subarray([...known.bundles]),
  show: fc.constantFrom(...SHOWS),
  at: fc.integer({ min: 64, max: 1_048_576 }),
  longest: fc.constantFrom(...LONGEST),
  device: fc.constantFrom(...known.devices, HERE, CUSTOM),
  teraflops: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
  gigabytes: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
  memory: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
  batch: fc.constantFrom(...BATCHES),
  bytes: fc.constantFrom(...WEIGHT_BYTES),
  weights: fc.constantFrom('yes' as const, 'no' as const),
  measure: fc.constantFrom(...MEASURED),
  against: fc.constantFrom(...known.models),
});

describe('the address of the cost page', () => {
  it('brings back every state', () => {
    fc.assert(
      fc.property(state, (s) => {
        expect(fromQuery(toQuery(s), known)).toEqual({ state: s, problems: [] });
      }),
      { numRuns: 50 },
    );
  });

  it('is empty for the defaults', () => {
    expect(toQuery(DEFAULTS)).toBe('');
    expect(fromQuery('', known)).toEqual({ state: DEFAULTS, problems: [] });
  });

  it('never breaks the page: each wrong field is named and takes its default', () => {
    const text = fc.string({ maxLength: 80, unit: 'binary' });
    const keys = ['m', 'h', 's', 'at', 'max', 'd', 'tf', 'gb', 'gib', 'n', 'b', 'w', 'l', 'vs'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), text), (fields) => {
        const { state: found, problems } = fromQuery(new URLSearchParams(fields).toString(), known);
        for (const { field, value } of problems) {
          expect(value.length).toBeLessThanOrEqual(60);
          if (field !== 'models' && field !== 'bundles') expect(found[field]).toBe(DEFAULTS[field]);
        }
        // What is found is a state that an address can hold.
        expect(fromQuery(toQuery(found), known).problems).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it.each<[string, Field[]]>([
    ['m=llama-3.1-8b,no-such-model', ['models']],
    ['n=3', ['batch']],
    ['n=', ['batch']],
    ['d=abacus', ['device']],
    ['b=-2&at=1e99&s=all', ['show', 'at', 'bytes']],
    ['vs=<script>', ['against']],
  ])('"%s" is wrong in %j', (query, wrong) => {
    const { problems, state: found } = fromQuery(query, known);
    expect(problems.map((p) => p.field)).toEqual(wrong);
    if (query.startsWith('m=')) expect(found.models).toEqual(['llama-3.1-8b']);
  });
});
