"""One optimiser policy for all six architectures: Muon for hidden matrices, AdamW for everything else, one WSD schedule.

Muon (Jordan 2024): momentum, then the update replaced by its nearest orthogonal matrix (five Newton-Schulz steps). Packed projections are
cut into their parts first (x, z, B, C, ...), each of which is a matrix of its own.
"""
import torch
from torch import Tensor, nn

MATRICES = ("in_proj", "out_proj", "x_proj", "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj", "output_linear")
KERNEL_LR = 1e-3  # S4's rule: the parameters of the SSM kernel learn at 0.001 at most, without weight decay


def newton_schulz(G: Tensor, steps: int = 5) -> Tensor:
    """G (n,a,b) -> nearly orthogonal (singular values 0.7 to 1.2). In f32: the original's bf16 is 15 times slower on a CPU without it."""
    X = G
    if tall := G.shape[-2] > G.shape[-1]:
        X = X.transpose(-1, -2)
    X = X / (X.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        A = X @ X.transpose(-1, -2)  # (n,a,a)
        X = 3.4445 * X + (-4.7750 * A + 2.0315 * (A @ A)) @ X
    return X.transpose(-1, -2) if tall else X


class Muon(torch.optim.Optimizer):
    def __init__(self, parameters: list[tuple[nn.Parameter, list[int]]], lr: float, momentum: float = 0.95):
        self.cuts = {id(p): rows for p, rows in parameters}
        super().__init__([p for p, _ in parameters], dict(lr=lr, momentum=momentum))

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            by_shape: dict[tuple[int, ...], list[tuple[Tensor, Tensor]]] = {}
            for p in group["params"]:
                if p.grad is None:  # an expert that no token chose
                    continue
                m = self.state[p].setdefault("momentum", torch.zeros_like(p))
                m.lerp_(p.grad, 1 - group["momentum"])
                nesterov = p.grad.lerp(m, group["momentum"])
                for part, update in zip(p.split(self.cuts[id(p)]), nesterov.split(self.cuts[id(p)])):
                    by_shape.setdefault(tuple(part.shape), []).append((part, update))
            for (rows, columns), pairs in by_shape.items():
                for (part, _), update in zip(pairs, newton_schulz(torch.stack([u for _, u in pairs]))):
                    part.sub_(update, alpha=group["lr"] * max(1, rows / columns) ** 0.5)


def packed_rows(module: nn.Module, name: str, p: Tensor) -> list[int]:
    """Row counts of the matrices that one packed weight holds."""
    sizes = getattr(module, "sizes", None)  # Mamba: x_proj [dt; B; C]; Mamba-2: in_proj [z; xBC; dt]
    if name == "x_proj":
        return sizes
    if name == "in_proj" and hasattr(module, "G"):
        D, GN = module.H * module.P, module.G * module.N
        return [D, D, GN, GN, module.H]
    if name == "in_proj" and hasattr(module, "x_proj") or name == "output_linear":
        return [p.shape[0] // 2] * 2  # [x; z] and [a; b]
    return [p.shape[0]]


def optimizers(model: nn.Module, muon_lr: float, adam_lr: float) -> list[torch.optim.Optimizer]:
    matrices, kernel, rest = [], [], []
    for module in model.modules():
        for name, child in module.named_children():
            if name in MATRICES and isinstance(child, nn.Linear):
                matrices.append((child.weight, packed_rows(module, name, child.weight)))
    taken = {id(p) for p, _ in matrices}
    for name, p in model.named_parameters():
        if id(p) not in taken:
            (kernel if ".kernel." in name else rest).append(p)
    groups = [{"params": rest, "lr": adam_lr}, {"params": kernel, "lr": min(adam_lr, KERNEL_LR)}]
    adam = torch.optim.AdamW([g for g in groups if g["params"]], betas=(0.9, 0.95), weight_decay=0.0, fused=True)
    all_of = [Muon(matrices, muon_lr), adam]
    for o in all_of:
        for g in o.param_groups:
            g["peak"] = g["lr"]
    return all_of


def wsd(step: int, steps: int, warmup: int, decay: float) -> float:
    """Warm-up, stable, decay: linear from 0 to 1, flat, then linear to 0 over the last `decay` of all steps."""
    down = int(steps * decay)
    return min(1.0, (step + 1) / warmup, (steps - step) / max(1, down))
