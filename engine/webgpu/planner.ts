/**
 * From a request to an ordered list of steps: the nodes that are needed and no others, for all tokens or the last, fused where nobody looks,
 * each with the values that nobody needs after it. A plan holds no buffers and no sizes: it serves every run of its shape.
 */
import { nodeIndex, nodeOf } from '../blueprint/graph';
import { ROWWISE_OPS } from '../blueprint/rowwise';
import type { Slot } from '../blueprint/slots';
import type { Blueprint, BlueprintNode, OpName } from '../blueprint/types';
import { EngineError } from '../errors';
import type { ChangesByNode } from './changes';
import { findFusions, type Graph, type Match } from './fusions';
import type { GpuFusion, GpuOp } from './op';
import { gpuFusions, gpuOps } from './ops';

export interface PlanRequest {
  readonly taps: readonly string[];
  readonly logits: 'none' | 'last' | 'all';
  readonly changes: ChangesByNode;
}

export interface Step {
  /** The node whose value the step gives; for 'append', the one whose cache takes the rows. */
  readonly node: BlueprintNode;
  readonly work:
    | { readonly kind: 'op'; readonly op: GpuOp }
    | { readonly kind: 'fusion'; readonly fusion: GpuFusion; readonly match: Match }
    /** Rows of inputs[0] enter the cache of an attention node whose value nobody needs. */
    | { readonly kind: 'append' };
  /** Values that are read, in the node's order, or in that of the fusion's inputs. */
  readonly inputs: readonly string[];
  /** For the last token of the run only. */
  readonly last: boolean;
  readonly tapped: boolean;
  /** Values that are read here for the last time, this step's own included if nobody reads it. */
  readonly release: readonly string[];
}

export interface Plan {
  readonly steps: readonly Step[];
  readonly logits: boolean;
}

/** Fusions of ops that treat every token alone. */
const ROWWISE_FUSIONS: ReadonlySet<string> = new Set(['linear-add', 'gated']);
/** Ops that read a state and thereby move it on: they run even where their value is not used. */
const READS: ReadonlySet<OpName> = new Set(['selective-read', 'ssd-read', 's4d-read']);

/** Errors: bad-argument for a tap that no node has, or an op that no kernel implements. */
export function makePlan(blueprint: Blueprint, slots: readonly Slot[], request: PlanRequest): Plan {
  const taps = new Set(request.taps);
  for (const id of taps) nodeOf(blueprint, id);
  if (request.logits !== 'none') nodeOf(blueprint, 'logits');
  const nodes = neededNodes(blueprint, slots, request, taps);
  const graph = graphOf(blueprint, nodes, request, taps);
  const fused = findFusions(graph, nodes, gpuFusions);
  const covered = new Set([...fused.values()].flatMap((match) => match.covered));

  const drafts: Omit<Step, 'last' | 'release'>[] = [];
  for (const node of nodes) {
    if (node.op === 'tokens' || covered.has(node.id)) continue;
    const match = fused.get(node.id);
    const tapped = taps.has(node.id);
    if (match) {
      const work = { kind: 'fusion', fusion: gpuFusions[match.name], match } as const;
      drafts.push({ node, work, inputs: Object.values(match.inputs), tapped });
    } else drafts.push({ node, work: { kind: 'op', op: opOf(node) }, inputs: node.inputs, tapped });
  }
  // Caches whose attention nobody needs still gain their rows.
  const running = new Set(nodes.map((node) => node.id));
  for (const slot of slots) {
    const node = nodeOf(blueprint, slot.node);
    if (slot.grows && !running.has(node.id))
      drafts.push({ node, work: { kind: 'append' }, inputs: [node.inputs[1]], tapped: false });
  }
  return { steps: schedule(drafts, request), logits: request.logits !== 'none' };
}

/** Targets are taps, logits and all memory; then everything that they read. */
function neededNodes(
  blueprint: Blueprint,
  slots: readonly Slot[],
  request: PlanRequest,
  taps: ReadonlySet<string>,
): readonly BlueprintNode[] {
  const index = nodeIndex(blueprint);
  const remembers = new Set(slots.map((slot) => slot.node));
  const wanted = new Set(taps);
  if (request.logits !== 'none') wanted.add('logits');
  for (const node of blueprint.nodes) if (READS.has(node.op) && remembers.has(node.inputs[0])) wanted.add(node.id);
  for (const node of [...blueprint.nodes].reverse()) {
    if (wanted.has(node.id)) for (const id of node.inputs) wanted.add(id);
    else if (remembers.has(node.id)) wanted.add(node.inputs[1]); // the rows of k or v
  }
  return [...index.values()].filter((node) => wanted.has(node.id));
}

function graphOf(
  blueprint: Blueprint,
  nodes: readonly BlueprintNode[],
  request: PlanRequest,
  taps: ReadonlySet<string>,
): Graph {
  const index = nodeIndex(blueprint);
  const needed = new Set(nodes.map((node) => node.id));
  const readers = new Map<string, BlueprintNode[]>(nodes.map((node) => [node.id, []]));
  for (const node of nodes) for (const id of new Set(node.inputs)) readers.get(id)!.push(node);
  const wantsLogits = request.logits !== 'none';
  return {
    node: (id) => (needed.has(id) ? index.get(id) : undefined),
    readers: (id) => readers.get(id) ?? [],
    tapped: (id) => taps.has(id) || (wantsLogits && id === 'logits'),
    changed: (id) => request.changes.has(id),
  };
}

function opOf(node: BlueprintNode): GpuOp {
  const op = gpuOps[node.op];
  if (!op) throw new EngineError('bad-argument', `no kernel for "${node.op}" (node "${node.id}")`);
  return op;
}

/** Decides which steps run for the last token only, and after which step each value is done with. */
function schedule(drafts: readonly Omit<Step, 'last' | 'release'>[], request: PlanRequest): Step[] {
  const whole = new Set<string>(); // values that somebody needs for all tokens
  if (request.logits === 'all') whole.add('logits');
  const last: boolean[] = [];
  for (let i = drafts.length - 1; i >= 0; i--) {
    const { node, work, inputs, tapped } = drafts[i];
    const rowwise =
      work.kind === 'op' ? ROWWISE_OPS.has(node.op) : work.kind === 'fusion' && ROWWISE_FUSIONS.has(work.match.name);
    last[i] = rowwise && !tapped && !whole.has(node.id);
    if (!last[i]) for (const id of inputs) whole.add(id);
  }
  const release: string[][] = drafts.map(() => []);
  const seen = new Set(request.logits === 'none' ? ['tokens'] : ['tokens', 'logits']); // those two the runner keeps
  for (let i = drafts.length - 1; i >= 0; i--)
    for (const id of [...(drafts[i].work.kind === 'append' ? [] : [drafts[i].node.id]), ...drafts[i].inputs])
      if (!seen.has(id)) {
        seen.add(id);
        release[i].push(id);
      }
  return drafts.map((draft, i) => ({ ...draft, last: last[i], release: release[i] }));
}
