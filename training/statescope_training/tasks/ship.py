"""From finished task runs to what the site shows: model folders, cards and the evaluation grids.

`python -m statescope_training.tasks.ship RUNS --models ../public/models --evaluations ../public/evaluations --commit HASH`
A model folder is written for seed 1 of each task and architecture; the grids hold every seed.
"""
import argparse
import json
import os
import shutil

from ..card import HARDWARE, parts
from ..models import load_bundle
from .generators import CHANCE, SIZE, VOCABULARY
from .presets import MODELS, TASKS, config, settings
from .run import FIRST_TEST_SEED, FIRST_TRAINING_SEED
from .texts import DESCRIPTION, TITLES, kind


def tokenizer_json(task: str) -> dict:
    """One word, one token; words are separated by spaces. (WordPiece without continuations: the site's reader knows no WordLevel.)"""
    vocab = {token: i for i, token in enumerate(VOCABULARY[task])}
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None,
        "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": None, "decoder": None,
        "model": {"type": "WordPiece", "unk_token": VOCABULARY[task][-1], "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
                  "vocab": vocab},
    }


def write(path: str, value: dict, indent: int | None = 1) -> None:
    with open(path, "w") as file:
        json.dump(value, file, indent=indent, ensure_ascii=False)
        file.write("\n")


def batch(sizes: int | list[int]) -> str:
    return str(sizes) if isinstance(sizes, int) else "-".join(map(str, sizes))


def card(task: str, name: str, result: dict, folder: str, commit: str) -> dict:
    model, _ = load_bundle(folder)
    trained, unit = settings(task, name)["train"], SIZE[task]
    return {
        "name": f"task-{task}-{name}",
        "title": {language: f"{TITLES[task][language]}: {text}" for language, text in kind(name).items()},
        "task": task,
        "architecture": kind(name),
        "licence": "MIT, as the project; the data is generated",
        "data": DESCRIPTION[task],
        "parameters": {"total": sum(p.numel() for p in model.parameters()), "byPart": parts(folder)},
        "training": {
            "sizes": {"unit": unit, "least": min(trained), "most": max(trained)},
            "steps": result["steps"],
            "batch": f"{batch(result['batch'])} examples",
            "optimiser": f"Muon (lr {result['muonLr']}) for hidden matrices, AdamW (lr {result['adamLr']}) for the rest",
            "schedule": f"warm-up, stable, linear decay to 0 from step {result['decayFrom']}",
            "seed": result["seed"],
            "hours": round(result["seconds"] / 3600, 3),
            "hardware": HARDWARE,
            "commit": commit,
            "curve": {"columns": ["step", "nats per answer token", "accuracy"], "rows": result["curve"]},
        },
        "scores": {"unit": unit, "chance": CHANCE[task], "cells": result["cells"]},
    }


def results(runs: str, task: str, name: str) -> list[dict]:
    """Those of seeds 1, 2, ... as far as they are there."""
    found = []
    while os.path.exists(path := os.path.join(runs, f"{task}-{name}-{len(found) + 1}", "result.json")):
        with open(path) as file:
            found.append(json.load(file))
    return found


def ship_bundle(runs: str, models: str, task: str, name: str, result: dict, commit: str) -> str:
    bundle = f"task-{task}-{name}"
    folder = os.path.join(models, bundle)
    os.makedirs(folder, exist_ok=True)
    for file in ("config.json", "model.safetensors"):
        shutil.copy(os.path.join(runs, f"{task}-{name}-1", file), folder)
    write(os.path.join(folder, "tokenizer.json"), tokenizer_json(task), None)
    path = os.path.join(folder, "card.json")
    new = card(task, name, result, folder, commit)
    if os.path.exists(path):  # the same run, shipped again: the commit that trained it stays
        with open(path) as file:
            old = json.load(file)
        if old["training"]["curve"] == new["training"]["curve"]:
            new["training"]["commit"] = old["training"]["commit"]
    write(path, new)
    return bundle


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("runs")
    ap.add_argument("--models", required=True)
    ap.add_argument("--evaluations", required=True)
    ap.add_argument("--commit", default="")
    a = ap.parse_args()
    os.makedirs(a.evaluations, exist_ok=True)
    for task, models in MODELS.items():
        rows = []
        for name in models:
            for result in results(a.runs, task, name):
                bundle = ship_bundle(a.runs, a.models, task, name, result, a.commit) if result["seed"] == 1 else None
                sizes = settings(task, name)["train"]
                rows.append({"model": name, "title": kind(name), "architecture": config(task, name)["model_type"], "bundle": bundle,
                             "seed": result["seed"], "steps": result["steps"], "trainedOn": {"least": min(sizes), "most": max(sizes)},
                             "cells": result["cells"]})
        if rows:
            trained = TASKS[task]["train"]
            write(os.path.join(a.evaluations, f"{task}.json"), {
                "schema": 1, "task": task, "unit": SIZE[task], "chance": CHANCE[task],
                "trainedOn": {"least": min(trained), "most": max(trained)}, "firstTestSeed": FIRST_TEST_SEED,
                "firstTrainingSeed": FIRST_TRAINING_SEED, "models": rows,
            })
            print(f"{task}: {len(rows)} runs")


if __name__ == "__main__":
    main()
