import { describe, expect, it } from 'vitest';
import { type LadderRun, planOf, rowsOf } from '@/components/figures/scan/ladder-runs';
import { combinations, combine, loop, roundsOf, type Step, WAYS } from '@/components/figures/scan/rounds';
import { byLoop, byTree, inputs } from '@/components/figures/scan/tanh';
import { inOnePass, inPasses, START } from '@/components/figures/scan/traffic';
import { piecesOf } from '@/components/figures/scan/wgsl';
import { bestChunk, billOf } from '@/components/figures/scan/work-depth';
import { RUNGS } from '@/engine/webgpu/ladder';

const steps: Step[] = [
  { a: 0.5, b: 8 },
  { a: 0.5, b: 4 },
  { a: 1, b: 0 },
  { a: 0, b: 2 },
  { a: 0.25, b: -3 },
  { a: 0.5, b: 1 },
  { a: 2, b: 4 },
  { a: 0.5, b: 2 },
];

describe('a step of a step', () => {
  it('is a step: the chapter’s pairs by hand', () => {
    expect(combine({ a: 0.5, b: 8 }, { a: 0.5, b: 4 })).toEqual({ a: 0.25, b: 8 });
    expect(combine({ a: 0.25, b: 8 }, { a: 0.25, b: 2 })).toEqual({ a: 1 / 16, b: 4 });
  });
  it('is associative and not commutative', () => {
    const [x, y, z] = [steps[0]!, steps[4]!, steps[6]!];
    expect(combine(combine(x, y), z)).toEqual(combine(x, combine(y, z)));
    expect(combine({ a: 2, b: 1 }, { a: 3, b: 0 })).toEqual({ a: 6, b: 3 });
    expect(combine({ a: 3, b: 0 }, { a: 2, b: 1 })).toEqual({ a: 6, b: 1 });
  });
});

describe('eight workers', () => {
  it('end with the states of the loop, whichever way they take', () => {
    // Halves and whole numbers: every product and sum is exact, so the order cannot show.
    for (const way of WAYS)
      for (const chunk of [1, 2, 3, 4, 5, 8]) {
        const end = roundsOf(way, steps, chunk)
          .at(-1)!
          .values.map(({ b }) => b);
        expect(end, `${way} ${chunk}`).toEqual(loop(steps));
      }
  });
  it.each([
    ['serial', 4, 7, 7],
    ['everyone', 4, 17, 3],
    ['tree', 4, 22, 7],
    ['chunks', 2, 14, 6],
    ['chunks', 4, 14, 8],
  ] as const)('need by way "%s" in chunks of %i: %i combinations in %i rounds', (way, chunk, work, count) => {
    const rounds = roundsOf(way, steps, chunk);
    expect(combinations(rounds)).toBe(work);
    expect(rounds.length).toBe(count);
  });
  it('know after 14 combinations in 6 rounds of the tree what came before each token', () => {
    const six = roundsOf('tree', steps).slice(0, 6);
    expect(combinations(six)).toBe(14);
    expect(six.at(-1)!.values.map(({ b }) => b)).toEqual([0, ...loop(steps).slice(0, 7)]);
  });
});

