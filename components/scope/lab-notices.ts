/** What the lab tells the reader of a link, a text or a change that could not be taken as it was. */
import type { Blueprint } from '@/engine/blueprint/types';
import { findNode } from '../blueprint/nodes';
import type { Run } from './lab-run';
import { DEFAULTS, type LabState } from './lab-state';
import { unitAxis } from './tensor-read';

export type Notice =
  | { readonly kind: 'empty' }
  | { readonly kind: 'cut'; readonly tokens: number; readonly kept: number }
  | { readonly kind: 'misfit'; readonly reason: string }
  /** The link names a place that this model does not have. */
  | { readonly kind: 'place'; readonly field: 'layer' | 'node' | 'channel'; readonly value: string }
  /** The text has signs that the model's vocabulary lacks. */
  | { readonly kind: 'unknown'; readonly tokens: number; readonly of: number }
  /** Characters that the vocabulary lacks are spelt out: so many tokens are single bytes of them. */
  | { readonly kind: 'bytes'; readonly tokens: number; readonly of: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'full'; readonly tokens: number }
  | { readonly kind: 'notFound'; readonly tokens: number };

/** What a link names and this model does not have; the nearest there is is shown. */
export function missingPlaces(blueprint: Blueprint, set: LabState, { shown }: Run): Notice[] {
  const missing = (field: 'layer' | 'node' | 'channel'): Notice => ({
    kind: 'place',
    field,
    value: String(set[field]),
  });
  const node = findNode(blueprint, shown.layer, set.node);
  const named = node.id.endsWith(`.${set.node}`) || set.node === DEFAULTS.node;
  const units = unitAxis(node, shown.taps.get(node.id)!)?.size ?? 1;
  return [
    ...(set.layer > shown.layer ? [missing('layer')] : []),
    ...(named ? [] : [missing('node')]),
    ...(named && set.channel >= units ? [missing('channel')] : []),
  ];
}
