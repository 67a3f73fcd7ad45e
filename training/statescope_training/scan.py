"""Autograd functions made for this CPU: scan, causal convolution, cross-entropy (scan.cpp), with plain loops as the reference."""
import os

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.cpp_extension import load

_kernels = load(
    "statescope_scan",
    [os.path.join(os.path.dirname(__file__), "scan.cpp")],
    extra_cflags=["-O3", "-march=native", "-ffast-math", "-fopenmp"],
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
        pad = (16 << max(0, (A.shape[1] - 1) // 16).bit_length()) - A.shape[1]  # to 16, 32, 64 or 128: empty states add nothing
        return _Scan.apply(u, dt, *(F.pad(t, (0, pad)) if pad else t for t in (A, B, C)))
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


def cross_entropy_(logits: Tensor, target: Tensor, scale: float, soft: tuple[Tensor, Tensor] | None = None) -> Tensor:
    """logits (n,V) become their gradient times `scale`; target (n); soft = (ids (n,K), p (n,K)) -> losses (n)."""
    ids, p = soft or (target.new_empty(len(target), 0), torch.empty(len(target), 0))
    return _kernels.cross_entropy_(logits, target.contiguous(), ids.contiguous(), p.contiguous(), scale)


class _LinearCrossEntropy(torch.autograd.Function):
    """mean cross-entropy of h W^T, with both gradients made at once, a few hundred rows at a time: the logits never leave the cache."""

    @staticmethod
    def forward(ctx, h: Tensor, W: Tensor, target: Tensor, soft: tuple[Tensor, Tensor] | None, dtype: torch.dtype) -> Tensor:
        w, x, n = W.to(dtype), h.to(dtype), h.shape[0]  # (V,d), (n,d)
        gh, gW, total = torch.empty_like(h), torch.zeros_like(W), 0.0
        for i in range(0, n, 256):
            rows = slice(i, i + 256)
            logits = x[rows] @ w.t()  # (256,V)
            some = (soft[0][rows], soft[1][rows]) if soft else None
            total += cross_entropy_(logits, target[rows], 1 / n, some).sum().item()  # logits now hold their gradient
            gh[rows] = logits @ w
            gW += logits.t() @ x[rows]
        ctx.save_for_backward(gh, gW)
        return h.new_tensor(total / n)

    @staticmethod
    def backward(ctx, g: Tensor):
        gh, gW = ctx.saved_tensors
        return gh * g, gW * g, None, None, None


def linear_cross_entropy(
    h: Tensor, W: Tensor, target: Tensor, soft: tuple[Tensor, Tensor] | None = None, dtype: torch.dtype = torch.float32
) -> Tensor:
    """h (n,d), W (V,d), target (n) -> the mean of -log softmax(h W^T)[target], products in `dtype`.

    With soft = (ids (n,K), p (n,K)) the target is a distribution: p on the ids, and the label with weight 1 where it is not among them.
    """
    return _LinearCrossEntropy.apply(h, W, target, soft, dtype)


class _MixedLinear(torch.autograd.Function):
    """x W^T with all three products in bf16 (sums inside a product are f32): 3 times the speed of f32 on a CPU with AVX512-BF16."""

    @staticmethod
    def forward(ctx, x: Tensor, W: Tensor) -> Tensor:
        x16, w16 = x.flatten(0, -2).bfloat16(), W.bfloat16()  # (n,in), (out,in)
        ctx.save_for_backward(x16, w16)
        return (x16 @ w16.t()).float().view(*x.shape[:-1], -1)

    @staticmethod
    def backward(ctx, g: Tensor):
        x16, w16 = ctx.saved_tensors
        g16 = g.flatten(0, -2).bfloat16()  # (n,out)
        return (g16 @ w16).float().view(*g.shape[:-1], -1), (g16.t() @ x16).float()


mixed_linear = _MixedLinear.apply


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
    x, w, b = (torch.linspace(-300, 300, 4 * 24).view(4, 1, 24)).requires_grad_(), torch.ones(24, 1, 1), torch.zeros(24)
    ours, plain = causal_conv_silu(x, w, b), F.silu(x)  # far beyond what exp can hold
    for a, b in [(ours, plain), *zip(torch.autograd.grad(ours.sum(), x), torch.autograd.grad(plain.sum(), x))]:
        torch.testing.assert_close(a, b, rtol=1e-4, atol=1e-7)  # the gradient holds x (1 - s): 300 times the rounding of s
    print("causal_conv_silu stays finite for large inputs")
    h, W, y = torch.randn(300, 8, requires_grad=True), torch.randn(50, 8, requires_grad=True), torch.randint(0, 50, (300,))
    ours, plain = linear_cross_entropy(h, W, y), F.cross_entropy(h @ W.t(), y)
    for a, b in [(ours, plain), *zip(torch.autograd.grad(ours, (h, W)), torch.autograd.grad(plain, (h, W)))]:
        torch.testing.assert_close(a, b, rtol=1e-5, atol=1e-7)
    ids, p = torch.stack([torch.randperm(50)[:4] for _ in range(300)]), torch.rand(300, 4) / 4
    q = torch.zeros(300, 50).scatter(1, ids, p)
    q[torch.arange(300), y] += (~(ids == y[:, None]).any(1)).float()
    ours, plain = linear_cross_entropy(h, W, y, (ids, p)), -(q * (h @ W.t()).log_softmax(-1)).sum(-1).mean()
    for a, b in [(ours, plain), *zip(torch.autograd.grad(ours, (h, W)), torch.autograd.grad(plain, (h, W)))]:
        torch.testing.assert_close(a, b, rtol=1e-5, atol=1e-7)
    print("linear_cross_entropy agrees with torch, with hard and with soft targets")


if __name__ == "__main__":
    check()
