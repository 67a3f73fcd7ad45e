"""The random numbers of the tasks: counter-based, the same in engine/tasks/draws.ts, so that both make the same examples from a seed."""
import numpy as np


def _mix(x: np.ndarray) -> np.ndarray:
    """The 32-bit finaliser of MurmurHash3 (public domain, Austin Appleby)."""
    x = (x ^ (x >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    x = (x ^ (x >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return x ^ (x >> np.uint32(16))


class Draws:
    """A row of draws for each seed. Every draw has a place in its row: one example uses places 0, 1, 2, ... in order."""

    def __init__(self, seeds: np.ndarray):
        self.key, self.place = _mix(seeds.astype(np.uint32) ^ np.uint32(0x9E3779B9)), 0  # (B)

    def _next(self, n: int) -> np.ndarray:
        """(B,n) uint32"""
        places = np.arange(self.place, self.place + n, dtype=np.uint32)
        self.place += n
        return _mix(_mix(self.key[:, None] ^ places))

    def below(self, limit: int, n: int) -> np.ndarray:
        """n whole numbers in [0, limit): (B,n)"""
        return np.floor(self._next(n) / 2.0**32 * limit).astype(np.int64)

    def order(self, n: int) -> np.ndarray:
        """A permutation of 0 ... n - 1: the places of n draws from the least up, ties by place: (B,n)"""
        return np.argsort(self._next(n), axis=1, kind="stable")

    def choose(self, n: int, k: int) -> np.ndarray:
        """k different numbers below n, rising: (B,k)"""
        return np.sort(self.order(n)[:, :k], axis=1)
