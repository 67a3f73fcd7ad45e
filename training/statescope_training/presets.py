"""The six stories models. `tiny`: 1.6 M active parameters, for two CPU cores; `small`: about 10 M, for a graphics card.

Equal within 5 %: parameters that a token uses (Jamba holds more experts than it uses). Two SSM layers count as one Transformer layer
(attention and MLP), as in the Mamba papers.
"""
NAMES = ["stories-transformer", "stories-s4d", "stories-mamba", "stories-mamba2", "stories-mamba2-hybrid", "stories-jamba"]
CONTEXT = 256  # training length; also llama2.c's

# depth and width of each preset: (d, layers) per architecture, then what balances the parameters
TINY = {
    "llama": dict(d=128, layers=5, heads=4, inner=312),
    "s4d": dict(d=128, layers=8),
    "mamba": dict(d=128, layers=8),
    "mamba2": dict(d=128, layers=8, heads=8),
    # 14 layers: 6 M (43 %), 1 attention (7 %), 7 MLP (50 %), the shares of Mamba2-Hybrid-8B
    "nemotron_h": dict(d=112, pattern="M-M-M--M*-M-M-", heads=7, inner=272),
    "jamba": dict(d=96, layers=8, heads=3, inner=160),
}
SMALL = {
    "llama": dict(d=320, layers=7, heads=5, inner=800),
    "s4d": dict(d=320, layers=12),
    "mamba": dict(d=320, layers=12),
    "mamba2": dict(d=320, layers=12, heads=20),
    "nemotron_h": dict(d=288, pattern="M-M-M--M-M*-M-M-M-M--M*-M-M-", heads=18, inner=640),
    "jamba": dict(d=256, layers=8, heads=8, inner=640),
}
PRESETS = {"tiny": TINY, "small": SMALL}


def config(name: str, preset: str, vocab: int) -> dict:
    kinds = ["llama", "s4d", "mamba", "mamba2", "nemotron_h", "jamba"]
    kind = kinds[NAMES.index(name)]
    p = PRESETS[preset][kind]
    common = dict(
        model_type=kind, vocab_size=vocab, hidden_size=p["d"], tie_word_embeddings=True, bos_token_id=1, eos_token_id=1, pad_token_id=0
    )
    if kind != "nemotron_h":
        common["num_hidden_layers"] = p["layers"]
    return common | globals()[f"_{kind}"](p)


def _llama(p: dict) -> dict:
    return dict(
        architectures=["LlamaForCausalLM"], intermediate_size=p["inner"], num_attention_heads=p["heads"],
        num_key_value_heads=p["heads"], head_dim=p["d"] // p["heads"], hidden_act="silu", rms_norm_eps=1e-5, rope_theta=10000.0,
        rope_parameters=dict(rope_type="default", rope_theta=10000.0), max_position_embeddings=CONTEXT,
        attention_bias=False, mlp_bias=False,
    )


def _s4d(p: dict) -> dict:
    return dict(state_size=32, expand=2, use_in_proj=True, poles="complex", discretization="zoh", layer_norm_epsilon=1e-5)


def _mamba(p: dict) -> dict:
    return dict(
        architectures=["MambaForCausalLM"], state_size=16, expand=2, intermediate_size=2 * p["d"], conv_kernel=4,
        time_step_rank=-(-p["d"] // 16), layer_norm_epsilon=1e-5, hidden_act="silu", use_bias=False, use_conv_bias=True,
        residual_in_fp32=True,
    )


def _mamba2(p: dict) -> dict:
    return dict(
        architectures=["Mamba2ForCausalLM"], state_size=64, expand=2, num_heads=p["heads"], head_dim=2 * p["d"] // p["heads"],
        n_groups=1, conv_kernel=4, chunk_size=32, layer_norm_epsilon=1e-5, hidden_act="silu", use_bias=False, use_conv_bias=True,
        residual_in_fp32=True,
    )


def _nemotron_h(p: dict) -> dict:
    return dict(
        architectures=["NemotronHForCausalLM"], hybrid_override_pattern=p["pattern"], intermediate_size=p["inner"],
        mlp_hidden_act="relu2", mlp_bias=False, num_attention_heads=4, num_key_value_heads=2, head_dim=32, attention_bias=False,
        ssm_state_size=64, mamba_num_heads=p["heads"], mamba_head_dim=2 * p["d"] // p["heads"], n_groups=1, expand=2, conv_kernel=4,
        chunk_size=32, use_conv_bias=True, use_bias=False, mamba_proj_bias=False, mamba_hidden_act="silu", layer_norm_epsilon=1e-5,
        residual_in_fp32=True, max_position_embeddings=CONTEXT,
        time_step_min=1e-9,  # transformers clamps dt from below by it in the chunked form only; the published model has no lower limit
    )


def _jamba(p: dict) -> dict:
    return dict(
        architectures=["JambaForCausalLM"], intermediate_size=p["inner"], num_attention_heads=p["heads"],
        num_key_value_heads=p["heads"], hidden_act="silu", rms_norm_eps=1e-6, attn_layer_period=8, attn_layer_offset=4,
        expert_layer_period=2, expert_layer_offset=1, num_experts=4, num_experts_per_tok=2, router_aux_loss_coef=0.001,
        mamba_d_state=16, mamba_d_conv=4, mamba_expand=2, mamba_dt_rank=-(-p["d"] // 16), mamba_conv_bias=True,
        mamba_proj_bias=False, max_position_embeddings=CONTEXT,
    )


def active(model, c: dict) -> int:
    """Parameters that one token uses."""
    total = sum(p.numel() for p in model.parameters())
    if c["model_type"] != "jamba" or c["num_experts"] < 2:
        return total
    experts = sum(p.numel() for n, p in model.named_parameters() if ".experts." in n)
    return total - experts * (c["num_experts"] - c["num_experts_per_tok"]) // c["num_experts"]
