"""Rows whose vectors are equal, as those of one title are: searched once, and found together."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.arrays import read_array, write_array
from matcher.index.exact import Rows

GROUPS, GROUPED, STARTS, KEYS = "groups.npy", "grouped_rows.npy", "group_starts.npy", "group_keys.npy"
NOBODYS: Final = 0  # the key of a group that lost its last row: nothing stays of who left

Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Alike:
    """The rows of a generation in groups of one vector, numbered from 0; an empty group is never found.

    Attributes:
        keys: uint64, (n_groups,), of each group's vector; `NOBODYS` where the group is empty.
        groups: int32, (n_rows,), the group of each row.
        rows: int32, (n_rows,), group by group, ascending within each.
        starts: int64, (n_groups + 1,), where each group begins in `rows`.
    """

    keys: Keys
    groups: NDArray[np.int32]
    rows: NDArray[np.int32]
    starts: Rows

    def __len__(self) -> int:
        return len(self.keys)

    @classmethod
    def of(cls, keys: Keys, before: Keys | None = None) -> "Alike":
        """Groups rows.

        Args:
            keys: uint64, (n_rows,), of each row's vector: equal ones have equal vectors.
            before: Keys of groups that keep their numbers, whether or not they have a row here.
        """
        found, groups = np.unique(keys, return_inverse=True)
        if before is not None:
            new = found[~np.isin(found, before)]
            found, numbers = np.concatenate([before, new]), found
            order = np.argsort(found, kind="stable")
            groups = order[np.searchsorted(found[order], numbers)][groups]
        rows = np.argsort(groups, kind="stable").astype(np.int32)
        sizes = np.bincount(groups, minlength=len(found))
        found = np.where(sizes > 0, found, np.uint64(NOBODYS))
        starts = np.append(0, np.cumsum(sizes)).astype(np.int64)
        return cls(found, groups.astype(np.int32), rows, starts)

    def save(self, folder: Path) -> None:
        """Writes the arrays into a folder."""
        for name, array in self._files():
            write_array(folder / name, array)

    @classmethod
    def load(cls, folder: Path) -> "Alike":
        """Reads what `save` wrote, memory-mapped."""
        return cls(*(read_array(folder / name) for name in (KEYS, GROUPS, GROUPED, STARTS)))

    def sizes(self, groups: Rows) -> Rows:
        """Gives how many rows each group has."""
        sizes: Rows = self.starts[groups + 1] - self.starts[groups]
        return sizes

    def used(self) -> Rows:
        """Gives the groups that have a row, ascending."""
        return np.flatnonzero(np.diff(self.starts))

    def first_rows(self, groups: Rows) -> Rows:
        """Gives a row of each group, which holds its vector; no group may be empty."""
        return self.rows[self.starts[groups]].astype(np.int64)

    def emptied(self, without: Rows) -> Rows:
        """Gives the groups of which no row is left without some, ascending."""
        if not len(without):
            return np.empty(0, np.int64)
        touched, counts = np.unique(self.groups[without], return_counts=True)
        groups = touched.astype(np.int64)
        emptied: Rows = groups[counts == self.sizes(groups)]
        return emptied

    def expand(self, groups: Rows) -> tuple[Rows, Rows]:
        """Gives the rows of groups, in their order, and the place of its group for each."""
        sizes = self.sizes(groups)
        owners = np.repeat(np.arange(len(groups)), sizes)
        firsts = np.repeat(self.starts[groups] - (np.cumsum(sizes) - sizes), sizes)
        return self.rows[firsts + np.arange(len(owners))].astype(np.int64), owners

    def _files(self) -> list[tuple[str, NDArray[np.generic]]]:
        return [(KEYS, self.keys), (GROUPS, self.groups), (GROUPED, self.rows), (STARTS, self.starts)]
