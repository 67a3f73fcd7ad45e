/**
 * Mamba2-Hybrid, in the layout of Nemotron-H: a flat stack of Mamba-2, attention and MLP layers in any order (model_type 'nemotron_h').
 * Read first: Waleffe et al., "An Empirical Study of Mamba-based Language Models", arXiv:2406.07887, section 4; transformers
 * modeling_nemotron_h.py; then blocks/mamba2-mixer.ts, blocks/attention.ts, blocks/mlp.ts.
 *
 * Glossary (pattern): M Mamba-2 · * attention (grouped queries, no positions) · - MLP without gate. 'E' (experts) is refused by name.
 * As in transformers: the gated norm is per group; the lower limit of Δ is time_step_min, not time_step_limit[0]; the head is never
 * tied, so `lm_head.weight` wins where the file has it, and with tie_word_embeddings the embedding stands in where it has not.
 */
import { z } from 'zod';
import { BlueprintBuilder } from '../blueprint/builder';
import type { Blueprint } from '../blueprint/types';
import { attention } from './blocks/attention';
import { mamba2Mixer } from './blocks/mamba2-mixer';
import { plainMlp } from './blocks/mlp';
import { closeLayer, closeShell, openShell, preNorm, residual } from './blocks/shell';
import { activation } from './config/activation';
import { headFields, readHeads } from './config/heads';
import { layerPattern, patternFields } from './config/pattern';
import { common, flag, positive, readConfig, refuse, size, specialTokens } from './config/read';
import { ssdDims } from './mamba2';

const schema = z.object({
  ...common,
  num_hidden_layers: z.int().min(1).nullish(),
  ...headFields,
  ...patternFields,
  intermediate_size: size,
  mlp_hidden_act: activation.default('relu2'),
  mlp_bias: flag(false),
  attention_bias: flag(false),
  sliding_window: z.int().nullish(),
  ssm_state_size: size.max(4096),
  mamba_num_heads: size,
  mamba_head_dim: size,
  mamba_hidden_act: z.literal('silu').default('silu'),
  n_groups: size.nullish(),
  mamba_n_groups: size.nullish(),
  conv_kernel: z.int().min(2).max(64).nullish(),
  mamba_d_conv: z.int().min(2).max(64).nullish(),
  time_step_min: z.number().min(0).default(0.001),
  use_bias: flag(false),
  use_conv_bias: flag(true),
  layer_norm_epsilon: positive.default(1e-5),
  max_position_embeddings: size.nullish(),
  tie_word_embeddings: flag(false),
});

const marks = { M: 'mamba2', '*': 'attention', '-': 'mlp' } as const;

/** Blueprint of a Mamba2-Hybrid. */
export function buildNemotronH(raw: unknown): Blueprint {
  const config = readConfig(schema, raw);
  if (config.sliding_window)
    refuse('sliding_window', config.sliding_window, 'sliding-window attention is not supported');
  if (config.attention_bias)
    refuse('attention_bias', true, 'nemotron_h attention has no biases, in transformers neither');
  const pattern = layerPattern(config);
  const b = new BlueprintBuilder({
    vocab: config.vocab_size,
    d_model: config.hidden_size,
    n_layers: pattern.length,
    ...readHeads(config),
    d_mlp: config.intermediate_size,
    ...ssdDims({
      heads: config.mamba_num_heads,
      headDim: config.mamba_head_dim,
      state: config.ssm_state_size,
      groups: config.mamba_n_groups ?? config.n_groups ?? refuse('n_groups', undefined, 'a whole number is required'),
      conv: config.mamba_d_conv ?? config.conv_kernel ?? 4,
    }),
  });
  const eps = config.layer_norm_epsilon;
  const roots = ['backbone', 'model']; // on disk, and as transformers 5 names the module in memory
  const embedding = roots.map((r) => `${r}.embeddings.weight`);
  const shell = openShell(b, {
    embedding,
    finalNorm: roots.map((r) => `${r}.norm_f.weight`),
    head: config.tie_word_embeddings ? ['lm_head.weight', ...embedding] : ['lm_head.weight'],
    tied: false,
    eps,
  });
  let stream = shell.stream; // [T, d]
  pattern.forEach((mark, i) => {
    b.enter(i);
    const tensors = roots.map((r) => `${r}.layers.${i}`);
    const norm = preNorm(
      b,
      `layers.${i}.norm`,
      stream,
      tensors.map((t) => `${t}.norm.weight`),
      eps,
    );
    const part = { at: `layers.${i}.mixer`, tensors: tensors.map((t) => `${t}.mixer`), input: norm };
    const out =
      mark === 'M'
        ? mamba2Mixer(b, {
            ...part,
            projBias: config.use_bias,
            convBias: config.use_conv_bias,
            deltaLimit: [config.time_step_min, Number.POSITIVE_INFINITY],
            normGroups: b.dims.n_groups!,
            eps,
          })
        : mark === '*'
          ? attention(b, { ...part, bias: false, rope: null })
          : plainMlp(b, { ...part, bias: config.mlp_bias, fn: config.mlp_hidden_act });
    stream = residual(b, `layers.${i}.residual`, stream, out);
    closeLayer(b, shell, i, stream, marks[mark], mark);
  });
  closeShell(b, shell, stream);
  return b.build({
    modelType: 'nemotron_h',
    title: 'Mamba2-Hybrid',
    vocabSize: config.vocab_size,
    maxPositions: config.max_position_embeddings ?? null,
    special: specialTokens(config),
  });
}