describe('the bill of a scan', () => {
  it('is what the rounds count, with a worker for everything', () => {
    for (const way of WAYS)
      for (const Q of [1, 2, 4, 8]) {
        const rounds = roundsOf(way, steps, Q);
        expect(billOf(way, 8, Infinity, Q), `${way} ${Q}`).toEqual({
          work: combinations(rounds),
          rounds: rounds.length,
        });
      }
  });
  it('is the number of combinations with one worker', () => {
    for (const way of ['everyone', 'tree', 'serial'] as const)
      expect(billOf(way, 4096, 1, 64).rounds).toBe(billOf(way, 4096, 1, 64).work);
  });
  it('makes the tree of 1024 take 21 rounds, ten of them up', () => {
    expect(billOf('tree', 1024, Infinity, 1).rounds).toBe(21);
    expect(billOf('everyone', 1024, Infinity, 1).rounds).toBe(10);
  });
  it('has the numbers of the chapter at 4096 tokens', () => {
    const rounds = (way: 'serial' | 'everyone' | 'tree', P: number) => billOf(way, 4096, P, 1).rounds;
    expect([rounds('everyone', Infinity), rounds('tree', Infinity), rounds('serial', Infinity)]).toEqual([
      12, 25, 4095,
    ]);
    expect(rounds('tree', 64)).toBe(202);
    expect(rounds('everyone', 64)).toBeGreaterThan(700);
    expect(rounds('everyone', 8)).toBeGreaterThan(5000);
  });
  it('is lowest for chunks of about the square root of half the length', () => {
    expect(bestChunk(4096, Infinity)).toBe(32);
    expect(billOf('chunks', 4096, Infinity, 32).rounds).toBe(190);
  });
});

describe('a tanh in the update', () => {
  const run = (bend: 'none' | 'tanh', strength: number) => {
    const all = inputs(strength).map((b) => ({ a: 0.9, b }));
    const [x, y] = [byLoop(all, bend), byTree(all, bend)];
    return Math.max(...x.map((v, t) => Math.abs(v - y[t]!)));
  };
  it('breaks the tree, and nothing else does', () => {
    expect(run('none', 1)).toBeLessThan(1e-12); // rounding of 40 additions of numbers below 10
    expect(run('tanh', 1)).toBeGreaterThan(0.3);
  });
  it('hardly shows while the state is small', () => {
    expect(run('tanh', 0.02)).toBeLessThan(0.02);
  });
});

describe('the bytes of a scan', () => {
  it('are counted from shapes: one token, one channel, one state', () => {
    expect(inOnePass({ T: 1, C: 1, N: 1 })).toBe(32);
    expect(inPasses({ T: 1, C: 1, N: 1 })).toEqual({ make: 24, scan: 12, read: 12, all: 48 });
  });
  it('differ by about twice N when the sequence is long and wide', () => {
    expect(inPasses(START).all / inOnePass(START)).toBeCloseTo(32.2, 0);
    const ratio = (N: number) => inPasses({ ...START, N }).all / inOnePass({ ...START, N });
    expect(ratio(128) / ratio(16)).toBeGreaterThan(6);
  });
});

describe('the kernels on the page', () => {
  it.each(RUNGS.flatMap(({ shaders }) => shaders).map(({ name, source }) => [name, source]))(
    'are whole when coloured: %s',
    (_, source) => {
      const pieces = piecesOf(source);
      expect(pieces.map(({ text }) => text).join('')).toBe(source);
      expect(pieces[0]!.is).toBe('comment');
      expect(pieces.filter(({ is }) => is === 'keyword').length).toBeGreaterThan(10);
      expect(pieces.find(({ text }) => text === '@compute')!.is).toBe('attribute');
    },
  );
});

describe('the plan of the ladder', () => {
  const run = (milliseconds: number) => {
    const runs: LadderRun[] = [];
    for (const next of planOf(['cpu'], runs))
      runs.push({
        ...next,
        milliseconds: next.rung === 'tree' ? milliseconds : 1,
        clock: 'wall',
        repeats: 1,
        apart: 0,
      });
    return runs;
  };
  it('asks every rung at every length while they are quick', () => {
    expect(run(1).length).toBe(12);
  });
  it('does not ask a slow rung for more', () => {
    expect(
      run(1000)
        .filter(({ rung }) => rung === 'tree')
        .map(({ tokens }) => tokens),
    ).toEqual([64]);
  });
  it('compares a rung with the loop of the same length', () => {
    const tree = rowsOf(run(1000)).find(({ rung }) => rung === 'tree')!;
    expect([tree.tokens, tree.faster]).toEqual([64, 0.001]);
  });
});
