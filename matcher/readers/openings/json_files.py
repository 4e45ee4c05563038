"""Openings in JSON: which of the formats a document is, or a file of one object a line."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from matcher.errors import InvalidOpening, UnreadableFile
from matcher.opening import Opening
from matcher.readers import office
from matcher.readers.document import File
from matcher.readers.json_values import parse_json
from matcher.readers.openings import (
    ashby,
    france_travail,
    greenhouse,
    job_posting,
    json_job,
    lever,
    smartrecruiters,
    workable,
)
from matcher.readers.openings.board import Board
from matcher.readers.report import Reading, SkippedRow

JSON_START = re.compile(r"\s*[\[{]\s*[\"\[{\]}]")
JSON_SUFFIXES = frozenset((".json", ".jsonl", ".ndjson", ".jsonld"))
EXPECTED = (
    "expected the openings of a job board, of France Travail (`intitule` and `description`) or a schema.org "
    "JobPosting (`@type`)"
)
MOST_KEYS_SHOWN = 8
LONGEST_KEY = 40
LONGEST_COMPANY = 500


@dataclass(frozen=True, slots=True)
class JsonFormat:
    """A format of openings in JSON.

    Attributes:
        rows_in: Finds its openings in a JSON value; none where the value is of another format.
    """

    name: str
    rows_in: Callable[[object], Iterable[object]]
    opening_of: Callable[[Any], Opening]

    @classmethod
    def of(cls, board: Board) -> "JsonFormat":
        """Gives the format of a board."""
        return cls(board.name, board.rows_in, board.opening_of)


POSTINGS = JsonFormat("job-posting", job_posting.postings_in, job_posting.opening_of)
FRANCE_TRAVAIL = JsonFormat("france-travail-api", france_travail.rows_in, france_travail.opening_of)
# Asked in this order, after `POSTINGS`: the fields' names tell them apart, those of the last are anyone's.
JSON_FORMATS = (
    FRANCE_TRAVAIL,
    *map(JsonFormat.of, (lever.BOARD, greenhouse.BOARD, workable.BOARD, ashby.BOARD, smartrecruiters.BOARD)),
    JsonFormat.of(json_job.BOARD),
)


class JsonFile:
    """The JSON of a file: one document, or a value a line.

    Attributes:
        values: Each value with its line, None where the line holds no JSON.
        lines: Whether it is a value a line.

    Raises:
        UnreadableFile: If it is neither.
    """

    def __init__(self, file: File) -> None:
        self.path: Path = file.path
        self.values, self.lines = _values(file.text, file.path)

    @cached_property
    def format(self) -> JsonFormat | None:
        """The first format that any of its values is of."""
        return next((known for known in (POSTINGS, *JSON_FORMATS) if self._holds(known)), None)

    @property
    def seen(self) -> str:
        """What it holds, in words, for errors."""
        line, value = next((pair for pair in self.values if pair[1] is not None), self.values[0])
        return f"{EXPECTED}, found {_described(value)}{f' in line {line}' if self.lines else ''}"

    def rows(self, format: JsonFormat) -> list[tuple[int, object]]:
        """Gives what should be openings of a format, each with its line."""
        values = [value for _, value in self.values]
        if self.lines and any(isinstance(value, Mapping) and _is_row(format, value) for value in values):
            return self.values  # one that is none is reported
        return [(line, row) for line, value in self.values for row in format.rows_in(value)]

    def _holds(self, format: JsonFormat) -> bool:
        return any(True for _, value in self.values for _ in format.rows_in(value))


class OpeningFile(File):
    """A file of openings, before its format is known."""

    def check(self) -> None:
        """Refuses what no format can be found in.

        Raises:
            UnreadableFile: If it is no regular file or is empty, or is an archive that is no document.
        """
        if self.is_zip and not (office.is_docx(self.members) or office.is_odt(self.members)):
            raise UnreadableFile(self.path, "expected openings, found a zip archive: unpack it first")

    @cached_property
    def is_json(self) -> bool:
        """Whether it is meant to be JSON."""
        if self.is_zip or self.is_pdf:
            return False
        named = self.path.suffix.lower() in JSON_SUFFIXES and not self.text.lstrip().startswith("<")
        return named or JSON_START.match(self.text) is not None

    @cached_property
    def json(self) -> JsonFile:
        """What it holds as JSON."""
        return JsonFile(self)


def _is_row(format: JsonFormat, value: object) -> bool:
    return next(iter(format.rows_in(value)), None) is value


def read_json_file(file: JsonFile, format: JsonFormat) -> Reading[Opening]:
    """Reads the openings of a format; an object that cannot be used is left out and reported."""
    lines = file.lines and format is FRANCE_TRAVAIL
    reading = read_rows(
        "france-travail-jsonl" if lines else format.name, file.path, file.rows(format), format
    )
    company = _company_around(file, format)
    named = (opening if opening.company else replace(opening, company=company) for opening in reading.items)
    return replace(reading, items=tuple(named)) if company else reading


def read_rows(
    kind: str, path: Path, rows: Iterable[tuple[int, object]], format: JsonFormat
) -> Reading[Opening]:
    """Makes an opening of each row; one that cannot be used is left out and reported, with its rank."""
    items, skipped = [], []
    for rank, (line, row) in enumerate(rows, 1):
        try:
            if not isinstance(row, Mapping):
                raise InvalidOpening("expected a JSON object")
            items.append(format.opening_of(row))
        except (france_travail.BrokenRow, InvalidOpening) as error:
            skipped.append(SkippedRow(line, f"opening {rank}: {error}"))
    return Reading(kind, path.name, tuple(items), tuple(skipped))


def _values(text: str, path: Path) -> tuple[list[tuple[int, object]], bool]:
    try:
        return [(1, parse_json(text))], False
    except json.JSONDecodeError as error:
        lines = [(number, _value(line)) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        if any(isinstance(value, Mapping) for _, value in lines):
            return lines, True
        expected = f"expected JSON ({error.msg})"
        raise UnreadableFile(path, expected, line=error.lineno, column=error.colno) from None
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        expected = "expected JSON, found values nested too deep or numbers too long"
        raise UnreadableFile(path, expected) from None


def _value(line: str) -> object:
    try:
        value: object = parse_json(line)
    except (ValueError, RecursionError):
        return None
    return value


def _company_around(file: JsonFile, format: JsonFormat) -> str:
    """Gives the company that a board names beside its list of openings."""
    value = file.values[0][1]
    if file.lines or not isinstance(value, Mapping) or _is_row(format, value):
        return ""
    name = value.get("name")
    return " ".join(name.split())[:LONGEST_COMPANY] if isinstance(name, str) else ""


def _described(value: object) -> str:
    if isinstance(value, Mapping):
        keys = [str(key)[:LONGEST_KEY] for key in value][:MOST_KEYS_SHOWN]
        return f"the keys {', '.join(keys)}" if keys else "an empty object"
    if isinstance(value, list) and value:
        return f"a list of {len(value)}, the first: {_described(value[0])}"
    return "an empty list" if isinstance(value, list) else f"a {type(value).__name__}"
