"""A small RULER (Hsieh et al. 2024) in story text: a needle, one of four needles, variable tracking, at 128 to 4096 tokens.

The haystack is held-out stories; the question is the needle's own beginning, so a story model needs no instruction. The answer counts as
right if its token outscores the nine other candidates (chance 10 %).
"""
import random

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

LENGTHS = [128, 256, 512, 1024, 2048, 4096]
NAMES = ["Lily", "Tom", "Sara", "Ben", "Mia", "Max", "Anna", "Sam"]
TOYS = ["ball", "car", "doll", "bear", "book", "train", "boat", "kite", "hat", "drum"]


def _needle(name: str, toy: str) -> str:
    return f"{name}'s favorite toy was a {toy}."


def _question(name: str) -> str:
    return f"{name}'s favorite toy was a"


def task(kind: str, rng: random.Random) -> tuple[list[str], str, str]:
    """(sentences to hide in order, question, answer)"""
    names, toys = rng.sample(NAMES, 4), rng.sample(TOYS, 4)
    if kind == "needle":
        return [_needle(names[0], toys[0])], _question(names[0]), toys[0]
    if kind == "needles":
        pick = rng.randrange(4)
        return [_needle(n, t) for n, t in zip(names, toys)], _question(names[pick]), toys[pick]
    if kind == "tracking":  # two hops
        chain = [_needle(names[0], toys[0])] + [f"{b} liked the same toy as {a}." for a, b in zip(names, names[1:3])]
        return chain, _question(names[2]), toys[0]
    raise ValueError(f"unknown task {kind}")


def example(kind: str, length: int, stream: np.ndarray, tok: Tokenizer, rng: random.Random) -> tuple[list[int], str]:
    """A prompt of exactly `length` tokens: `<s>`, held-out text with the sentences at random places, the question."""
    hidden, question, answer = task(kind, rng)
    encode = lambda text: tok.encode(text, add_special_tokens=False).ids  # noqa: E731
    pieces, tail = [encode(s) for s in hidden], encode(question)
    room = length - 1 - len(tail) - sum(map(len, pieces))
    start = rng.randrange(len(stream) - room)
    hay = stream[start : start + room].tolist()
    cuts = [0, *sorted(rng.randrange(room + 1) for _ in pieces), room]
    ids = [1]
    for i, piece in enumerate([*pieces, tail]):
        ids += hay[cuts[i] : cuts[i + 1]] + piece
    return ids, answer


@torch.no_grad()
def ruler(model: nn.Module, stream: np.ndarray, tok: Tokenizer, examples: int = 20, longest: int = 4096) -> dict:
    candidates = [tok.encode("a " + toy, add_special_tokens=False).ids[1] for toy in TOYS]
    result: dict = {"examples": examples, "chance": 1 / len(TOYS), "lengths": [n for n in LENGTHS if n <= longest]}
    for kind in ("needle", "needles", "tracking"):
        result[kind] = []
        for length in result["lengths"]:
            rng, right = random.Random(f"{kind}-{length}"), 0  # the same examples for every model
            for _ in range(examples):
                ids, answer = example(kind, length, stream, tok, rng)
                logits = model.hidden(torch.tensor([ids]))[0, -1] @ model.table[candidates].t()  # (10)
                right += TOYS[logits.argmax().item()] == answer
            result[kind].append(round(right / examples, 3))
    return result
