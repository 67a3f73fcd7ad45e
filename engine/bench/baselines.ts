/**
 * The Transformer that Mamba2-Hybrid was compared with: 32 layers 4096 wide, 32 heads without grouping, an ungated MLP of 16384, a
 * vocabulary of 256K, input and output matrices apart (`gpt3-8b-multi-3.5t-base` of Megatron-LM's examples/mamba; arXiv:2406.07887).
 * Written in the fields of nemotron_h, for its costs only: it also has rotary positions and biases in its norms, which cost nothing here.
 */
export const transformer8b = {
  id: 'transformer-8b',
  name: 'NVIDIA Transformer 8B',
  source: 'https://github.com/NVIDIA/Megatron-LM/tree/main/examples/mamba',
  config: {
    model_type: 'nemotron_h',
    hybrid_override_pattern: '*-'.repeat(32),
    vocab_size: 256_000,
    hidden_size: 4096,
    intermediate_size: 16_384,
    mlp_hidden_act: 'relu2',
    num_attention_heads: 32,
    num_key_value_heads: 32,
    head_dim: 128,
    // Required by nemotron_h; there is no Mamba-2 layer that they could describe.
    ssm_state_size: 128,
    mamba_num_heads: 128,
    mamba_head_dim: 64,
    n_groups: 8,
    layer_norm_epsilon: 1e-5,
    max_position_embeddings: 4096,
    tie_word_embeddings: false,
  },
} as const;
