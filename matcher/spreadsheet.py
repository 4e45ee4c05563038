"""Tables for spreadsheets: CSV whose cells are never taken for formulas."""

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

# What Excel, LibreOffice and Google Sheets begin a formula with, after spaces and in full width too; a tab or
# a line end at the beginning lets what follows begin a cell of its own. (OWASP, "CSV Injection".)
_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_SHIELD = "'"


def safe_cell(value: object) -> str:
    """Gives a cell that a spreadsheet shows as it is: `=1+1` becomes `'=1+1`. None is empty.

    Numbers, below zero too, stay numbers.
    """
    if value is None:
        return ""
    text = str(value)
    if isinstance(value, int | float):
        return text
    return _SHIELD + text if text.startswith(_STARTS) or text.lstrip(" \u00a0").startswith(_STARTS) else text


def write_csv(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Writes a table as RFC 4180 has it; `file` is opened with `newline=""`.

    Returns:
        How many rows there were below the header.
    """
    writer = csv.writer(file)
    writer.writerow([safe_cell(cell) for cell in header])
    count = 0
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
        count += 1
    return count
