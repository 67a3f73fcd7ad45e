"""Soft targets: at every token of the training text, the distribution that the text was sampled from.

The stories are samples of stories15M at temperature 1.0, top-p 0.95. Its own next-token distribution, cut and renormalised as that
sampler does, is therefore the exact expectation of the hard label: training on it has the same expected gradient with less noise.
The K most likely tokens are kept; where the label is not among them, the loss adds the label itself (still unbiased, see scan.cpp).

`python -m statescope_training.teacher ../public/models/stories-15m --data DIR --tokens 3e6` writes teacher-ids.bin (uint16) and
teacher-p.bin (f16), (tokens,K) each; row i belongs to the token after train.bin's token i.
"""
import argparse
import os
import time

import numpy as np
import torch
from torch import Tensor

from .models import load_bundle
from .tokenizer import BOS

K, TOP_P = 16, 0.95


def nucleus(logits: Tensor) -> tuple[Tensor, Tensor]:
    """logits (n,V) -> ids and probabilities (n,K) of the top-p distribution; 0 outside the nucleus.

    A nucleus of more than K tokens holds between TOP_P and TOP_P + p_K: its mass is taken as TOP_P.
    """
    p, ids = logits.softmax(-1).topk(K, -1)  # (n,K), falling
    before = p.cumsum(-1) - p
    inside = before <= TOP_P
    mass = torch.where(inside.all(-1), p.sum(-1).clamp(min=TOP_P), (p * inside).sum(-1))  # (n)
    return ids, p * inside / mass[:, None]


def open_targets(data: str, tokens: int, mode: str) -> tuple[np.memmap, np.memmap]:
    path = {k: os.path.join(data, f"teacher-{k}.bin") for k in ("ids", "p")}
    return tuple(np.memmap(path[k], dtype=t, mode=mode, shape=(tokens, K)) for k, t in (("ids", np.uint16), ("p", np.float16)))


@torch.no_grad()
def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("folder", help="the bundle of stories15M")
    ap.add_argument("--data", required=True)
    ap.add_argument("--tokens", type=float, required=True)
    ap.add_argument("--first", type=float, default=0, help="skip the stories before this token: several processes can share the work")
    ap.add_argument("--stories", type=int, default=64, help="stories a round, sorted by length")
    args = ap.parse_args()
    torch.set_num_threads(1)
    model, _ = load_bundle(args.folder)
    stream = np.fromfile(os.path.join(args.data, "train.bin"), dtype=np.uint16)
    tokens = int(args.tokens)
    exists = os.path.exists(os.path.join(args.data, "teacher-p.bin"))
    all_ids, all_p = open_targets(args.data, len(stream), "r+" if exists else "w+")  # sparse until written
    cuts = np.flatnonzero(stream == BOS)
    docs = [(a, b) for a, b in zip(cuts[:-1], cuts[1:]) if args.first <= a < tokens]
    started, done = time.time(), 0
    for at in range(0, len(docs), args.stories):
        some = sorted(docs[at : at + args.stories], key=lambda d: d[1] - d[0])
        for i in range(0, len(some), 8):
            batch = some[i : i + 8]
            ids = torch.zeros(len(batch), max(b - a for a, b in batch), dtype=torch.long)  # (B,T), padded on the right
            for row, (a, b) in zip(ids, batch):
                row[: b - a] = torch.from_numpy(stream[a:b].astype(np.int64))
            hidden = model.hidden(ids)  # (B,T,d)
            for h, (a, b) in zip(hidden, batch):
                best, p = nucleus(h[: b - a] @ model.table.t())
                all_ids[a:b], all_p[a:b] = best.numpy().astype(np.uint16), p.numpy().astype(np.float16)
                done += b - a
        if at // args.stories % 20 == 0:
            print(f"{done:,} tokens, {done / (time.time() - started):.0f} a second", flush=True)
    print(f"done: {done:,} tokens in {time.time() - started:.0f} s")


if __name__ == "__main__":
    main()
