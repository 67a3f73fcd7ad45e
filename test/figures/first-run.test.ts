import { beforeAll, describe, expect, it } from 'vitest';
import { asRows, type Frame, leftOf, rangesOf, rateOf, stateNodesOf, Traces } from '@/components/figures/first-run';
import type { Model } from '@/engine/session/model';
import type { Tensor } from '@/engine/tensor';
import { readView } from '@/engine/views';
import { tapsOf, text, tiny } from '../views/tiny';

const norm = (values: ArrayLike<number>) => Math.hypot(...Array.from(values));

describe.each(['mamba', 'mamba2 with groups'])('what is left of each token in a %s model', (name) => {
  let model: Model;
  let taps: Map<string, Tensor>;
  let frames: Frame[];
  let ids: ArrayLike<number>;
  beforeAll(async () => {
    model = await tiny(name);
    const nodes = stateNodesOf(model.blueprint);
    ids = text(model);
    taps = await tapsOf(
      model,
      nodes.flatMap((node) => [node.id, node.decay]),
    );
    const traces = new Traces(nodes);
    frames = Array.from({ length: ids.length }, (_, t) => traces.add(taps, t));
  });

  it('is followed for every layer that has a state', () => {
    const nodes = stateNodesOf(model.blueprint);
    expect(nodes.map((node) => node.layer)).toEqual(model.blueprint.layers.map((layer) => layer.index));
    for (const [i, node] of nodes.entries()) expect(frames[0]!.states[i]!.length).toBe(node.channels * node.cells);
  });

  it('is all of the newest one and never more than all of the others', () => {
    for (const [t, frame] of frames.entries())
      for (const left of frame.left) {
        expect(left.length).toBe(t + 1);
        expect(left[t]).toBe(1);
        for (const value of left) expect(value).toBeLessThanOrEqual(1 + 1e-6);
      }
  });

  it('only shrinks from token to token', () => {
    for (let t = 1; t < frames.length; t++)
      for (let j = 0; j < t; j++) {
        const [now, before] = [frames[t]!, frames[t - 1]!].map((frame) => leftOf(frame, j, 0)!);
        // Ā ≤ 1, so only rounding can go the other way.
        expect(now!).toBeLessThanOrEqual(before! * (1 + 1e-6));
      }
  });

  it('has norms between those that the decays of the slowest and the fastest cell would leave', async () => {
    const survival = await readView(model, ids, { name: 'survival', layer: 0, options: { token: 3, unit: 0 } });
    const node = stateNodesOf(model.blueprint)[0]!;
    const decay = taps.get(node.decay)!;
    const size = decay.data.length / ids.length;
    let [least, most] = [new Float64Array(size).fill(1), 0];
    for (let t = 4; t < ids.length; t++) least = least.map((v, i) => v * decay.data[t * size + i]!);
    most = Math.max(...least);
    const left = leftOf(frames.at(-1)!, 3, 0)!;
    expect(left).toBeLessThanOrEqual(most * (1 + 1e-5));
    expect(left).toBeGreaterThanOrEqual(Math.min(...least) * (1 - 1e-5));
    // The view of the same thing, unweighted: its mean lies between the same two.
    expect(survival.mean.data.at(-1)!).toBeLessThanOrEqual(most * (1 + 1e-5));
  });
});

describe('a state that is known by hand', () => {
  // One channel of two cells; Ā halves the first and keeps a tenth of the second.
  const nodes = [{ layer: 0, id: 'h', decay: 'A', channels: 1, cells: 2, spread: 1 }];
  const tap = (values: number[]) => ({ shape: [values.length / 2, 1, 2], data: Float32Array.from(values) });
  const taps = new Map([
    ['h', tap([2, 2, 1 + 3, 0.2, 0.5 + 1.5 + 1, 0.02])], // writes (2, 2), (3, 0), (1, 0)
    ['A', tap([0.5, 0.1, 0.5, 0.1, 0.5, 0.1])],
  ]);
  const traces = new Traces(nodes);
  const frames = [0, 1, 2].map((t) => traces.add(taps, t));

  it('leaves of each write what the decays leave', () => {
    expect(frames[1]!.left[0]![0]).toBeCloseTo(norm([1, 0.2]) / norm([2, 2]), 6);
    expect(frames[2]!.left[0]![0]).toBeCloseTo(norm([0.5, 0.02]) / norm([2, 2]), 6);
    expect(frames[2]!.left[0]![1]).toBeCloseTo(0.5, 6);
    expect(leftOf(frames[1]!, 2, null)).toBeNull();
  });

  it('is laid out with a channel in each column', () => {
    const node = { ...nodes[0]!, channels: 3, cells: 2 };
    expect([...asRows(Float32Array.of(1, 2, 3, 4, 5, 6), node)]).toEqual([1, 3, 5, 2, 4, 6]);
  });

  it('is coloured in full from three root mean squares on, and never on a smaller scale than before', () => {
    expect(rangesOf(frames[0]!, [])[0]).toBeCloseTo(6, 6);
    expect(rangesOf(frames[2]!, [7])[0]).toBe(7);
  });
});

describe('the rate', () => {
  it('is tokens over time, and unknown before the first', () => {
    expect(rateOf([])).toBeNull();
    expect(rateOf([10, 30])).toBe(50);
  });
});
