/**
 * The Transformer baseline ("Transformer++" of the Mamba papers: RoPE, SwiGLU, RMSNorm, no biases; model_type 'llama').
 * Read first: Touvron et al. 2023, arXiv:2302.13971, section 2.2; Gu & Dao, arXiv:2312.00752v2, appendix E.2.1; then blocks/attention.ts.
 *
 * Glossary (dims): d_model d · n_heads H · n_kv_heads H_kv · d_head d_h · d_q = H·d_h · d_kv = H_kv·d_h · d_mlp I.
 */
import { z } from 'zod';
import { BlueprintBuilder } from '../blueprint/builder';
import type { Blueprint } from '../blueprint/types';
import { attention } from './blocks/attention';
import { gatedMlp } from './blocks/mlp';
import { closeLayer, closeShell, openShell, preNorm, residual } from './blocks/shell';
import { activation } from './config/activation';
import { headFields, readHeads } from './config/heads';
import { common, flag, positive, readConfig, refuse, size, specialTokens } from './config/read';
import { readRope, ropeFields } from './config/rope';

const schema = z.object({
  ...common,
  ...headFields,
  ...ropeFields,
  intermediate_size: size,
  rms_norm_eps: positive.default(1e-6),
  hidden_act: activation.default('silu'),
  attention_bias: flag(false),
  mlp_bias: flag(false),
  tie_word_embeddings: flag(false),
  sliding_window: z.int().nullish(),
});

/** Blueprint of a Llama-layout Transformer. */
export function buildLlama(raw: unknown): Blueprint {
  const config = readConfig(schema, raw);
  if (config.sliding_window)
    refuse('sliding_window', config.sliding_window, 'sliding-window attention is not supported');
  const heads = readHeads(config);
  const rope = readRope(config, heads.d_head!);
  const b = new BlueprintBuilder({
    vocab: config.vocab_size,
    d_model: config.hidden_size,
    n_layers: config.num_hidden_layers,
    ...heads,
    d_mlp: config.intermediate_size,
  });
  const eps = config.rms_norm_eps;
  const shell = openShell(b, {
    embedding: ['model.embed_tokens.weight'],
    finalNorm: ['model.norm.weight'],
    head: ['lm_head.weight'],
    tied: config.tie_word_embeddings,
    eps,
  });
  let stream = shell.stream; // [T, d]
  for (let i = 0; i < config.num_hidden_layers; i++) {
    const at = `layers.${i}`;
    const tensors = `model.layers.${i}`;
    b.enter(i);
    const norm = preNorm(b, `${at}.norm`, stream, [`${tensors}.input_layernorm.weight`], eps);
    const mixed = attention(b, {
      at: `${at}.mixer`,
      tensors: [`${tensors}.self_attn`],
      input: norm,
      bias: config.attention_bias,
      rope,
    });
    const middle = residual(b, `${at}.residual_mid`, stream, mixed);
    const norm2 = preNorm(b, `${at}.norm2`, middle, [`${tensors}.post_attention_layernorm.weight`], eps);
    const out = gatedMlp(b, {
      at: `${at}.mlp`,
      tensors: [`${tensors}.mlp`],
      input: norm2,
      bias: config.mlp_bias,
      fn: config.hidden_act,
    });
    stream = residual(b, `${at}.residual`, middle, out);
    closeLayer(b, shell, i, stream, 'transformer', 'T');
  }
  closeShell(b, shell, stream);
  return b.build({
    modelType: 'llama',
    title: 'Transformer',
    vocabSize: config.vocab_size,
    maxPositions: config.max_position_embeddings ?? null,
    special: specialTokens(config),
  });
}
