/**
 * The random numbers of the task generators. Counter-based: draw number `place` of a seed is a function of both alone, and the Python
 * generators (training/statescope_training/tasks/draws.py) compute the same one, so an example is named by its task, size and seed.
 */
import { uniformAt } from '../session/random';

export class Draws {
  private place = 0;

  constructor(private readonly seed: number) {}

  /** A whole number in [0, limit). */
  below(limit: number): number {
    return Math.floor(uniformAt(this.seed, this.place++) * limit);
  }

  /** A permutation of 0 ... n - 1: the places of n draws from the least up, ties by place. */
  order(n: number): number[] {
    const draws = Array.from({ length: n }, () => uniformAt(this.seed, this.place++));
    return draws.map((_, i) => i).sort((a, b) => draws[a]! - draws[b]! || a - b);
  }

  /** k different numbers below n, rising. */
  choose(n: number, k: number): number[] {
    return this.order(n)
      .slice(0, k)
      .sort((a, b) => a - b);
  }
}
