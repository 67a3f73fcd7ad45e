/**
 * How much fits through: everything that tokens before a cut can tell tokens after it is one block of the mixing matrix, below and left of
 * the diagonal. In a state space model it passes through N numbers of state, so its rank is at most N (semiseparable; Dao & Gu,
 * arXiv:2405.21060, Definition 3.1). A softmax block has no such bound.
 */
import { say } from '../models/blocks/shell';
import type { Tensor } from '../tensor';
import { mixerOf } from './mixer';
import { matrixOf, mixingNeeds, mixingOf } from './mixing';
import { singularValues } from './singular-values';
import { checkIndex, type LayerView } from './view';

export interface BlockRankOptions {
  readonly unit: number;
  /** First token after the cut, 0 < cut < T. */
  readonly cut: number;
}

export interface BlockRank {
  /** Rows [cut, T) and columns [0, cut) of the matrix, [T - cut, cut]. */
  readonly block: Tensor;
  /** Largest first. */
  readonly singularValues: Tensor;
  /** How many lie above `threshold`. */
  readonly rank: number;
  /** Largest rank possible, or null where nothing bounds it but the size of the block. */
  readonly bound: number | null;
  /** max(rows, columns) · 2⁻²³ · σ₁: below it a value is rounding of the f32 taps. */
  readonly threshold: number;
}

export const blockRank: LayerView<BlockRankOptions, BlockRank> = {
  about: {
    title: say('How much fits through the state?', '¿Cuánto cabe por el estado?'),
    formula: '\\mathrm{rank}\\; M_{[s:T,\\; 0:s]} \\le N',
    meaning: say(
      'Singular values of the block that joins the tokens before a cut with those after it: as many as there are independent messages.',
      'Valores singulares del bloque que une los tokens anteriores a un corte con los posteriores: tantos como mensajes independientes caben.',
    ),
    sources: [{ paper: 'arXiv:2405.21060', at: 'Definition 3.1' }],
  },
  needs(blueprint, layer) {
    const mixer = mixerOf(blueprint, layer);
    return mixer && mixingNeeds(mixer);
  },
  compute(blueprint, layer, input, options) {
    const mixing = mixingOf(blueprint, mixerOf(blueprint, layer)!, input);
    const { T } = mixing;
    const alpha = matrixOf(mixing, checkIndex(mixing.unit, options.unit, mixing.units));
    const cut = 1 + checkIndex('cut - 1', options.cut - 1, T - 1);
    const rows = T - cut;
    const block = new Float64Array(rows * cut);
    for (let r = 0; r < rows; r++) block.set(alpha.subarray((cut + r) * T, (cut + r) * T + cut), r * cut);
    const values = singularValues(block, rows, cut);
    const threshold = Math.max(rows, cut) * 2 ** -23 * values[0];
    return {
      block: { shape: [rows, cut], data: Float32Array.from(block) },
      singularValues: { shape: [values.length], data: Float32Array.from(values) },
      rank: values.filter((v) => v > threshold).length,
      bound: mixing.rankBound,
      threshold,
    };
  },
};
