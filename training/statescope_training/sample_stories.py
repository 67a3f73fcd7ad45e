"""Samples more training stories from stories15M, as the corpus was made: temperature 1.0, top-p 0.95, finished stories of 40 to 256 tokens.

`python -m statescope_training.sample_stories ../public/models/stories-15m --corpus ../shared/corpus --part 3 --stories 1000 --out FILE.txt.gz`
The bundle's vocabulary is the corpus's, so no other token can be drawn. Stories that an earlier part holds are left out.
"""
import argparse
import gzip
import time

import torch
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

from .corpus import SEPARATOR, synthetic
from .tokenizer import BOS

LEAST, MOST = 40, 256


@torch.no_grad()
def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("folder", help="the bundle of stories15M")
    ap.add_argument("--corpus", help="leave out what its parts hold")
    ap.add_argument("--part", type=int, default=3, help="also the seed: a part is sampled with its own number")
    ap.add_argument("--stories", type=int, default=1000)
    ap.add_argument("--batch", type=int, default=64)
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--out", required=True)
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.part)
    model = AutoModelForCausalLM.from_pretrained(args.folder, dtype=torch.float32).eval()
    tok = PreTrainedTokenizerFast.from_pretrained(args.folder)
    known = set(synthetic(args.corpus)) if args.corpus else set()
    stories, started = [], time.time()
    while len(stories) < args.stories:
        first = torch.full((args.batch, 1), BOS)
        ids = model.generate(
            first, attention_mask=torch.ones_like(first), do_sample=True, temperature=1.0, top_p=0.95, top_k=0, max_new_tokens=MOST,
            eos_token_id=BOS, pad_token_id=0,
        )  # (B,T)
        for row in ids.tolist():
            body = row[1:]
            if BOS not in body or not LEAST <= body.index(BOS) <= MOST:
                continue
            text = tok.decode(body[: body.index(BOS)]).strip()
            if text and text not in known:
                known.add(text)
                stories.append(text)
        print(f"{len(stories)} stories in {time.time() - started:.0f} s", flush=True)
    with gzip.open(args.out, "wt", encoding="utf-8") as file:
        file.write(f"\n{SEPARATOR}\n".join(stories[: args.stories]) + "\n")


if __name__ == "__main__":
    main()
