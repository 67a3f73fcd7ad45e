/**
 * S4D: a stack of diagonal linear time-invariant SSMs, the ancestor that Mamba made selective (our own model_type 's4d').
 * Read first: Gu, Gupta, Goel & Ré 2022, "On the Parameterization and Initialization of Diagonal State Space Models", arXiv:2206.11893;
 * Gu, Goel & Ré 2021, arXiv:2111.00396 (S4); state-spaces/s4 models/s4/s4d.py.
 *
 * Glossary (dims → paper): d_inner H channels · d_state N · n_poles M = N/2 conjugate pairs (complex), or N (real) · A_bar, B_bar: the
 * discrete Ā, B̄ (Mamba Eq. 4, or bilinear) · h state · the same for every token: the layer is also a convolution with K_k = 2 Re Σ C Ā^k B̄.
 * B is 1 and absorbed in C, as in s4d.py. Departures: pre-RMSNorm and an optional widening in_proj, so that it stands beside the others.
 */
import { z } from 'zod';
import { BlueprintBuilder } from '../blueprint/builder';
import type { Blueprint } from '../blueprint/types';
import { s4dMixer } from './blocks/s4d-mixer';
import { closeLayer, closeShell, openShell, preNorm, residual } from './blocks/shell';
import { common, flag, positive, readConfig, refuse, size, specialTokens } from './config/read';
import { innerWidth } from './mamba';

const schema = z.object({
  ...common,
  state_size: size.max(4096),
  expand: positive.default(1),
  use_in_proj: flag(true),
  poles: z.enum(['complex', 'real']).default('complex'),
  discretization: z.enum(['zoh', 'bilinear']).default('zoh'),
  layer_norm_epsilon: positive.default(1e-5),
  tie_word_embeddings: flag(true),
});

/** Blueprint of an S4D language model. */
export function buildS4d(raw: unknown): Blueprint {
  const config = readConfig(schema, raw);
  const complex = config.poles === 'complex';
  if (complex && config.state_size % 2 !== 0)
    refuse('state_size', config.state_size, 'complex poles come in pairs, so it must be even');
  const b = new BlueprintBuilder({
    vocab: config.vocab_size,
    d_model: config.hidden_size,
    n_layers: config.num_hidden_layers,
    d_inner: config.use_in_proj ? innerWidth(config.hidden_size, config.expand, null) : config.hidden_size,
    d_state: config.state_size,
    n_poles: complex ? config.state_size / 2 : config.state_size,
  });
  const eps = config.layer_norm_epsilon;
  const shell = openShell(b, {
    embedding: ['backbone.embeddings.weight'],
    finalNorm: ['backbone.norm_f.weight'],
    head: ['lm_head.weight'],
    tied: config.tie_word_embeddings,
    eps,
  });
  let stream = shell.stream; // [T, d]
  for (let i = 0; i < config.num_hidden_layers; i++) {
    b.enter(i);
    const tensors = `backbone.layers.${i}`;
    const norm = preNorm(b, `layers.${i}.norm`, stream, [`${tensors}.norm.weight`], eps);
    const out = s4dMixer(b, {
      at: `layers.${i}.mixer`,
      tensors: `${tensors}.mixer`,
      input: norm,
      inProj: config.use_in_proj,
      complex,
      method: config.discretization,
    });
    stream = residual(b, `layers.${i}.residual`, stream, out);
    closeLayer(b, shell, i, stream, 's4d', 'S');
  }
  closeShell(b, shell, stream);
  return b.build({
    modelType: 's4d',
    title: 'S4D',
    vocabSize: config.vocab_size,
    maxPositions: null,
    special: specialTokens(config),
  });
}
