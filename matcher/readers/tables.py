"""Tables as text: a header somewhere near the top, then a record a line, or over several where quoted."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

DELIMITERS = ",;\t"  # programs write commas; spreadsheets save the others
HEADER_LINES = 20  # LinkedIn's preamble takes three, a spreadsheet's `sep=,` one
MAX_COLUMNS = 1_000
MAX_CELL = 10_000
_MAX_RECORD_LINES = 20
_LONGEST_HEADER = 1 << 16


class BadRow(ValueError):
    """A row that cannot be used; its text is the reason and holds nothing of the row."""


@dataclass(frozen=True, slots=True)
class Header:
    """The line that names the columns.

    Attributes:
        line: Line in the file, from 1.
        cells: The columns' names, without the spaces around them.
    """

    line: int
    delimiter: str
    cells: tuple[str, ...]


def read_headers(lines: list[str]) -> Iterator[Header]:
    """Gives each of the first lines as every header that it may be: at least two columns."""
    for number, line in enumerate(lines[:HEADER_LINES], start=1):
        for delimiter in DELIMITERS:
            if delimiter in line:
                yield Header(number, delimiter, tuple(split_line(line, delimiter)))


def find_table(lines: list[str]) -> Header | None:
    """Finds the header of a table of three columns or more that nearly all lines below it share."""
    for header in read_headers(lines):
        if len(header.cells) >= 3 and _is_table(lines[header.line - 1 :], header.delimiter):
            return header
    return None


def split_line(line: str, delimiter: str) -> list[str]:
    """Splits one line into cells; no cell where its quotes cannot be read."""
    try:
        cells = next(csv.reader([line[:_LONGEST_HEADER]], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [cell.strip() for cell in cells]


def _is_table(lines: list[str], delimiter: str) -> bool:
    widths = [len(split_line(line, delimiter)) for line in lines[:HEADER_LINES] if line.strip()]
    return len(widths) >= 2 and widths.count(widths[0]) >= 0.8 * len(widths)


def read_records(
    lines: list[str], header: Header, *, most_lines: int = _MAX_RECORD_LINES
) -> Iterator[tuple[int, list[str]]]:
    """Gives each record below the header with its first line; blank lines are no records.

    Args:
        most_lines: How many lines a record in quotes may take; LinkedIn's take one, a note in an address book
            takes many.
    """
    at = header.line
    while at < len(lines):
        if '"' not in lines[at]:
            cells, taken = lines[at].split(header.delimiter), 1
        else:
            cells, taken = _quoted_record(lines, at, header, most_lines)
        if len(cells) > 1 or cells[0].strip():
            yield at + 1, cells
        at += taken


def _quoted_record(lines: list[str], at: int, header: Header, most_lines: int) -> tuple[list[str], int]:
    """Reads a record that may span lines; a quote that is never closed costs its own line and no other."""
    end = _closing_line(lines, at, most_lines)
    cells = _parse(lines[at : end + 1], header.delimiter, strict=end > at)
    if end > at and len(cells) != len(header.cells):
        return _parse(lines[at : at + 1], header.delimiter, strict=False), 1
    return cells, end - at + 1


def _closing_line(lines: list[str], at: int, most_lines: int) -> int:
    """Gives the line where the quotes are balanced, the first one if none is near."""
    quotes = 0
    for i in range(at, min(at + most_lines, len(lines))):
        quotes += lines[i].count('"')
        if quotes % 2 == 0:
            return i
    return at


def _parse(lines: list[str], delimiter: str, *, strict: bool) -> list[str]:
    # Over several lines only a strict reading is safe: two unclosed quotes would close each other.
    try:
        return next(csv.reader([f"{line}\n" for line in lines], delimiter=delimiter, strict=strict))
    except csv.Error:  # also for a cell beyond the csv module's own bound
        return ["", ""]


def check_cells(cells: list[str], header: Header) -> None:
    """Refuses a record that has other columns than the header, or a cell beyond all measure.

    Raises:
        BadRow: With what was expected.
    """
    width = len(header.cells)
    # A spreadsheet may pad a row with empty cells: they are no columns.
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        hint = " (is a quote unclosed?)" if header.delimiter in cells[-1] else ""
        raise BadRow(f"expected {width} columns, found {len(cells)}{hint}")
    if any(len(cell) > MAX_CELL for cell in cells):
        raise BadRow(f"expected cells of at most {MAX_CELL:,} characters")
