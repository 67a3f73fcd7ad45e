import { EngineError } from '../errors';
import type {
  Blueprint,
  BlueprintNode,
  Dim,
  Dims,
  LayerInfo,
  OpName,
  Part,
  StateSpec,
  SymbolName,
  Text,
  WeightSource,
  WeightSpec,
} from './types';

export interface NodeInit {
  op: OpName;
  inputs?: string[];
  weights?: Record<string, string>;
  attrs?: Record<string, number | string | boolean>;
  shape: Dim[];
  state?: StateSpec;
  symbol?: SymbolName;
  formula: string;
  meaning: Text;
  side?: boolean;
}

/** Collects nodes and weights in order and checks every reference, so that a model file reads as its equations. */
export class BlueprintBuilder {
  readonly dims: Dims;
  private readonly nodes: BlueprintNode[] = [];
  private readonly ids = new Set<string>();
  private readonly weights = new Map<string, WeightSpec>();
  private readonly layers: LayerInfo[] = [];
  private layer: number | null = null;

  constructor(dims: Dims) {
    this.dims = dims;
  }

  /** Sets the layer that the following nodes and weights belong to; null for embedding, final norm and head. */
  enter(layer: number | null): void {
    this.layer = layer;
  }

  /** Declares a weight; `names` are alternative tensor names, or pass `sources`. Returns its key. */
  weight(
    names: string | readonly string[],
    shape: Dim[],
    part: Part,
    options: { matrix?: boolean; sources?: WeightSource[]; tiedTo?: string } = {},
  ): string {
    const list = typeof names === 'string' ? [names] : names;
    const key = list[0]!;
    if (this.weights.has(key)) throw new EngineError('bad-argument', `weight "${key}" is declared twice`);
    this.weights.set(key, {
      key,
      shape,
      part,
      layer: this.layer,
      matrix: options.matrix ?? false,
      sources: options.sources ?? list.map((name) => ({ kind: 'tensor', name })),
      ...(options.tiedTo === undefined ? {} : { tiedTo: options.tiedTo }),
    });
    return key;
  }

  /** Adds a node and returns its id, to be used as an input of later ones. */
  node(id: string, init: NodeInit): string {
    if (this.ids.has(id)) throw new EngineError('bad-argument', `node "${id}" is declared twice`);
    for (const input of init.inputs ?? [])
      if (!this.ids.has(input))
        throw new EngineError('bad-argument', `node "${id}" reads "${input}", which is not declared before it`);
    for (const key of Object.values(init.weights ?? {}))
      if (!this.weights.has(key))
        throw new EngineError('bad-argument', `node "${id}" uses the undeclared weight "${key}"`);
    this.ids.add(id);
    this.nodes.push({
      id,
      op: init.op,
      inputs: init.inputs ?? [],
      weights: init.weights ?? {},
      attrs: init.attrs ?? {},
      shape: init.shape,
      layer: this.layer,
      ...(init.state ? { state: init.state } : {}),
      ...(init.symbol ? { symbol: init.symbol } : {}),
      formula: init.formula,
      meaning: init.meaning,
      side: init.side ?? false,
    });
    return id;
  }

  /** Records that the current layer ends at node `output`. */
  endLayer(info: Omit<LayerInfo, 'index'>): void {
    this.layers.push({ index: this.layer!, ...info });
  }

  build(rest: Pick<Blueprint, 'modelType' | 'title' | 'vocabSize' | 'maxPositions' | 'special'>): Blueprint {
    return { ...rest, dims: this.dims, nodes: this.nodes, weights: this.weights, layers: this.layers };
  }
}
