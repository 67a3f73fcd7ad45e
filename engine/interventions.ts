/**
 * Interventions made ready to run, the same for both backends: a change at a node becomes `x ← x · mul + add` with one pair of numbers per
 * element of the node's shape without T, and a rule saying for which tokens. Everything is checked here, before anything is computed.
 */
import type { Intervention } from './backend';
import { evalShape } from './blueprint/dims';
import { matchNodes, nodeOf } from './blueprint/graph';
import type { Blueprint, BlueprintNode } from './blueprint/types';
import { EngineError } from './errors';
import { sizeOf } from './tensor';

export interface Coefficients {
  /** One per element of the shape without T. */
  readonly mul: Float32Array;
  /** As `mul`, or that many for each chosen token in turn if `perToken`. */
  readonly add: Float32Array;
  readonly perToken: boolean;
}

export interface ResolvedIntervention {
  readonly node: BlueprintNode;
  /** Place of T in the node's shape; -1 for a constant of the model. */
  readonly tokenAxis: number;
  /** Which of the chosen tokens is at this absolute position: 0, 1, …; -1 if none is. Always 0 for a constant. */
  ordinal(position: number): number;
  /** Coefficients for a context of S tokens in all; S matters only to attention scores and weights. */
  coefficients(S: number): Coefficients;
}

/** Interventions by node id, in the order in which they were given. Throws 'bad-argument' for anything that cannot be done. */
export function resolveInterventions(
  blueprint: Blueprint,
  list: readonly Intervention[],
): ReadonlyMap<string, readonly ResolvedIntervention[]> {
  const byNode = new Map<string, ResolvedIntervention[]>();
  for (const intervention of list) {
    const ids = matchNodes(blueprint, intervention.node);
    if (ids.length === 0) nodeOf(blueprint, intervention.node); // says which nodes there are
    for (const id of ids) {
      const resolved = resolve(blueprint, nodeOf(blueprint, id), intervention);
      const others = byNode.get(id);
      if (others) others.push(resolved);
      else byNode.set(id, [resolved]);
    }
  }
  return byNode;
}

/** Applies one intervention to the values of a run that starts at absolute position `first`; `shape` is numeric, in the node's order. */
export function applyIntervention(
  intervention: ResolvedIntervention,
  data: Float32Array,
  shape: readonly number[],
  first: number,
  S: number,
): void {
  const axis = intervention.tokenAxis;
  // A replacement of scores fits one length of context: it is not asked for where this run has none of its tokens.
  if (axis >= 0 && !someChosen(intervention, first, shape[axis]!)) return;
  const { mul, add, perToken } = intervention.coefficients(S);
  const rest = mul.length;
  if (axis < 0) {
    for (let i = 0; i < rest; i++) data[i] = data[i]! * mul[i]! + add[i]!;
    return;
  }
  const T = shape[axis]!;
  const outer = sizeOf(shape.slice(0, axis));
  const inner = sizeOf(shape.slice(axis + 1));
  for (let t = 0; t < T; t++) {
    const ordinal = intervention.ordinal(first + t);
    if (ordinal < 0) continue;
    const from = perToken ? ordinal * rest : 0;
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i++) {
        const r = o * inner + i;
        const at = (o * T + t) * inner + i;
        // An element that is replaced altogether must not keep a NaN: 0 · NaN is NaN.
        data[at] = (mul[r] === 0 ? 0 : data[at]! * mul[r]!) + add[from + r]!;
      }
  }
}

function someChosen({ ordinal }: ResolvedIntervention, first: number, count: number): boolean {
  for (let t = first; t < first + count; t++) if (ordinal(t) >= 0) return true;
  return false;
}

