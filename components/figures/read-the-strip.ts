/** Published models as strips of layers: what each layer is made of and what it costs, from the blueprint. */
import { cost } from '@/engine/blueprint/cost';
import { buildBlueprint } from '@/engine/models';
import { published } from '@/engine/models/published';

/** From no attention to nothing but. */
export const STRIPS = ['mamba-2.8b', 'mamba2-hybrid-8b', 'jamba-1.5-mini', 'jamba-1.5-large', 'llama-3.1-8b'] as const;
export type StripModel = (typeof STRIPS)[number];

export type Mixer = 'ssm' | 'attention' | 'none';
export type Feed = 'mlp' | 'moe' | 'none';

export interface StripLayer {
  readonly index: number;
  readonly mixer: Mixer;
  readonly feed: Feed;
  readonly parameters: number;
  readonly activeParameters: number;
  /** Bytes that one token adds to the KV cache. */
  readonly cachePerToken: number;
  /** Bytes of recurrent state, whatever was read. */
  readonly state: number;
}

/** What a layer is, from the name of its kind: 'mamba+moe', 'attention', 'mlp', 'transformer'. */
export function kindOf(kind: string): { mixer: Mixer; feed: Feed } {
  if (kind === 'transformer') return { mixer: 'attention', feed: 'mlp' };
  const parts = kind.split('+');
  const mixer = parts.includes('attention') ? 'attention' : parts.some((p) => /^(mamba|s4d)/.test(p)) ? 'ssm' : 'none';
  const feed = parts.includes('moe') ? 'moe' : parts.includes('mlp') ? 'mlp' : 'none';
  return { mixer, feed };
}

const read = new Map<string, readonly StripLayer[]>();

/** The layers of a published model: kind, parameters, bytes of state and bytes that one more token adds. */
export function stripOf(model: string): readonly StripLayer[] {
  const known = read.get(model);
  if (known) return known;
  const entry = published.find(({ id }) => id === model);
  if (!entry) throw new Error(`no published model "${model}"`);
  const blueprint = buildBlueprint(entry.config);
  const [one, two] = [cost(blueprint, { context: 1 }), cost(blueprint, { context: 2 })];
  const layers = blueprint.layers.map(({ index, kind }) => {
    const sum = (from: typeof one, what: (node: (typeof one)['nodes'][number]) => number) =>
      from.nodes.filter(({ layer }) => layer === index).reduce((total, node) => total + what(node), 0);
    return {
      index,
      ...kindOf(kind),
      parameters: sum(one, (n) => n.parameters),
      activeParameters: sum(one, (n) => n.activeParameters),
      cachePerToken: sum(two, (n) => n.cacheBytes) - sum(one, (n) => n.cacheBytes),
      state: sum(one, (n) => n.ssmStateBytes + n.convStateBytes),
    };
  });
  read.set(model, layers);
  return layers;
}

/** How many layers have each kind of mixer and of feed-forward. */
export function countOf(layers: readonly StripLayer[]) {
  const count = (test: (layer: StripLayer) => boolean) => layers.filter(test).length;
  return {
    ssm: count(({ mixer }) => mixer === 'ssm'),
    attention: count(({ mixer }) => mixer === 'attention'),
    mlp: count(({ feed }) => feed === 'mlp'),
    moe: count(({ feed }) => feed === 'moe'),
  };
}

export const stripName = (model: string): string => published.find(({ id }) => id === model)!.name;

/** The layer that an arrow key leads to: along a strip, or to the same place in the strip above or below. Null at an edge. */
export function neighbourOf(
  model: StripModel,
  layer: number,
  key: string,
): { model: StripModel; layer: number } | null {
  const along = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  const down = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  const other = STRIPS[STRIPS.indexOf(model) + down];
  if ((along === 0 && down === 0) || !other) return null;
  const next = Math.min(layer + along, stripOf(other).length - (down === 0 ? 0 : 1));
  return next >= 0 && next < stripOf(other).length ? { model: other, layer: next } : null;
}
