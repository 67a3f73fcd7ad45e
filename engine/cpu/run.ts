/** Runs a plan: step after step in pieces of a few milliseconds, so that a worker stays responsive and an abort is seen. */
import { evalShape } from '../blueprint/dims';
import type { Blueprint } from '../blueprint/types';
import { throwIfAborted } from '../errors';
import { applyIntervention } from '../interventions';
import type { Tensor } from '../tensor';
import type { Plan, PlannedStep } from './plan';
import type { Run } from './step';

/** Operations between two looks at the clock: 1 to 2 ms of work. */
const PIECE = 1_000_000;
/** Work for this long, then let the event loop turn: half a frame of a display. */
const SLICE_MS = 8;
const EMPTY = new Float32Array(0);

/** When the event loop last turned; kept between runs, because a single decoded token is shorter than a slice. */
export interface Clock {
  last: number;
}

/** A turn of the event loop. Not setTimeout: browsers make nested ones wait 4 ms. */
const turn: () => Promise<void> =
  typeof setImmediate === 'function'
    ? () => new Promise((resolve) => setImmediate(resolve))
    : () =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            port1.close();
            resolve();
          };
          port2.postMessage(0);
        });

/** Yields if a slice is over. `check` runs after the event loop turned; what it throws ends the run. */
async function breathe(clock: Clock, check: () => void): Promise<void> {
  await turn();
  clock.last = performance.now();
  check();
}

/** Runs the steps of a plan and returns the taps asked for. `check` throws when the run must end; it is called between steps. */
export async function runPlan(
  plan: Plan,
  run: Run,
  blueprint: Blueprint,
  clock: Clock,
  check: () => void,
  signal?: AbortSignal,
): Promise<Map<string, Tensor>> {
  const taps = new Map<string, Tensor>();
  const look = () => {
    throwIfAborted(signal);
    check();
  };
  try {
    for (const step of plan.steps) {
      const block = Math.max(1, Math.floor(PIECE / step.cost(run)));
      for (let from = 0; from < step.units; from += block) {
        if (performance.now() - clock.last > SLICE_MS) await breathe(clock, look);
        step.run(run, from, Math.min(from + block, step.units));
      }
      if (step.tapped || step.changes.length > 0) finish(step, run, blueprint, taps);
    }
  } finally {
    for (const step of plan.steps) if (isSquare(step)) step.out.data = EMPTY;
  }
  return taps;
}

/** Attention scores and weights, [H, T, S]. */
const isSquare = (step: PlannedStep) => step.node.op === 'attention-scores' || step.node.op === 'attention-softmax';

/** Interventions and tap of a node that is complete. */
function finish(step: PlannedStep, run: Run, blueprint: Blueprint, taps: Map<string, Tensor>): void {
  const { node, rows, out } = step;
  const shape = evalShape(node.shape, blueprint.dims, { T: rows, S: run.S });
  for (const change of step.changes) applyIntervention(change, out.data, shape, run.S - rows, run.S);
  if (step.changes.length > 0) {
    if (isSquare(step)) hideFuture(out.data, shape, run.first);
    if (node.op === 'top-k') toIds(out.data, step.idLimit);
  }
  if (step.tapped) taps.set(node.id, { shape, data: out.data.slice() });
}

/** Zeros where token t of the run may not look: [H, T, S], s > past + t. */
function hideFuture(data: Float32Array, [, T, S]: readonly number[], past: number): void {
  for (let row = 0, at = 0; at < data.length; row++, at += S) data.fill(0, at + past + (row % T) + 1, at + S);
}

/** Changed expert ids must still name experts. */
function toIds(data: Float32Array, count: number): void {
  for (let i = 0; i < data.length; i++) data[i] = Math.min(count - 1, Math.max(0, Math.round(data[i])));
}
