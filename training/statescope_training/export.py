"""Turns a finished training run into a model folder: f16 weights, config, tokenizer, generation config.

`python -m statescope_training.export RUN --tokenizer DIR --out ../public/models/stories-mamba`
"""
import argparse
import json
import os
import shutil

import torch

from .models import build, save_bundle
from .presets import config as preset_config

GENERATION = {"bos_token_id": 1, "eos_token_id": 1, "pad_token_id": 0, "do_sample": True, "temperature": 0.7, "top_p": 0.95}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("run", help="folder that train.py wrote")
    ap.add_argument("--tokenizer", required=True)
    ap.add_argument("--out", required=True)
    args = ap.parse_args()
    saved = torch.load(os.path.join(args.run, "latest.pt"), weights_only=False)
    if saved["step"] != saved["steps"]:
        print(f"unfinished: step {saved['step']} of {saved['steps']}")
    a = saved["args"]
    config = preset_config(a["name"], a["preset"], a["vocab"])
    model = build(config)
    model.load_state_dict(saved["model"])
    save_bundle(model, config, args.out)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(os.path.join(args.tokenizer, name), args.out)
    with open(os.path.join(args.out, "generation_config.json"), "w") as file:
        json.dump(GENERATION, file, indent=2)
        file.write("\n")
    print(f"{args.out}: {os.path.getsize(os.path.join(args.out, 'model.safetensors')):,} bytes of weights")


if __name__ == "__main__":
    main()
