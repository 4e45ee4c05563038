"""Who belongs to which group, as people declared it themselves or an officer supplied it.

The file is read for one audit and is never kept: groups are in no profile, no index and no log.
"""

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import UnreadableFile
from matcher.identity import fold
from matcher.readers.files import decode

ID = "contact_id"
SEX, RACE = "sex", "race/ethnicity"
MOST_BYTES = 50 << 20
MOST_CATEGORIES = 40  # of one column: with more it is no group but something else of the person
LONGEST = 80  # characters of a category
UNKNOWN = frozenset(
    ("", "-", "?", "n/a", "na", "none", "null", "unknown", "not known", "undisclosed", "not declared")
    + (
        "prefer not to say",
        "declined",
        "inconnu",
        "inconnue",
        "non declare",
        "non renseigne",
        "ne souhaite pas repondre",
    )
)
NAMES = {
    ID: ("contact_id", "contact", "contact id", "id", "id contact"),
    SEX: ("sex", "gender", "sexe", "genre"),
    RACE: ("race/ethnicity", "race_ethnicity", "race", "ethnicity", "race / ethnicity", "origine"),
}


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of each contact.

    Attributes:
        dimensions: The columns, `sex` and `race/ethnicity` by these names.
        of: By contact id, then by dimension; what is not known of a contact is absent.
        lines: Line in the file by contact id.
    """

    name: str
    dimensions: tuple[str, ...]
    of: Mapping[str, Mapping[str, str]]
    lines: Mapping[str, int]


def read_groups(path: Path) -> Groups:
    """Reads a CSV file: a column `contact_id`, and one for each way in which people are grouped.

    Raises:
        UnreadableFile: If it is no such file, a contact stands in it twice, or a column has too many groups.
    """
    rows = _rows(path)
    _, header = next(rows)
    columns = _columns(path, header)
    dimensions = tuple(name for name in columns if name != ID)
    of: dict[str, dict[str, str]] = {}
    lines: dict[str, int] = {}
    for line, cells in rows:
        contact_id = cells[columns.index(ID)].strip()
        _check_row(path, line, contact_id, lines, cells=cells, width=len(columns))
        lines[contact_id] = line
        groups = {name: _category(path, line, cell) for name, cell in zip(columns, cells, strict=True)}
        of[contact_id] = {name: group for name, group in groups.items() if name != ID and group}
    if not of:
        raise UnreadableFile(path, "expected a contact's groups in each line below the header, found none")
    _check_categories(path, dimensions, of)
    return Groups(path.name, dimensions, of, lines)


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Gives the header, then every line that is not blank, each with its number."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableFile(path, f"expected a CSV file of at most {MOST_BYTES >> 20} MiB")
        text = decode(path.read_bytes(), str(path))
    except OSError as error:
        raise UnreadableFile(path, f"expected a CSV file with the columns {ID} and {SEX}, say") from error
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(lines, delimiter=delimiter)
    found = False
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found = True
                yield reader.line_num, cells
    except csv.Error as error:
        raise UnreadableFile(path, "expected comma-separated values", line=reader.line_num) from error
    if not found:
        raise UnreadableFile(
            path, f"expected a header with the columns {ID} and {SEX}, say; the file is empty"
        )


def _columns(path: Path, header: list[str]) -> list[str]:
    columns = [_column(cell) for cell in header]
    if columns.count(ID) != 1:
        raise UnreadableFile(path, f"expected one column {ID}, found {columns.count(ID)}", line=1)
    if len(columns) < 2 or "" in columns:
        raise UnreadableFile(path, f"expected a named column beside {ID}, such as {SEX} or {RACE}", line=1)
    twice = next((name for name in columns if columns.count(name) > 1), None)
    if twice is not None:
        raise UnreadableFile(path, f"expected each column once, found {twice!r} twice", line=1)
    return columns


def _column(cell: str) -> str:
    folded = fold(cell)
    return next((name for name, others in NAMES.items() if folded in others), folded)


def _check_row(
    path: Path, line: int, contact_id: str, lines: Mapping[str, int], *, cells: list[str], width: int
) -> None:
    if len(cells) != width:
        raise UnreadableFile(path, f"expected {width} columns, found {len(cells)}", line=line)
    if not contact_id:
        raise UnreadableFile(path, f"expected a contact's id in the column {ID}", line=line)
    if contact_id in lines:
        raise UnreadableFile(
            path, f"expected each contact once, found the one of line {lines[contact_id]} again", line=line
        )


def _category(path: Path, line: int, cell: str) -> str:
    category = " ".join(unicodedata.normalize("NFC", cell).split())
    if len(category) > LONGEST:
        raise UnreadableFile(path, f"expected groups of at most {LONGEST} characters", line=line)
    return "" if fold(category) in UNKNOWN else category


def _check_categories(path: Path, dimensions: tuple[str, ...], of: Mapping[str, Mapping[str, str]]) -> None:
    for name in dimensions:
        found = {groups[name] for groups in of.values() if name in groups}
        if len(found) > MOST_CATEGORIES:
            expected = f"expected at most {MOST_CATEGORIES} groups in the column {name!r}, found {len(found)}"
            raise UnreadableFile(path, f"{expected}: is it a group?", line=1)
