/** Small configs of every model type, with odd sizes so that no two widths agree by chance. */
const special = { bos_token_id: 1, eos_token_id: 2, pad_token_id: 0 };

export const llama = {
  model_type: 'llama',
  vocab_size: 97,
  hidden_size: 36,
  intermediate_size: 50,
  num_hidden_layers: 2,
  num_attention_heads: 6,
  num_key_value_heads: 2,
  rms_norm_eps: 1e-5,
  max_position_embeddings: 64,
  ...special,
};
export const mamba = {
  model_type: 'mamba',
  vocab_size: 97,
  hidden_size: 20,
  num_hidden_layers: 2,
  state_size: 11,
  expand: 2,
  conv_kernel: 3,
  time_step_rank: 7,
  ...special,
};
export const falconMamba = { ...mamba, model_type: 'falcon_mamba', mixer_rms_eps: 1e-6 };
export const mamba2 = {
  model_type: 'mamba2',
  vocab_size: 97,
  hidden_size: 18,
  num_hidden_layers: 2,
  state_size: 11,
  num_heads: 6,
  head_dim: 6,
  n_groups: 2,
  expand: 2,
  conv_kernel: 4,
  time_step_limit: [0, { __float__: 'Infinity' }],
  ...special,
};
export const jamba = {
  model_type: 'jamba',
  vocab_size: 97,
  hidden_size: 32,
  intermediate_size: 50,
  num_hidden_layers: 4,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  attn_layer_period: 4,
  attn_layer_offset: 2,
  expert_layer_period: 2,
  expert_layer_offset: 1,
  num_experts: 5,
  num_experts_per_tok: 2,
  mamba_d_state: 11,
  mamba_d_conv: 4,
  mamba_expand: 2,
  mamba_dt_rank: 7,
  ...special,
};
export const nemotronH = {
  model_type: 'nemotron_h',
  vocab_size: 97,
  hidden_size: 32,
  intermediate_size: 50,
  hybrid_override_pattern: 'M-*-M',
  num_attention_heads: 4,
  num_key_value_heads: 2,
  head_dim: 9,
  ssm_state_size: 11,
  mamba_num_heads: 6,
  mamba_head_dim: 7,
  n_groups: 3,
  conv_kernel: 4,
  ...special,
};
export const s4d = {
  model_type: 's4d',
  vocab_size: 97,
  hidden_size: 20,
  num_hidden_layers: 2,
  state_size: 14,
  expand: 2,
  use_in_proj: true,
  poles: 'complex',
  discretization: 'zoh',
  ...special,
};
export const original = { d_model: 32, n_layer: 2, vocab_size: 93, ssm_cfg: {}, pad_vocab_size_multiple: 8 };
export const original2 = {
  ...original,
  ssm_cfg: { layer: 'Mamba2', headdim: 16, d_state: 11, ngroups: 2 },
  d_intermediate: 100,
  pad_vocab_size_multiple: 16,
};

/** One config for every branch of the builders that changes the graph. */
export const everyConfig: Readonly<Record<string, Record<string, unknown>>> = {
  llama,
  'llama with biases': { ...llama, attention_bias: true, mlp_bias: true, tie_word_embeddings: true },
  mamba,
  'mamba with biases': { ...mamba, use_bias: true, use_conv_bias: false },
  'falcon mamba': falconMamba,
  'mamba2 with groups': mamba2,
  jamba,
  'jamba without experts': { ...jamba, num_experts: 1, num_experts_per_tok: 1, mamba_proj_bias: true },
  'nemotron_h by pattern': nemotronH,
  's4d complex': s4d,
  's4d real, bilinear, no in_proj': { ...s4d, poles: 'real', discretization: 'bilinear', use_in_proj: false },
  'original mamba': original,
  'original mamba2 with MLPs': original2,
};
