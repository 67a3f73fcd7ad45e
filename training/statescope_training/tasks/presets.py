"""The task models: two layers (recall: one), 10,000 to 80,000 parameters. Which architecture does which task, and on what it trains and is tested."""
from .generators import VOCABULARY

# train, test: sizes (one is drawn for each batch); steps: most steps; the shortened settings of facts.md, 4.6.
# Where given: opens, after how many steps at most the next training size joins those in use (the first alone at the start); tokens of a
# batch, which is else 16 examples; muon, adam: learning rates other than 0.02 and 0.003.
TASKS = {
    "selective-copying": dict(train=[16, 32, 64], test=[16, 32, 64, 128, 256], steps=3000),
    "induction": dict(train=list(range(64, 129)), test=[2**k for k in range(6, 15)], steps=3000),
    "recall": dict(train=[4, 8, 16], test=[4, 6, 8, 12, 16, 24, 32], steps=3500, opens=1000, tokens=1024, muon=0.01),
    "phonebook": dict(train=[4, 8, 16, 32], test=[4, 8, 16, 32, 64], steps=2500, opens=1000, tokens=1024, muon=0.01),
}

# name: (model type, d, what differs from the defaults below)
MODELS = {
    "selective-copying": {
        "s4d": ("s4d", 64, {}),
        "mamba": ("mamba", 64, {}),
        "mamba2": ("mamba2", 64, {}),
        "transformer": ("llama", 64, {}),
    },
    "induction": {
        "mamba": ("mamba", 64, {}),
        "attention-rope": ("llama", 64, {}),
        "attention-nope": ("jamba", 64, {}),  # a jamba of attention layers alone: no positions at all
        "mamba2": ("mamba2", 64, {}),
    },
    "recall": {
        # one layer: with two, Mamba-2 with 4 state numbers already recalls 16 pairs of 16 keys
        f"{kind}-n{n}": (kind, 32, {"state_size": n, "num_hidden_layers": 1}) for n in (4, 16, 64) for kind in ("mamba", "mamba2")
    } | {"hybrid-n4": ("nemotron_h", 32, {"hybrid_override_pattern": "M*", "ssm_state_size": 4})},
    "phonebook": {
        "mamba": ("mamba", 64, {}),
        "hybrid": ("nemotron_h", 64, {"hybrid_override_pattern": "M*M*"}),
        "transformer": ("llama", 64, {}),
    },
}

# what differs for one model. Attention without a convolution before it takes smaller steps, and finds the star in short texts first.
SHORT_FIRST = dict(train=[8, 16, 24, 32, 48, 64, 80, 96, 112, 128], opens=1000, tokens=2048, muon=0.005)
TRAINED_ON = {
    ("induction", "attention-rope"): dict(SHORT_FIRST, steps=3000),
    ("induction", "attention-nope"): dict(SHORT_FIRST, steps=2500),
    ("phonebook", "transformer"): dict(muon=0.005, steps=4000),
} | {("recall", f"mamba-n{n}"): dict(muon=0.02) for n in (4, 16, 64)}


def settings(task: str, model: str) -> dict:
    return TASKS[task] | TRAINED_ON.get((task, model), {})


def config(task: str, model: str) -> dict:
    kind, d, changes = MODELS[task][model]
    common = dict(
        model_type=kind, vocab_size=len(VOCABULARY[task]), hidden_size=d, tie_word_embeddings=True, bos_token_id=None, eos_token_id=None,
        pad_token_id=None,
    )
    longest = 16_384
    mamba = dict(num_hidden_layers=2, expand=2, conv_kernel=4, layer_norm_epsilon=1e-5, residual_in_fp32=True, hidden_act="silu",
                 use_bias=False, use_conv_bias=True)
    kinds = {
        "mamba": dict(mamba, architectures=["MambaForCausalLM"], state_size=16, intermediate_size=2 * d, time_step_rank=-(-d // 16)),
        "mamba2": dict(mamba, architectures=["Mamba2ForCausalLM"], state_size=16, num_heads=4, head_dim=d // 2, n_groups=1, chunk_size=32),
        "s4d": dict(num_hidden_layers=2, state_size=32, expand=2, use_in_proj=True, poles="complex", discretization="zoh", layer_norm_epsilon=1e-5),
        "llama": dict(
            architectures=["LlamaForCausalLM"], num_hidden_layers=2, intermediate_size=96, num_attention_heads=4, num_key_value_heads=4,
            head_dim=d // 4, hidden_act="silu", rms_norm_eps=1e-5, rope_theta=10000.0,
            rope_parameters=dict(rope_type="default", rope_theta=10000.0), max_position_embeddings=longest, attention_bias=False, mlp_bias=False,
        ),
        "jamba": dict(
            architectures=["JambaForCausalLM"], num_hidden_layers=2, intermediate_size=96, num_attention_heads=4, num_key_value_heads=4,
            hidden_act="silu", rms_norm_eps=1e-6, attn_layer_period=1, attn_layer_offset=0, expert_layer_period=2, expert_layer_offset=1,
            num_experts=1, num_experts_per_tok=1, router_aux_loss_coef=0.0, mamba_d_state=16, mamba_d_conv=4, mamba_expand=2,
            mamba_dt_rank=-(-d // 16), mamba_conv_bias=True, mamba_proj_bias=False, max_position_embeddings=longest,
        ),
        "nemotron_h": dict(
            architectures=["NemotronHForCausalLM"], hybrid_override_pattern="M*", intermediate_size=2 * d, mlp_hidden_act="relu2", mlp_bias=False,
            num_attention_heads=2, num_key_value_heads=2, head_dim=d // 2, attention_bias=False, ssm_state_size=16, mamba_num_heads=4,
            mamba_head_dim=d // 2, n_groups=1, expand=2, conv_kernel=4, chunk_size=32, use_conv_bias=True, use_bias=False, mamba_proj_bias=False,
            mamba_hidden_act="silu", layer_norm_epsilon=1e-5, residual_in_fp32=True, max_position_embeddings=longest, time_step_min=1e-9,
        ),
    }
    return common | kinds[kind] | changes
