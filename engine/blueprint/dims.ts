import { EngineError } from '../errors';
import type { Dim, Dims } from './types';

/** Value of a symbolic size: sums of products of names and whole numbers ('2*d_inner+dt_rank'). `extra` gives T and S. */
export function evalDim(dim: Dim, dims: Dims, extra: Dims = {}): number {
  let sum = 0;
  for (const term of dim.split('+')) {
    let product = 1;
    for (const factor of term.split('*')) {
      const name = factor.trim();
      const value = /^\d+$/.test(name) ? Number(name) : (extra[name] ?? dims[name]);
      if (value === undefined)
        throw new EngineError(
          'bad-argument',
          `unknown size "${name}" in "${dim}"; known: ${Object.keys(dims).join(', ')}`,
        );
      product *= value;
    }
    sum += product;
  }
  return sum;
}

/** Numeric shape of a symbolic one. */
export function evalShape(shape: readonly Dim[], dims: Dims, extra: Dims = {}): number[] {
  return shape.map((d) => evalDim(d, dims, extra));
}
