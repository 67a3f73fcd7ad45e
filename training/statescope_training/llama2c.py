"""Reads llama2.c's files: the stories15M weights and the tokenizer.bin that follow each other in `llama2.data`.

Layout (karpathy/llama2.c, export.py, version 0): seven int32 (dim, hidden_dim, n_layers, n_heads, n_kv_heads, vocab, seq_len),
then f32 tensors, one kind after the other, all layers of a kind together.
"""
import struct
from dataclasses import dataclass

import numpy as np

WEIGHT_BYTES = 60_816_028  # stories15M inside llama2.data; tokenizer.bin is the rest


@dataclass
class Llama2cConfig:
    dim: int
    hidden: int
    layers: int
    heads: int
    kv_heads: int
    vocab: int
    context: int


def read_weights(path: str) -> tuple[Llama2cConfig, dict[str, np.ndarray]]:
    with open(path, "rb") as file:
        blob = file.read(WEIGHT_BYTES)
    c = Llama2cConfig(*struct.unpack("7i", blob[:28]))
    if c.vocab < 0:
        raise ValueError("an untied head is not expected in stories15M")
    flat, at = np.frombuffer(blob, np.float32, offset=28), 0

    def take(*shape: int) -> np.ndarray:
        nonlocal at
        size = int(np.prod(shape))
        at += size
        return flat[at - size : at].reshape(shape)

    d, f, n = c.dim, c.hidden, c.layers
    kv = d * c.kv_heads // c.heads
    w = {
        "embedding": take(c.vocab, d),
        "attention_norm": take(n, d),
        "q": take(n, d, d),
        "k": take(n, kv, d),
        "v": take(n, kv, d),
        "o": take(n, d, d),
        "ffn_norm": take(n, d),
        "gate": take(n, f, d),  # w1
        "down": take(n, d, f),  # w2
        "up": take(n, f, d),  # w3
        "norm": take(d),
    }
    rope_tables = 2 * c.context * (d // c.heads // 2)  # cos and sin, recomputed by every reader
    if at + rope_tables != flat.size:
        raise ValueError(f"weights end at {at + rope_tables} floats, the file holds {flat.size}")
    return c, w


def read_tokenizer(path: str, vocab: int = 32_000) -> tuple[list[bytes], list[float]]:
    """Pieces (with plain spaces, `<0x41>` for bytes) and SentencePiece scores, by id."""
    with open(path, "rb") as file:
        file.seek(WEIGHT_BYTES)
        blob = file.read()
    pieces, scores, at = [], [], 4  # the first int32 is the longest piece's length
    for _ in range(vocab):
        score, length = struct.unpack_from("fi", blob, at)
        pieces.append(blob[at + 8 : at + 8 + length])
        scores.append(score)
        at += 8 + length
    return pieces, scores
