"""Files that tell of contacts: the format is recognised by what the file holds, not by its name."""

import csv
import re
from pathlib import Path

from matcher.errors import UnreadableFile
from matcher.readers.contacts import linkedin
from matcher.readers.contacts.json_resume import looks_like_json, read_json_resume
from matcher.readers.contacts.linkedin_archive import read_archive
from matcher.readers.contacts.plain_resume import read_plain_resume
from matcher.readers.files import MAX_DOCUMENT, MAX_ROWS_FILE, check_size, decode, read_bytes
from matcher.readers.report import ContactRow, Reading

__all__ = ["read_contacts"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml)", re.IGNORECASE)
_COLUMN_NAME = re.compile(r"[^\W\d_][^@\d]{0,40}")
_SHOWN_COLUMNS = 10
_SAMPLE = 1 << 16


def read_contacts(path: Path) -> Reading[ContactRow]:
    """Reads a file of contacts: LinkedIn's archive or `Connections.csv`, a JSON Resume, a plain text resume.

    Rows that cannot be used are left out and reported in `skipped`.

    Raises:
        UnreadableFile: If the file is none of these, or holds no usable contact.
    """
    if _starts_as_zip(path):
        return read_archive(path)
    data = read_bytes(path, max_bytes=MAX_ROWS_FILE)
    text = decode(data, path)
    lines = text[:_SAMPLE].split("\n")
    if linkedin.find_header(lines):
        return linkedin.read_connections(text, path, name=path.name)
    _refuse_other_table(lines, path)
    check_size(path, len(data), MAX_DOCUMENT)
    if looks_like_json(text):
        return read_json_resume(text, path)
    if _MARKUP.match(text):
        raise UnreadableFile(path, "expected a plain text resume, found HTML or XML: save it as text", line=1)
    return read_plain_resume(text, path)


def _starts_as_zip(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in _ZIP
    except (OSError, ValueError):
        return False  # read_bytes says what is wrong


def _refuse_other_table(lines: list[str], path: Path) -> None:
    """Refuses a table whose header is not LinkedIn's, before it is taken for a resume."""
    for number, line in enumerate(lines[: linkedin.HEADER_LINES], start=1):
        for delimiter in linkedin.DELIMITERS:
            cells = _cells(line, delimiter)
            if linkedin.count_known_columns(cells) >= 2 or (
                len(cells) >= 3 and _is_table(lines[number - 1 :], delimiter)
            ):
                expected = f"expected the columns {linkedin.EXPECTED}, found {_shown(cells)}"
                raise UnreadableFile(path, expected, line=number)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _is_table(lines: list[str], delimiter: str) -> bool:
    """Whether nearly all lines have the columns of the first."""
    widths = [len(_cells(line, delimiter)) for line in lines[: linkedin.HEADER_LINES] if line.strip()]
    return len(widths) >= 2 and widths.count(widths[0]) >= 0.8 * len(widths)


def _shown(cells: list[str]) -> str:
    # A table without a header begins with somebody's data, which no message may hold.
    if not all(_COLUMN_NAME.fullmatch(cell) for cell in cells if cell):
        return f"{len(cells)} columns without names"
    more = f" and {len(cells) - _SHOWN_COLUMNS} more" if len(cells) > _SHOWN_COLUMNS else ""
    return ", ".join(cells[:_SHOWN_COLUMNS]) + more
