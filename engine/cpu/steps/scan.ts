/**
 * Ops with a recurrence. A read node (y = h C) is fused with its state node, and in Mamba with Ā, unless somebody looks at h or Ā or changes
 * them: then h of all tokens is made, [T, …], and read afterwards. An intervention at h acts token by token (engine/backend.ts).
 */
import type { BlueprintNode } from '../../blueprint/types';
import { applyIntervention } from '../../interventions';
import { causalConv } from '../causal-conv';
import { decayRates, selectiveRead, selectiveScan, selectiveState } from '../selective-scan';
import { type SsdSizes, ssdRead, ssdScan, ssdState } from '../ssd';
import { byRows, type Maker, type Run, rowsOf, type Wiring, type Work } from '../step';

export const conv: Maker = (w) => {
  const x = w.value(w.node.inputs[0]);
  const weight = w.vector(w.node, 'weight')!;
  const bias = w.vector(w.node, 'bias');
  const width = w.node.attrs.width as number;
  const slot = w.slot(w.node.id);
  return {
    units: w.rows,
    cost: () => 2 * width * x.width,
    run: (run, from, to) =>
      causalConv(rowsOf(w.out, from, to), rowsOf(x, from, to), weight, bias, run.state[slot], x.width, width),
  };
};

/** All states, one token after the other: `step` makes h_t [cells] at row t from h_{t-1}. */
export function states(w: Wiring, step: (out: Float32Array, before: Float32Array, t: number) => void): Work {
  const slot = w.slot(w.node.id);
  const changes = w.interventions(w.node.id);
  const { width } = w.out;
  const row = (t: number) => rowsOf(w.out, t, t + 1);
  return {
    units: w.rows,
    cost: () => 6 * width,
    run: (run: Run, from, to) => {
      for (let t = from; t < to; t++) {
        const h = row(t);
        step(h, t === 0 ? run.state[slot] : row(t - 1), t);
        for (const change of changes) applyIntervention(change, h, [1, width], run.first + t, run.S);
      }
      if (to === w.rows) run.state[slot].set(row(to - 1));
    },
  };
}

export const selectiveStateStep: Maker = (w) => {
  const [aBar, delta, B, x] = w.node.inputs.map((id) => w.value(id));
  return states(w, (out, before, t) =>
    selectiveState(
      out,
      rowsOf(aBar, t, t + 1),
      rowsOf(delta, t, t + 1),
      rowsOf(B, t, t + 1),
      rowsOf(x, t, t + 1),
      before,
    ),
  );
};

export const selectiveReadStep: Maker = (w) => {
  const [h, C] = w.node.inputs.map((id) => w.value(id));
  return byRows(w, 2 * C.width, (from, to) =>
    selectiveRead(rowsOf(w.out, from, to), rowsOf(h, from, to), rowsOf(C, from, to), w.out.width, C.width),
  );
};

/** y straight from Δ, B, C and x: neither Ā nor h of all tokens is kept. */
export const selectiveScanStep: Maker = (w) => {
  const h = w.before(w.node, 0);
  const [delta, B, x] = h.inputs.slice(1).map((id) => w.value(id));
  const C = w.value(w.node.inputs[1]);
  const A = decayRates(w.vector(w.before(h, 0), 'A_log')!);
  const slot = w.slot(h.id);
  return {
    units: w.rows,
    cost: () => 20 * A.length,
    run: (run, from, to) =>
      selectiveScan(
        rowsOf(w.out, from, to),
        rowsOf(x, from, to),
        rowsOf(delta, from, to),
        A,
        rowsOf(B, from, to),
        rowsOf(C, from, to),
        run.state[slot],
        C.width,
      ),
  };
};

function ssdSizes(h: BlueprintNode, cells: number): SsdSizes {
  const { heads: H, headDim: P, groups: G } = h.attrs as { heads: number; headDim: number; groups: number };
  return { H, P, G, N: cells / G };
}

export const ssdStateStep: Maker = (w) => {
  const [a, delta, B, x] = w.node.inputs.map((id) => w.value(id));
  const sizes = ssdSizes(w.node, B.width);
  return states(w, (out, before, t) =>
    ssdState(
      out,
      rowsOf(a, t, t + 1),
      rowsOf(delta, t, t + 1),
      rowsOf(B, t, t + 1),
      rowsOf(x, t, t + 1),
      before,
      sizes,
    ),
  );
};

export const ssdReadStep: Maker = (w) => {
  const [h, C] = w.node.inputs.map((id) => w.value(id));
  const sizes = ssdSizes(w.node, C.width);
  return byRows(w, 2 * sizes.N, (from, to) =>
    ssdRead(rowsOf(w.out, from, to), rowsOf(h, from, to), rowsOf(C, from, to), sizes),
  );
};

export const ssdScanStep: Maker = (w) => {
  const h = w.before(w.node, 0);
  const [a, delta, B, x] = h.inputs.map((id) => w.value(id));
  const C = w.value(w.node.inputs[1]);
  const sizes = ssdSizes(h, B.width);
  const slot = w.slot(h.id);
  return {
    units: w.rows,
    cost: () => 5 * sizes.N * x.width,
    run: (run, from, to) =>
      ssdScan(
        rowsOf(w.out, from, to),
        rowsOf(a, from, to),
        rowsOf(delta, from, to),
        rowsOf(B, from, to),
        rowsOf(C, from, to),
        rowsOf(x, from, to),
        run.state[slot],
        sizes,
      ),
  };
};
