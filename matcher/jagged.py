"""Rows of several contacts, laid out for whoever asks the same of each contact.

First comes everybody's first row, then the second one of all who have two, and so on. Contacts stand by
falling number of rows, so each run begins with the same contacts as the one before, and what is asked of each
contact takes a few operations on long runs instead of many on short ones. These are the jagged diagonals of
sparse matrices (Saad, Krylov Subspace Methods on Supercomputers, 1989). A few who have far more rows than the
others would make a run of each: what is left of theirs stands at the end, a contact's together.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matcher.index.exact import Rows

Value = TypeVar("Value", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Jagged:
    """A layout.

    Attributes:
        order: int64, (n_contacts,): the contacts, by falling number of rows.
        counts: int64, (n_contacts,), of rows, in that order; at least 1.
        rows: int64, (n_rows,): of each row its number where a contact's rows stand together.
        starts: int64, where the first rows begin, then the second ones, and so on; then where the runs end.
        tails: int64, where the rows that are left begin, of the first contact, of the second; then the end.
    """

    order: Rows
    counts: Rows
    rows: Rows
    starts: Rows
    tails: Rows

    @classmethod
    def of(cls, counts: Rows) -> "Jagged":
        """Lays out the rows of contacts who have so many of them, each at least one."""
        order = np.argsort(-counts, kind="stable")
        firsts, falling = (np.cumsum(counts) - counts)[order], counts[order]
        most = int(falling[0]) if len(falling) else 0
        # How many contacts have a first row, a second one, and so on; none has one more than the most.
        sizes = np.searchsorted(-falling, -np.arange(most + 1))
        # A step for each run, and one for each contact who has rows left: as few as possible, rather runs.
        runs = most - int(np.argmin((np.arange(1, most + 1) + sizes[1:])[::-1])) if most else 0
        numbers = [firsts[:size] + turn for turn, size in enumerate(sizes[:runs])]
        long = firsts[: sizes[runs]].tolist(), falling[: sizes[runs]].tolist()
        left = [np.arange(first + runs, first + count) for first, count in zip(*long, strict=True)]
        rows = np.concatenate([np.empty(0, np.int64), *numbers, *left])
        starts = np.concatenate([[0], np.cumsum(sizes[:runs])])
        tails = starts[-1] + np.concatenate([[0], np.cumsum(falling[: sizes[runs]] - runs)])
        return cls(order, falling, rows, starts, tails)

    def highest(self, values: NDArray[Value]) -> NDArray[Value]:
        """Gives the highest value of each contact: of (..., n_rows) makes (..., n_contacts), in `order`."""
        best = values[..., : len(self.order)].copy()
        for start, end in pairwise(self.starts[1:].tolist()):
            so_far = best[..., : end - start]
            np.maximum(so_far, values[..., start:end], out=so_far)
        for contact, (start, end) in enumerate(pairwise(self.tails.tolist())):
            so_far = best[..., contact]
            np.maximum(so_far, values[..., start:end].max(axis=-1), out=so_far)
        return best

    def highest_k(self, values: NDArray[np.float32], k: int) -> NDArray[np.float32]:
        """Gives the `k` highest values of each contact, from high to low; -inf stands for those that lack.

        Args:
            values: float32, (n_rows,), laid out.

        Returns:
            float32, (k, n_contacts), in `order`.
        """
        best = np.full((k, len(self.order)), -np.inf, np.float32)
        for turn, (start, end) in enumerate(pairwise(self.starts.tolist())):
            left = values[start:end]
            for so_far in best[: turn + 1, : end - start]:  # what is higher stays, what is lower moves on
                lower = np.minimum(so_far, left)
                np.maximum(so_far, left, out=so_far)
                left = lower
        for contact, (start, end) in enumerate(pairwise(self.tails.tolist())):
            own = np.concatenate([best[:, contact], values[start:end]])
            best[:, contact] = np.sort(own)[::-1][:k]
        return best

    def in_turn(self, values: NDArray[Value]) -> NDArray[Value]:
        """Puts what was found, (..., n_contacts) in `order`, back into the order of the contacts."""
        found = np.empty_like(values)
        found[..., self.order] = values
        return found

    def places(self, contacts: Rows) -> Rows:
        """Gives where in the layout the rows of some contacts are, a contact's together.

        Args:
            contacts: int64, their places in `order`.
        """
        counts = self.counts[contacts]
        turns = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        owners, runs = np.repeat(contacts, counts), len(self.starts) - 1
        places: Rows = self.starts[np.minimum(turns, runs)] + owners
        left = turns >= runs
        places[left] = self.tails[owners[left]] + turns[left] - runs
        return places
