/**
 * Mamba: a stack of selective state space layers, no attention, no MLP, no positions (model_type 'mamba').
 * Read first: Gu & Dao, arXiv:2312.00752v2, section 3.4 and Figure 3; then blocks/mamba-mixer.ts, where the equations are.
 *
 * Glossary (dims → paper): d_model D · d_inner ED, E `expand` · d_state N · dt_rank R · d_conv width of the convolution.
 * falcon_mamba is the same layer with RMSNorm without weights on dt, B and C (falcon-mamba.ts).
 */
import { z } from 'zod';
import { BlueprintBuilder } from '../blueprint/builder';
import type { Blueprint } from '../blueprint/types';
import { mambaMixer } from './blocks/mamba-mixer';
import { closeLayer, closeShell, openShell, preNorm, residual } from './blocks/shell';
import { common, flag, positive, readConfig, refuse, size, specialTokens } from './config/read';

export const mambaSchema = z.object({
  ...common,
  state_size: size.max(1024),
  expand: positive.nullish(),
  intermediate_size: size.nullish(),
  conv_kernel: z.int().min(2).max(64),
  time_step_rank: z.union([size, z.literal('auto')]).nullish(),
  layer_norm_epsilon: positive.default(1e-5),
  hidden_act: z.literal('silu').default('silu'),
  use_bias: flag(false),
  use_conv_bias: flag(true),
  tie_word_embeddings: flag(true),
});
export type MambaConfig = z.output<typeof mambaSchema>;

/** d_inner = expand·hidden_size, rounded down as transformers does; a stored intermediate_size must agree. */
export function innerWidth(
  hidden: number,
  expand: number | null | undefined,
  stored: number | null | undefined,
): number {
  if (expand === null || expand === undefined)
    return stored ?? refuse('expand', undefined, 'expand or intermediate_size is required');
  const inner = Math.floor(expand * hidden);
  if (inner < 1) refuse('expand', expand, `expand × hidden_size (${hidden}) must be at least 1`);
  if (stored !== null && stored !== undefined && stored !== inner)
    refuse('intermediate_size', stored, `it must be expand × hidden_size = ${inner}`);
  return inner;
}

/** Blueprint of a Mamba model in the Hugging Face layout; `backbone.embedding.weight` of the original layout is read too. */
export function buildMamba(raw: unknown): Blueprint {
  const config = readConfig(mambaSchema, raw);
  return mambaStack(config, { modelType: 'mamba', title: 'Mamba', innerNorm: 'none', innerEps: 0 });
}

/** The stack of norm + mixer layers of mamba and falcon_mamba. */
export function mambaStack(
  config: MambaConfig,
  variant: { modelType: string; title: string; innerNorm: 'none' | 'plain'; innerEps: number },
): Blueprint {
  const rank = config.time_step_rank;
  const b = new BlueprintBuilder({
    vocab: config.vocab_size,
    d_model: config.hidden_size,
    n_layers: config.num_hidden_layers,
    d_inner: innerWidth(config.hidden_size, config.expand, config.intermediate_size),
    d_state: config.state_size,
    dt_rank: typeof rank === 'number' ? rank : Math.ceil(config.hidden_size / 16),
    d_conv: config.conv_kernel,
    conv_tail: config.conv_kernel - 1,
  });
  const eps = config.layer_norm_epsilon;
  const shell = openShell(b, {
    embedding: ['backbone.embeddings.weight', 'backbone.embedding.weight'],
    finalNorm: ['backbone.norm_f.weight'],
    head: ['lm_head.weight'],
    tied: config.tie_word_embeddings,
    eps,
  });
  let stream = shell.stream; // [T, d]
  for (let i = 0; i < config.num_hidden_layers; i++) {
    b.enter(i);
    const norm = preNorm(b, `layers.${i}.norm`, stream, [`backbone.layers.${i}.norm.weight`], eps);
    const out = mambaMixer(b, {
      at: `layers.${i}.mixer`,
      tensors: [`backbone.layers.${i}.mixer`],
      input: norm,
      projBias: config.use_bias,
      convBias: config.use_conv_bias,
      innerNorm: variant.innerNorm,
      innerEps: variant.innerEps,
    });
    stream = residual(b, `layers.${i}.residual`, stream, out);
    closeLayer(b, shell, i, stream, 'mamba', 'M');
  }
  closeShell(b, shell, stream);
  return b.build({
    modelType: variant.modelType,
    title: variant.title,
    vocabSize: config.vocab_size,
    maxPositions: null,
    special: specialTokens(config),
  });
}
