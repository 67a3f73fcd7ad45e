/**
 * The order of layers of a hybrid: transformers 4 writes `hybrid_override_pattern` ("M-M*"), transformers 5 the list
 * `layers_block_type` (["linear_attention", "mlp", …]; earlier names "mamba" and "attention"). Where both are there, the list wins, as there.
 */
import { z } from 'zod';
import { refuse } from './read';

export type LayerMark = 'M' | '*' | '-';

export const patternFields = {
  hybrid_override_pattern: z.string().min(1).max(1024).nullish(),
  layers_block_type: z.array(z.string()).min(1).max(1024).nullish(),
};
const patternSchema = z.object({ ...patternFields, num_hidden_layers: z.number().nullish() });

const byName: Readonly<Record<string, LayerMark>> = {
  mamba: 'M',
  linear_attention: 'M',
  attention: '*',
  full_attention: '*',
  mlp: '-',
};
const byMark = new Set<string>(['M', '*', '-']);

/** One mark per layer; throws 'bad-config' for experts ('E', "moe"), unknown marks and a length that num_hidden_layers contradicts. */
export function layerPattern(config: z.output<typeof patternSchema>): LayerMark[] {
  const list = config.layers_block_type;
  const field = list ? 'layers_block_type' : 'hybrid_override_pattern';
  const entries = list ?? [...(config.hybrid_override_pattern ?? '')];
  if (entries.length === 0)
    refuse('layers_block_type', undefined, 'it or hybrid_override_pattern must give the order of the layers');
  const pattern = entries.map((entry, i) => {
    if (entry === 'E' || entry === 'moe')
      return refuse(`${field}[${i}]`, entry, 'mixture-of-experts layers of nemotron_h are not supported');
    const mark = list ? byName[entry] : byMark.has(entry) ? (entry as LayerMark) : undefined;
    const known = list ? Object.keys(byName) : [...byMark];
    return mark ?? refuse(`${field}[${i}]`, entry, `it must be one of ${known.join(', ')}`);
  });
  const count = config.num_hidden_layers;
  if (count !== null && count !== undefined && count !== pattern.length)
    refuse('num_hidden_layers', count, `${field} names ${pattern.length} layers`);
  return pattern;
}
