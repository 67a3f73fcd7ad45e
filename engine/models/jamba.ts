/**
 * Jamba and Jamba-1.5: Mamba and attention layers interleaved, each followed by an MLP or a mixture of experts (model_type 'jamba').
 * Read first: Lieber et al., arXiv:2403.19887, section 3 and Figure 2; Jamba Team, arXiv:2408.12570, section 2; then
 * blocks/mamba-mixer.ts, blocks/attention.ts, blocks/moe.ts.
 *
 * Glossary (config → paper): attn_layer_period l, one attention layer in each l (a:m = 1:7 for l = 8) · expert_layer_period e ·
 * num_experts n · num_experts_per_tok K. Mamba layers have RMSNorms with weights on dt, B and C (section 6.4); attention has no positions.
 */
import { z } from 'zod';
import { BlueprintBuilder } from '../blueprint/builder';
import type { Blueprint, LayerKind } from '../blueprint/types';
import { attention } from './blocks/attention';
import { mambaMixer } from './blocks/mamba-mixer';
import { gatedMlp } from './blocks/mlp';
import { moe } from './blocks/moe';
import { closeLayer, closeShell, openShell, preNorm, residual } from './blocks/shell';
import { headFields, readHeads } from './config/heads';
import { common, flag, positive, readConfig, refuse, size, specialTokens } from './config/read';
import { innerWidth } from './mamba';

const schema = z.object({
  ...common,
  ...headFields,
  intermediate_size: size,
  rms_norm_eps: positive.default(1e-6),
  hidden_act: z.literal('silu').default('silu'),
  tie_word_embeddings: flag(false),
  max_position_embeddings: size.nullish(),
  attn_layer_period: size,
  attn_layer_offset: z.int().min(0),
  expert_layer_period: size,
  expert_layer_offset: z.int().min(0),
  num_experts: size.max(1024),
  num_experts_per_tok: size,
  mamba_d_state: size.max(1024),
  mamba_d_conv: z.int().min(2).max(64),
  mamba_expand: positive.default(2),
  mamba_dt_rank: z.union([size, z.literal('auto')]).nullish(),
  mamba_conv_bias: flag(true),
  mamba_proj_bias: flag(false),
  sliding_window: z.int().nullish(),
});

/** Blueprint of a Jamba model; experts are read one by one (as published) or fused (as transformers 5 holds them). */
export function buildJamba(raw: unknown): Blueprint {
  const config = readConfig(schema, raw);
  if (config.sliding_window)
    refuse('sliding_window', config.sliding_window, 'sliding-window attention is not supported');
  for (const what of ['attn_layer', 'expert_layer'] as const)
    if (config[`${what}_offset`] >= config[`${what}_period`])
      refuse(
        `${what}_offset`,
        config[`${what}_offset`],
        `it must be below ${what}_period (${config[`${what}_period`]})`,
      );
  if (config.num_experts_per_tok > config.num_experts)
    refuse('num_experts_per_tok', config.num_experts_per_tok, `it must be at most num_experts (${config.num_experts})`);
  const rank = config.mamba_dt_rank;
  const b = new BlueprintBuilder({
    vocab: config.vocab_size,
    d_model: config.hidden_size,
    n_layers: config.num_hidden_layers,
    ...readHeads(config),
    d_mlp: config.intermediate_size,
    n_experts: config.num_experts,
    top_k: config.num_experts_per_tok,
    d_inner: innerWidth(config.hidden_size, config.mamba_expand, null),
    d_state: config.mamba_d_state,
    dt_rank: typeof rank === 'number' ? rank : Math.ceil(config.hidden_size / 16),
    d_conv: config.mamba_d_conv,
    conv_tail: config.mamba_d_conv - 1,
  });
  const eps = config.rms_norm_eps;
  const shell = openShell(b, {
    embedding: ['model.embed_tokens.weight'],
    finalNorm: ['model.final_layernorm.weight'],
    head: ['lm_head.weight'],
    tied: config.tie_word_embeddings,
    eps,
  });
  let stream = shell.stream; // [T, d]
  for (let i = 0; i < config.num_hidden_layers; i++) {
    const at = `layers.${i}`;
    const tensors = `model.layers.${i}`;
    const attends = i % config.attn_layer_period === config.attn_layer_offset;
    const mixes = config.num_experts > 1 && i % config.expert_layer_period === config.expert_layer_offset;
    b.enter(i);
    const norm = preNorm(b, `${at}.norm`, stream, [`${tensors}.input_layernorm.weight`], eps);
    const mixed = attends
      ? attention(b, { at: `${at}.mixer`, tensors: [`${tensors}.self_attn`], input: norm, bias: false, rope: null })
      : mambaMixer(b, {
          at: `${at}.mixer`,
          tensors: [`${tensors}.mamba`],
          input: norm,
          projBias: config.mamba_proj_bias,
          convBias: config.mamba_conv_bias,
          innerNorm: 'learned',
          innerEps: eps,
        });
    const middle = residual(b, `${at}.residual_mid`, stream, mixed);
    const norm2 = preNorm(b, `${at}.norm2`, middle, [`${tensors}.pre_ff_layernorm.weight`], eps);
    const ff = { at: `${at}.mlp`, input: norm2, fn: 'silu' as const };
    const out = mixes
      ? moe(b, { ...ff, tensors: `${tensors}.feed_forward` })
      : gatedMlp(b, { ...ff, tensors: [`${tensors}.feed_forward`], bias: false });
    stream = residual(b, `${at}.residual`, middle, out);
    const kind: LayerKind = `${attends ? 'attention' : 'mamba'}+${mixes ? 'moe' : 'mlp'}`;
    closeLayer(b, shell, i, stream, kind, attends ? '*' : 'M');
  }
  closeShell(b, shell, stream);
  return b.build({
    modelType: 'jamba',
    title: 'Jamba',
    vocabSize: config.vocab_size,
    maxPositions: config.max_position_embeddings ?? null,
    special: specialTokens(config),
  });
}
