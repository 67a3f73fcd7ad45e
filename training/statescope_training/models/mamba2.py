"""Mamba-2's mixer (Dao and Gu 2024, sections 6 and 7; facts 1.3): the SSD scan as chunked matrix products.

H heads of P channels (D = H P), G groups that share B and C, N state size, Q chunk length, c = T/Q chunks.
Row order of in_proj: [z; x; B; C; dt].
"""
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..scan import causal_conv_silu
from .common import inverse_softplus_dt, linear


def ssd(x: Tensor, dt: Tensor, A: Tensor, B: Tensor, C: Tensor, Q: int) -> Tensor:
    """x (B,T,H,P), dt (B,T,H), A (H) < 0, B and C (B,T,G,N) -> y (B,T,H,P): S_t = exp(dt A) S_{t-1} + dt x B^T, y = S C.

    The four steps of Mamba-2, listing 1: within a chunk the attention form L * (C B^T), between chunks the recurrence.
    """
    T, H, G = x.shape[1], x.shape[2], B.shape[2]
    Q = min(Q, T)
    pad = -T % Q
    if pad:  # dt = 0 leaves the state as it is
        x, dt, B, C = (F.pad(t, (0, 0) * (t.dim() - 2) + (0, pad)) for t in (x, dt, B, C))
    x, dt, B, C = (t.unflatten(1, (-1, Q)) for t in (x, dt, B, C))  # (B,c,Q,...)
    x = (x * dt[..., None]).permute(0, 1, 3, 2, 4)  # (B,c,H,Q,P)
    B, C = (t.permute(0, 1, 3, 2, 4) for t in (B, C))  # (B,c,G,Q,N)
    a = (dt * A).permute(0, 1, 3, 2)  # (B,c,H,Q) log decays
    total = a.cumsum(-1)  # (B,c,H,Q): log decay from the chunk's start to after step i
    # segment sums by difference are safe here: within one chunk of f32, unlike over a whole sequence (facts 1.3, numerical trap)
    causal = torch.ones(Q, Q, dtype=torch.bool, device=x.device).tril()
    L = (total[..., :, None] - total[..., None, :]).masked_fill(~causal, -torch.inf).exp()  # (B,c,H,Q,Q)
    heads = H // G
    scores = (C @ B.transpose(-1, -2)).repeat_interleave(heads, 2) if G > 1 else C @ B.transpose(-1, -2)  # (B,c,H or 1,Q,Q)
    y = (scores * L) @ x  # 1. (B,c,H,Q,P) from inside the chunk
    Bh, Ch = (t.repeat_interleave(heads, 2) if G > 1 else t for t in (B, C))  # (B,c,H or 1,Q,N)
    to_end = (total[..., -1:] - total).exp()  # (B,c,H,Q)
    states = (x * to_end[..., None]).transpose(-1, -2) @ Bh  # 2. (B,c,H,P,N) each chunk's own final state
    decay = total[..., -1].exp()  # (B,c,H)
    S, before = torch.zeros_like(states[:, 0]), []
    for i in range(states.shape[1]):  # 3. T/Q steps of the recurrence
        before.append(S)
        S = decay[:, i, :, None, None] * S + states[:, i]
    entering = torch.stack(before, 1)  # (B,c,H,P,N)
    y = y + (Ch @ entering.transpose(-1, -2)) * total.exp()[..., None]  # 4. (B,c,H,Q,P) from the state that entered
    return y.permute(0, 1, 3, 2, 4).flatten(1, 2)[:, :T]  # (B,T,H,P)


def ssd_reference(x: Tensor, dt: Tensor, A: Tensor, B: Tensor, C: Tensor) -> Tensor:
    """The recurrence, one step at a time."""
    heads = x.shape[2] // B.shape[2]
    B, C = B.repeat_interleave(heads, 2), C.repeat_interleave(heads, 2)  # (B,T,H,N)
    S = x.new_zeros(x.shape[0], x.shape[2], x.shape[3], B.shape[-1])  # (B,H,P,N)
    ys = []
    for t in range(x.shape[1]):
        S = (dt[:, t] * A).exp()[..., None, None] * S + (dt[:, t, :, None] * x[:, t])[..., None] * B[:, t, :, None]
        ys.append((S @ C[:, t, ..., None])[..., 0])  # (B,H,P)
    return torch.stack(ys, 1)


class GatedNorm(nn.Module):
    """RMSNorm(y * SiLU(z)) over each group of D/G channels: gate first, then norm."""

    def __init__(self, D: int, groups: int, eps: float):
        super().__init__()
        self.weight, self.groups, self.eps = nn.Parameter(torch.ones(D)), groups, eps

    def forward(self, y: Tensor, z: Tensor) -> Tensor:  # (B,T,D) each
        g = (y * F.silu(z)).unflatten(-1, (self.groups, -1))  # (B,T,G,D/G)
        return F.rms_norm(g, g.shape[-1:], None, self.eps).flatten(-2) * self.weight  # (B,T,D)


class Mamba2Mixer(nn.Module):
    """`norm_groups` is G in nemotron_h, and 1 in transformers' mamba2, whose gated norm knows no groups (facts 1.3)."""

    def __init__(self, d: int, H: int, P: int, N: int, G: int, K: int, eps: float, residual_adds: int, norm_groups: int, Q: int = 32):
        super().__init__()
        D = H * P
        self.H, self.P, self.N, self.G, self.Q = H, P, N, G, Q
        self.sizes = [D, D + 2 * G * N, H]  # z; x, B and C (convolved together); dt
        self.in_proj = linear(d, sum(self.sizes))
        self.conv1d = nn.Conv1d(self.sizes[1], self.sizes[1], K, groups=self.sizes[1])
        self.dt_bias = nn.Parameter(inverse_softplus_dt(H))
        self.A_log = nn.Parameter(torch.empty(H).uniform_(1, 16).log())
        self.D = nn.Parameter(torch.ones(H))
        self.norm = GatedNorm(D, norm_groups, eps)
        self.out_proj = linear(D, d, residual_adds)
        nn.init.zeros_(self.conv1d.bias)

    def forward(self, u: Tensor) -> Tensor:  # (B,T,d)
        z, xBC, dt = self.in_proj(u).split(self.sizes, -1)
        xBC = causal_conv_silu(xBC, self.conv1d.weight, self.conv1d.bias)  # (B,T,D+2GN)
        x, B, C = xBC.split([self.H * self.P, self.G * self.N, self.G * self.N], -1)
        x, B, C = x.unflatten(-1, (self.H, self.P)), B.unflatten(-1, (self.G, self.N)), C.unflatten(-1, (self.G, self.N))
        dt = F.softplus(dt + self.dt_bias)  # (B,T,H)
        y = ssd(x, dt, -self.A_log.exp(), B, C, self.Q) + self.D[:, None] * x  # (B,T,H,P)
        return self.out_proj(self.norm(y.flatten(2), z))  # (B,T,d)


def mixer_of(c: dict) -> Mamba2Mixer:
    """From a `mamba2` config (transformers Mamba2Config)."""
    return Mamba2Mixer(
        c["hidden_size"], c["num_heads"], c["head_dim"], c["state_size"], c["n_groups"], c["conv_kernel"], c["layer_norm_epsilon"],
        c["num_hidden_layers"], norm_groups=1,
    )
