"""Mamba-1's mixer (Gu and Dao 2023, section 3; facts 1.2), and Jamba's version of it with three more norms.

R dt rank, N state size, D = expand * d channels. Row orders: in_proj [x; z], x_proj [dt; B; C].
"""
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..scan import causal_conv_silu, selective_scan
from .common import RMSNorm, inverse_softplus_dt, linear


class MambaMixer(nn.Module):
    def __init__(self, d: int, D: int, N: int, R: int, K: int, residual_adds: int, norm_eps: float | None = None):
        super().__init__()
        self.sizes = [R, N, N]
        self.in_proj = linear(d, 2 * D)
        self.conv1d = nn.Conv1d(D, D, K, groups=D)  # holds the parameters; the padding is in causal_conv_silu
        self.x_proj = linear(D, R + 2 * N)
        self.dt_proj = nn.Linear(R, D)
        self.A_log = nn.Parameter(torch.arange(1, N + 1).float().log().repeat(D, 1))  # (D,N): S4D-Real, A_n = -n
        self.D = nn.Parameter(torch.ones(D))
        self.out_proj = linear(D, d, residual_adds)
        nn.init.zeros_(self.conv1d.bias)
        nn.init.uniform_(self.dt_proj.weight, -(R**-0.5), R**-0.5)
        with torch.no_grad():
            self.dt_proj.bias.copy_(inverse_softplus_dt(D))
        if norm_eps is not None:  # Jamba
            self.dt_layernorm, self.b_layernorm, self.c_layernorm = RMSNorm(R, norm_eps), RMSNorm(N, norm_eps), RMSNorm(N, norm_eps)

    def forward(self, u: Tensor) -> Tensor:  # (B,T,d)
        x, z = self.in_proj(u).chunk(2, -1)  # (B,T,D) each
        x = causal_conv_silu(x, self.conv1d.weight, self.conv1d.bias)  # (B,T,D)
        dt, B, C = self.x_proj(x).split(self.sizes, -1)  # (B,T,R), (B,T,N), (B,T,N)
        if hasattr(self, "dt_layernorm"):
            dt, B, C = self.dt_layernorm(dt), self.b_layernorm(B), self.c_layernorm(C)
        dt = F.softplus(self.dt_proj(dt))  # (B,T,D)
        y = selective_scan(x, dt, -self.A_log.exp(), B, C) + self.D * x  # (B,T,D)
        return self.out_proj(y * F.silu(z))  # (B,T,d)


def mixer_of(c: dict) -> MambaMixer:
    """From a `mamba` config (transformers MambaConfig)."""
    d = c["hidden_size"]
    return MambaMixer(d, c["expand"] * d, c["state_size"], c["time_step_rank"], c["conv_kernel"], c["num_hidden_layers"])
