"""The shell of llama and jamba: two residual steps a layer, a sequence mixer and a feed-forward part; the head is the embedding."""
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .common import Attention, RMSNorm, SwiGlu, embedding, linear
from .mamba import MambaMixer


class LlamaLayer(nn.Module):
    def __init__(self, c: dict):
        super().__init__()
        d, eps, adds = c["hidden_size"], c["rms_norm_eps"], 2 * c["num_hidden_layers"]
        self.input_layernorm = RMSNorm(d, eps)
        self.self_attn = Attention(d, c["num_attention_heads"], c["num_key_value_heads"], c["head_dim"], c["rope_theta"], adds)
        self.post_attention_layernorm = RMSNorm(d, eps)
        self.mlp = SwiGlu(d, c["intermediate_size"], adds)

    def forward(self, u: Tensor) -> Tensor:  # (B,T,d)
        u = u + self.self_attn(self.input_layernorm(u))
        return u + self.mlp(self.post_attention_layernorm(u))


class MoE(nn.Module):
    """Jamba's: softmax over all experts, the top k with their un-renormalised weights (facts 1.4)."""

    def __init__(self, d: int, inner: int, experts: int, top: int, adds: int):
        super().__init__()
        self.router = linear(d, experts)
        self.experts = nn.ModuleList(SwiGlu(d, inner, adds) for _ in range(experts))
        self.top, self.balance = top, torch.zeros(())

    def forward(self, x: Tensor) -> Tensor:  # (B,T,d)
        flat = x.flatten(0, 1)  # (BT,d)
        p = self.router(flat).softmax(-1)  # (BT,E)
        weight, chosen = p.topk(self.top, -1)  # (BT,k)
        used = F.one_hot(chosen, p.shape[-1]).float().sum(1)  # (BT,E)
        self.balance = p.shape[-1] * (used.mean(0) * p.mean(0)).sum()  # Switch Transformer's auxiliary loss, as Jamba's code
        y = torch.zeros_like(flat)
        for e, expert in enumerate(self.experts):
            token, slot = (chosen == e).nonzero(as_tuple=True)
            y = y.index_add(0, token, expert(flat[token]) * weight[token, slot, None])
        return y.view_as(x)


class JambaLayer(nn.Module):
    def __init__(self, c: dict, i: int):
        super().__init__()
        d, eps, adds = c["hidden_size"], c["rms_norm_eps"], 2 * c["num_hidden_layers"]
        self.input_layernorm, self.pre_ff_layernorm = RMSNorm(d, eps), RMSNorm(d, eps)
        self.is_attention = i % c["attn_layer_period"] == c["attn_layer_offset"]
        if self.is_attention:
            heads = c["num_attention_heads"]
            self.self_attn = Attention(d, heads, c["num_key_value_heads"], d // heads, None, adds)
        else:
            D = c["mamba_expand"] * d
            self.mamba = MambaMixer(d, D, c["mamba_d_state"], c["mamba_dt_rank"], c["mamba_d_conv"], adds, norm_eps=eps)
        if c["num_experts"] > 1 and i % c["expert_layer_period"] == c["expert_layer_offset"]:
            self.feed_forward = MoE(d, c["intermediate_size"], c["num_experts"], c["num_experts_per_tok"], adds)
        else:
            self.feed_forward = SwiGlu(d, c["intermediate_size"], adds)

    def forward(self, u: Tensor) -> Tensor:  # (B,T,d)
        mixer = self.self_attn if self.is_attention else self.mamba
        u = u + mixer(self.input_layernorm(u))
        return u + self.feed_forward(self.pre_ff_layernorm(u))


class DecoderLm(nn.Module):
    def __init__(self, c: dict):
        super().__init__()
        d, n, jamba = c["hidden_size"], c["num_hidden_layers"], c["model_type"] == "jamba"
        self.final = "final_layernorm" if jamba else "norm"
        self.model = nn.Module()
        self.model.embed_tokens = embedding(c["vocab_size"], d)
        self.model.layers = nn.ModuleList(JambaLayer(c, i) if jamba else LlamaLayer(c) for i in range(n))
        setattr(self.model, self.final, RMSNorm(d, c["rms_norm_eps"]))

    @property
    def table(self) -> Tensor:  # (V,d)
        return self.model.embed_tokens.weight

    def forward(self, ids: Tensor) -> Tensor:  # (B,T) -> (B,T,V)
        return F.linear(self.hidden(ids), self.table)

    def hidden(self, ids: Tensor) -> Tensor:  # (B,T) -> (B,T,d), normed: what the head reads
        u = self.model.embed_tokens(ids)  # (B,T,d)
        for layer in self.model.layers:
            u = layer(u)
        return getattr(self.model, self.final)(u)

    def auxiliary_loss(self) -> Tensor | float:
        """Sum over the MoE layers of the last forward pass; 0 without experts."""
        return sum(m.balance for m in self.modules() if isinstance(m, MoE))
