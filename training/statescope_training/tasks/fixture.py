"""Writes test/fixtures/tasks.json: examples of every task, which engine/tasks must make too.

`python -m statescope_training.tasks.fixture ../test/fixtures/tasks.json`
"""
import argparse
import json

from .generators import CHANCE, GENERATORS, VOCABULARY, make

SIZES = {"selective-copying": [0, 16, 64], "induction": [4, 64, 256], "recall": [1, 8, 64], "phonebook": [1, 4, 32]}
SEEDS = [1, 2, 4_294_967_295]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("out")
    args = ap.parse_args()
    tasks = []
    for task in GENERATORS:
        examples = []
        for size in SIZES[task]:
            for seed in SEEDS:
                b = make(task, size, seed, 1)
                answers = [{"position": int(p), "id": int(a)} for p, a in zip(b.positions[0], b.answers[0])]
                examples.append({"size": size, "seed": seed, "ids": b.ids[0].tolist(), "answers": answers})
        tasks.append({"task": task, "vocabulary": VOCABULARY[task], "chance": CHANCE[task], "examples": examples})
    with open(args.out, "w") as file:
        json.dump({"generator": "training/statescope_training/tasks/generators.py", "tasks": tasks}, file, ensure_ascii=False)
        file.write("\n")


if __name__ == "__main__":
    main()
