"""Measures one bundle on held-out synthetic stories and on real TinyStories; writes evaluation.json beside its checkpoint.

`python -m statescope_training.evaluate ../public/models/stories-mamba --data DIR --out FILE [--parts losses,positions,...]`
`python -m statescope_training.evaluate kneser-ney --data DIR --out FILE` scores the 5-gram.
"""
import argparse
import json
import os
import time

import numpy as np
import torch
from tokenizers import Tokenizer

from .data import documents
from .kn import KneserNey
from .losses import document_loss, loss_by_position, summary
from .models import load_bundle
from .quantise import twins
from .ruler import ruler
from .sampling import stories

PARTS = ["losses", "positions", "samples", "quantised", "ruler"]
LONGEST = 256  # stories of at most the training length


def chosen(data: str, part: str, stories: int) -> list[np.ndarray]:
    """The first so many stories of a text."""
    return [d for d in documents(os.path.join(data, f"{part}.bin")) if len(d) <= LONGEST + 1][:stories]


def story_bytes(tok: Tokenizer, docs: list[np.ndarray]) -> list[int]:
    return [len(tok.decode(d[1:-1].tolist()).encode()) for d in docs]


def five_gram(data: str, tok: Tokenizer, vocab: int, stories: int, tokens: int | None = None) -> dict:
    """Counts the first `tokens` of the training text, or all of it."""
    counted, seen = [], 0
    for document in documents(os.path.join(data, "train.bin")):
        if tokens is not None and seen >= tokens:
            break
        counted.append(document)
        seen += len(document) - 1
    model, result = KneserNey(counted, vocab), {"countedTokens": seen}
    for part in ("held", "real"):
        docs = chosen(data, part, stories)
        loss = [model.nats(d) for d in docs]
        result[part] = summary(sum(v.sum() for v in loss), sum(map(len, loss)), sum(story_bytes(tok, docs)), len(docs))
    return {"losses": result}


def measure(folder: str, data: str, tok: Tokenizer, parts: list[str], a: argparse.Namespace, T: int = 256) -> dict:
    model, _ = load_bundle(folder)
    held = np.fromfile(os.path.join(data, "held.bin"), dtype=np.uint16)
    result: dict = {}
    for part in parts:
        started = time.time()
        if part == "losses":
            result[part] = {}
            for text in ("held", "real"):
                docs = chosen(data, text, a.stories)
                result[part][text] = document_loss(model, docs, story_bytes(tok, docs))
        if part == "positions":
            result[part] = loss_by_position(model, held, 4 * T, a.windows)
        if part == "samples":
            result[part] = stories(model, tok)
        if part == "quantised":
            result[part] = twins(model, held, T)
        if part == "ruler":
            result[part] = ruler(model, held, tok, a.examples, a.longest)
        print(f"{part}: {time.time() - started:.0f} s {json.dumps(result[part])[:300]}", flush=True)
    return result


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("folder", help="a bundle, or kneser-ney")
    ap.add_argument("--data", required=True)
    ap.add_argument("--tokenizer", help="folder with tokenizer.json; default: the bundle")
    ap.add_argument("--out", required=True, help="JSON file; parts measured before are kept")
    ap.add_argument("--parts", default=",".join(PARTS))
    ap.add_argument("--stories", type=int, default=1000, help="of each text, for the losses")
    ap.add_argument("--windows", type=int, default=48, help="of 1024 tokens, for the loss by position")
    ap.add_argument("--examples", type=int, default=20, help="of each RULER task and length")
    ap.add_argument("--longest", type=int, default=4096, help="RULER length")
    ap.add_argument("--tokens", type=float, help="that the 5-gram counts; default: all")
    args = ap.parse_args()
    torch.set_num_threads(1)
    result = {}
    if os.path.exists(args.out):
        with open(args.out) as file:
            result = json.load(file)
    tok = Tokenizer.from_file(os.path.join(args.tokenizer or args.folder, "tokenizer.json"))
    if args.folder == "kneser-ney":
        result |= five_gram(args.data, tok, tok.get_vocab_size(), args.stories, int(args.tokens) if args.tokens else None)
        print(json.dumps(result))
    else:
        result |= measure(args.folder, args.data, tok, args.parts.split(","), args)
    with open(args.out, "w") as file:
        json.dump(result, file, indent=1, ensure_ascii=False)


if __name__ == "__main__":
    main()
