"""Trains one stories model. Resumes by itself; `stable.pt` is kept so that a longer run continues without the decay.

`python -m statescope_training.train stories-mamba --data DIR --out DIR --tokens 5e6`
"""
import argparse
import json
import os
import time

import torch

from . import presets
from .data import SoftTargets, Stream
from .models import build, save_bundle
from .models.common import Linear
from .optim import optimizers, wsd
from .scan import linear_cross_entropy


def arguments() -> argparse.Namespace:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("name", choices=presets.NAMES)
    ap.add_argument("--preset", choices=list(presets.PRESETS), default="tiny")
    ap.add_argument("--data", required=True, help="folder written by statescope_training.data")
    ap.add_argument("--out", required=True, help="checkpoints and the log; the same folder resumes")
    ap.add_argument("--vocab", type=int, default=5272)
    ap.add_argument("--tokens", type=float, default=5e6)
    ap.add_argument("--batch", type=int, default=8, help="sequences of 256 tokens a step")
    ap.add_argument("--warmup", type=int, default=60)
    ap.add_argument("--decay", type=float, default=0.2)
    ap.add_argument("--muon-lr", type=float, default=0.02)
    ap.add_argument("--adam-lr", type=float, default=3e-3)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--bf16", action="store_true", help="matrix products in bf16: faster with AVX512-BF16, 5 times slower without")
    ap.add_argument("--hard", action="store_true", help="train on the sampled labels, without teacher.py's soft targets")
    ap.add_argument("--stable", action="store_true", help="stop where the learning rate would begin to fall, with stable.pt saved")
    ap.add_argument("--every", type=int, default=200, help="steps between checkpoints and held-out losses")
    return ap.parse_args()


@torch.no_grad()
def held_out_loss(model: torch.nn.Module, stream: Stream, sequences: int = 32) -> float:
    """A quick look in f32: nats per token of the packed stream. The real evaluation is evaluate.py."""
    model.eval()
    total = 0.0
    for i in range(sequences // 8):
        x = stream.batch(i, 8)
        total += linear_cross_entropy(model.hidden(x[:, :-1]).flatten(0, 1), model.table, x[:, 1:].flatten()).item()
    model.train()
    return total / (sequences // 8)


def main() -> None:
    a = arguments()
    torch.set_num_threads(a.threads)
    Linear.mixed = a.bf16
    dtype = torch.bfloat16 if a.bf16 else torch.float32
    T = presets.CONTEXT
    steps = int(a.tokens) // (a.batch * T)
    stable_end = steps - int(steps * a.decay)
    config = presets.config(a.name, a.preset, a.vocab)
    torch.manual_seed(a.seed)
    model = build(config).train()
    opts = optimizers(model, a.muon_lr, a.adam_lr)
    train, held = (Stream(os.path.join(a.data, f"{part}.bin"), T) for part in ("train", "held"))
    soft = None if a.hard else SoftTargets(a.data, train)
    os.makedirs(a.out, exist_ok=True)
    path = {k: os.path.join(a.out, f"{k}.pt") for k in ("latest", "stable")}
    step, seconds, log = 0, 0.0, []

    for kind in ("latest", "stable"):  # a finished or decaying run that is asked for more tokens goes on from the stable phase
        if os.path.exists(path[kind]):
            saved = torch.load(path[kind], weights_only=False)
            if kind == "stable" or saved["steps"] == steps or saved["step"] <= saved["stable_end"]:
                model.load_state_dict(saved["model"])
                for o, s in zip(opts, saved["optimizers"]):
                    o.load_state_dict(s)
                torch.set_rng_state(saved["rng"])
                step, seconds, log = saved["step"], saved["seconds"], saved["log"]
                print(f"resumed {kind} at step {step} of {steps}", flush=True)
                break

    def save(kind: str) -> None:
        state = dict(
            model=model.state_dict(), optimizers=[o.state_dict() for o in opts], rng=torch.get_rng_state(), step=step, steps=steps,
            stable_end=stable_end, seconds=seconds, log=log, args=vars(a),
        )
        torch.save(state, path[kind] + ".new")
        os.replace(path[kind] + ".new", path[kind])

    print(f"{a.name}: {presets.active(model, config):,} active parameters, {steps} steps of {a.batch * T} tokens", flush=True)
    started, running = time.time(), []
    while step < steps:
        if step == stable_end:
            save("stable")
            if a.stable:
                save("latest")
                return
        scale = wsd(step, steps, a.warmup, a.decay)
        for o in opts:
            for g in o.param_groups:
                g["lr"] = g["peak"] * scale
        x = train.batch(step, a.batch)  # (B,T+1)
        targets = soft.batch(step, a.batch) if soft else None
        loss = linear_cross_entropy(model.hidden(x[:, :-1]).flatten(0, 1), model.table, x[:, 1:].flatten(), targets, dtype)
        whole = loss + config["router_aux_loss_coef"] * model.auxiliary_loss() if config["model_type"] == "jamba" else loss
        whole.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for o in opts:
            o.step()
            o.zero_grad()
        running.append(loss.item())
        step += 1
        if step % 20 == 0 or step == steps:
            now = time.time()
            seconds, started = seconds + now - started, now
            entry = {"step": step, "tokens": step * a.batch * T, "loss": sum(running) / len(running), "seconds": seconds}
            running = []
            if step % a.every == 0 or step == steps:
                entry["held"] = held_out_loss(model, held)
                save("latest")
                started = time.time()
            log.append(entry)
            print(json.dumps({k: round(v, 4) for k, v in entry.items()}), flush=True)
    save("latest")
    save_bundle(model, config, os.path.join(a.out, "bundle"))
    with open(os.path.join(a.out, "log.json"), "w") as file:
        json.dump({"args": vars(a), "log": log}, file)


if __name__ == "__main__":
    main()
