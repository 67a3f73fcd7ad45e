"""The selective scan and the causal convolution as autograd functions: C++ on the CPU (scan.cpp), plain loops as the reference."""
import os

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.cpp_extension import load

_kernels = load(
    "statescope_scan",
    [os.path.join(os.path.dirname(__file__), "scan.cpp")],
    extra_cflags=["-O3", "-march=native", "-ffast-math", "-mprefer-vector-width=512", "-fopenmp"],
    extra_ldflags=["-lmvec"],
)


class _Scan(torch.autograd.Function):
    @staticmethod
    def forward(ctx, *args: Tensor) -> Tensor:
        args = tuple(a.contiguous() for a in args)
        ctx.save_for_backward(*args)
        return _kernels.scan_forward(*args)

    @staticmethod
    def backward(ctx, g: Tensor):
        return tuple(_kernels.scan_backward(g.contiguous(), *ctx.saved_tensors))


class _Conv(torch.autograd.Function):
    @staticmethod
    def forward(ctx, *args: Tensor) -> Tensor:
        args = tuple(a.contiguous() for a in args)
        ctx.save_for_backward(*args)
        return _kernels.conv_forward(*args)

    @staticmethod
    def backward(ctx, g: Tensor):
        return tuple(_kernels.conv_backward(g.contiguous(), *ctx.saved_tensors))


def selective_scan(u: Tensor, dt: Tensor, A: Tensor, B: Tensor, C: Tensor) -> Tensor:
    """u, dt (B,T,D); A (D,N), negative; B, C (B,T,N) -> y (B,T,D) = h C with h_t = exp(dt A) h_{t-1} + dt u B. Mamba, algorithm 2."""
    if u.dtype == torch.float32 and u.device.type == "cpu":
        return _Scan.apply(u, dt, A, B, C)
    return selective_scan_reference(u, dt, A, B, C)


def selective_scan_reference(u: Tensor, dt: Tensor, A: Tensor, B: Tensor, C: Tensor) -> Tensor:
    h = u.new_zeros(u.shape[0], u.shape[2], A.shape[1])  # (B,D,N)
    ys = []
    for t in range(u.shape[1]):
        h = torch.exp(dt[:, t, :, None] * A) * h + (dt[:, t] * u[:, t])[..., None] * B[:, t, None]
        ys.append((h * C[:, t, None]).sum(-1))  # (B,D)
    return torch.stack(ys, 1)


def causal_conv_silu(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """x (B,T,D), weight (D,1,K) as in nn.Conv1d, bias (D) -> SiLU(conv) (B,T,D); zeros before t = 0."""
    if x.dtype == torch.float32 and x.device.type == "cpu":
        return _Conv.apply(x, weight[:, 0].t(), bias)
    return causal_conv_silu_reference(x, weight, bias)


def causal_conv_silu_reference(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    T, K = x.shape[1], weight.shape[-1]
    y = F.conv1d(x.transpose(1, 2), weight, bias, padding=K - 1, groups=x.shape[2])  # (B,D,T+K-1)
    return F.silu(y[..., :T].transpose(1, 2))


def check() -> None:
    """Values and gradients against the loops; run by smoke.sh. Tolerance: f32 sums of a few hundred terms in another order."""
    torch.manual_seed(0)
    for D, N in ((24, 16), (13, 5)):  # the compiled state size and a general one, with a ragged last block
        u, dt, A = torch.randn(2, 37, D), torch.rand(2, 37, D), -torch.rand(D, N) * 3
        B, C, w, b = torch.randn(2, 37, N), torch.randn(2, 37, N), torch.randn(D, 1, 4), torch.randn(D)
        g = torch.randn(2, 37, D)
        for fast, slow, args in (
            (selective_scan, selective_scan_reference, (u, dt, A, B, C)),
            (causal_conv_silu, causal_conv_silu_reference, (u, w, b)),
        ):
            args = [a.detach().requires_grad_() for a in args]
            ours, loop = fast(*args), slow(*args)
            pairs = [(ours, loop), *zip(torch.autograd.grad((ours * g).sum(), args), torch.autograd.grad((loop * g).sum(), args))]
            worst = max(((x - y).abs().max() / y.abs().max()).item() for x, y in pairs)
            if worst > 1e-5:
                raise AssertionError(f"{fast.__name__} (D={D}, N={N}): relative error {worst}")
            print(f"{fast.__name__} D={D} N={N}: worst relative error {worst:.1e}")


if __name__ == "__main__":
    check()
