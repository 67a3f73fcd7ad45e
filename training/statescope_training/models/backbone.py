"""The shell of mamba, mamba2, s4d and nemotron_h: u <- u + mixer_i(norm_i(u)), one mixer a layer; the head is the embedding."""
import torch.nn.functional as F
from torch import Tensor, nn

from . import mamba, mamba2, s4d
from .common import Attention, Relu2Mlp, RMSNorm, embedding


def _nemotron(c: dict, kind: str) -> nn.Module:
    d, n = c["hidden_size"], len(c["hybrid_override_pattern"])
    if kind == "M":
        return mamba2.Mamba2Mixer(
            d, c["mamba_num_heads"], c["mamba_head_dim"], c["ssm_state_size"], c["n_groups"], c["conv_kernel"],
            c["layer_norm_epsilon"], n, norm_groups=c["n_groups"],
        )
    if kind == "*":
        return Attention(d, c["num_attention_heads"], c["num_key_value_heads"], c["head_dim"], None, n)
    if kind == "-":
        return Relu2Mlp(d, c["intermediate_size"], n)
    raise ValueError(f"hybrid_override_pattern: {kind!r} is not one of M, * and -")


class Layer(nn.Module):
    def __init__(self, d: int, eps: float, mixer: nn.Module):
        super().__init__()
        self.norm, self.mixer = RMSNorm(d, eps), mixer

    def forward(self, u: Tensor) -> Tensor:
        return u + self.mixer(self.norm(u))


class BackboneLm(nn.Module):
    def __init__(self, c: dict):
        super().__init__()
        if c["model_type"] == "nemotron_h":
            mixers = [_nemotron(c, kind) for kind in c["hybrid_override_pattern"]]
        else:
            make = {"mamba": mamba.mixer_of, "mamba2": mamba2.mixer_of, "s4d": s4d.mixer_of}[c["model_type"]]
            mixers = [make(c) for _ in range(c["num_hidden_layers"])]
        d, eps = c["hidden_size"], c["layer_norm_epsilon"]
        self.backbone = nn.Module()
        self.backbone.embeddings = embedding(c["vocab_size"], d)
        self.backbone.layers = nn.ModuleList(Layer(d, eps, m) for m in mixers)
        self.backbone.norm_f = RMSNorm(d, eps)

    @property
    def table(self) -> Tensor:  # (V,d)
        return self.backbone.embeddings.weight

    def forward(self, ids: Tensor) -> Tensor:  # (B,T) -> (B,T,V)
        return F.linear(self.hidden(ids), self.table)

    def hidden(self, ids: Tensor) -> Tensor:  # (B,T) -> (B,T,d), normed: what the head reads
        u = self.backbone.embeddings(ids)  # (B,T,d)
        for layer in self.backbone.layers:
            u = layer(u)
        return self.backbone.norm_f(u)
