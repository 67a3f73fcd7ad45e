/** Breakpoints: where a run stops by itself. */
import type { BlueprintNode } from '@/engine/blueprint/types';
import type { Tensor } from '@/engine/tensor';
import { unitAxis, unitSize } from './tensor-read';

export type Breakpoint =
  | { readonly kind: 'token'; readonly token: number }
  | { readonly kind: 'layer'; readonly layer: number }
  /** The value of a unit of a node (its norm where it has several numbers) above or below a limit. */
  | {
      readonly kind: 'value';
      readonly node: string;
      readonly unit: number;
      readonly test: 'above' | 'below';
      readonly value: number;
    };

/** Does the tap meet the condition at this token? */
export function holds(
  condition: Extract<Breakpoint, { kind: 'value' }>,
  node: BlueprintNode,
  tap: Tensor,
  token: number,
): boolean {
  const units = unitAxis(node, tap)?.size ?? 1;
  const value = unitSize(node, tap, token, Math.min(condition.unit, units - 1));
  return condition.test === 'above' ? value > condition.value : value < condition.value;
}

/** The first token in [from, to) that meets the condition, or null. */
export function firstThat(
  condition: Extract<Breakpoint, { kind: 'value' }>,
  node: BlueprintNode,
  tap: Tensor,
  from: number,
  to: number,
): number | null {
  for (let t = from; t < to; t++) if (holds(condition, node, tap, t)) return t;
  return null;
}
