/**
 * Rotary positions as config.json writes them: transformers 5 has `rope_parameters`, transformers 4 `rope_theta` beside `rope_scaling`.
 * Supported: default, linear, llama3; others (yarn, dynamic, longrope, …) are refused by name. Angles: engine/ops/rope.ts.
 */
import { z } from 'zod';
import { refuse } from './read';

/** attrs of a 'rope' node; the last four are 0 where the type does not use them. */
export type RopeAttrs = {
  readonly headDim: number;
  readonly theta: number;
  readonly type: 'default' | 'linear' | 'llama3';
  readonly factor: number;
  readonly lowFreqFactor: number;
  readonly highFreqFactor: number;
  readonly originalMaxPositions: number;
};

const positive = z.number().positive();
const parameters = z
  .looseObject({
    rope_type: z.string().nullish(),
    type: z.string().nullish(),
    rope_theta: positive.nullish(),
    factor: positive.nullish(),
    low_freq_factor: positive.nullish(),
    high_freq_factor: positive.nullish(),
    original_max_position_embeddings: positive.nullish(),
    partial_rotary_factor: positive.nullish(),
  })
  .nullish();

/** The fields of a config that say how positions are rotated. */
export const ropeFields = {
  rope_theta: positive.nullish(),
  rope_parameters: parameters,
  rope_scaling: parameters,
  partial_rotary_factor: positive.nullish(),
  max_position_embeddings: z.int().min(1).nullish(),
};
const ropeSchema = z.object(ropeFields);

/** One form out of both; throws 'bad-config' for a type that the engine does not run or a factor that is missing. */
export function readRope(config: z.output<typeof ropeSchema>, headDim: number): RopeAttrs {
  const field = config.rope_parameters ? 'rope_parameters' : 'rope_scaling';
  const p = config.rope_parameters ?? config.rope_scaling ?? {};
  const type = p.rope_type ?? p.type ?? 'default';
  if (type !== 'default' && type !== 'linear' && type !== 'llama3')
    return refuse(`${field}.rope_type`, type, 'this engine runs default, linear and llama3 rotary positions');
  const partial = p.partial_rotary_factor ?? config.partial_rotary_factor ?? 1;
  if (partial !== 1) refuse('partial_rotary_factor', partial, 'this engine rotates whole heads (1) only');
  if (headDim % 2 !== 0) refuse('head_dim', headDim, 'rotary positions need an even head width');
  const need = (name: 'factor' | 'low_freq_factor' | 'high_freq_factor') =>
    p[name] ?? refuse(`${field}.${name}`, undefined, `rope_type ${type} needs it`);
  const llama3 = type === 'llama3';
  const low = llama3 ? need('low_freq_factor') : 0;
  const high = llama3 ? need('high_freq_factor') : 0;
  if (llama3 && !(high > low)) refuse(`${field}.high_freq_factor`, high, `it must be above low_freq_factor (${low})`);
  return {
    headDim,
    theta: p.rope_theta ?? config.rope_theta ?? 10000,
    type,
    factor: type === 'default' ? 1 : need('factor'),
    lowFreqFactor: low,
    highFreqFactor: high,
    originalMaxPositions: llama3
      ? (p.original_max_position_embeddings ??
        config.max_position_embeddings ??
        refuse(`${field}.original_max_position_embeddings`, undefined, 'rope_type llama3 needs it'))
      : 0,
  };
}
