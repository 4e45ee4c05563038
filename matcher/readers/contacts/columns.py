"""Rows whose columns are known: Google Contacts, Outlook, and any table once its columns are mapped."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from matcher.errors import UnreadableFile
from matcher.network import HowKnown
from matcher.readers.contacts.dropped import Dropped
from matcher.readers.contacts.person import Job, Person, read_people
from matcher.readers.dates import read_day
from matcher.readers.report import ContactRow, Reading
from matcher.readers.tables import MAX_COLUMNS, BadRow, Header, check_cells, read_records

_MOST_LINES = 200  # of one record: notes in address books are long
_LIST_END = re.compile(r" ::: |[;,|\n•]")
_GOOGLE_END = " ::: "


class Field(StrEnum):
    """What a column may hold that is kept."""

    NAME = "name"
    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"
    TITLE = "title"
    COMPANY = "company"
    DEPARTMENT = "department"
    HEADLINE = "headline"
    LOCATION = "location"
    CITY = "city"
    COUNTRY = "country"
    SKILLS = "skills"
    LANGUAGES = "languages"
    SUMMARY = "summary"
    MAIL = "mail"
    MOBILE = "mobile"
    URL = "url"
    CONNECTED_ON = "connected_on"


class Detail(StrEnum):
    """What a column may hold that only says what another one is."""

    LABEL = "label"  # such as Work or Home
    NOTHING = "nothing"


Meaning = Field | Dropped | Detail


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds; columns of one group belong together, as a label and its value do."""

    meaning: Meaning
    group: str = ""


def read_columns(
    lines: list[str], path: Path, kind: str, *, header: Header, columns: Sequence[Column]
) -> Reading[ContactRow]:
    """Reads every row below the header.

    Raises:
        UnreadableFile: If there are too many columns, or no row can be used.
    """
    if len(header.cells) > MAX_COLUMNS:
        expected = f"expected at most {MAX_COLUMNS:,} columns, found {len(header.cells):,}"
        raise UnreadableFile(path, expected, line=header.line)
    return read_people(_people(lines, header, columns), path, kind, HowKnown.ADDRESS_BOOK)


def _people(
    lines: list[str], header: Header, columns: Sequence[Column]
) -> Iterator[tuple[int, Person | BadRow]]:
    for line, cells in read_records(lines, header, most_lines=_MOST_LINES):
        try:
            check_cells(cells, header)
            yield line, person_of(zip(columns, cells, strict=False))
        except BadRow as reason:
            yield line, reason


def person_of(cells: "Iterator[tuple[Column, str]] | zip[tuple[Column, str]]") -> Person:
    """Gives the person whom a row's cells tell of, each with its column.

    Raises:
        BadRow: If the day of the tie cannot be read.
    """
    row = _Row()
    for column, cell in cells:
        if text := cell.strip():
            row.add(column, text)
    return row.person()


class _Row:
    """The values of one row by meaning, and by group where several of a kind may stand."""

    __slots__ = ("dropped", "groups", "values")

    def __init__(self) -> None:
        self.values: dict[Field, list[str]] = defaultdict(list)
        self.groups: dict[str, dict[Meaning, str]] = defaultdict(dict)
        self.dropped: set[Dropped] = set()

    def add(self, column: Column, text: str) -> None:
        if isinstance(column.meaning, Dropped):
            self.dropped.add(column.meaning)
        elif column.group:
            self.groups[column.group].setdefault(column.meaning, text)
        elif isinstance(column.meaning, Field):
            self.values[column.meaning].append(text)

    def person(self) -> Person:
        for group in self.groups.values():
            self._take(group)
        return Person(
            name=self._name(),
            jobs=self._jobs(),
            headline=self._first(Field.HEADLINE),
            location=self._location(),
            skills=self._list(Field.SKILLS),
            languages=self._list(Field.LANGUAGES),
            summary="\n".join(self.values[Field.SUMMARY]),
            mails=self.values[Field.MAIL],
            mobiles=self.values[Field.MOBILE],
            urls=self.values[Field.URL],
            connected_on=self._connected_on(),
            dropped=self.dropped,
        )

    def _take(self, group: dict[Meaning, str]) -> None:
        label = group.get(Detail.LABEL, "").casefold()
        for meaning, text in group.items():
            if meaning in (Field.CITY, Field.COUNTRY) and not _is_of_work(label):
                self.dropped.add(Dropped.HOME_ADDRESS)
            elif meaning is Field.MOBILE and not _is_mobile(label):
                self.dropped.add(Dropped.PHONE)
            elif meaning in (Field.MAIL, Field.MOBILE, Field.URL) and isinstance(meaning, Field):
                self.values[meaning] += text.split(_GOOGLE_END)
            elif meaning in (Field.CITY, Field.COUNTRY) and isinstance(meaning, Field):
                self.values[meaning].append(text.split(_GOOGLE_END)[0])

    def _name(self) -> str:
        parts = [self._first(part) for part in (Field.FIRST, Field.MIDDLE, Field.LAST)]
        return self._first(Field.NAME) or " ".join(part for part in parts if part)

    def _jobs(self) -> list[Job]:
        told = Job(*(self._first(part) for part in (Field.TITLE, Field.COMPANY, Field.DEPARTMENT)))
        grouped = [_job(group) for group in self.groups.values()]
        return [job for job in (told, *grouped) if job.title or job.company]

    def _location(self) -> str:
        parts = [self._first(part) for part in (Field.CITY, Field.COUNTRY)]
        return self._first(Field.LOCATION) or ", ".join(part for part in parts if part)

    def _list(self, part: Field) -> list[str]:
        items = (item.strip() for text in self.values[part] for item in _LIST_END.split(text))
        return [item for item in items if item]

    def _first(self, part: Field) -> str:
        return " ".join(self.values[part][0].split()) if self.values[part] else ""

    def _connected_on(self) -> str | None:
        text = self._first(Field.CONNECTED_ON)
        day = read_day(text) if text else None
        if text and day is None:
            raise BadRow("the day of the tie is not readable: expected one such as 12 Mar 2024")
        return day


def _job(group: dict[Meaning, str]) -> Job:
    parts = (group.get(part, "") for part in (Field.TITLE, Field.COMPANY, Field.DEPARTMENT))
    return Job(*(part.split(_GOOGLE_END)[0] for part in parts))


def _is_of_work(label: str) -> bool:
    return any(word in label for word in ("work", "business", "travail", "bureau", "pro", "arbeit"))


def _is_mobile(label: str) -> bool:
    return any(word in label for word in ("mobile", "cell", "iphone", "portable", "móvil", "handy"))
