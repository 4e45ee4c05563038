"""A run of contacts that is measured at once, with what every opening asks of it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.batch.scratch import Scratch
from matcher.fragments import FragmentKind
from matcher.index import KIND_NUMBERS, FragmentIndex, Selection
from matcher.index.exact import Rows
from matcher.signals import KINDS_OF_TITLES, Floats

CONTACTS_AT_ONCE = 16_384  # bounds the memory that a block of products takes
FEWEST_AT_ONCE = 4_096  # of fewer, what goes before and after their products takes longer
PARTS = 4  # of a small index, so that several threads or actors share it

Mask = NDArray[np.bool_]
Span = tuple[int, int]
"""The ordinals of contacts: from the first to before the second."""


@dataclass(frozen=True, slots=True)
class Rich:
    """Those of a part who tell more than the title of one position.

    Arrays over contacts have one length, those over rows another.

    Attributes:
        places: int64, where in the part they are.
        vectors: float32, (n_rows, dimension), rows of unit length; a contact's stand together.
        starts: int64, where in `vectors` each of them begins.
        counts: int64, how many rows each of them has.
        lengths: float32, of the sum of each one's vectors.
        is_title: Which rows are the title of a position.
        latest: int64, the row of each one's latest title; any where there is none.
        titled: Who has the title of a position.
        tells: Who tells more than titles.
        skilled: Who lists skills.
    """

    places: Rows
    vectors: Floats
    starts: Rows
    counts: Rows
    lengths: Floats
    is_title: Mask
    latest: Rows
    titled: Mask
    tells: Mask
    skilled: Mask


@dataclass(frozen=True, slots=True)
class Part:
    """Neighbouring contacts of an index, apart by how much they tell: most are *plain*, and have one title.

    Attributes:
        span: Which contacts these are.
        is_plain: bool, (n_contacts,).
        plain: int64, places in the part of those who are plain.
        plain_vectors: float32, (n_plain, dimension), rows of unit length.
        rich: The others.
    """

    span: Span
    is_plain: Mask
    plain: Rows
    plain_vectors: Floats
    rich: Rich

    @classmethod
    def of(cls, index: FragmentIndex, span: Span, scratch: Scratch) -> "Part":
        """Gives the contacts of a span, which is not empty; until the next one is asked for."""
        selection = index.expand(np.arange(*span))
        first, end = int(selection.rows[0]), int(selection.rows[-1]) + 1
        kinds, counts = np.asarray(index.kinds[first:end]), np.diff(selection.starts, append=end - first)
        is_title = kinds == KIND_NUMBERS[FragmentKind.TITLE]
        is_plain = (counts == 1) & is_title[selection.starts]
        of_rich = np.repeat(~is_plain, counts)
        vectors = index.vectors[first:end]
        return cls(
            span,
            is_plain,
            np.flatnonzero(is_plain),
            _taken("plain", vectors, ~of_rich, scratch),
            _rich(
                np.flatnonzero(~is_plain),
                _taken("rich", vectors, of_rich, scratch),
                counts[~is_plain],
                kinds[of_rich],
                index.lengths[slice(*span)][~is_plain],
            ),
        )

    def cosines_of(self, places: Rows, selection: Selection, vectors: Floats, products: Floats) -> Floats:
        """Gives the products of an opening's vectors with the rows of some contacts.

        Args:
            places: In the part, ascending.
            selection: The same contacts in the index.
            vectors: float32, (n_asked, dimension).
            products: float32, (n_asked, n_rows): those with the vectors of the rich, which are known.

        Returns:
            float32, (n_rows of the selection, n_asked).
        """
        cosines = np.empty((len(selection.rows), len(vectors)), np.float32)
        chosen = np.zeros(len(self.is_plain), np.bool_)
        chosen[places] = True
        counts = np.diff(selection.starts, append=len(selection.rows))
        of_rich = np.repeat(~self.is_plain[places], counts)
        cosines[~of_rich] = self.plain_vectors[chosen[self.plain]] @ vectors.T
        cosines[of_rich] = products[:, np.repeat(chosen[self.rich.places], self.rich.counts)].T
        return cosines


def size_of_parts(contacts: int) -> int:
    """Gives how many contacts of an index are measured at once: by its size alone, whoever measures them."""
    return min(max(-(-contacts // PARTS), FEWEST_AT_ONCE), CONTACTS_AT_ONCE)


def spans_of(span: Span, contacts_at_once: int) -> Iterator[Span]:
    """Cuts a span into parts, always at the same places: an answer never depends on who measures a part."""
    first, end = span
    while first < end:
        then = min((first // contacts_at_once + 1) * contacts_at_once, end)
        yield first, then
        first = then


def _taken(name: str, vectors: Floats, mask: Mask, scratch: Scratch) -> Floats:
    rows = np.flatnonzero(mask)
    return np.take(vectors, rows, axis=0, out=scratch.array(name, len(rows), vectors.shape[1]), mode="clip")


def _rich(places: Rows, vectors: Floats, counts: Rows, kinds: NDArray[np.int8], lengths: Floats) -> Rich:
    starts = np.cumsum(counts) - counts
    is_title = kinds == KIND_NUMBERS[FragmentKind.TITLE]
    numbered = np.where(is_title, np.arange(len(kinds)), len(kinds))
    latest = np.minimum.reduceat(numbered, starts) if len(starts) else starts
    return Rich(
        places,
        vectors,
        starts,
        counts,
        lengths,
        is_title,
        np.minimum(latest, len(kinds) - 1),
        latest < len(kinds),
        _any(~np.isin(kinds, KINDS_OF_TITLES), starts),
        _any(kinds == KIND_NUMBERS[FragmentKind.SKILLS], starts),
    )


def _any(of_rows: Mask, starts: Rows) -> Mask:
    return np.logical_or.reduceat(of_rows, starts) if len(starts) else np.empty(0, np.bool_)
