"""Batches of task examples. The same examples, one at a time, come from engine/tasks/*.ts; test/fixtures/tasks.json pins both.

Each generator takes seeds (B) and returns ids (B,T), positions (Q) and answers (B,Q): after reading ids[: position + 1], the next token
should be the answer. Vocabularies are lists of token names; the last is `<unk>`, which no example holds.
"""
from dataclasses import dataclass

import numpy as np

from .draws import Draws

LETTERS = [chr(ord("a") + i) for i in range(26)]
UNKNOWN = "<unk>"
ITEMS = 8  # selective copying: tokens to remember


@dataclass
class Batch:
    ids: np.ndarray
    positions: np.ndarray  # (Q), or (B,Q) where they differ from example to example
    answers: np.ndarray


def selective_copying(seeds: np.ndarray, noise: int) -> Batch:
    """Eight letters at random places among noise, then eight marks: the letters in order (Mamba, 4.1.1). 14 letters as there."""
    d, B, L = Draws(seeds), len(seeds), noise + ITEMS
    places, letters = d.choose(L, ITEMS), 1 + d.below(14, ITEMS)  # (B,8)
    ids = np.zeros((B, L + ITEMS), np.int64)
    np.put_along_axis(ids, places, letters, 1)
    ids[:, L:] = 15
    return Batch(ids, np.arange(L, L + ITEMS), letters)


def induction(seeds: np.ndarray, length: int) -> Batch:
    """Random letters; a star with a letter after it, somewhere; at the end the star again: the letter (Mamba, 4.1.2)."""
    d, B = Draws(seeds), len(seeds)
    ids = d.below(15, length)  # (B,T)
    at = d.below(length - 2, 1)[:, 0]
    rows = np.arange(B)
    ids[rows, at] = ids[:, -1] = 15
    return Batch(ids, np.array([length - 1]), ids[rows, at + 1][:, None])


def induction_again(seeds: np.ndarray, length: int) -> Batch:
    """For training: up to four more stars on the way, each followed by the same letter and asked for: five times the signal of one answer.

    Fewer than four repeat the last question. The test is `induction`: one star, one question.
    """
    b, d = induction(seeds, length), Draws(seeds ^ np.uint32(0x5BD1E995))
    at = np.argmax(b.ids == 15, axis=1)  # (B)
    counts, places = d.below(5, 1)[:, 0], np.sort(d.below(length, 4), axis=1)
    positions = np.full((len(seeds), 5), length - 1)
    for row, (start, count) in enumerate(zip(at, counts)):
        free = start + 2
        for j, place in enumerate(places[row, :count]):
            if free <= place < length - 3:
                b.ids[row, place], b.ids[row, place + 1], positions[row, j], free = 15, b.answers[row, 0], place, place + 2
    return Batch(b.ids, positions, np.repeat(b.answers, 5, 1))


RECALL_KEYS = 64  # and as many values


def recall(seeds: np.ndarray, pairs: int, among: int = RECALL_KEYS) -> Batch:
    """MQAR (Arora et al. 2023): pairs of key and value, then every key once more among as many blanks: its value.

    The length is four times the pairs, Zoology's shortest. The queries are spread evenly at random; there, the gaps follow a power law.
    Ids: 0 blank, 1 to 64 keys, 65 to 128 values; only the first `among` of each are drawn.
    """
    d, B = Draws(seeds), len(seeds)
    keys, values = 1 + d.order(among)[:, :pairs], 1 + RECALL_KEYS + d.order(among)[:, :pairs]  # (B,D), all different
    queries, which = 2 * pairs + d.choose(2 * pairs, pairs), d.order(pairs)  # (B,D)
    ids = np.zeros((B, 4 * pairs), np.int64)
    ids[:, 0 : 2 * pairs : 2], ids[:, 1 : 2 * pairs : 2] = keys, values
    np.put_along_axis(ids, queries, np.take_along_axis(keys, which, 1), 1)
    return Batch(ids, queries, np.take_along_axis(values, which, 1))


def phonebook(seeds: np.ndarray, entries: int) -> Batch:
    """Names of two letters, each with a number of three digits; then a question mark and one of the names: its number.

    Ids: 0 to 25 letters, 26 to 35 digits, 36 the question mark. The digits of the answer are given back as they come (teacher forcing).
    """
    d, B = Draws(seeds), len(seeds)
    names = d.order(26 * 26)[:, :entries]  # (B,L), all different
    digits = 26 + d.below(10, 3 * entries).reshape(B, entries, 3)
    pick = d.below(entries, 1)[:, 0]  # (B)
    book = np.concatenate([(names // 26)[..., None], (names % 26)[..., None], digits], -1).reshape(B, 5 * entries)
    rows = np.arange(B)
    asked, answer = names[rows, pick], digits[rows, pick]  # (B), (B,3)
    tail = np.stack([np.full(B, 36), asked // 26, asked % 26, answer[:, 0], answer[:, 1]], 1)
    ids = np.concatenate([book, tail], 1)
    return Batch(ids, 5 * entries + np.array([2, 3, 4]), answer)


def phonebook_again(seeds: np.ndarray, entries: int, questions: int = 4) -> Batch:
    """For training: four questions, one after the other, each with its answer. The test is `phonebook`: one question."""
    b, d, B = phonebook(seeds, entries), Draws(seeds ^ np.uint32(0x5BD1E995)), len(seeds)
    book = b.ids[:, : 5 * entries].reshape(B, entries, 5)
    asked = np.take_along_axis(book, d.below(entries, questions)[..., None], 1)  # (B,Q,5)
    marks = np.full((B, questions, 1), 36)
    ids = np.concatenate([b.ids[:, : 5 * entries], np.concatenate([marks, asked], -1).reshape(B, 6 * questions)], 1)
    positions = 5 * entries + (6 * np.arange(questions)[:, None] + np.array([2, 3, 4])).ravel()  # (3 Q)
    return Batch(ids, positions, asked[..., 2:].reshape(B, 3 * questions))


VOCABULARY = {
    "selective-copying": ["·", *LETTERS[:14], "?", UNKNOWN],
    "induction": [*LETTERS[:15], "*", UNKNOWN],
    "recall": ["·", *[f"k{i}" for i in range(1, 65)], *[f"v{i}" for i in range(1, 65)], UNKNOWN],
    "phonebook": [*LETTERS, *map(str, range(10)), "?", UNKNOWN],
}
GENERATORS = {"selective-copying": selective_copying, "induction": induction, "recall": recall, "phonebook": phonebook}
# the size that grows, and the chance of a right answer for a guesser who knows the task (all digits of a number must be right)
SIZE = {"selective-copying": "noise", "induction": "length", "recall": "pairs", "phonebook": "entries"}
CHANCE = {"selective-copying": 1 / 14, "induction": 1 / 15, "recall": 1 / 64, "phonebook": 1e-3}

TRAINING = GENERATORS | {"induction": induction_again, "phonebook": phonebook_again}


def make(task: str, size: int, first_seed: int, count: int, generators: dict = GENERATORS, **options: int) -> Batch:
    """Examples of seeds first_seed, first_seed + 1, ..."""
    batch = generators[task](np.arange(first_seed, first_seed + count, dtype=np.uint64).astype(np.uint32), size, **options)
    if batch.positions.ndim == 1:
        batch.positions = np.broadcast_to(batch.positions, batch.answers.shape)
    return batch
