import type { BlueprintBuilder } from '../../blueprint/builder';
import type { Dim, Part, SymbolName, Text, WeightSource } from '../../blueprint/types';

export interface LinearInit {
  readonly input: string;
  /** Tensor stems without '.weight', the one that transformers writes first. */
  readonly stems: readonly string[];
  readonly out: Dim;
  readonly in: Dim;
  readonly part: Part;
  readonly bias: boolean;
  /** Where the matrix comes from, if not from a tensor of its own. */
  readonly sources?: WeightSource[];
  readonly symbol?: SymbolName;
  readonly formula: string;
  readonly meaning: Text;
}

/** Adds y = W x (+ b): weight [out, in], bias [out], [T, in] → [T, out]. Returns the node's id. */
export function linear(b: BlueprintBuilder, id: string, init: LinearInit): string {
  const weight = b.weight(
    init.stems.map((s) => `${s}.weight`),
    [init.out, init.in],
    init.part,
    { matrix: true, ...(init.sources ? { sources: init.sources } : {}) },
  );
  const bias = init.bias
    ? b.weight(
        init.stems.map((s) => `${s}.bias`),
        [init.out],
        init.part,
      )
    : null;
  return b.node(id, {
    op: 'linear',
    inputs: [init.input],
    weights: bias ? { weight, bias } : { weight },
    shape: ['T', init.out],
    ...(init.symbol ? { symbol: init.symbol } : {}),
    formula: init.formula,
    meaning: init.meaning,
  });
}

/** Adds columns [start, start + width) of `input`; `shape` holds `width` values per token. Returns the node's id. */
export function slice(
  b: BlueprintBuilder,
  id: string,
  init: {
    input: string;
    start: number;
    width: number;
    shape: Dim[];
    symbol?: SymbolName;
    formula: string;
    meaning: Text;
  },
): string {
  return b.node(id, {
    op: 'slice',
    inputs: [init.input],
    attrs: { start: init.start, end: init.start + init.width },
    shape: init.shape,
    ...(init.symbol ? { symbol: init.symbol } : {}),
    formula: init.formula,
    meaning: init.meaning,
  });
}
