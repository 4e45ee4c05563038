"""A run of contacts that is measured at once, with what every opening asks of it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.fragments import FragmentKind
from matcher.index import KIND_NUMBERS, FragmentIndex
from matcher.index.exact import Rows
from matcher.signals import KINDS_OF_TITLES, Floats

CONTACTS_AT_ONCE = 16_384  # bounds the memory that a block of products takes

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """Neighbouring contacts of an index; arrays over contacts have one length, those over rows another.

    Attributes:
        contacts: int64, their ordinals.
        starts: int64, where each contact's rows begin in `vectors`.
        vectors: float32, (n_rows, dimension), rows of unit length; a view of the index's file.
        lengths: float32, of the sum of each contact's vectors.
        single: Who has one fragment.
        titled: Who has the title of a position.
        tells: Who tells more than titles.
        many: int64, places of those who have several fragments.
        many_vectors: float32, (n_rows of many, dimension): theirs alone, a copy.
        many_starts: int64, where in `many_vectors` each of them begins.
    """

    contacts: Rows
    starts: Rows
    vectors: Floats
    lengths: Floats
    single: Mask
    titled: Mask
    tells: Mask
    many: Rows
    many_vectors: Floats
    many_starts: Rows

    @classmethod
    def of(cls, index: FragmentIndex, first: int, end: int) -> "Part":
        """Gives the contacts from `first` to before `end`."""
        selection = index.expand(np.arange(first, end))
        rows = slice(int(selection.rows[0]), int(selection.rows[-1]) + 1)
        kinds, starts = index.kinds[rows], selection.starts
        counts = np.diff(starts, append=len(kinds))
        several = counts > 1
        return cls(
            selection.contacts,
            starts,
            index.vectors[rows],
            index.lengths[first:end],
            ~several,
            np.logical_or.reduceat(kinds == KIND_NUMBERS[FragmentKind.TITLE], starts),
            np.logical_or.reduceat(~np.isin(kinds, KINDS_OF_TITLES), starts),
            np.flatnonzero(several),
            index.vectors[rows][np.repeat(several, counts)],
            np.cumsum(counts[several]) - counts[several],
        )


def parts_of(index: FragmentIndex, contacts_at_once: int = CONTACTS_AT_ONCE) -> Iterator[Part]:
    """Cuts everybody into parts."""
    everybody = len(index.contact_ids)
    for first in range(0, everybody, contacts_at_once):
        yield Part.of(index, first, min(first + contacts_at_once, everybody))
