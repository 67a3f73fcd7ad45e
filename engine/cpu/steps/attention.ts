/**
 * Attention: scores, softmax and reading in one step, one query at a time, unless somebody looks at scores or weights or changes them: then
 * both are made whole, [H, T, S], in buffers of this run. Keys and values of the run are appended to the caches first, as they are after
 * interventions at k and v.
 */
import type { BlueprintNode } from '../../blueprint/types';
import { type AttentionSizes, attention, attentionRead, attentionScores, attentionSoftmax } from '../attention';
import type { Maker, Run, Value } from '../step';

function sizesOf(node: BlueprintNode, run: Run, rows: number): AttentionSizes {
  const { heads, kvHeads, headDim } = node.attrs as { heads: number; kvHeads: number; headDim: number };
  return { heads, kvHeads, headDim, past: run.S - rows };
}

const append = (run: Run, slot: number, rows: Value) => run.state[slot].set(rows.data, run.first * rows.width);

/** Keeps k or v of this run where nothing of this run is going to read it. */
export const appendStep: Maker = (w) => {
  const rows = w.value(w.node.inputs[1]);
  const slot = w.slot(w.node.id);
  return { units: 1, cost: () => rows.data.length, run: (run) => append(run, slot, rows) };
};

export const attentionStep: Maker = (w) => {
  const weights = w.before(w.node, 0);
  const scores = w.before(weights, 0);
  const [q, k] = scores.inputs.map((id) => w.value(id));
  const v = w.value(w.node.inputs[1]);
  const scale = scores.attrs.scale as number;
  const [kSlot, vSlot] = [w.slot(scores.id), w.slot(w.node.id)];
  return {
    units: w.rows,
    cost: (run) => 2 * q.width * run.S,
    run: (run, from, to) => {
      if (from === 0) {
        append(run, kSlot, k);
        append(run, vSlot, v);
      }
      attention(w.out.data, q.data, run.state[kSlot], run.state[vSlot], scale, sizesOf(w.node, run, w.rows), from, to);
    },
  };
};

export const scoresStep: Maker = (w) => {
  const [q, k] = w.node.inputs.map((id) => w.value(id));
  const slot = w.slot(w.node.id);
  const scale = w.node.attrs.scale as number;
  const heads = w.node.attrs.heads as number;
  return {
    units: w.rows,
    cost: (run) => q.width * run.S,
    run: (run, from, to) => {
      if (from === 0) {
        append(run, slot, k);
        w.out.data = new Float32Array(heads * w.rows * run.S);
      }
      attentionScores(w.out.data, q.data, run.state[slot], scale, sizesOf(w.node, run, w.rows), from, to);
    },
  };
};

export const softmaxStep: Maker = (w) => {
  const scores = w.value(w.node.inputs[0]);
  const heads = w.before(w.node, 0).attrs.heads as number;
  return {
    units: w.rows,
    cost: (run) => 20 * heads * run.S,
    run: (run, from, to) => {
      if (from === 0) w.out.data = new Float32Array(scores.data.length);
      attentionSoftmax(w.out.data, scores.data, w.rows, run.S - w.rows, from, to);
    },
  };
};

export const readStep: Maker = (w) => {
  const [weights, v] = w.node.inputs.map((id) => w.value(id));
  const slot = w.slot(w.node.id);
  return {
    units: w.rows,
    cost: (run) => w.out.width * run.S,
    run: (run, from, to) => {
      if (from === 0) append(run, slot, v);
      attentionRead(w.out.data, weights.data, run.state[slot], sizesOf(w.node, run, w.rows), from, to);
    },
  };
};
