"""Which texts have a vector already, by their hash, and where it lies."""

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]
UNKNOWN = -1


class Known:
    """Hashes with a number each; looked up many at a time, and held as arrays.

    Args:
        hashes: In any order; of equal ones the first counts.
    """

    def __init__(self, hashes: Hashes | None = None) -> None:
        found = np.empty(0, np.uint64) if hashes is None else hashes
        self._hashes, self._numbers = np.unique(found, return_index=True)

    def __len__(self) -> int:
        return len(self._hashes)

    def numbers(self, hashes: Hashes) -> Places:
        """Gives the number of each hash, `UNKNOWN` where it has none."""
        if not len(self._hashes):
            return np.full(len(hashes), UNKNOWN)
        at = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        return np.where(self._hashes[at] == hashes, self._numbers[at], UNKNOWN)

    def add(self, hashes: Hashes) -> None:
        """Numbers more hashes, which differ from each other and are not known, from `len(self)` on."""
        order = np.argsort(hashes)
        at = np.searchsorted(self._hashes, hashes[order])
        numbers = len(self) + order
        self._hashes = np.insert(self._hashes, at, hashes[order])
        self._numbers = np.insert(self._numbers, at, numbers)
