/**
 * Mamba-2: a stack of SSD layers, no attention, no MLP, no positions (model_type 'mamba2').
 * Read first: Dao & Gu, arXiv:2405.21060, section 7 and Figure 6; then blocks/mamba2-mixer.ts, where the equations are.
 *
 * Glossary (dims → paper): d_model D · d_inner D_in = H·P · ssm_heads H · ssm_head_dim P · d_state N · n_groups G · d_xbc = D_in + 2GN.
 * As transformers does and the official code does not, the gated norm runs over the whole vector whatever G is: the two agree for G = 1 only.
 * Δ is clamped to time_step_limit in decode too; transformers 5.18 does so in prefill only, which makes its two paths differ.
 */
import { z } from 'zod';
import { BlueprintBuilder } from '../blueprint/builder';
import type { Blueprint } from '../blueprint/types';
import { mamba2Mixer } from './blocks/mamba2-mixer';
import { closeLayer, closeShell, openShell, preNorm, residual } from './blocks/shell';
import { common, flag, positive, readConfig, refuse, size, specialTokens } from './config/read';

/** time_step_limit: two numbers in order, the second may be infinite. */
export const deltaLimit = z
  .tuple([z.number().min(0), z.union([z.number(), z.literal(Number.POSITIVE_INFINITY)])])
  .refine(([low, high]) => low < high, { message: 'the first limit must be below the second' });

const schema = z.object({
  ...common,
  num_heads: size,
  head_dim: size,
  state_size: size.max(4096),
  n_groups: size,
  expand: positive.nullish(),
  conv_kernel: z.int().min(2).max(64),
  time_step_limit: deltaLimit.default([0, Number.POSITIVE_INFINITY]),
  layer_norm_epsilon: positive.default(1e-5),
  hidden_act: z.literal('silu').default('silu'),
  use_bias: flag(false),
  use_conv_bias: flag(true),
  tie_word_embeddings: flag(false),
  rms_norm: z.literal(true).default(true),
  norm_before_gate: z.literal(false).default(false),
});

/** Dims of the Mamba-2 layers of any model type, checked: groups must share the heads evenly. */
export function ssdDims(s: { heads: number; headDim: number; state: number; groups: number; conv: number }) {
  if (s.heads % s.groups !== 0) refuse('n_groups', s.groups, `it must divide the number of heads (${s.heads})`);
  const inner = s.heads * s.headDim;
  return {
    d_inner: inner,
    d_state: s.state,
    n_groups: s.groups,
    ssm_heads: s.heads,
    ssm_head_dim: s.headDim,
    d_xbc: inner + 2 * s.groups * s.state,
    d_conv: s.conv,
    conv_tail: s.conv - 1,
  };
}

/** Blueprint of a Mamba-2 model in the Hugging Face layout. */
export function buildMamba2(raw: unknown): Blueprint {
  const config = readConfig(schema, raw);
  const inner = config.num_heads * config.head_dim;
  if (config.expand && config.expand * config.hidden_size !== inner)
    refuse(
      'expand',
      config.expand,
      `expand × hidden_size (${config.hidden_size}) must be num_heads × head_dim = ${inner}`,
    );
  const b = new BlueprintBuilder({
    vocab: config.vocab_size,
    d_model: config.hidden_size,
    n_layers: config.num_hidden_layers,
    ...ssdDims({
      heads: config.num_heads,
      headDim: config.head_dim,
      state: config.state_size,
      groups: config.n_groups,
      conv: config.conv_kernel,
    }),
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
    const out = mamba2Mixer(b, {
      at: `layers.${i}.mixer`,
      tensors: [`backbone.layers.${i}.mixer`],
      input: norm,
      projBias: config.use_bias,
      convBias: config.use_conv_bias,
      deltaLimit: config.time_step_limit,
      normGroups: 1,
      eps,
    });
    stream = residual(b, `layers.${i}.residual`, stream, out);
    closeLayer(b, shell, i, stream, 'mamba2', 'M');
  }
  closeShell(b, shell, stream);
  return b.build({
    modelType: 'mamba2',
    title: 'Mamba-2',
    vocabSize: config.vocab_size,
    maxPositions: null,
    special: specialTokens(config),
  });
}
