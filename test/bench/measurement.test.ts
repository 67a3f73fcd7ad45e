/** The measuring itself, with models that take as long as they say: no clock, no waiting. */
import { describe, expect, it } from 'vitest';
import { estimateSeconds, lengthsUpTo, Measurement, type Subject, spreadOf } from '@/engine/bench';
import { EngineError } from '@/engine/errors';

interface Call {
  readonly subject: string;
  readonly length: number;
}

/** A subject that takes `milliseconds(length, run)`; what it was asked for is written to `calls`. */
function subject(id: string, calls: Call[], milliseconds: (length: number, run: number) => number): Subject {
  let run = 0;
  return {
    id,
    flops: (length) => 1000 * length,
    async prefill(length, signal) {
      signal.throwIfAborted();
      calls.push({ subject: id, length });
      return { milliseconds: milliseconds(length, run++), keptBytes: 10 * length };
    },
    decode: async () => 2,
  };
}

it('lengths double from 64 to the longest', () => {
  expect(lengthsUpTo(512)).toEqual([64, 128, 256, 512]);
});

describe('the spread of runs', () => {
  it('is the median and the quartiles', () => {
    expect(spreadOf([5, 1, 4, 2, 3])).toEqual({ median: 3, low: 2, high: 4, runs: 5 });
    expect(spreadOf([1, 2])).toEqual({ median: 1.5, low: 1.25, high: 1.75, runs: 2 });
  });
  it('is not moved by one hiccup', () => {
    expect(spreadOf([3, 3, 3, 3, 900]).median).toBe(3);
  });
});

describe('a measurement', () => {
  it('takes lengths in rising order, models in turn, and drops the first run of short ones', async () => {
    const calls: Call[] = [];
    const slowFirst = (length: number, run: number) => (run === 0 ? 1e6 : length / 8);
    const m = new Measurement([subject('a', calls, slowFirst), subject('b', calls, slowFirst)], {
      lengths: [64, 512],
      repeats: 3,
      patience: 1e9,
    });
    await m.run();
    expect(m.state.status).toBe('finished');
    expect(calls.map((c) => `${c.subject}${c.length}`).join(' ')).toBe(
      'a64 a64 a64 a64 b64 b64 b64 b64 a512 a512 a512 b512 b512 b512',
    );
    expect(m.state.rows.map((r) => [r.subject, r.length, r.prefill.median, r.decode.median, r.keptBytes])).toEqual([
      ['a', 64, 8, 2, 640],
      ['b', 64, 8, 2, 640],
      ['a', 512, 64, 2, 5120],
      ['b', 512, 64, 2, 5120],
    ]);
    expect(m.state.rows[0]!.prefill.runs).toBe(3);
    expect(m.state.done).toBe(1);
  });

  it('repeats slow runs less often', async () => {
    const m = new Measurement([subject('a', [], () => 5000)], { lengths: [1024], repeats: 9, patience: 4000 });
    await m.run();
    expect(m.state.rows[0]!.prefill.runs).toBe(3);
  });

  it('tells progress that only rises, and the time left by the speed that it saw', async () => {
    const seen: { done: number; left: number }[] = [];
    // 64 tokens in 64 ms are 64 000 FLOPs in 0.064 s: a million per second.
    const m = new Measurement([subject('a', [], (length) => length)], {
      lengths: [64, 128, 256],
      repeats: 2,
      patience: 1e9,
      guess: 1e3,
    });
    expect(m.state.secondsLeft).toBeCloseTo((3 * 64_000 + 3 * 128_000 + 3 * 256_000) / 1e3, 6);
    m.subscribe(() => seen.push({ done: m.state.done, left: m.state.secondsLeft }));
    await m.run();
    for (let i = 1; i < seen.length; i++) expect(seen[i]!.done).toBeGreaterThanOrEqual(seen[i - 1]!.done);
    const after64 = seen.find((s) => s.done > 0.14 && s.left < 100)!;
    expect(after64.left).toBeCloseTo((3 * 128_000 + 3 * 256_000) / 1e6, 6);
    expect(seen.at(-1)).toEqual({ done: 1, left: 0 });
  });

  it('pauses before the next run, goes on where it was, and measures the same', async () => {
    const calls: Call[] = [];
    const m = new Measurement([subject('a', calls, (l) => l)], { lengths: [64, 128], repeats: 2 });
    m.subscribe(() => {
      if (calls.length === 2 && m.state.status === 'running' && m.state.rows.length === 0) m.pause();
    });
    const end = m.run();
    for (let i = 0; i < 100; i++) await Promise.resolve();
    expect(m.state.status).toBe('paused');
    const before = calls.length;
    for (let i = 0; i < 100; i++) await Promise.resolve();
    expect(calls.length).toBe(before);
    calls.push({ subject: 'mark', length: 0 });
    m.resume();
    await end;
    expect(m.state.status).toBe('finished');
    expect(m.state.rows.map((r) => r.prefill.median)).toEqual([64, 128]);
  });

  it('keeps what it has when it is cancelled, running or paused', async () => {
    for (const paused of [false, true]) {
      const calls: Call[] = [];
      const m = new Measurement([subject('a', calls, (l) => l)], { lengths: [64, 128], repeats: 2 });
      m.subscribe(() => {
        if (m.state.rows.length === 1 && m.state.status === 'running') {
          if (paused) {
            m.pause();
            queueMicrotask(() => m.cancel());
          } else m.cancel();
        }
      });
      await m.run();
      expect(m.state.status).toBe('cancelled');
      expect(m.state.rows.map((r) => r.length)).toEqual([64]);
      expect(m.state.error).toBeNull();
    }
  });

  it('says what went wrong and keeps what it has', async () => {
    const failing: Subject = {
      ...subject('a', [], (l) => l),
      async prefill(length) {
        if (length > 64) throw new EngineError('too-large', 'no room for 128 tokens');
        return { milliseconds: 1, keptBytes: 1 };
      },
    };
    const m = new Measurement([failing], { lengths: [64, 128] });
    await m.run();
    expect([m.state.status, m.state.error?.code, m.state.rows.length]).toEqual(['failed', 'too-large', 1]);
  });
});

it('the estimate counts the dropped runs, and fewer repeats of slow ones', () => {
  const one = { flops: (length: number) => 1000 * length };
  expect(estimateSeconds([one], [256], 256_000, { repeats: 5, patience: 1e9 })).toBeCloseTo(6, 9);
  expect(estimateSeconds([one], [512], 512_000, { repeats: 5, patience: 1e9 })).toBeCloseTo(5, 9);
  expect(estimateSeconds([one], [512], 512_000, { repeats: 5, patience: 10 })).toBeCloseTo(3, 9);
});
