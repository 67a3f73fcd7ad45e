"""Parts that several architectures share. Letters: B batch, T time, d hidden size, H heads, P head size, V vocabulary."""
import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..scan import mixed_linear


class RMSNorm(nn.Module):
    """w * x / sqrt(mean(x^2) + eps)"""

    def __init__(self, d: int, eps: float):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(d)), eps

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, x.shape[-1:], self.weight, self.eps)


class Linear(nn.Linear):
    """nn.Linear whose training products may run in bf16 (parameters, sums and everything else stay f32). Evaluation is always f32."""

    mixed = False  # set for all layers at once by train.py

    def forward(self, x: Tensor) -> Tensor:
        if not (Linear.mixed and self.training):
            return super().forward(x)
        y = mixed_linear(x, self.weight)
        return y if self.bias is None else y + self.bias


def linear(fan_in: int, fan_out: int, residual_adds: int = 0, bias: bool = False) -> nn.Linear:
    """PyTorch's default (Kaiming-uniform, a = sqrt 5), as the state-spaces code; a projection into the residual stream is divided by the
    root of the number of such projections (Mamba's `rescale_prenorm_residual`, GPT-2)."""
    layer = Linear(fan_in, fan_out, bias=bias)
    if residual_adds:
        with torch.no_grad():
            layer.weight.div_(math.sqrt(residual_adds))
    return layer


def inverse_softplus_dt(n: int, low: float = 1e-3, high: float = 1e-1, floor: float = 1e-4) -> Tensor:
    """softplus^-1 of a step size drawn log-uniform from [low, high]: Mamba's dt bias."""
    dt = torch.exp(torch.rand(n) * (math.log(high) - math.log(low)) + math.log(low)).clamp(min=floor)  # (n)
    return dt + torch.log(-torch.expm1(-dt))


def rotary(x: Tensor, theta: float) -> Tensor:
    """Rotates pairs (i, i + P/2) of x (B,H,T,P) by t * theta^(-2i/P): the transformers convention, not llama2.c's."""
    T, P = x.shape[-2:]
    rate = theta ** (-torch.arange(0, P, 2, device=x.device, dtype=torch.float32) / P)  # (P/2)
    angle = torch.arange(T, device=x.device, dtype=torch.float32)[:, None] * rate  # (T,P/2)
    cos, sin = angle.cos(), angle.sin()
    a, b = x.chunk(2, -1)  # (B,H,T,P/2) each
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


class Attention(nn.Module):
    """Causal attention with grouped keys; `theta` None means no positions at all (Jamba, Mamba2-Hybrid)."""

    def __init__(self, d: int, heads: int, kv_heads: int, head_dim: int, theta: float | None, residual_adds: int):
        super().__init__()
        self.P, self.theta, self.groups = head_dim, theta, heads // kv_heads
        self.q_proj = linear(d, heads * head_dim)
        self.k_proj = linear(d, kv_heads * head_dim)
        self.v_proj = linear(d, kv_heads * head_dim)
        self.o_proj = linear(heads * head_dim, d, residual_adds)

    def forward(self, u: Tensor) -> Tensor:  # (B,T,d)
        q, k, v = (p(u).unflatten(-1, (-1, self.P)).transpose(1, 2) for p in (self.q_proj, self.k_proj, self.v_proj))  # (B,H,T,P)
        if self.theta is not None:
            q, k = rotary(q, self.theta), rotary(k, self.theta)
        if self.groups > 1:
            k, v = (x.repeat_interleave(self.groups, 1) for x in (k, v))  # (B,H,T,P)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)  # (B,H,T,P)
        return self.o_proj(y.transpose(1, 2).flatten(2))  # (B,T,d)


class SwiGlu(nn.Module):
    """W_down (SiLU(W_gate x) * W_up x)"""

    def __init__(self, d: int, inner: int, residual_adds: int):
        super().__init__()
        self.gate_proj, self.up_proj = linear(d, inner), linear(d, inner)
        self.down_proj = linear(inner, d, residual_adds)

    def forward(self, x: Tensor) -> Tensor:
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Relu2Mlp(nn.Module):
    """W_down relu(W_up x)^2: nemotron_h's MLP (the published Mamba2-Hybrid used GELU)."""

    def __init__(self, d: int, inner: int, residual_adds: int):
        super().__init__()
        self.up_proj, self.down_proj = linear(d, inner), linear(inner, d, residual_adds)

    def forward(self, x: Tensor) -> Tensor:
        return self.down_proj(F.relu(self.up_proj(x)).square())


def embedding(vocab: int, d: int) -> nn.Embedding:
    table = nn.Embedding(vocab, d)
    nn.init.normal_(table.weight, std=0.02)  # both Mamba papers, GPT-2
    return table
