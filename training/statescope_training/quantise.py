"""Quantised twins: what int8 weights cost a model. One symmetric scale per output row, as the engine's int8 and ExpertsInt8 formats.

`int8`: every matrix (embedding, projections, experts). `experts-int8`: the experts' matrices alone (Jamba-1.5, section 3.1).
Everything else stays f16. Computation is f32 throughout: only the weights are rounded.
"""
import copy

import numpy as np
import torch
from torch import Tensor, nn

from .losses import next_tokens


def int8_rows(w: Tensor) -> Tensor:
    """(rows, columns) -> the same values on each row's grid of 255 levels."""
    scale = (w.abs().amax(1, keepdim=True) / 127).half().float().clamp(min=1e-8)
    return (w / scale).round().clamp(-127, 127) * scale


def is_matrix(name: str, p: Tensor) -> bool:
    return p.dim() == 2 and not name.endswith(("A_log", "log_A_real", "A_imag", "kernel.C"))


def twin(model: nn.Module, kind: str) -> tuple[nn.Module, int]:
    """A copy with rounded weights, and its weight bytes."""
    other, size = copy.deepcopy(model), 0
    with torch.no_grad():
        for name, p in other.named_parameters():
            if is_matrix(name, p) and (kind == "int8" or ".experts." in name and kind == "experts-int8"):
                p.copy_(int8_rows(p))
                size += p.numel() + 2 * p.shape[0]
            else:
                size += 2 * p.numel()
    return other, size


def twins(model: nn.Module, stream: np.ndarray, T: int, count: int = 10_240) -> dict:
    """Against the f16 weights: loss, and how often the most likely next token is the same."""
    best, loss = next_tokens(model, stream, T, count)
    result = {"tokens": len(best), "f16": {"bytes": twin(model, "f16")[1], "natsPerToken": round(loss, 4)}}
    experts = any(".experts." in n for n, _ in model.named_parameters())
    for kind in ["int8", "experts-int8"] if experts else ["int8"]:
        other, size = twin(model, kind)
        theirs, other_loss = next_tokens(other, stream, T, count)
        result[kind] = {
            "bytes": size,
            "natsPerToken": round(other_loss, 4),
            "lossDifference": round(other_loss - loss, 5),
            "sameNextToken": round((theirs == best).float().mean().item(), 4),
        }
    return result
