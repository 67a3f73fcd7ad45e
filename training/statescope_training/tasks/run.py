"""Trains task models and measures them. Finished ones are skipped, so the same command goes on where it stopped.

`python -m statescope_training.tasks.run selective-copying/mamba induction/* --out RUNS [--seeds 1,2]`
The learning rate falls when the task is solved (99.8 % right over 100 batches) or at 80 % of the most steps allowed.
Some tasks begin with their least size; the next joins when 90 % are right, or after as many steps as the preset's `opens`.
Recall then also has more keys and values to choose from: four times its most pairs.
"""
import argparse
import fnmatch
import json
import os
import random
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..models import build, save_bundle
from ..optim import optimizers
from .generators import RECALL_KEYS, TRAINING, Batch, make
from .presets import MODELS, TASKS, config, settings

BATCH, WARMUP, SOLVED, READY = 16, 50, 0.998, 0.9
MUON_LR, ADAM_LR = 0.02, 3e-3
TEST_TOKENS, MOST_TESTS = 150_000, 256  # examples of a test cell: so many tokens, at least 8
FIRST_TEST_SEED = 1
FIRST_TRAINING_SEED = 10_000_000  # run n uses seeds from n times this


def answer_logits(model: nn.Module, batch: Batch) -> tuple[Tensor, Tensor]:
    """logits (B,Q,V) at the answers' positions, and the answers (B,Q)"""
    positions = torch.from_numpy(np.ascontiguousarray(batch.positions))
    hidden = model.hidden(torch.from_numpy(batch.ids))  # (B,T,d)
    picked = hidden.gather(1, positions[..., None].expand(-1, -1, hidden.shape[-1]))  # (B,Q,d)
    return picked @ model.table.t(), torch.from_numpy(batch.answers)


def tests_of(task: str, size: int) -> int:
    tokens = make(task, size, FIRST_TEST_SEED, 1).ids.shape[1]
    return min(MOST_TESTS, max(8, TEST_TOKENS // tokens // 8 * 8))


@torch.no_grad()
def accuracy(model: nn.Module, task: str, size: int, count: int) -> dict:
    """Seeds 1 ... count. `accuracy`: right answers (phonebook: whole numbers); `loss`: nats per answer token."""
    model.eval()
    right, loss, answers, at = 0.0, 0.0, 0, 0
    while at < count:
        n = max(1, min(count - at, 16_384 // make(task, size, FIRST_TEST_SEED, 1).ids.shape[1]))
        logits, answer = answer_logits(model, make(task, size, FIRST_TEST_SEED + at, n))
        hit = logits.argmax(-1) == answer  # (B,Q)
        hit = hit.all(-1, keepdim=True) if task == "phonebook" else hit
        right, answers, at = right + hit.sum().item(), answers + hit.numel(), at + n
        loss += F.cross_entropy(logits.flatten(0, 1), answer.flatten()).item() * n
    model.train()
    return {"size": size, "examples": count, "answers": answers, "accuracy": round(right / answers, 4), "loss": round(loss / count, 4)}


def batch_of(task: str, size: int, tokens: int | None) -> int:
    return max(1, tokens // make(task, size, FIRST_TEST_SEED, 1, TRAINING).ids.shape[1]) if tokens else BATCH


def train(task: str, model_name: str, seed: int, most: int, muon_lr: float, adam_lr: float) -> tuple[nn.Module, dict]:
    torch.manual_seed(seed)
    rng, its = random.Random(seed), settings(task, model_name)
    sizes, opens = its["train"], its.get("opens", 0)
    batches = {size: batch_of(task, size, its.get("tokens")) for size in sizes}
    model = build(config(task, model_name)).train()
    opts = optimizers(model, muon_lr, adam_lr)
    curve, hits, losses, step, end, started = [], [], [], 0, None, time.time()
    opened, since = (1 if opens else len(sizes)), 0  # training sizes in use, and the step of the last change
    while end is None or step < end:
        down = (end - step) / max(1, end - decay_from) if end else 1.0
        for o in opts:
            for g in o.param_groups:
                g["lr"] = g["peak"] * min(down, (step + 1) / WARMUP)
        size = rng.choice(sizes[:opened])
        few = {"among": min(RECALL_KEYS, 4 * sizes[opened - 1])} if task == "recall" else {}
        batch = make(task, size, FIRST_TRAINING_SEED * seed + step * max(batches.values()), batches[size], TRAINING, **few)
        logits, answer = answer_logits(model, batch)
        loss = F.cross_entropy(logits.flatten(0, 1), answer.flatten())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for o in opts:
            o.step()
            o.zero_grad()
        step += 1
        losses.append(loss.item())
        hits.append((logits.argmax(-1) == answer).float().mean().item())
        if step % 100 == 0:
            mean = sum(hits[-100:]) / 100
            curve.append([step, round(sum(losses[-100:]) / 100, 4), round(mean, 4)])
            print(f"{task}/{model_name} seed {seed} step {step}: loss {curve[-1][1]} accuracy {mean:.3f} {time.time() - started:.0f} s", flush=True)
            if opened < len(sizes) and (mean >= READY or step >= since + opens):
                opened, since = opened + 1, step
            elif end is None and (mean >= SOLVED or step >= 0.8 * most):
                decay_from, end = step, step + max(200, step // 4)
    seconds = round(time.time() - started, 1)
    batch = sorted({min(batches.values()), max(batches.values())})
    return model.eval(), {"steps": step, "batch": batch, "decayFrom": decay_from, "seconds": seconds, "curve": curve}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("which", nargs="+", help="task/model, * allowed")
    ap.add_argument("--out", required=True)
    ap.add_argument("--seeds", default="1")
    ap.add_argument("--steps", type=int, help="most steps; default: the task's own")
    ap.add_argument("--muon-lr", type=float, help="default: the task's own, else 0.02")
    ap.add_argument("--adam-lr", type=float, help="default: the task's own, else 0.003")
    a = ap.parse_args()
    torch.set_num_threads(1)
    every = [(t, m) for t, models in MODELS.items() for m in models]
    chosen = [(t, m) for pattern in a.which for t, m in every if fnmatch.fnmatch(f"{t}/{m}", pattern)]
    for seed in map(int, a.seeds.split(",")):
        for task, name in chosen:
            folder = os.path.join(a.out, f"{task}-{name}-{seed}")
            result = os.path.join(folder, "result.json")
            if os.path.exists(result):
                continue
            its = settings(task, name)
            muon, adam = a.muon_lr or its.get("muon", MUON_LR), a.adam_lr or its.get("adam", ADAM_LR)
            model, training = train(task, name, seed, a.steps or its["steps"], muon, adam)
            save_bundle(model, config(task, name), folder)
            cells = []
            for size in TASKS[task]["test"]:
                cells.append(accuracy(model, task, size, tests_of(task, size)))
                print(f"{task}/{name} seed {seed}: {cells[-1]}", flush=True)
            with open(result, "w") as file:
                json.dump({"task": task, "model": name, "seed": seed, "muonLr": muon, "adamLr": adam, **training, "cells": cells}, file)


if __name__ == "__main__":
    main()
