/** Ops that treat every token alone: each maker binds a kernel of engine/cpu to the buffers of one node. */
import { ropeFrequencies } from '../../ops/rope';
import { rope } from '../attention';
import { activation, gather, glu, rmsNorm, skip, softmaxRows, softplusRows, topK } from '../elementwise';
import { matrixRow, product } from '../matrix';
import { moeExpert } from '../moe';
import { decay, decayRates } from '../selective-scan';
import { byRows, type Maker, rowsOf } from '../step';

export const tokens: Maker = (w) => ({
  units: w.rows,
  cost: () => 1,
  run: (run, from, to) => {
    for (let t = from; t < to; t++) w.out.data[t] = run.tokens[t];
  },
});

export const embedding: Maker = (w) => {
  const table = w.matrix('table');
  return {
    units: w.rows,
    cost: () => w.out.width,
    run: (run, from, to) => {
      const skipped = run.tokens.length - w.rows;
      for (let t = from; t < to; t++) matrixRow(w.out.data, t * w.out.width, table, run.tokens[skipped + t]);
    },
  };
};

/** Its units are output columns, so that a head of 65,536 words can be left in the middle of one token. */
export const linear: Maker = (w) => {
  const x = w.value(w.node.inputs[0]);
  const matrix = w.matrix('weight');
  const bias = w.vector(w.node, 'bias');
  const cost = w.rows * matrix.columns;
  return {
    units: matrix.rows,
    cost: () => cost,
    run: (_, from, to) => product(w.out.data, matrix.rows, matrix, from, to, x.data, w.rows, bias),
  };
};

export const rmsNormStep: Maker = (w) => {
  const x = w.value(w.node.inputs[0]);
  const { groups, eps } = w.node.attrs as { groups: number; eps: number };
  const weight = w.vector(w.node, 'weight');
  return byRows(w, 3, (from, to) =>
    rmsNorm(rowsOf(w.out, from, to), rowsOf(x, from, to), x.width, groups, eps, weight),
  );
};

/** Copies columns; a slice of a single row is a view of its source and has no step (draft.ts). */
export const slice: Maker = (w) => {
  const x = w.value(w.node.inputs[0]);
  const start = w.node.attrs.start as number;
  const { data, width } = w.out;
  return byRows(w, 1, (from, to) => {
    for (let t = from; t < to; t++)
      for (let i = 0; i < width; i++) data[t * width + i] = x.data[t * x.width + start + i];
  });
};

export const activationStep: Maker = (w) => {
  const x = w.value(w.node.inputs[0]);
  const fn = w.node.attrs.fn as string;
  return byRows(w, 20, (from, to) => activation(rowsOf(w.out, from, to), rowsOf(x, from, to), fn));
};

export const softplusStep: Maker = (w) => {
  const x = w.value(w.node.inputs[0]);
  const { min, max } = w.node.attrs as { min: number; max: number };
  const bias = w.vector(w.node, 'bias');
  return byRows(w, 30, (from, to) => softplusRows(rowsOf(w.out, from, to), rowsOf(x, from, to), bias, min, max));
};

export const decayStep: Maker = (w) => {
  const delta = w.value(w.node.inputs[0]);
  const A = decayRates(w.vector(w.node, 'A_log')!);
  return byRows(w, 15, (from, to) => decay(rowsOf(w.out, from, to), rowsOf(delta, from, to), A));
};

export const skipStep: Maker = (w) => {
  const [y, x] = w.node.inputs.map((id) => w.value(id));
  const D = w.vector(w.node, 'D')!;
  const per = w.node.attrs.headDim as number;
  return byRows(w, 2, (from, to) => skip(rowsOf(w.out, from, to), rowsOf(y, from, to), rowsOf(x, from, to), D, per));
};

const pairwise =
  (fn: (out: Float32Array, a: Float32Array, b: Float32Array) => void): Maker =>
  (w) => {
    const [a, b] = w.node.inputs.map((id) => w.value(id));
    return byRows(w, 1, (from, to) => fn(rowsOf(w.out, from, to), rowsOf(a, from, to), rowsOf(b, from, to)));
  };

export const mul = pairwise((out, a, b) => {
  for (let i = 0; i < out.length; i++) out[i] = a[i] * b[i];
});

export const add = pairwise((out, a, b) => {
  for (let i = 0; i < out.length; i++) out[i] = a[i] + b[i];
});

export const gluStep: Maker = (w) => {
  const x = w.value(w.node.inputs[0]);
  return byRows(w, 20, (from, to) => glu(rowsOf(w.out, from, to), rowsOf(x, from, to), w.out.width));
};

export const ropeStep: Maker = (w) => {
  const x = w.value(w.node.inputs[0]);
  const headDim = w.node.attrs.headDim as number;
  const frequencies = ropeFrequencies(w.node.attrs);
  return {
    units: w.rows,
    cost: () => 5 * w.out.width,
    run: (run, from, to) =>
      rope(rowsOf(w.out, from, to), rowsOf(x, from, to), x.width, headDim, frequencies, run.S - w.rows + from),
  };
};

export const softmaxStep: Maker = (w) => {
  const x = w.value(w.node.inputs[0]);
  return byRows(w, 20, (from, to) => softmaxRows(rowsOf(w.out, from, to), rowsOf(x, from, to), x.width));
};

export const topKStep: Maker = (w) => {
  const x = w.value(w.node.inputs[0]);
  return byRows(w, 10 * x.width, (from, to) =>
    topK(rowsOf(w.out, from, to), rowsOf(x, from, to), x.width, w.out.width),
  );
};

export const gatherStep: Maker = (w) => {
  const [x, ids] = w.node.inputs.map((id) => w.value(id));
  const normalize = w.node.attrs.normalize === true;
  return byRows(w, 4, (from, to) =>
    gather(rowsOf(w.out, from, to), rowsOf(x, from, to), rowsOf(ids, from, to), x.width, ids.width, normalize),
  );
};

/** Its units are experts, so that the tokens of one expert share its matrices. */
export const moeStep: Maker = (w) => {
  const [x, ids, shares] = w.node.inputs.map((id) => w.value(id));
  const [gate, up, down] = [w.matrix('gate'), w.matrix('up'), w.matrix('down')];
  const { fn, experts } = w.node.attrs as { fn: string; experts: number };
  const cost = (3 * w.rows * ids.width * x.width * down.columns) / experts;
  return {
    units: experts,
    cost: () => cost,
    run: (_, from, to) => {
      if (from === 0) w.out.data.fill(0);
      for (let e = from; e < to; e++) moeExpert(w.out.data, e, x.data, ids.data, shares.data, gate, up, down, fn);
    },
  };
};
