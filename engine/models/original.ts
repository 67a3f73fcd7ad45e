/**
 * The original layout of the Mamba authors: state-spaces/mamba-* and mamba2-* (config with `d_model`, `n_layer`, `ssm_cfg`, no model_type).
 * Read first: state-spaces/mamba config_mamba.py, mixer_seq_simple.py, modules/{block,mlp}.py; then mamba.ts or mamba2.ts.
 *
 * Glossary: ssm_cfg.layer 'Mamba1' (also where it is absent) or 'Mamba2' · d_intermediate I, rounded up to 128: a gated MLP after every
 * mixer · pad_vocab_size_multiple: rows of the embedding are rounded up to it (50277 → 50280 or 50288).
 * The gated norm of Mamba-2 runs per group, as in the official code. Attention layers (attn_layer_idx) are refused by name.
 */
import { z } from 'zod';
import { BlueprintBuilder } from '../blueprint/builder';
import type { Blueprint } from '../blueprint/types';
import { mambaMixer } from './blocks/mamba-mixer';
import { mamba2Mixer } from './blocks/mamba2-mixer';
import { gatedMlp } from './blocks/mlp';
import { closeLayer, closeShell, openShell, preNorm, residual } from './blocks/shell';
import { common, flag, positive, readConfig, refuse, size, specialTokens } from './config/read';
import { innerWidth } from './mamba';
import { deltaLimit, ssdDims } from './mamba2';

const ssmConfig = z.object({
  layer: z.enum(['Mamba1', 'Mamba2']).default('Mamba1'),
  d_state: size.max(4096).nullish(), // 16 in Mamba, 128 in Mamba-2
  d_conv: z.int().min(2).max(64).default(4),
  expand: positive.default(2),
  dt_rank: z.union([size, z.literal('auto')]).default('auto'),
  bias: flag(false),
  conv_bias: flag(true),
  headdim: size.default(64),
  ngroups: size.default(1),
  d_ssm: size.nullish(),
  dt_limit: deltaLimit.default([0, Number.POSITIVE_INFINITY]),
  rmsnorm: z.literal(true).default(true),
  norm_before_gate: z.literal(false).default(false),
  D_has_hdim: z.literal(false).default(false),
});

const { vocab_size, bos_token_id, eos_token_id, pad_token_id } = common;
const schema = z.object({
  vocab_size,
  bos_token_id,
  eos_token_id,
  pad_token_id,
  d_model: size,
  n_layer: z.int().min(1).max(1024),
  d_intermediate: z.int().min(0).default(0),
  ssm_cfg: ssmConfig.default(ssmConfig.parse({})),
  attn_layer_idx: z.array(z.int()).default([]),
  rms_norm: z.literal(true).default(true),
  norm_epsilon: positive.default(1e-5),
  pad_vocab_size_multiple: size.default(8),
  tie_embeddings: flag(true),
});

/** True for a config of this layout. */
export function isOriginal(config: object): boolean {
  return !('model_type' in config) && ('ssm_cfg' in config || ('d_model' in config && 'n_layer' in config));
}

const roundUp = (n: number, to: number) => Math.ceil(n / to) * to;