function resolve(blueprint: Blueprint, node: BlueprintNode, intervention: Intervention): ResolvedIntervention {
  const { action, tokens, select } = intervention;
  const fail = (message: string, hint = ''): never => {
    throw new EngineError('bad-argument', `intervention at "${node.id}": ${message}`, hint, { node: node.id });
  };
  if (node.op === 'tokens') fail('the tokens themselves are changed by running other tokens');
  const tokenAxis = node.shape.indexOf('T');
  const axes = node.shape.filter((_, i) => i !== tokenAxis);
  for (const [axis, indices] of Object.entries(select ?? {})) {
    if (!axes.includes(axis)) fail(`it has no axis "${axis}"`, `Its axes are ${axes.join(', ')}.`);
    const size = axis === 'S' ? Number.POSITIVE_INFINITY : evalShape([axis], blueprint.dims)[0]!;
    for (const i of indices)
      if (!(Number.isInteger(i) && i >= 0 && i < size)) fail(`index ${i} of axis "${axis}" is not in [0, ${size})`);
  }
  const number = action.kind === 'scale' ? action.factor : action.kind === 'freeze' ? action.value : 0;
  if (!Number.isFinite(number)) fail(`the value must be a finite number; got ${number}`);
  const chosen = tokenRule(tokens, fail);

  let cache: { S: number; value: Coefficients } | null = null;
  const build = (S: number): Coefficients => {
    const shape = evalShape(axes, blueprint.dims, { S });
    const rest = sizeOf(shape);
    const mul = new Float32Array(rest).fill(1);
    const picked = pick(axes, shape, select ?? {});
    if (action.kind === 'replace') {
      const perToken = action.data.length !== rest;
      const count = perToken ? action.data.length / rest : 1;
      if (perToken && (chosen.count === null || count !== chosen.count))
        fail(
          `the replacement has ${action.data.length} values; its shape without T [${shape}] has ${rest}${axes.includes('S') ? ` in a run that ends at ${S} tokens` : ''}`,
          axes.includes('S')
            ? 'Rows of scores are as long as the context at the end of their run: choose tokens of one run, and read a text that long in one run.'
            : 'Give that many values, or that many for each chosen token.',
        );
      const add = new Float32Array(action.data.length);
      for (let k = 0; k < count; k++)
        for (let i = 0; i < rest; i++)
          if (picked[i]) {
            mul[i] = 0;
            add[k * rest + i] = action.data[k * rest + i]!;
          }
      return { mul, add, perToken };
    }
    const add = new Float32Array(rest);
    for (let i = 0; i < rest; i++)
      if (picked[i]) {
        mul[i] = action.kind === 'scale' ? number : 0;
        if (action.kind === 'freeze') add[i] = number;
      }
    return { mul, add, perToken: false };
  };
  const coefficients = (S: number) => {
    if (cache?.S !== S) cache = { S, value: build(S) };
    return cache.value;
  };
  if (action.kind === 'replace') {
    const bad = action.data.findIndex((v) => !Number.isFinite(v));
    if (bad >= 0) fail(`value ${bad} of the replacement is ${action.data[bad]}`);
  }
  if (!axes.includes('S')) {
    const value = coefficients(0); // checks the length now
    return { node, tokenAxis, ordinal: tokenAxis < 0 ? () => 0 : chosen.ordinal, coefficients: () => value };
  }
  return { node, tokenAxis, ordinal: chosen.ordinal, coefficients };
}

/** 1 for each element of the shape that every named axis chooses. */
function pick(
  axes: readonly string[],
  shape: readonly number[],
  select: Readonly<Record<string, readonly number[]>>,
): Uint8Array {
  const picked = new Uint8Array(sizeOf(shape)).fill(1);
  let inner = picked.length;
  axes.forEach((axis, a) => {
    const size = shape[a]!;
    inner /= size;
    const wanted = select[axis];
    if (!wanted) return;
    const set = new Set(wanted);
    for (let i = 0; i < picked.length; i++) if (!set.has(Math.floor(i / inner) % size)) picked[i] = 0;
  });
  return picked;
}

/** How the tokens of an intervention are numbered; `count` is null where it is not known beforehand. */
function tokenRule(
  tokens: Intervention['tokens'],
  fail: (message: string) => never,
): { ordinal(position: number): number; count: number | null } {
  const whole = (n: number) => Number.isInteger(n) && n >= 0;
  if (tokens === undefined) return { ordinal: (position) => position, count: null };
  if ('from' in tokens) {
    const { from, to } = tokens;
    if (!whole(from) || (to !== undefined && (!whole(to) || to < from)))
      fail(`tokens from ${from} to ${to} is not a range of positions`);
    return {
      ordinal: (position) => (position >= from && position < (to ?? Number.POSITIVE_INFINITY) ? position - from : -1),
      count: to === undefined ? null : to - from,
    };
  }
  for (const position of tokens) if (!whole(position)) fail(`${position} is not a position`);
  const index = new Map(tokens.map((position, i) => [position, i]));
  return { ordinal: (position) => index.get(position) ?? -1, count: tokens.length };
}
