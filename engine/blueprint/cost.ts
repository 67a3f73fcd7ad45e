/**
 * What a model costs, from its blueprint alone: parameters, arithmetic, memory traffic, state and cache. Works for models far too large to
 * run. Counting rules of arithmetic: engine/ops/op.ts. Formulas: Mamba (arXiv:2312.00752v2, appendix D), Mamba-2 (arXiv:2405.21060,
 * Theorem 6.1), Jamba (arXiv:2403.19887, Table 1).
 *
 * Bytes moved by one decode step: every weight once (one row of the embedding, the chosen experts only), the whole SSM and convolution
 * state in and out, all of the KV cache in and one row out. Activations are not counted: they stay in the caches of the chip.
 */
import { ops } from '../ops';
import { sizeOf } from '../tensor';
import { evalShape } from './dims';
import { opCall } from './shapes';
import type { Blueprint, BlueprintNode, Part, WeightSpec } from './types';

export interface CostOptions {
  /** Tokens seen when the costed token is decoded, itself included; also the length of the costed prefill. */
  readonly context: number;
  /** Sequences decoded together. Weights are read once for all of them. Default 1. */
  readonly batch?: number;
  /** Bytes per weight, for all or for each. Default 2 (bf16). */
  readonly weightBytes?: number | ((weight: WeightSpec) => number);
  /** Bytes per number of SSM and convolution state. Default 2. */
  readonly stateBytes?: number;
  /** Bytes per number of KV cache. Default: as stateBytes. */
  readonly cacheBytes?: number;
  /** Columns of convolution state: 'reference' W, as the official code stores; 'minimal' W-1, all that is read and what this engine keeps. */
  readonly convColumns?: 'reference' | 'minimal';
  /** Chunk of the SSD prefill, in tokens. Default 256, as published. */
  readonly chunk?: number;
}

/** Sums of one node, layer or model. FLOPs are per token (of one sequence); state and cache are of one sequence. */
export interface CostSums {
  /** Numbers stored; a tied matrix counts where it is first used. */
  parameters: number;
  /** Of these, those that one token uses: all but the experts that were not chosen. */
  activeParameters: number;
  /** Decode of the token at position `context`. */
  decodeFlops: number;
  /** Mean over a prefill of `context` tokens. */
  prefillFlops: number;
  /** Norms, activations, softmaxes: in neither of the above. */
  elementwiseFlops: number;
  /** Weight bytes that one decode step of the batch reads. */
  weightBytesRead: number;
  ssmStateBytes: number;
  convStateBytes: number;
  /** After `context` tokens. */
  cacheBytes: number;
  /** By one decode step of the whole batch. */
  bytesMoved: number;
}

export interface NodeCost extends CostSums {
  readonly id: string;
  readonly layer: number | null;
}

export interface Cost {
  readonly context: number;
  readonly batch: number;
  /** Side readings are left out. */
  readonly nodes: readonly NodeCost[];
  readonly total: CostSums;
  readonly parametersByPart: Readonly<Record<Part, number>>;
  /** bytesMoved / batch. */
  readonly bytesPerToken: number;
}

const zero = (): CostSums => ({
  parameters: 0,
  activeParameters: 0,
  decodeFlops: 0,
  prefillFlops: 0,
  elementwiseFlops: 0,
  weightBytesRead: 0,
  ssmStateBytes: 0,
  convStateBytes: 0,
  cacheBytes: 0,
  bytesMoved: 0,
});

/** Costs every node of a blueprint and adds them up. */
export function cost(blueprint: Blueprint, options: CostOptions): Cost {
  const { context, batch = 1 } = options;
  const owned = new Set<string>(); // weights already counted as parameters
  const read = new Map<string, number>(); // key of the matrix in memory → share of it already read in this step
  const byPart: Record<Part, number> = {
    embedding: 0,
    norm: 0,
    mixer: 0,
    attention: 0,
    mlp: 0,
    expert: 0,
    router: 0,
    head: 0,
  };
  const total = zero();
  const nodes: NodeCost[] = [];
  for (const node of blueprint.nodes) {
    if (node.side) continue;
    const sums = nodeCost(blueprint, node, options, owned, read);
    for (const key of Object.keys(total) as (keyof CostSums)[]) total[key] += sums[key];
    nodes.push({ id: node.id, layer: node.layer, ...sums });
  }
  for (const weight of blueprint.weights.values())
    if (weight.tiedTo === undefined) byPart[weight.part] += sizeOf(evalShape(weight.shape, blueprint.dims));
  return { context, batch, nodes, total, parametersByPart: byPart, bytesPerToken: total.bytesMoved / batch };
}

function nodeCost(
  blueprint: Blueprint,
  node: BlueprintNode,
  options: CostOptions,
  owned: Set<string>,
  read: Map<string, number>,
): CostSums {
  const { context, batch = 1, weightBytes = 2, chunk = 256 } = options;
  const op = ops[node.op];
  const call = opCall(blueprint, node, 1, context);
  const sums = zero();
  const share = op.readShare?.(call, batch) ?? 1;
  const active = op.readShare?.(call, 1) ?? 1;
  for (const key of Object.values(node.weights)) {
    const weight = blueprint.weights.get(key)!;
    const size = sizeOf(evalShape(weight.shape, blueprint.dims));
    if (weight.tiedTo === undefined && !owned.has(key)) {
      owned.add(key);
      sums.parameters += size;
      sums.activeParameters += weight.part === 'expert' ? size * active : size;
    }
    // A matrix used twice in a step (tied head, S4D's poles) is read once.
    const home = weight.tiedTo ?? key;
    const before = read.get(home) ?? 0;
    if (share <= before) continue;
    read.set(home, share);
    const bytes = typeof weightBytes === 'number' ? weightBytes : weightBytes(weight);
    sums.weightBytesRead += (share - before) * size * bytes;
  }
  sums.decodeFlops = op.flops?.(call) ?? 0;
  // The mean over positions 1 … L of a count linear in S is the count at their mean.
  const mean = opCall(blueprint, node, 1, (context + 1) / 2);
  sums.prefillFlops = op.prefillFlops?.(mean, Math.min(chunk, context)) ?? op.flops?.(mean) ?? 0;
  sums.elementwiseFlops = op.elementwise?.(call) ?? 0;
  addState(blueprint, node, options, sums);
  return sums;
}

/** State and cache of a node, and the traffic of one step of the batch. */
function addState(blueprint: Blueprint, node: BlueprintNode, options: CostOptions, sums: CostSums): void {
  const { context, batch = 1, stateBytes = 2, cacheBytes = stateBytes, convColumns = 'reference' } = options;
  sums.bytesMoved = sums.weightBytesRead;
  if (!node.state) return;
  const shape = evalShape(node.state.shape, blueprint.dims, { S: context });
  if (node.state.kind === 'k' || node.state.kind === 'v') {
    sums.cacheBytes = sizeOf(shape) * cacheBytes;
    sums.bytesMoved += batch * (sums.cacheBytes + shape[1]! * cacheBytes);
    return;
  }
  if (node.state.kind === 'conv') {
    const columns = shape[0]! + (convColumns === 'reference' ? 1 : 0);
    sums.convStateBytes = columns * shape[1]! * stateBytes;
  } else sums.ssmStateBytes = sizeOf(shape) * stateBytes;
  sums.bytesMoved += 2 * batch * (sums.convStateBytes + sums.ssmStateBytes);
}
