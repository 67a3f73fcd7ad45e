"""Token streams: `<s>` story `<s>` story ..., packed without padding.

`python -m statescope_training.data --tokenizer DIR --out DIR` writes train.bin, held.bin and real.bin (uint16) and sizes.json.
"""
import argparse
import json
import os
import random

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from . import corpus
from .teacher import open_targets
from .tokenizer import BOS


def encode(tok: Tokenizer, stories: list[str]) -> np.ndarray:
    ids: list[int] = []
    for encoding in tok.encode_batch(stories, add_special_tokens=False):
        ids += [BOS, *encoding.ids]
    return np.array([*ids, BOS], dtype=np.uint16)


class Stream:
    """Consecutive windows of T + 1 tokens, each starting on the last one's end: window i is a function of i alone, so training resumes
    anywhere. The order of the stories was shuffled once, by the corpus seed; after the last window it starts again."""

    def __init__(self, path: str, T: int):
        self.ids, self.T = np.memmap(path, dtype=np.uint16, mode="r"), T
        self.windows = (len(self.ids) - 1) // T

    def batch(self, step: int, B: int) -> Tensor:
        """(B,T+1)"""
        starts = [(step * B + i) % self.windows * self.T for i in range(B)]
        return torch.from_numpy(np.stack([self.ids[s : s + self.T + 1] for s in starts]).astype(np.int64))


class SoftTargets:
    """What teacher.py wrote, for the same windows as `Stream`."""

    def __init__(self, data: str, stream: Stream):
        self.ids, self.p = open_targets(data, len(stream.ids), "r")
        self.stream = stream

    def batch(self, step: int, B: int) -> tuple[Tensor, Tensor]:
        """ids and p (B*T,K)"""
        T = self.stream.T
        starts = [(step * B + i) % self.stream.windows * T for i in range(B)]
        ids, p = (torch.from_numpy(np.concatenate([x[s : s + T] for s in starts]).astype(t)) for x, t in ((self.ids, np.int64), (self.p, np.float32)))
        if not (p[:, 0] > 0).all():
            raise ValueError(f"step {step} needs soft targets up to token {starts[-1] + T:,}: run statescope_training.teacher with more --tokens")
        return ids, p


def documents(path: str) -> list[np.ndarray]:
    """The stream cut at each `<s>`: every story with the `<s>` before and the `<s>` after it."""
    ids = np.fromfile(path, dtype=np.uint16).astype(np.int64)
    cuts = np.flatnonzero(ids == BOS)
    return [ids[a : b + 1] for a, b in zip(cuts[:-1], cuts[1:])]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--corpus", default="../shared/corpus")
    ap.add_argument("--tokenizer", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--seed", type=int, default=1)
    args = ap.parse_args()
    tok = Tokenizer.from_file(os.path.join(args.tokenizer, "tokenizer.json"))
    train, held = corpus.split(args.corpus)
    random.Random(args.seed).shuffle(train)
    os.makedirs(args.out, exist_ok=True)
    sizes = {}
    for name, stories in (("train", train), ("held", held), ("real", corpus.real(args.corpus))):
        ids = encode(tok, stories)
        ids.tofile(os.path.join(args.out, f"{name}.bin"))
        sizes[name] = {"stories": len(stories), "tokens": len(ids) - 1, "bytes": sum(len(s.encode()) for s in stories)}
    with open(os.path.join(args.out, "sizes.json"), "w") as file:
        json.dump(sizes, file, indent=2)
    print(json.dumps(sizes, indent=2))


if __name__ == "__main__":
    main()
