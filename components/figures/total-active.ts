/** What experts do to memory and work: the blueprint of Jamba-1.5-Mini with another number of experts, of which another number is used. */
import { cost } from '@/engine/blueprint/cost';
import { buildBlueprint } from '@/engine/models';
import { published } from '@/engine/models/published';

export interface Mixture {
  readonly experts: number;
  readonly used: number;
}

/** As published: two of sixteen. */
export const MINI: Mixture = { experts: 16, used: 2 };

/** Parameters of Jamba-1.5 Mini with another number of experts: all, and those that one token uses. */
export function priceOf({ experts, used }: Mixture) {
  const { config } = published.find(({ id }) => id === 'jamba-1.5-mini')!;
  const blueprint = buildBlueprint({ ...config, num_experts: experts, num_experts_per_tok: used });
  const { total, parametersByPart } = cost(blueprint, { context: 1 });
  return {
    total: total.parameters,
    active: total.activeParameters,
    experts: parametersByPart.expert,
    /** In 16-bit numbers. */
    bytes: 2 * total.parameters,
    /** Work of one more token at the start of a text. */
    flops: total.decodeFlops,
  };
}
