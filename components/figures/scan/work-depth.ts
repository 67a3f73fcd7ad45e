/**
 * How long a scan of n steps takes with P workers, in rounds of one combination each, and how many combinations it does. The same counts as
 * rounds.ts walks through, as formulas; n is a power of two.
 */
import type { Way } from './rounds';

export interface Bill {
  /** Combinations in all. */
  readonly work: number;
  /** Rounds, when no more than P combinations fit in one. */
  readonly rounds: number;
}

/** Rounds that so many jobs take, P at a time. */
const shared = (jobs: number, P: number) => Math.max(1, Math.ceil(jobs / P));

/** Combinations and rounds of a scan over n steps with P processors and chunks of Q. */
export function billOf(way: Way, n: number, P: number, Q: number): Bill {
  switch (way) {
    case 'serial':
      return { work: n - 1, rounds: n - 1 };
    case 'everyone': {
      let [work, rounds] = [0, 0];
      for (let reach = 1; reach < n; reach *= 2) {
        work += n - reach;
        rounds += shared(n - reach, P);
      }
      return { work, rounds };
    }
    case 'tree': {
      let rounds = shared(n, P);
      for (let jobs = n / 2; jobs >= 1; jobs /= 2) rounds += 2 * shared(jobs, P);
      return { work: 2 * (n - 1) + n, rounds };
    }
    case 'chunks': {
      const K = Math.ceil(n / Q);
      if (K === 1) return { work: n - 1, rounds: n - 1 };
      // A worker does its chunks one after another, and each chunk twice.
      return { work: 2 * n - 2, rounds: shared(K, P) * (Q - 1) + (K - 1) + shared(K, P) * Q };
    }
  }
}

/** The power of two for Q with the fewest rounds. */
export function bestChunk(n: number, P: number): number {
  let best = 1;
  for (let Q = 1; Q <= n; Q *= 2) if (billOf('chunks', n, P, Q).rounds < billOf('chunks', n, P, best).rounds) best = Q;
  return best;
}
