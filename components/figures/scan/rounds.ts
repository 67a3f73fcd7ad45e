/**
 * Four ways to run h_t = a_t h_{t-1} + b_t over the same steps, round by round: what is combined with what, and what every place holds after.
 * A step is the pair (a, b) that maps h to a·h + b. All combinations of a round happen at once, one worker each.
 * Read first: shaders/selective-scan-tree.wgsl, which does the same; Blelloch, "Prefix Sums and Their Applications" (1990), sections 1.3-1.4.
 */
export interface Step {
  readonly a: number;
  readonly b: number;
}

export type Way = 'serial' | 'everyone' | 'tree' | 'chunks';
export const WAYS: readonly Way[] = ['serial', 'everyone', 'tree', 'chunks'];

export type Phase = 'loop' | 'reach' | 'up' | 'down' | 'own' | 'inside' | 'pass' | 'again';

/** `to` takes over what `first` and then `second` do. In the down-sweep `from` hands its value on without a combination. */
export interface Move {
  readonly to: number;
  readonly from: readonly number[];
  readonly combines: boolean;
}

export interface Round {
  readonly phase: Phase;
  readonly moves: readonly Move[];
  /** What every place holds after the round, [n]. */
  readonly values: readonly Step[];
}

/** Changes nothing: h ↦ h. */
export const IDENTITY: Step = { a: 1, b: 0 };

/** The step that does `first` and then `second`. Not called `then`: a module that exports `then` is taken for a promise by import(). */
export const combine = (first: Step, second: Step): Step => ({
  a: second.a * first.a,
  b: second.a * first.b + second.b,
});

/** States after each token, from h = 0: what all four ways must end with in b. */
export function loop(steps: readonly Step[]): number[] {
  let h = 0;
  return steps.map(({ a, b }) => {
    h = a * h + b;
    return h;
  });
}

/** The rounds of a way. `chunk` matters only to chunks; the tree wants a power of two of steps. */
export function roundsOf(way: Way, steps: readonly Step[], chunk = 4): Round[] {
  switch (way) {
    case 'serial':
      return serial(steps);
    case 'everyone':
      return everyone(steps);
    case 'tree':
      return tree(steps);
    case 'chunks':
      return chunks(steps, chunk);
  }
}

export const combinations = (rounds: readonly Round[]): number =>
  rounds.reduce((sum, { moves }) => sum + moves.filter(({ combines }) => combines).length, 0);

function serial(steps: readonly Step[]): Round[] {
  const values = [...steps];
  return steps.slice(1).map((_, i) => {
    values[i + 1] = combine(values[i]!, values[i + 1]!);
    return { phase: 'loop', moves: [{ to: i + 1, from: [i, i + 1], combines: true }], values: [...values] };
  });
}

/** Hillis & Steele: in every round each place looks twice as far back. */
function everyone(steps: readonly Step[]): Round[] {
  const rounds: Round[] = [];
  let values = [...steps];
  for (let reach = 1; reach < steps.length; reach *= 2) {
    const before = values;
    values = before.map((own, i) => (i < reach ? own : combine(before[i - reach]!, own)));
    const moves = values.flatMap((_, i) => (i < reach ? [] : [{ to: i, from: [i - reach, i], combines: true }]));
    rounds.push({ phase: 'reach', moves, values });
  }
  return rounds;
}

/** Blelloch: up, down, and one round in which each place adds its own step to all that came before it. */
function tree(steps: readonly Step[]): Round[] {
  const n = steps.length;
  const rounds: Round[] = [];
  const values = [...steps];
  for (let reach = 1; reach < n; reach *= 2) {
    const moves: Move[] = [];
    for (let right = 2 * reach - 1; right < n; right += 2 * reach) {
      values[right] = combine(values[right - reach]!, values[right]!);
      moves.push({ to: right, from: [right - reach, right], combines: true });
    }
    rounds.push({ phase: 'up', moves, values: [...values] });
  }
  values[n - 1] = IDENTITY;
  for (let reach = n / 2; reach >= 1; reach /= 2) {
    const moves: Move[] = [];
    for (let right = 2 * reach - 1; right < n; right += 2 * reach) {
      const below = values[right - reach]!;
      values[right - reach] = values[right]!;
      values[right] = combine(values[right]!, below);
      moves.push({ to: right - reach, from: [right], combines: false });
      moves.push({ to: right, from: [right - reach, right], combines: true });
    }
    rounds.push({ phase: 'down', moves, values: [...values] });
  }
  const all = steps.map((own, i) => combine(values[i]!, own));
  rounds.push({ phase: 'own', moves: all.map((_, i) => ({ to: i, from: [i], combines: true })), values: all });
  return rounds;
}

/** Reduce, carry, apply, as in shaders/selective-scan-{reduce,carry,apply}.wgsl: one worker per chunk, two walks through it. */
function chunks(steps: readonly Step[], Q: number): Round[] {
  const n = steps.length;
  const starts = Array.from({ length: Math.ceil(n / Q) }, (_, k) => k * Q);
  if (starts.length === 1) return serial(steps);
  const end = (start: number) => Math.min(start + Q, n) - 1;
  const rounds: Round[] = [];
  const values = [...steps];
  const record = (phase: Phase, moves: readonly Move[]) => rounds.push({ phase, moves, values: [...values] });
  // 1: each chunk gathers itself into one step, at its last place.
  for (let q = 1; q < Q; q++) {
    const at = starts.map((start) => start + q).filter((i) => i < n && starts.every((start) => start !== i));
    for (const i of at) values[i] = combine(values[i - 1]!, values[i]!);
    record('inside', at.map(pair));
  }
  // 2: the ends pass their card on, one after another.
  for (const start of starts.slice(1)) {
    const [from, to] = [start - 1, end(start)];
    values[to] = combine(values[from]!, values[to]!);
    record('pass', [{ to, from: [from, to], combines: true }]);
  }
  // 3: every chunk walks again from where it really starts; nobody is before the first token.
  const cards = starts.map((start) => (start === 0 ? null : values[start - 1]!));
  const carried = [...cards];
  for (let q = 0; q < Q; q++) {
    const moves: Move[] = [];
    for (const [k, start] of starts.entries()) {
      const i = start + q;
      if (i > end(start)) continue;
      const before = carried[k];
      values[i] = before ? combine(before, steps[i]!) : steps[i]!;
      carried[k] = values[i]!;
      if (i > 0) moves.push(pair(i));
    }
    record('again', moves);
  }
  return rounds;
}

const pair = (i: number): Move => ({ to: i, from: [i - 1, i], combines: true });
