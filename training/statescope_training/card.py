"""Writes card.json into a bundle: what it is, how it was trained, what was measured. Every number comes from a run's files.

`python -m statescope_training.card ../public/models/stories-mamba --run RUN --evaluation FILE --baselines DIR --commit HASH`
`--run` is left out for stories-15m, whose training is not ours; its card keeps what convert_stories15m.py wrote.
"""
import argparse
import json
import os

import torch
from safetensors.torch import load_file

from .card_texts import ARCHITECTURE, TARGETS, TITLES, TRAINING_TEXT, weaknesses
from .models import load_bundle
from .presets import active

HARDWARE = "one core, shared with other work, of a 2-core x86-64 CPU (AVX2); PyTorch 2.13"


def parts(folder: str) -> dict:
    """Parameters by part, from the file."""
    groups = {"embedding": 0, "attention": 0, "ssm": 0, "feedForward": 0, "experts": 0, "norms": 0}
    for name, w in load_file(os.path.join(folder, "model.safetensors")).items():
        mixer = ".mixer." in name or ".mamba." in name
        if name == "lm_head.weight":
            continue  # a copy of the embedding
        if "embed" in name:
            part = "embedding"
        elif ".experts." in name:
            part = "experts"
        elif any(f".{p}_proj." in name for p in "qkvo"):
            part = "attention"
        elif ".router." in name or any(p in name for p in ("gate_proj", "up_proj", "down_proj")):
            part = "feedForward"
        else:
            part = "ssm" if mixer else "norms"
        groups[part] += w.numel()
    return {k: v for k, v in groups.items() if v}


def training(run: str, commit: str) -> dict:
    saved = torch.load(os.path.join(run, "latest.pt"), weights_only=False)
    a, log = saved["args"], saved["log"]
    tokens = saved["step"] * a["batch"] * 256
    return {
        "tokens": tokens,
        "steps": saved["step"],
        "batch": f"{a['batch']} x 256 tokens",
        "optimiser": f"Muon (lr {a['muon_lr']}) for hidden matrices, AdamW (lr {a['adam_lr']}, betas 0.9 and 0.95) for the rest",
        "schedule": f"warm-up {a['warmup']} steps, stable, linear decay to 0 over the last {a['decay']:.0%}",
        "precision": "f32 parameters and sums, bf16 matrix products" if a["bf16"] else "f32",
        "targets": TARGETS["hard" if a["hard"] else "soft"],
        "seed": a["seed"],
        "hours": round(saved["seconds"] / 3600, 3),
        "tokensPerSecond": round(tokens / saved["seconds"]),
        "hardware": HARDWARE,
        "commit": commit,
        "curve": {
            "train": [[e["tokens"], round(e["loss"], 4)] for e in log],
            "held": [[e["tokens"], round(e["held"], 4)] for e in log if "held" in e],
        },
    }


def read(path: str) -> dict:
    if not os.path.exists(path):
        return {}
    with open(path) as file:
        return json.load(file)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("bundle")
    ap.add_argument("--run")
    ap.add_argument("--evaluation", required=True)
    ap.add_argument("--baselines", required=True, help="folder with kneser-ney.json and stories-15m.json")
    ap.add_argument("--commit", default="")
    args = ap.parse_args()
    name = os.path.basename(os.path.normpath(args.bundle))
    model, config = load_bundle(args.bundle)
    evaluation = read(args.evaluation)
    files = {"kneserNey5": "kneser-ney", "kneserNey5SameTokens": "kneser-ney-same-tokens", "stories15m": "stories-15m",
             "storiesTransformer": "stories-transformer"}
    baselines = {k: read(os.path.join(args.baselines, f"{f}.json")).get("losses") for k, f in files.items()}
    card = read(os.path.join(args.bundle, "card.json")) if not args.run else {}
    if args.run:
        card |= {
            "name": name,
            "title": TITLES[name],
            "architecture": ARCHITECTURE[name],
            "licence": "MIT, as the project; the training text was sampled from stories15M (MIT, karpathy/llama2.c)",
            "data": TRAINING_TEXT,
            "training": training(args.run, args.commit),
        }
    total = sum(p.numel() for p in model.parameters())
    card |= {
        "parameters": {"total": total, "active": active(model, config), "byPart": parts(args.bundle)},
        "context": 256,
        "scores": evaluation,
        "baselines": {k: v for k, v in baselines.items() if v and k.lower() != name.replace("-", "")},
        "weaknesses": weaknesses(name, evaluation, baselines),
    }
    with open(os.path.join(args.bundle, "card.json"), "w") as file:
        json.dump(card, file, indent=1, ensure_ascii=False)
        file.write("\n")
    print(f"{name}: card with {', '.join(evaluation)}")


if __name__ == "__main__":
    main()
