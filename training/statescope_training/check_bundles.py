"""Checks that transformers loads each bundle and gives our logits, and writes the fixtures that `npm test` compares an engine with.

`python -m statescope_training.check_bundles ../public/models/stories-* [--fixtures ../test/fixtures/bundles]`
The logits of a fixture come from transformers (s4d, which it does not know: from models/s4d.py), weights f16 read as f32.
"""
import argparse
import json
import os
import sys

import torch
from tokenizers import Tokenizer
from torch import Tensor

from .models import load_bundle
from .tasks.generators import VOCABULARY, make

PROMPTS = [
    "Once upon a time, there was a little girl named Lily. She loved to play outside with her",
    'Tom said, "I want to fly a kite!" But the wind was 2 strong 🙂.\nSo he waited',
    "The dog saw a big red ball in the park. " * 12 + "The dog saw a big red",
]
TASK_EXAMPLES = [(16, 1), (4, 2), (64, 3)]  # size and seed; recall was trained to 16 pairs
LIMIT = 1e-4  # of the logits' RMS: f32 sums in another order (issue 3)
COLUMNS = 16


def prompts_of(name: str) -> list[str]:
    """Story text; for a task model examples of its task, written with the names of the tokens."""
    task = next((t for t in VOCABULARY if name.startswith(f"task-{t}-")), None)
    if task is None:
        return PROMPTS
    batches = [make(task, min(size, 16) if task == "recall" else size, seed, 1) for size, seed in TASK_EXAMPLES]
    return [" ".join(VOCABULARY[task][i] for i in b.ids[0]) for b in batches]


@torch.no_grad()
def reference_logits(folder: str, ids: Tensor) -> tuple[Tensor, str]:
    """ids (1,T) -> logits (T,V) and who computed them."""
    with open(os.path.join(folder, "config.json")) as file:
        kind = json.load(file)["model_type"]
    if kind == "s4d":
        return load_bundle(folder)[0](ids)[0], "models/s4d.py, FFT convolution"
    from transformers import AutoModelForCausalLM, __version__

    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    return model(ids, use_cache=False).logits[0].float(), f"transformers {__version__}"


def prompt_fixture(text: str, ids: list[int], logits: Tensor) -> dict:
    """The top 20 at the first three and the last position, the RMS at every position, 16 fixed columns at every position."""
    V = logits.shape[-1]
    columns = sorted({((i * V) // COLUMNS + 3) % V for i in range(COLUMNS)})
    positions = sorted({0, 1, 2, len(ids) - 1})

    def top(t: int) -> dict:
        values, tokens = logits[t].topk(min(20, V))
        return {"position": t, "ids": tokens.tolist(), "values": [round(v, 6) for v in values.tolist()]}

    rms = logits.square().mean(-1).sqrt()  # (T)
    return {
        "text": text,
        "ids": ids,
        "top": [top(t) for t in positions],
        "rms": [round(v, 6) for v in rms.tolist()],
        "columns": columns,
        "columnValues": {str(t): [round(v, 6) for v in logits[t, columns].tolist()] for t in positions},
    }


def check(folder: str, fixtures: str | None) -> float:
    tok = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
    model, _ = load_bundle(folder)
    name, worst, prompts, source = os.path.basename(os.path.normpath(folder)), 0.0, [], ""
    for text in prompts_of(name):
        ids = tok.encode(text).ids
        x = torch.tensor([ids])
        theirs, source = reference_logits(folder, x)
        with torch.no_grad():
            ours = model(x)[0]
        worst = max(worst, ((ours - theirs).abs().max() / theirs.square().mean().sqrt()).item())
        prompts.append(prompt_fixture(text, ids, theirs))
    print(f"{name}: {source}; largest difference {worst:.1e} of the RMS")
    if fixtures:
        os.makedirs(fixtures, exist_ok=True)
        with open(os.path.join(fixtures, f"{name}.json"), "w") as file:
            json.dump({"bundle": name, "source": source, "weights": "f16 read as f32", "prompts": prompts}, file, ensure_ascii=False)
            file.write("\n")
    return worst


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("folders", nargs="+")
    ap.add_argument("--fixtures", help="folder for <name>.json")
    args = ap.parse_args()
    worst = max(check(folder, args.fixtures) for folder in args.folders)
    sys.exit(f"above {LIMIT}" if worst > LIMIT else 0)


if __name__ == "__main__":
    main()
