"""S4D's mixer (Gu, Gupta, Goel and Re 2022; state-spaces/s4 `s4d.py`; facts 1.1): a fixed diagonal SSM, applied as one long convolution.

D channels, N real state numbers a channel: M = N/2 conjugate pairs of complex poles, or N real poles. B = 1 (absorbed in C).
Differences from the official layer: no dropout, an optional in_proj (d -> D, so that the width equals Mamba's), bilinear by choice.
"""
import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .common import linear


class S4dKernel(nn.Module):
    def __init__(self, D: int, N: int, poles: str, discretization: str):
        super().__init__()
        self.complex, self.bilinear = poles == "complex", discretization == "bilinear"
        M = N // 2 if self.complex else N
        low, high = math.log(1e-3), math.log(1e-1)
        self.log_dt = nn.Parameter(torch.rand(D) * (high - low) + low)  # log-uniform in [0.001, 0.1]
        if self.complex:  # S4D-Lin: A_n = -1/2 + i pi n
            self.C = nn.Parameter(torch.randn(D, M, 2) * 0.5**0.5)  # complex normal as [re, im]
            self.log_A_real = nn.Parameter(torch.full((D, M), math.log(0.5)))
            self.A_imag = nn.Parameter(math.pi * torch.arange(M).float().repeat(D, 1))
        else:  # S4D-Real: A_n = -(n + 1)
            self.C = nn.Parameter(torch.randn(D, M))
            self.log_A_real = nn.Parameter(torch.arange(1, M + 1).float().log().repeat(D, 1))

    def discrete(self) -> tuple[Tensor, Tensor]:
        """log Abar and C * Bbar, both complex (D,M)."""
        re = -self.log_A_real.exp()
        A = torch.complex(re, self.A_imag if self.complex else torch.zeros_like(re))
        C = torch.view_as_complex(self.C) if self.complex else self.C
        dt = self.log_dt.exp()[:, None]  # (D,1)
        z = dt * A
        if self.bilinear:
            return torch.log((1 + z / 2) / (1 - z / 2)), C * dt / (1 - z / 2)
        return z, C * (torch.exp(z) - 1) / A

    def forward(self, T: int) -> Tensor:
        """K (D,T), K_l = 2 Re sum_m C_m Bbar_m Abar_m^l (without the 2 for real poles).

        With l = q a + b the powers factor, Abar^l = (Abar^q)^a Abar^b: 2 sqrt(T) complex exponentials a pole and a small matrix product
        instead of T exponentials.
        """
        log_a, cb = self.discrete()
        q = math.isqrt(T - 1) + 1
        step = torch.arange(q, device=cb.device, dtype=torch.float32)
        left = cb[..., None] * torch.exp(log_a[..., None] * (q * step))  # (D,M,q) over a
        right = torch.exp(log_a[..., None] * step)  # (D,M,q) over b
        K = torch.cat([left.real, -left.imag], 1).transpose(1, 2) @ torch.cat([right.real, right.imag], 1)  # (D,q,q)
        return (2 if self.complex else 1) * K.flatten(1)[:, :T]


def causal_fft_convolution(x: Tensor, K: Tensor) -> Tensor:
    """x (B,D,T), K (D,T) -> y_t = sum_{l <= t} K_l x_{t-l}; zero-padded to 2T so that nothing wraps around."""
    T = x.shape[-1]
    return torch.fft.irfft(torch.fft.rfft(x, 2 * T) * torch.fft.rfft(K, 2 * T), 2 * T)[..., :T]


class S4dMixer(nn.Module):
    def __init__(self, d: int, expand: int, N: int, use_in_proj: bool, poles: str, discretization: str, residual_adds: int):
        super().__init__()
        D = expand * d if use_in_proj else d
        self.in_proj = linear(d, D) if use_in_proj else nn.Identity()
        self.kernel = S4dKernel(D, N, poles, discretization)
        self.D = nn.Parameter(torch.randn(D))
        self.output_linear = linear(D, 2 * d, residual_adds, bias=True)

    def forward(self, u: Tensor) -> Tensor:  # (B,T,d)
        x = self.in_proj(u).transpose(1, 2)  # (B,D,T)
        y = causal_fft_convolution(x, self.kernel(x.shape[-1])) + self.D[:, None] * x  # (B,D,T)
        return F.glu(self.output_linear(F.gelu(y.transpose(1, 2))))  # (B,T,d): a * sigmoid(b)


def mixer_of(c: dict) -> S4dMixer:
    return S4dMixer(
        c["hidden_size"], c["expand"], c["state_size"], c["use_in_proj"], c["poles"], c["discretization"], c["num_hidden_layers"]
    )
