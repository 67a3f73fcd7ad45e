"""Five stories at fixed seeds. No cache: every step runs the whole prefix, which is slow and cannot be wrong."""
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from .tokenizer import BOS

PROMPTS = ["Once upon a time,", "Lily and Tom went to the park.", "The little dog was sad because", "One day, a big bear", '"Look at me!" said']


def pick(logits: Tensor, temperature: float, top_p: float, generator: torch.Generator) -> int:
    p, order = (logits / temperature).softmax(-1).sort(descending=True)
    p[p.cumsum(-1) - p > top_p] = 0
    return order[torch.multinomial(p, 1, generator=generator)].item()


@torch.no_grad()
def stories(model: nn.Module, tok: Tokenizer, tokens: int = 160, temperature: float = 0.7, top_p: float = 0.95) -> dict:
    samples = []
    for seed, prompt in enumerate(PROMPTS, 1):
        generator = torch.Generator().manual_seed(seed)
        ids = tok.encode(prompt).ids
        for _ in range(tokens):
            logits = model.hidden(torch.tensor([ids]))[0, -1] @ model.table.t()  # (V)
            new = pick(logits, temperature, top_p, generator)
            if new == BOS:
                break
            ids.append(new)
        samples.append({"seed": seed, "prompt": prompt, "text": tok.decode(ids[1:])})
    return {"temperature": temperature, "topP": top_p, "maxTokens": tokens, "samples": samples}
