"""A run of contacts that is measured at once, with what every opening asks of it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.batch.scratch import Scratch
from matcher.fragments import FragmentKind
from matcher.index import KIND_NUMBERS, FragmentIndex
from matcher.index.exact import Rows
from matcher.jagged import Jagged
from matcher.signals import KINDS_OF_TITLES, Floats, latest_of

ROWS_AT_ONCE = 131_072  # bounds the memory that a part takes: 200 MB where everybody tells much
FEWEST_AT_ONCE = 4_096  # of fewer, what goes before and after their products takes longer
PARTS = 4  # of a small index, so that several threads or actors share it

Mask = NDArray[np.bool_]
Span = tuple[int, int]
"""The ordinals of contacts: from the first to before the second."""


@dataclass(frozen=True, slots=True)
class Rich:
    """Those of a part who tell more than the title of one position, in the order of their layout.

    Attributes:
        places: int64, (n_rich,), where in the part they are.
        layout: Of their rows.
        vectors: float32, (n_rows, dimension), rows of unit length, laid out.
        is_title: bool, (n_rows,), which rows are the title of a position.
        latest: int64, (n_rich,), the row of each one's latest title; any where there is none.
        titled: bool, (n_rich,), who has the title of a position.
        tells: Who tells more than titles.
        skilled: Who lists skills.
    """

    places: Rows
    layout: Jagged
    vectors: Floats
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
        vectors: float32, (n_rows, dimension), of all of them, rows of unit length.
        plain: int64, places in the part of those who are plain.
        plain_rows: int64, their rows in `vectors`.
        rich: The others.
    """

    span: Span
    vectors: Floats
    plain: Rows
    plain_rows: Rows
    rich: Rich

    @classmethod
    def of(cls, index: FragmentIndex, span: Span, scratch: Scratch) -> "Part":
        """Gives the contacts of a span, which is not empty; until the next one is asked for."""
        selection = index.expand(np.arange(*span))
        first, end = int(selection.rows[0]), int(selection.rows[-1]) + 1
        kinds, counts = np.asarray(index.kinds[first:end]), np.diff(selection.starts, append=end - first)
        is_title = kinds == KIND_NUMBERS[FragmentKind.TITLE]
        is_plain = (counts == 1) & is_title[selection.starts]
        rich = np.flatnonzero(~is_plain)
        layout = Jagged.of(counts[rich])
        rows = np.flatnonzero(np.repeat(~is_plain, counts))[layout.rows]
        vectors = index.vectors[first:end]
        taken = scratch.array("rich", len(rows), vectors.shape[1])
        np.take(vectors, rows, axis=0, out=taken, mode="clip")
        return cls(
            span,
            vectors,
            np.flatnonzero(is_plain),
            selection.starts[is_plain],
            _rich(rich[layout.order], layout, taken, kinds[rows]),
        )


def size_of_parts(contacts: int, rows: int) -> int:
    """Gives how many contacts of an index are measured at once: by its size alone, whoever measures them.

    Args:
        rows: How many all contacts have; a contact's ordinal has nothing to do with how many are theirs.
    """
    most = ROWS_AT_ONCE * contacts // max(rows, 1)
    return max(min(max(-(-contacts // PARTS), FEWEST_AT_ONCE), most), 1)


def spans_of(span: Span, contacts_at_once: int) -> Iterator[Span]:
    """Cuts a span into parts, always at the same places: an answer never depends on who measures a part."""
    first, end = span
    while first < end:
        then = min((first // contacts_at_once + 1) * contacts_at_once, end)
        yield first, then
        first = then


def _rich(places: Rows, layout: Jagged, vectors: Floats, kinds: NDArray[np.int8]) -> Rich:
    is_title = kinds == KIND_NUMBERS[FragmentKind.TITLE]
    latest = latest_of(is_title, layout)
    return Rich(
        places,
        layout,
        vectors,
        is_title,
        np.minimum(latest, len(kinds) - 1),
        latest < len(kinds),
        layout.highest(~np.isin(kinds, KINDS_OF_TITLES)),
        layout.highest(kinds == KIND_NUMBERS[FragmentKind.SKILLS]),
    )
