/**
 * activation: attrs.fn of silu x·σ(x), gelu (exact, erf), gelu-tanh, relu, relu2 max(0, x)², sigmoid. mul: a ⊙ b. add: a + b.
 * glu: [a; b] on the last axis → a ⊙ σ(b), half as wide. All read and write each number once.
 */
import { equal, type Op, require, sameShape, width } from './op';

export const activation: Op = { name: 'activation', check: sameShape, elementwise: (c) => 4 * width(c.output) };
export const mul: Op = { name: 'mul', check: twoAlike, elementwise: (c) => width(c.output) };
export const add: Op = { name: 'add', check: twoAlike, elementwise: (c) => width(c.output) };

function twoAlike(c: Parameters<Op['check']>[0]): void {
  require(c, c.inputs.length === 2, 'it takes two inputs');
  sameShape(c);
}

export const glu: Op = {
  name: 'glu',
  check(c) {
    const half = c.output[1] ?? Number.NaN;
    require(c, equal(c.output, [c.T, half]) &&
      equal(c.inputs[0], [c.T, 2 * half]), 'the input must be [T, 2D], the output [T, D]');
  },
  elementwise: (c) => 5 * width(c.output),
};
