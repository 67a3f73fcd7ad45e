import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULTS, fromQuery, type LabState, toQuery, VIEWS } from '@/components/scope/lab-state';

const examples = fc.constantFrom(
  '',
  'induction.64.3',
  'selective-copying.0.0',
  'recall.16.2147483647',
  'phonebook.75.9',
);
const textArb = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((s) => s.isWellFormed());
const stateArb: fc.Arbitrary<LabState> = fc.record({
  model: fc.constantFrom('stories-mamba', 'stories-15m', 'x.y_z-1'),
  text: textArb,
  example: examples,
  seed: fc.nat(),
  temperature: fc.double({ min: 0, max: 5, noNaN: true }).map((x) => x + 0),
  topK: fc.nat(100_000),
  topP: fc.double({ min: 1e-6, max: 1, noNaN: true }),
  token: fc.nat(1024),
  layer: fc.nat(999),
  node: fc.constantFrom('h', 'delta', 'A_bar', ''),
  view: fc.constantFrom(...VIEWS),
  show: fc.constantFrom('', 's4d', 'mean.share'),
  channel: fc.nat(1_000_000),
  compare: fc.constantFrom('', 'stories-s4d'),
  besideDtype: fc.constantFrom('f32', 'f16', 'int8'),
  besideChanges: fc.constantFrom('same', 'none'),
  changes: fc.array(
    fc.oneof(
      fc.record({
        node: fc.constant('layers.*.mixer.delta'),
        kind: fc.constant('scale' as const),
        value: fc.double({ min: -10, max: 10, noNaN: true }).map((x) => x + 0),
      }),
      fc.record({
        node: fc.constant('layers.0.mixer.h'),
        kind: fc.constant('zero' as const),
        from: fc.nat(9),
        to: fc.nat(9),
        axis: fc.constant('d_inner'),
        indices: fc.array(fc.nat(500), { maxLength: 5 }),
      }),
    ),
    { maxLength: 4 },
  ),
});

describe('a link to the lab', () => {
  it('gives back the same state', () => {
    fc.assert(
      fc.property(stateArb, (state) => {
        const { state: back, problems } = fromQuery(toQuery(state));
        expect(problems).toEqual([]);
        expect(back).toEqual(JSON.parse(JSON.stringify(state)));
      }),
    );
  });

  it('is empty for the defaults', () => {
    expect(toQuery(DEFAULTS)).toBe('');
    expect(fromQuery('')).toEqual({ state: DEFAULTS, problems: [] });
  });

  it('keeps the good fields of a hand-edited address and names the bad ones', () => {
    const { state, problems } = fromQuery(
      'm=stories-s4d&s=minus&temp=9&k=&p=0&at=-1&l=1.5&v=teleport&x=[{"node":"<script>"}]&c=7',
    );
    expect(state).toEqual({ ...DEFAULTS, model: 'stories-s4d', channel: 7 });
    expect(problems.map((p) => p.field)).toEqual([
      'seed',
      'temperature',
      'topK',
      'topP',
      'token',
      'layer',
      'view',
      'changes',
    ]);
    expect(problems[1]).toEqual({ field: 'temperature', value: '9' });
  });

  it('never throws and always gives a valid state, whatever the address', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('m', 's', 'temp', 'at', 'l', 'x', 'v', 't'), (noise, key) => {
        for (const search of [noise, `${key}=${noise}`, `${key}=${encodeURIComponent(noise)}`]) {
          const { state } = fromQuery(search);
          expect(fromQuery(toQuery(state)).state).toEqual(state);
        }
      }),
    );
  });

  it('is held field by field, with all of them wrong at once', () => {
    const keys = new URLSearchParams('m=m&t=t&ex=ex&s=s&temp=t&k=k&p=p&at=a&l=l&n=n&v=v&c=c&vs=v&x=x');
    const wrong = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        'NaN',
        '1e999',
        '-0',
        '0x10',
        ' ',
        '%',
        '[[]]',
        '{"__proto__":1}',
        'null',
        '[null]',
        '..',
        '\u0000',
      ),
    );
    fc.assert(
      fc.property(fc.record(Object.fromEntries([...keys.keys()].map((key) => [key, wrong]))), (values) => {
        const { state, problems } = fromQuery(String(new URLSearchParams(values as Record<string, string>)));
        expect(Object.keys(state).sort()).toEqual(Object.keys(DEFAULTS).sort());
        for (const { field, value } of problems) {
          expect(value.length).toBeLessThanOrEqual(60);
          if (field !== 'text') expect(state[field]).toEqual(DEFAULTS[field]);
        }
        expect(fromQuery(toQuery(state))).toEqual({ state, problems: [] });
      }),
    );
  });
});
