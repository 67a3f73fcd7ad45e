/**
 * Where the nodes of a layer (null: of what is outside of all layers) stand, computed from its graph alone: no architecture is known here.
 * Ranks follow the data (a node stands one rank after the last of its inputs); lanes part what runs side by side: the longest path keeps
 * the middle, every other path takes the nearest lane that is free along its whole length, and so does each edge that passes over other
 * nodes.
 */
import type { Blueprint, BlueprintNode } from '@/engine/blueprint/types';
import { opsOf } from './nodes';

export interface PlacedNode {
  readonly id: string;
  /** Null for what enters from outside the layer. */
  readonly node: BlueprintNode | null;
  readonly rank: number;
  readonly lane: number;
}

export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  /** Lane along which the edge passes over the ranks between its ends. */
  readonly lane: number;
}

export interface BlockLayout {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly ranks: number;
  /** Lanes in use, in order; those without a node need less room. */
  readonly lanes: readonly { readonly lane: number; readonly nodes: boolean }[];
}

/** Rows and lanes for the nodes of a layer (null: those before and after all layers), each below its inputs. */
export function layoutBlock(blueprint: Blueprint, layer: number | null): BlockLayout {
  const ops = opsOf(blueprint, layer);
  const own = new Map(ops.map((node) => [node.id, node]));
  const outside = [...new Set(ops.flatMap((node) => node.inputs))].filter((id) => !own.has(id));
  const inputs = new Map<string, readonly string[]>([
    ...outside.map((id): [string, readonly string[]] => [id, []]),
    ...ops.map((node): [string, readonly string[]] => [node.id, [...new Set(node.inputs)]]),
  ]);
  const readers = new Map<string, string[]>([...inputs.keys()].map((id) => [id, []]));
  for (const [id, from] of inputs) for (const source of from) readers.get(source)!.push(id);

  const rank = ranksOf(inputs, readers, new Set(outside));
  const ranks = 1 + Math.max(...rank.values());
  const taken = new Lanes(ranks);
  const lane = new Map<string, number>();
  for (const path of pathsOf(inputs, readers, rank)) {
    // A path keeps its lane free back to what feeds it and on to what it feeds, so that its edges run straight.
    const before = Math.max(...inputs.get(path[0]!)!.map((id) => rank.get(id)!), -1);
    const after = Math.min(...readers.get(path.at(-1)!)!.map((id) => rank.get(id)!), ranks);
    const free = taken.nearest(
      0,
      Math.min(before + 1, rank.get(path[0]!)!),
      Math.max(after - 1, rank.get(path.at(-1)!)!),
    );
    for (const id of path) lane.set(id, free);
    taken.take(free, rank.get(path[0]!)!, rank.get(path.at(-1)!)!);
  }

  const edges: PlacedEdge[] = [];
  const all = [...inputs].flatMap(([to, sources]) => sources.map((from) => ({ from, to })));
  const span = ({ from, to }: { from: string; to: string }) => rank.get(to)! - rank.get(from)!;
  for (const { from, to } of all.sort((a, b) => span(a) - span(b))) {
    const [first, last] = [rank.get(from)! + 1, rank.get(to)! - 1];
    if (first > last) {
      edges.push({ from, to, lane: lane.get(to)! });
      continue;
    }
    const wanted = [lane.get(from)!, lane.get(to)!];
    const via = wanted.find((l) => taken.isFree(l, first, last)) ?? taken.nearest(wanted[0]!, first, last);
    taken.take(via, first, last);
    edges.push({ from, to, lane: via });
  }
  const nodes = [...inputs.keys()].map((id) => ({
    id,
    node: own.get(id) ?? null,
    rank: rank.get(id)!,
    lane: lane.get(id)!,
  }));
  const used = [...new Set([...nodes.map((n) => n.lane), ...edges.map((e) => e.lane)])].sort((a, b) => a - b);
  const withNodes = new Set(nodes.map((n) => n.lane));
  return { nodes, edges, ranks, lanes: used.map((l) => ({ lane: l, nodes: withNodes.has(l) })) };
}

/** Longest path from the inputs of the layer; what has no input at all (constants of the model) stands just before its first reader. */
function ranksOf(
  inputs: ReadonlyMap<string, readonly string[]>,
  readers: ReadonlyMap<string, readonly string[]>,
  outside: ReadonlySet<string>,
): Map<string, number> {
  const rank = new Map<string, number>();
  for (const [id, from] of inputs) rank.set(id, from.length === 0 ? 0 : 1 + Math.max(...from.map((f) => rank.get(f)!)));
  for (const [id, from] of inputs)
    if (from.length === 0 && !outside.has(id))
      rank.set(id, Math.max(0, Math.min(...readers.get(id)!.map((to) => rank.get(to)!)) - 1));
  return rank;
}

/** The graph as disjoint paths, the longest first. */
function pathsOf(
  inputs: ReadonlyMap<string, readonly string[]>,
  readers: ReadonlyMap<string, readonly string[]>,
  rank: ReadonlyMap<string, number>,
): string[][] {
  const left = new Set(inputs.keys());
  const order = [...inputs.keys()].sort((a, b) => rank.get(b)! - rank.get(a)!);
  const paths: string[][] = [];
  while (left.size > 0) {
    const best = new Map<string, { length: number; next: string | null }>();
    for (const id of order) {
      if (!left.has(id)) continue;
      let found: { length: number; next: string | null } = { length: 1, next: null };
      for (const to of readers.get(id)!) {
        const on = best.get(to);
        // A path goes through neighbours only: an edge over other ranks is drawn as one, not as a path.
        if (on && rank.get(to)! === rank.get(id)! + 1 && on.length + 1 > found.length)
          found = { length: on.length + 1, next: to };
      }
      best.set(id, found);
    }
    let start: string | null = null;
    for (const [id, { length }] of best)
      if (
        start === null ||
        length > best.get(start)!.length ||
        (length === best.get(start)!.length && rank.get(id)! < rank.get(start)!)
      )
        start = id;
    const path: string[] = [];
    for (let id = start; id !== null; id = best.get(id)!.next) path.push(id);
    for (const id of path) left.delete(id);
    paths.push(path);
  }
  return paths;
}

/** Which cells of rank and lane are taken. */
class Lanes {
  private readonly cells = new Map<number, Uint8Array>();

  constructor(private readonly ranks: number) {}

  isFree(lane: number, from: number, to: number): boolean {
    const row = this.cells.get(lane);
    return !row?.subarray(from, to + 1).includes(1);
  }

  take(lane: number, from: number, to: number): void {
    const row = this.cells.get(lane) ?? new Uint8Array(this.ranks);
    row.fill(1, from, to + 1);
    this.cells.set(lane, row);
  }

  /** The free lane nearest to the wanted one; of two equally near, the lower number. */
  nearest(wanted: number, from: number, to: number): number {
    for (let d = 0; ; d++)
      for (const lane of d === 0 ? [wanted] : [wanted - d, wanted + d]) if (this.isFree(lane, from, to)) return lane;
  }
}
