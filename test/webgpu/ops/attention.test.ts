import { expect, it } from 'vitest';
import * as cpu from '@/engine/cpu/attention';
import { attention, attentionPlan, attentionRead, attentionScores } from '@/engine/webgpu/ops/attention';
import { attentionSoftmax } from '@/engine/webgpu/ops/softmax';
import { describeGpu, errorOverRms, numbers, runOp, testNode } from '../harness';
import { strided } from '../scan-data';

// Sums over d_h and S in f32: a few units of 6e-8 on numbers of the size of the values. Sharp weights come from scores of about 20, whose
// rounding, 1e-6, is an error of the exponent; and their largest is 10 times their RMS. The engine promises 5e-5.
const tolerance = (c: Case) => (c.sharp ? 5e-5 : 5e-6);

interface Case {
  readonly T: number;
  readonly past: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** Size of q: 1 for even weights, 8 for weights that one key takes nearly all of. */
  readonly sharp?: number;
}

function problem({ T, past, heads, kvHeads, headDim, sharp = 1 }: Case) {
  const [S, width] = [past + T, kvHeads * headDim];
  const q = numbers(T * heads * headDim, 1).map((x) => sharp * x);
  const k = numbers(S * width, 2);
  const v = numbers(S * width, 3);
  const attrs = { heads, kvHeads, headDim, scale: 1 / Math.sqrt(headDim) };
  const nodes = {
    scores: testNode({ op: 'attention-scores', id: 'scores', attrs }),
    weights: testNode({ op: 'attention-softmax', id: 'weights' }),
    read: testNode({ op: 'attention-read', id: 'context', attrs }),
  };
  /** The cache before the run, with poison where this run's rows will be. */
  const before = (all: Float32Array) =>
    new Float32Array(all.length + 5).fill(Number.NaN).map((x, i) => (i < past * width ? all[i]! : x));
  const run = { position: past, caches: { scores: before(k), context: before(v) } };
  const tail = (all: Float32Array) => strided([T, width], all.slice(past * width));
  const inputs = [strided([T, heads * headDim], q), tail(k), tail(v)];
  const sizes = { heads, kvHeads, headDim, past };
  return { q, k, v, S, width, attrs, nodes, run, inputs, sizes };
}

const CASES: readonly Case[] = [
  { T: 1, past: 0, heads: 3, kvHeads: 3, headDim: 16 },
  { T: 1, past: 63, heads: 4, kvHeads: 1, headDim: 5 },
  { T: 1, past: 64, heads: 6, kvHeads: 2, headDim: 64 },
  { T: 1, past: 1000, heads: 3, kvHeads: 1, headDim: 80 },
  { T: 1, past: 700, heads: 2, kvHeads: 2, headDim: 32, sharp: 30 },
  { T: 2, past: 129, heads: 8, kvHeads: 2, headDim: 48 },
  { T: 5, past: 0, heads: 1, kvHeads: 1, headDim: 130 },
  { T: 2, past: 20, heads: 1, kvHeads: 1, headDim: 300 }, // wider than a workgroup
  { T: 67, past: 0, heads: 4, kvHeads: 2, headDim: 24 },
  { T: 67, past: 131, heads: 3, kvHeads: 1, headDim: 72, sharp: 8 },
];
const name = (c: Case) =>
  `${c.T} tokens after ${c.past}, ${c.heads} heads on ${c.kvHeads} of ${c.headDim}${c.sharp ? ', sharp' : ''}`;

