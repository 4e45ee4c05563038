"""Counts of people as a recruiter is told them: in bands, so that like questions tell nobody apart.

Somebody who asks about nearly the same role twice could see in exact counts whether one person fits the one
and not the other, and so learn of them what no line tells.
"""

from bisect import bisect_right
from dataclasses import dataclass

# Where a band begins; the first is told as "fewer than 3".
STARTS = (0, 1, 3, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)


@dataclass(frozen=True, slots=True, order=True)
class Band:
    """A range that a count lies in.

    Attributes:
        most: None where the band has no end.
    """

    least: int
    most: int | None

    def __str__(self) -> str:
        if self.most is None:
            return f"{self.least:,} or more"
        if self.least == self.most:
            return f"{self.least:,}"
        return f"fewer than {self.most + 1:,}" if self.least == 1 else f"{self.least:,} to {self.most:,}"


def band_of(count: int) -> Band:
    """Gives the band of a count; that nobody is there is told as it is."""
    place = bisect_right(STARTS, count)
    return Band(STARTS[place - 1], STARTS[place] - 1 if place < len(STARTS) else None)
