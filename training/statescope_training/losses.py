"""Losses in nats per token and bits per byte, whole and by position. All in f32."""
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .scan import cross_entropy_


@torch.no_grad()
def nats(model: nn.Module, ids: Tensor) -> Tensor:
    """ids (B,T+1) -> -log p of each next token (B,T)"""
    h = model.hidden(ids[:, :-1]).flatten(0, 1)  # (BT,d)
    target = ids[:, 1:].flatten()  # (BT)
    rows = [cross_entropy_(h[i : i + 256] @ model.table.t(), target[i : i + 256], 1.0) for i in range(0, len(target), 256)]
    return torch.cat(rows).view(ids.shape[0], -1)


def document_loss(model: nn.Module, documents: list[np.ndarray], lengths: list[int], tokens_a_batch: int = 4096) -> dict:
    """Each story on its own, from `<s>` to the closing `<s>`; `lengths` are the stories' bytes."""
    order = sorted(range(len(documents)), key=lambda i: len(documents[i]))
    total, count, at = 0.0, 0, 0
    while at < len(order):
        longest = len(documents[order[at]])
        chosen = [documents[i] for i in order[at : at + max(1, tokens_a_batch // longest)]]
        at += len(chosen)
        width = max(map(len, chosen))
        ids = torch.zeros(len(chosen), width, dtype=torch.long)  # padded on the right: a causal model does not see it
        for row, d in zip(ids, chosen):
            row[: len(d)] = torch.from_numpy(d)
        loss = nats(model, ids)
        for row, d in zip(loss, chosen):
            total += row[: len(d) - 1].double().sum().item()
            count += len(d) - 1
    return summary(total, count, sum(lengths), len(documents))


def summary(total_nats: float, tokens: int, n_bytes: int, stories: int) -> dict:
    return {
        "stories": stories,
        "tokens": tokens,
        "bytes": n_bytes,
        "natsPerToken": round(total_nats / tokens, 4),
        "bitsPerByte": round(total_nats / n_bytes / math.log(2), 4),
    }


def loss_by_position(model: nn.Module, stream: np.ndarray, T: int, windows: int, bin_size: int = 64) -> dict:
    """Packed stories, windows of T tokens (4 times the training length): the mean loss of each bin of positions."""
    starts = [i * T for i in range(min(windows, (len(stream) - 1) // T))]
    total = torch.zeros(T, dtype=torch.float64)
    for s in starts:
        total += nats(model, torch.from_numpy(stream[s : s + T + 1].astype(np.int64))[None])[0]
    means = (total / len(starts)).view(-1, bin_size).mean(-1)
    return {"windows": len(starts), "bin": bin_size, "natsPerToken": [round(v, 4) for v in means.tolist()]}


@torch.no_grad()
def next_tokens(model: nn.Module, stream: np.ndarray, T: int, count: int) -> tuple[Tensor, float]:
    """The most likely next token at `count` held-out positions, and the loss there."""
    best, loss, rows = [], 0.0, count // T
    for i in range(rows):
        ids = torch.from_numpy(stream[i * T : i * T + T + 1].astype(np.int64))[None]
        logits = F.linear(model.hidden(ids[:, :-1]), model.table)[0]  # (T,V)
        best.append(logits.argmax(-1))
        loss += F.cross_entropy(logits, ids[0, 1:]).item()
    return torch.cat(best), loss / rows
