import { z } from 'zod';
import { refuse, size } from './read';

/** The fields that give the heads of an attention layer. */
export const headFields = {
  num_attention_heads: size,
  num_key_value_heads: size.nullish(),
  head_dim: size.nullish(),
};
const headSchema = z.object({ hidden_size: size, ...headFields });

/** Dims of an attention layer. Query heads share key heads evenly, so the one number must divide the other. */
export function readHeads(config: z.output<typeof headSchema>): Record<string, number> {
  const heads = config.num_attention_heads;
  const kv = config.num_key_value_heads ?? heads;
  if (heads % kv !== 0) refuse('num_key_value_heads', kv, `it must divide num_attention_heads (${heads})`);
  if (!config.head_dim && config.hidden_size % heads !== 0)
    refuse(
      'num_attention_heads',
      heads,
      `it must divide hidden_size (${config.hidden_size}) where head_dim is not given`,
    );
  const width = config.head_dim ?? config.hidden_size / heads;
  return { n_heads: heads, n_kv_heads: kv, d_head: width, d_q: heads * width, d_kv: kv * width };
}