/** Blueprint of a checkpoint in the original layout; its model type is 'mamba' or 'mamba2'. */
export function buildOriginal(raw: unknown): Blueprint {
  const config = readConfig(schema, raw);
  if (config.attn_layer_idx.length > 0)
    refuse('attn_layer_idx', config.attn_layer_idx, 'attention layers of the original layout are not supported');
  const ssm = config.ssm_cfg;
  const two = ssm.layer === 'Mamba2';
  const inner = innerWidth(config.d_model, ssm.expand, null);
  const b = new BlueprintBuilder({
    vocab: roundUp(config.vocab_size, config.pad_vocab_size_multiple),
    d_model: config.d_model,
    n_layers: config.n_layer,
    ...(two ? ssdOriginal(ssm, inner) : mamba1Original(ssm, inner, config.d_model)),
    ...(config.d_intermediate > 0 ? { d_mlp: roundUp(config.d_intermediate, 128) } : {}),
  });
  const eps = config.norm_epsilon;
  const shell = openShell(b, {
    embedding: ['backbone.embedding.weight', 'backbone.embeddings.weight'],
    finalNorm: ['backbone.norm_f.weight'],
    head: ['lm_head.weight'],
    tied: config.tie_embeddings,
    eps,
  });
  let stream = shell.stream; // [T, d]
  for (let i = 0; i < config.n_layer; i++) {
    const at = `layers.${i}`;
    const tensors = `backbone.layers.${i}`;
    b.enter(i);
    const norm = preNorm(b, `${at}.norm`, stream, [`${tensors}.norm.weight`], eps);
    const part = {
      at: `${at}.mixer`,
      tensors: [`${tensors}.mixer`],
      input: norm,
      projBias: ssm.bias,
      convBias: ssm.conv_bias,
    };
    const out = two
      ? mamba2Mixer(b, { ...part, deltaLimit: ssm.dt_limit, normGroups: ssm.ngroups, eps: 1e-5 })
      : mambaMixer(b, { ...part, innerNorm: 'none', innerEps: 0 });
    const mlp = config.d_intermediate > 0;
    const middle = residual(b, `${at}.residual${mlp ? '_mid' : ''}`, stream, out);
    stream = mlp ? secondHalf(b, i, middle, eps) : middle;
    closeLayer(b, shell, i, stream, `${two ? 'mamba2' : 'mamba'}${mlp ? '+mlp' : ''}`, 'M');
  }
  closeShell(b, shell, stream);
  const special = specialTokens(config);
  return b.build({
    modelType: two ? 'mamba2' : 'mamba',
    title: two ? 'Mamba-2' : 'Mamba',
    vocabSize: b.dims.vocab!,
    maxPositions: null,
    // This layout names no special ids; every released model uses GPT-NeoX's, where 0 is the end of text (README, "Usage").
    special: special.eos.length > 0 ? special : { bos: 0, eos: [0], pad: 0 },
  });
}

/** norm2 and the gated MLP of d_intermediate > 0: fc1 holds [value; gate], fc2 goes back (modules/mlp.py). Returns the residual's id. */
function secondHalf(b: BlueprintBuilder, i: number, middle: string, eps: number): string {
  const tensors = `backbone.layers.${i}`;
  const norm2 = preNorm(b, `layers.${i}.norm2`, middle, [`${tensors}.norm2.weight`], eps);
  const fc1 = { kind: 'rows' as const, name: `${tensors}.mlp.fc1.weight`, axis: 0 };
  const out = gatedMlp(b, {
    at: `layers.${i}.mlp`,
    tensors: [`${tensors}.mlp`],
    input: norm2,
    bias: false,
    fn: 'silu',
    sources: {
      up_proj: [{ ...fc1, start: '0', end: 'd_mlp' }],
      gate_proj: [{ ...fc1, start: 'd_mlp', end: '2*d_mlp' }],
      down_proj: [{ kind: 'tensor', name: `${tensors}.mlp.fc2.weight` }],
    },
  });
  return residual(b, `layers.${i}.residual`, middle, out);
}

function ssdOriginal(ssm: z.output<typeof ssmConfig>, inner: number) {
  if (ssm.d_ssm && ssm.d_ssm !== inner)
    refuse('ssm_cfg.d_ssm', ssm.d_ssm, `only the full width (${inner}) is supported`);
  if (inner % ssm.headdim !== 0) refuse('ssm_cfg.headdim', ssm.headdim, `it must divide the inner width (${inner})`);
  return ssdDims({
    heads: inner / ssm.headdim,
    headDim: ssm.headdim,
    state: ssm.d_state ?? 128,
    groups: ssm.ngroups,
    conv: ssm.d_conv,
  });
}

function mamba1Original(ssm: z.output<typeof ssmConfig>, inner: number, width: number) {
  return {
    d_inner: inner,
    d_state: ssm.d_state ?? 16,
    dt_rank: typeof ssm.dt_rank === 'number' ? ssm.dt_rank : Math.ceil(width / 16),
    d_conv: ssm.d_conv,
    conv_tail: ssm.d_conv - 1,
  };
}
