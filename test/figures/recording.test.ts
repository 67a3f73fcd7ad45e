import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Recording, readRecording } from '@/components/figures/recording';
import { record } from '@/scripts/record-first-run';

const stored = JSON.parse(readFileSync('public/recorded/first-run.json', 'utf8')) as Recording;

describe('the recorded run of the first page', () => {
  it('is what the model writes today (else run scripts/record-first-run.ts)', async () => {
    const written = 6;
    const fresh = await record(written);
    const count = fresh.tokens.length;
    expect(stored.tokens.slice(0, count)).toEqual(fresh.tokens);
    expect(stored).toMatchObject({ model: fresh.model, prompt: fresh.prompt, nodes: fresh.nodes, every: fresh.every });
    const [a, b] = [readRecording(stored), readRecording(fresh)];
    for (let t = 0; t < count; t++)
      for (const i of stored.nodes.keys()) {
        // One step of 8 bits: both were rounded, and another CPU may round another way.
        const step = stored.scales[t * stored.nodes.length + i]!;
        for (const [c, value] of a[t]!.frame.states[i]!.entries())
          expect(Math.abs(value - b[t]!.frame.states[i]![c]!)).toBeLessThanOrEqual(1.001 * step);
        for (const [j, value] of a[t]!.frame.left[i]!.entries())
          expect(Math.abs(value - b[t]!.frame.left[i]![j]!)).toBeLessThanOrEqual(1.001 / 255);
      }
  });

  it('says of how many channels it keeps how many', () => {
    expect(stored.nodes[0]!.channels * stored.every).toBe(stored.channels);
    for (const { frame } of readRecording(stored))
      for (const [i, node] of stored.nodes.entries()) expect(frame.states[i]!.length).toBe(node.channels * node.cells);
  });
});
