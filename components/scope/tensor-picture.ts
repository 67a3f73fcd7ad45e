/** Tensors of any node as matrices: the stamp of one token, and the full map of a node for the inspector. */
import type { BlueprintNode } from '@/engine/blueprint/types';
import type { Tensor } from '@/engine/tensor';
import type { HeatmapData } from '../charts';
import { foldRow } from '../charts/tensor-picture';
import { atToken, tokensOf, unitAt } from './tensor-read';

/** One token as a stamp: a vector folded into rows, channels × states as they are; complex pairs side by side. */
export function picture(node: BlueprintNode, tap: Tensor, token: number): HeatmapData {
  const { shape, data } = atToken(node, tap, token);
  if (shape.length <= 1) return foldRow(data, Math.max(8, Math.ceil(Math.sqrt(data.length * 1.6))));
  const pair = shape.at(-1) === 2 && shape.length === 3 && node.shape.at(-1) === '2';
  const cols = pair ? shape.at(-2)! * 2 : shape.at(-1)!;
  return { rows: data.length / cols, cols, values: data };
}

export type MapKind = 'tokens' | 'token' | 'unit';

export interface NodeMap {
  readonly data: HeatmapData;
  /** What rows and columns are: tokens, units of an axis of the node, or cells of one unit. */
  readonly rows: 'token' | 'unit';
  readonly cols: 'token' | 'unit' | 'cell';
  /** Index into the tap of the cell at (row, column), in its shape. */
  index(row: number, col: number): readonly number[];
}

/** The maps that a node can show. Attention's rows are one token's view of those before it, head by head. */
export function mapsOf(node: BlueprintNode, tap: Tensor): readonly MapKind[] {
  if (tokensOf(node, tap) === null) return ['token'];
  if (node.shape[0] === 'T' && tap.shape.length <= 2) return ['tokens'];
  return ['token', 'unit'];
}

/** A map of a node: all tokens × channels; one token's units × cells; or one unit's cells over all tokens. */
export function nodeMap(node: BlueprintNode, tap: Tensor, kind: MapKind, token: number, unit: number): NodeMap {
  const T = tokensOf(node, tap);
  const axis = node.shape.indexOf('T');
  if (kind === 'tokens' && T !== null) {
    const cols = tap.data.length / T;
    const data = { rows: T, cols, values: tap.data };
    return { data, rows: 'token', cols: 'unit', index: (row, col) => (tap.shape.length === 1 ? [row] : [row, col]) };
  }
  const where = (t: number, u: number, cell: readonly number[]) =>
    axis < 0 ? [u, ...cell] : axis === 0 ? [t, u, ...cell] : [u, t, ...cell];
  const inner = (one: Tensor) => one.shape.slice(1);
  if (kind === 'unit' && T !== null) {
    const rows = Array.from({ length: T }, (_, t) => unitAt(node, tap, t, unit));
    const cols = Math.max(...rows.map((row) => row.length));
    const values = new Float32Array(T * cols).fill(Number.NaN);
    for (const [t, row] of rows.entries()) values.set(row, t * cols);
    const shape = inner(atToken(node, tap, T - 1));
    return {
      data: { rows: T, cols, values },
      rows: 'token',
      cols: axis > 0 ? 'token' : 'cell',
      index: (row, col) => where(row, unit, unravel(col, shape)),
    };
  }
  const one = atToken(node, tap, token);
  const units = one.shape[0] ?? 1;
  const cols = one.data.length / units;
  return {
    data: { rows: units, cols, values: one.data },
    rows: 'unit',
    cols: axis > 0 ? 'token' : 'cell',
    index: (row, col) => where(token, row, unravel(col, inner(one))),
  };
}

/** Indices of a flat position in a shape; none for a single number. */
export function unravel(flat: number, shape: readonly number[]): number[] {
  const out: number[] = [];
  let rest = flat;
  for (let i = shape.length - 1; i >= 0; i--) {
    out.unshift(rest % shape[i]!);
    rest = Math.floor(rest / shape[i]!);
  }
  return out;
}

/** Value of a tap at an index in its shape. */
export function valueAt(tap: Tensor, index: readonly number[]): number {
  return tap.data[index.reduce((flat, i, axis) => flat * tap.shape[axis]! + i, 0)]!;
}
