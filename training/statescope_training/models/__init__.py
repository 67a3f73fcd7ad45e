"""Six architectures with the tensor names and config fields of transformers 5.18 (s4d is this project's own model type).

`build(config)` -> module with forward(ids (B,T)) -> logits (B,T,V); `save_bundle` and `load_bundle` write and read a model folder.
For attention without positions take `jamba` with attn_layer_period 1.
"""
import json
import os

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from .backbone import BackboneLm
from .decoder import DecoderLm

SHELLS = {"llama": DecoderLm, "jamba": DecoderLm, "mamba": BackboneLm, "mamba2": BackboneLm, "nemotron_h": BackboneLm, "s4d": BackboneLm}

# transformers 5.18 cannot tie nemotron_h's head (`_tied_weights_keys = {}`): its file holds the embedding twice, and its config says untied.
HEAD_COPIED = {"nemotron_h": ("lm_head.weight", "backbone.embeddings.weight")}


def build(config: dict) -> nn.Module:
    if config["model_type"] not in SHELLS:
        raise ValueError(f"model_type {config['model_type']!r}; not one of {', '.join(SHELLS)}")
    if not (config["tie_word_embeddings"] or config["model_type"] in HEAD_COPIED):
        raise ValueError("only tied embeddings are trained here")
    return SHELLS[config["model_type"]](config)


def save_bundle(model: nn.Module, config: dict, folder: str, dtype: torch.dtype = torch.float16) -> None:
    """config.json and model.safetensors, the tied head left out where transformers can tie it."""
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "model.safetensors")
    tensors = {k: v.detach().to(dtype).contiguous() for k, v in model.state_dict().items()}
    if config["model_type"] in HEAD_COPIED:
        head, table = HEAD_COPIED[config["model_type"]]
        tensors[head], config = tensors[table].clone(), config | {"tie_word_embeddings": False}
    save_file(tensors, path, metadata={"format": "pt"})
    os.chmod(path, 0o644)
    with open(os.path.join(folder, "config.json"), "w") as file:
        json.dump(config | {"dtype": str(dtype).removeprefix("torch.")}, file, indent=2)
        file.write("\n")


def load_bundle(folder: str) -> tuple[nn.Module, dict]:
    """The model in f32 (f16 weights are widened, never computed in) and its config."""
    with open(os.path.join(folder, "config.json")) as file:
        config = json.load(file)
    model = build(config)
    tensors = {k: v.float() for k, v in load_file(os.path.join(folder, "model.safetensors")).items()}
    if config["model_type"] in HEAD_COPIED:
        head, table = HEAD_COPIED[config["model_type"]]
        if not torch.equal(tensors.pop(head), tensors[table]):
            raise ValueError(f"{folder}: {head} differs from {table}; only tied heads are trained here")
    model.load_state_dict(tensors)
    return model.eval(), config
