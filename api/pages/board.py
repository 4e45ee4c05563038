"""The board of a batch: its lines read again, looked through, and written as a table."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

from matcher.bands import band_of
from matcher.spreadsheet import write_csv

ROWS_A_PAGE = 50
_MARK = "\ufeff"  # with which spreadsheets read a table as UTF-8


class Show(StrEnum):
    """Which openings are shown."""

    ALL = "all"
    SOMEBODY = "somebody"
    NOBODY = "nobody"
    STOPPED = "stopped"


class Order(StrEnum):
    """How the openings are put."""

    ASKED = "asked"
    TITLE = "title"
    FITS = "fits"


@dataclass(frozen=True, slots=True)
class Row:
    """One opening of a batch.

    Attributes:
        place: Its line in the results, from 1.
        fits: The least of the band that is told; None where an officer had stopped suggestions for it.
        lines: Anonymous: trade, seniority and region, the last two empty where they are not told.
        withheld: Of those who fit, how many have no line: the least of a band as well.
        shared: How many names colleagues shared for it when the line was made.
    """

    place: int
    opening_id: str
    title: str
    fits: int | None
    colleagues: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    withheld: int
    shared: int
    stopped_since: str | None

    @classmethod
    def of(cls, place: int, line: Mapping[str, Any]) -> Self:
        """Reads a line of the results."""
        return cls(
            place,
            line["opening"]["id"],
            line["opening"]["title"],
            line["fits"],
            tuple(line["colleagues"]),
            tuple((one["trade"], one["seniority"], one["region"]) for one in line["lines"]),
            line["withheld"],
            line["shared_names"],
            line["stopped_since"],
        )


@dataclass(frozen=True, slots=True)
class View:
    """How the board is looked at; it is told in the address, and names nobody.

    Attributes:
        words: Parts of titles, all of which must occur.
        page: From 1.
    """

    words: str = ""
    show: Show = Show.ALL
    order: Order = Order.ASKED
    page: int = 1

    def pick(self, rows: Iterable[Row]) -> list[Row]:
        """Gives the rows that are wanted, in their order."""
        wanted = self.words.casefold().split()
        found = [row for row in rows if self._shows(row) and all(w in row.title.casefold() for w in wanted)]
        if self.order is Order.TITLE:
            return sorted(found, key=lambda row: (row.title.casefold(), row.place))
        if self.order is Order.FITS:
            return sorted(found, key=lambda row: (-(row.fits or 0), row.place))
        return found

    def part(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Gives the rows of the page."""
        return rows[(self.page - 1) * ROWS_A_PAGE : self.page * ROWS_A_PAGE]

    def query(self, page: int = 1) -> str:
        """Writes another page of the same view as the query of an address."""
        return urlencode({"q": self.words, "show": self.show.value, "order": self.order.value, "page": page})

    def _shows(self, row: Row) -> bool:
        return {
            Show.ALL: True,
            Show.SOMEBODY: bool(row.fits),
            Show.NOBODY: row.fits == 0,
            Show.STOPPED: row.stopped_since is not None,
        }[self.show]


def read_rows(path: Path) -> list[Row]:
    """Gives the lines that are whole; a file that is being written may end within one."""
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return []
    whole = written[: written.rfind(b"\n") + 1].splitlines()
    return [Row.of(place, json.loads(line)) for place, line in enumerate(whole, start=1)]


def table_of(rows: Iterable[Row], header: Sequence[str]) -> Iterator[str]:
    """Writes rows as CSV, a block at a time: one opening a row, its colleagues and lines in a cell each."""
    written = io.StringIO()
    written.write(_MARK)
    write_csv(written, header, map(_cells, rows))
    yield written.getvalue()


def _cells(row: Row) -> tuple[object, ...]:
    lines = " | ".join(", ".join(filter(None, line)) for line in row.lines)
    fits = (None, None) if row.fits is None else (row.fits, band_of(row.fits).most)
    told = (row.opening_id, row.title, *fits, ", ".join(row.colleagues))
    return (*told, lines, row.withheld, row.shared, row.stopped_since)
