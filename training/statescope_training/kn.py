"""Interpolated Kneser-Ney 5-gram (Chen and Goodman 1999, section 4.1.6) on the same tokens: the baseline that a model must beat.

n-grams are sorted integer codes in base V (V^5 < 2^63 for V up to 6,208). Contexts do not cross `<s>`: a story's first token follows `<s>` alone.
"""
import numpy as np

ORDER, DISCOUNT = 5, 0.75


def _codes(ids: np.ndarray, n: int, V: int) -> np.ndarray:
    """Codes of all n-grams of one padded stream, (len - n + 1); the newest token is the lowest digit."""
    codes = np.zeros(len(ids) - n + 1, np.int64)
    for i in range(n):
        codes = codes * V + ids[i : len(ids) - n + 1 + i]
    return codes


def _lookup(keys: np.ndarray, values: np.ndarray, query: np.ndarray) -> np.ndarray:
    j = np.minimum(np.searchsorted(keys, query), len(keys) - 1)
    return np.where(keys[j] == query, values[j], 0)


class KneserNey:
    def __init__(self, documents: list[np.ndarray], vocab: int):
        if vocab**ORDER >= 2**63:
            raise ValueError(f"{vocab} tokens: a {ORDER}-gram does not fit in 63 bits")
        self.vocab = vocab
        padded = self._pad(documents)
        grams = {n: np.unique(_codes(padded, n, vocab), return_counts=True) for n in range(1, ORDER + 1)}
        self.counts = {ORDER: grams[ORDER]}
        for n in range(1, ORDER):  # lower orders count distinct left contexts
            suffix, left = np.unique(grams[n + 1][0] % vocab**n, return_counts=True)
            keys = grams[n][0]
            self.counts[n] = keys, _lookup(suffix, left, keys)
        self.contexts = {}
        for n in range(2, ORDER + 1):
            keys, counts = self.counts[n]
            context, index = np.unique(keys // vocab, return_inverse=True)
            self.contexts[n] = context, np.bincount(index, weights=counts), np.bincount(index, weights=counts > 0)

    @staticmethod
    def _pad(documents: list[np.ndarray]) -> np.ndarray:
        """Three zeros (`<unk>`, which no text holds) before each story's `<s>`: no context reaches into the story before."""
        gap = np.zeros(ORDER - 2, np.int64)
        return np.concatenate([np.concatenate([gap, d]) for d in documents])

    def nats(self, document: np.ndarray) -> np.ndarray:
        """-log p of document[1:], (len - 1)"""
        padded = np.concatenate([np.zeros(ORDER - 2, np.int64), document])
        n1, target = len(document) - 1, document[1:]
        keys, counts = self.counts[1]
        total = counts.sum()
        p = np.maximum(_lookup(keys, counts, target) - DISCOUNT, 0) / total + DISCOUNT * (counts > 0).sum() / total / self.vocab
        for n in range(2, ORDER + 1):
            codes = _codes(padded, n, self.vocab)[-n1:]
            count = _lookup(*self.counts[n], codes)
            context, sums, kinds = self.contexts[n]
            s, k = (_lookup(context, v, codes // self.vocab) for v in (sums, kinds))
            p = np.where(s > 0, (np.maximum(count - DISCOUNT, 0) + DISCOUNT * k * p) / np.maximum(s, 1), p)
        return -np.log(p)
