import { EngineError } from '../errors';
import type { Dim, Dims } from './types';

/** Terms of factors of each expression seen: the same few hundred strings are asked for again and again. */
const parsed = new Map<Dim, (string | number)[][]>();

function parse(dim: Dim): (string | number)[][] {
  let terms = parsed.get(dim);
  if (!terms) {
    terms = dim.split('+').map((term) =>
      term.split('*').map((factor) => {
        const name = factor.trim();
        return /^\d+$/.test(name) ? Number(name) : name;
      }),
    );
    parsed.set(dim, terms);
  }
  return terms;
}

/** Value of a symbolic size: sums of products of names and whole numbers ('2*d_inner+dt_rank'). `extra` gives T and S. */
export function evalDim(dim: Dim, dims: Dims, extra: Dims = {}): number {
  let sum = 0;
  for (const term of parse(dim)) {
    let product = 1;
    for (const factor of term) {
      const value = typeof factor === 'number' ? factor : (extra[factor] ?? dims[factor]);
      if (value === undefined)
        throw new EngineError(
          'bad-argument',
          `unknown size "${factor}" in "${dim}"; known: ${Object.keys(dims).join(', ')}`,
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
