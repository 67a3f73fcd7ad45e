"""Writes public/evaluations/haystack.json (held-out stories for the small RULER) and test/fixtures/ruler.json (examples that
engine/tasks/ruler.ts must make too).

`python -m statescope_training.ruler_fixture --corpus ../shared/corpus --bundle ../public/models/stories-mamba --haystack ../public/evaluations/haystack.json --fixture ../test/fixtures/ruler.json`
The examples are those of ruler.py itself; only its source of chance is exchanged for the counter-based draws that both languages have.
"""
import argparse
import json
import os

import numpy as np
from tokenizers import Tokenizer

from . import corpus
from .data import encode
from .ruler import NAMES, TOYS, example, task
from .tasks.draws import Draws

STORIES = 24
KINDS = ["needle", "needles", "tracking"]
LENGTHS = [128, 700]
SEEDS = [1, 2, 4_294_967_295]


class Chance:
    """The part of random.Random that ruler.py uses, on the draws of one seed."""

    def __init__(self, seed: int):
        self.draws = Draws(np.array([seed]))

    def sample(self, items: list[str], k: int) -> list[str]:
        return [items[i] for i in self.draws.order(len(items))[0, :k]]

    def randrange(self, limit: int) -> int:
        return int(self.draws.below(limit, 1)[0, 0])


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    for name in ("corpus", "bundle", "haystack", "fixture"):
        ap.add_argument(f"--{name}", required=True)
    args = ap.parse_args()
    tok = Tokenizer.from_file(os.path.join(args.bundle, "tokenizer.json"))
    stories = corpus.split(args.corpus)[1][:STORIES]
    hay = encode(tok, stories)
    about = "Held-out stories, machine-made: sampled from stories15M (MIT, Andrej Karpathy) for this project; no model here trained on them."
    with open(args.haystack, "w") as file:
        json.dump({"schema": 1, "about": about, "tokens": len(hay), "stories": stories}, file, ensure_ascii=False, indent=1)
        file.write("\n")
    examples = []
    for kind in KINDS:
        for length in LENGTHS:
            for seed in SEEDS:
                ids, answer = example(kind, length, hay, tok, Chance(seed))
                hidden, question, _ = task(kind, Chance(seed))
                examples.append(
                    {"kind": kind, "length": length, "seed": seed, "hidden": hidden, "question": question, "answer": answer, "ids": ids}
                )
    with open(args.fixture, "w") as file:
        json.dump({"generator": "training/statescope_training/ruler.py", "names": NAMES, "toys": TOYS, "examples": examples}, file)
        file.write("\n")


if __name__ == "__main__":
    main()