describeGpu('attention in one step on WebGPU', () => {
  for (const c of CASES)
    it(`equals the CPU for ${name(c)}, and appends to the caches`, async () => {
      const p = problem(c);
      const { output, caches } = await runOp(p.inputs, p.run, (ctx, [q, k, v]) =>
        attention.encode(ctx, p.nodes, { q, k, v }),
      );
      const expected = new Float32Array(output.data.length);
      cpu.attention(expected, p.q, p.k, p.v, p.attrs.scale, p.sizes, 0, c.T);
      expect(errorOverRms(output.data, expected)).toBeLessThan(tolerance(c));
      expect(caches.scores!.slice(0, p.k.length)).toEqual(p.k);
      expect(caches.context!.slice(0, p.v.length)).toEqual(p.v);
      expect(caches.scores![p.k.length]).toBeNaN();
    });

  it('joins splits whose scores are far apart', async () => {
    // Scores are 0 in the first two splits and reach some hundreds in the others: e^100 is no f32.
    const c = { T: 1, past: 511, heads: 1, kvHeads: 1, headDim: 16, sharp: 400 };
    const p = problem(c);
    p.k.fill(0, 0, 256 * 16);
    p.run.caches.scores.fill(0, 0, 256 * 16);
    expect(attentionPlan(1, 512, 1, 1, 16).splits).toBe(4);
    const { output } = await runOp(p.inputs, p.run, (ctx, [q, k, v]) => attention.encode(ctx, p.nodes, { q, k, v }));
    const expected = new Float32Array(16);
    cpu.attention(expected, p.q, p.k, p.v, p.attrs.scale, p.sizes, 0, 1);
    expect(errorOverRms(output.data, expected)).toBeLessThan(tolerance(c));
  });

  it('gives every key the same weight where all scores are equal, over 131,072 keys', async () => {
    const [S, width] = [131_072, 4];
    const p = problem({ T: 1, past: S - 1, heads: 2, kvHeads: 1, headDim: width });
    const inputs = [{ shape: [1, 2 * width], data: new Float32Array(2 * width) }, p.inputs[1]!, p.inputs[2]!];
    const { output } = await runOp(inputs, p.run, (ctx, [q, k, v]) => attention.encode(ctx, p.nodes, { q, k, v }));
    const mean = new Float64Array(width);
    for (let i = 0; i < p.v.length; i++) mean[i % width]! += p.v[i]! / S;
    // Sums of up to 1,024 numbers around 0, then of 128 such: their size is about 30, so 30 · 6e-8 of it.
    for (let i = 0; i < 2 * width; i++) expect(Math.abs(output.data[i]! - mean[i % width]!)).toBeLessThan(1e-6);
  });

  it('splits the keys only where there are few queries', () => {
    expect(attentionPlan(1, 100, 8, 8, 64)).toEqual({ lanes: 64, columns: 1, blocks: 1, span: 128, splits: 1 });
    expect(attentionPlan(1, 131_072, 32, 8, 128)).toEqual({
      lanes: 128,
      columns: 1,
      blocks: 1,
      span: 4096,
      splits: 32,
    });
    expect(attentionPlan(512, 512, 12, 12, 80)).toEqual({ lanes: 128, columns: 1, blocks: 128, span: 512, splits: 1 });
    expect(attentionPlan(1, 64, 2, 1, 576)).toEqual({ lanes: 256, columns: 3, blocks: 1, span: 256, splits: 1 });
  });
});

describeGpu('attention in three steps on WebGPU', () => {
  for (const c of CASES)
    it(`equals the CPU at every step for ${name(c)}`, async () => {
      const p = problem(c);
      const size = c.heads * c.T * p.S;
      const expected = { scores: new Float32Array(size), weights: new Float32Array(size) };
      cpu.attentionScores(expected.scores, p.q, p.k, p.attrs.scale, p.sizes, 0, c.T);
      cpu.attentionSoftmax(expected.weights, expected.scores, c.T, c.past, 0, c.T);
      const context = new Float32Array(p.q.length);
      cpu.attentionRead(context, expected.weights, p.v, p.sizes, 0, c.T);

      const scores = await runOp(p.inputs, p.run, (ctx, [q, k]) =>
        attentionScores.encode(ctx, p.nodes.scores, [q!, k!]),
      );
      expect(scores.output.shape).toEqual([c.heads, c.T, p.S]);
      expect(errorOverRms(scores.output.data, expected.scores)).toBeLessThan(tolerance(c));
      expect(scores.caches.scores!.slice(0, p.k.length)).toEqual(p.k);

      const shape = [c.heads, c.T, p.S];
      const weights = await runOp([{ shape, data: expected.scores }], p.run, (ctx, [s]) =>
        attentionSoftmax.encode(ctx, p.nodes.weights, [s!]),
      );
      expect(errorOverRms(weights.output.data, expected.weights)).toBeLessThan(tolerance(c));
      for (let row = 0; row < c.heads * c.T; row++)
        for (let s = c.past + (row % c.T) + 1; s < p.S; s++) expect(weights.output.data[row * p.S + s]).toBe(0);

      const read = await runOp([{ shape, data: expected.weights }, p.inputs[2]!], p.run, (ctx, [w, v]) =>
        attentionRead.encode(ctx, p.nodes.read, [w!, v!]),
      );
      expect(errorOverRms(read.output.data, context)).toBeLessThan(tolerance(c));
      expect(read.caches.context!.slice(0, p.v.length)).toEqual(p.v);
    });

  it('never reads a score that a token may not see', async () => {
    const shape = [1, 2, 2];
    const data = Float32Array.of(1, Number.NaN, 2, 2);
    const node = testNode({ op: 'attention-softmax' });
    const { output } = await runOp([{ shape, data }], {}, (ctx, [s]) => attentionSoftmax.encode(ctx, node, [s!]));
    expect(Array.from(output.data)).toEqual([1, 0, 0.5, 0.5]);
  });
});
