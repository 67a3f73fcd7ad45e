"""Texts, some of them nasty, with their ids: the fixture that the engine's tokenizer is tested with.

`python -m statescope_training.tokenizer_fixture ../public/models/stories-15m --llama2 llama2.data --out ../test/fixtures/tokenizer-stories.json`
Before writing, every text is encoded by llama2.c's algorithm too (`ScoreBpe`) and decoded again; both must agree.
"""
import argparse
import json
import os
import random

from tokenizers import Tokenizer

from . import corpus
from .llama2c import read_tokenizer
from .tokenizer import ScoreBpe

NASTY = [
    "", " ", "  ", "   ", "a", " a", "a ", " two  spaces ", "\n", "\r\n", "a\r\nb\r\n", "\t\x00\x01\x7f", "\u00a0x", "e\u0301", "\u2028",
    "¡Érase una vez un niño que quería volar! ¿Y voló? Sí, él voló.", "El pingüino comió muchísimo jamón en Logroño.", "日本語 текст עברית",
    "👩‍👩‍👧‍👦 🙂🏳️‍🌈", "aaaaaaaaaaaaaaaa", "................", "!!!???...", "1234567890 3.14 2+2=4", "<0x0A>", "< s >", "```code``` {x: [1,2]}",
    "don't \"quote\" 'me'", "“curly” — dash…", "UPPER lower MiXeD", "supercalifragilisticexpialidocious", "\ufeffbom", "\U0010ffff",
    "Once upon a time", " Once upon a time", "Once upon a time, there was a little girl named Lily.",
]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("bundle")
    ap.add_argument("--llama2", required=True)
    ap.add_argument("--llama-ids", required=True, help="llama-ids.json beside the tokenizer")
    ap.add_argument("--corpus", default="../shared/corpus")
    ap.add_argument("--check", type=int, default=300, help="stories compared with llama2.c's algorithm")
    ap.add_argument("--out", required=True)
    args = ap.parse_args()
    tok = Tokenizer.from_file(os.path.join(args.bundle, "tokenizer.json"))
    pieces, scores = read_tokenizer(args.llama2)
    with open(args.llama_ids) as file:
        keep = json.load(file)
    oracle = ScoreBpe([pieces[i] for i in keep], [scores[i] for i in keep])
    _, held = corpus.split(args.corpus)
    rng = random.Random(1)
    alphabet = [chr(i) for i in range(256)] + ["🙂", "the", " The", "ing", "  ", "\n", "tion", "ñ", "ß", "漢"]
    noise = ["".join(rng.choices(alphabet, k=rng.randrange(1, 40))) for _ in range(200)]
    texts = NASTY + noise[:20] + held[:5] + corpus.real(args.corpus)[:5]
    for text in texts + noise + held[: args.check]:
        ids = tok.encode(text, add_special_tokens=False).ids
        if ids != oracle.encode(text):
            raise AssertionError(f"llama2.c encodes {text!r} differently")
        if tok.decode(ids) != text:
            raise AssertionError(f"{text!r} decodes to {tok.decode(ids)!r}")
    cases = [{"text": t, "ids": tok.encode(t, add_special_tokens=False).ids} for t in texts]
    with open(args.out, "w") as file:
        note = "ids without the <s> that the post-processor puts in front; decoding the ids gives the text back"
        json.dump({"tokenizer": "stories", "vocabulary": tok.get_vocab_size(), "note": note, "cases": cases}, file, ensure_ascii=True)
        file.write("\n")
    print(f"{len(cases)} cases; {len(texts) + len(noise) + args.check} texts agree with llama2.c")


if __name__ == "__main__":
    main()
