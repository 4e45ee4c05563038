"""People as JSON records of any program, flat or nearly so: the fields are told by their names."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matcher.errors import UnreadableFile
from matcher.readers.contacts.columns import Column, Detail, Field, person_of
from matcher.readers.contacts.dropped import Dropped
from matcher.readers.contacts.json_languages import languages_of
from matcher.readers.contacts.json_resume import looks_like_json
from matcher.readers.contacts.mapped_csv import suggest_mapping
from matcher.readers.contacts.person import Person, read_people
from matcher.readers.json_values import parse_json
from matcher.readers.report import ContactRow, Reading
from matcher.readers.tables import MAX_CELL, BadRow

KIND = "person-json"
_LISTS = (
    "contacts",
    "people",
    "persons",
    "candidates",
    "employees",
    "connections",
    "data",
    "items",
    "results",
)
_LANGUAGES = ("language", "languages", "languageskills", "spokenlanguages")
_NAMES = {"given": Field.FIRST, "first": Field.FIRST, "middle": Field.MIDDLE, "family": Field.LAST}
_INNER = (
    "name",
    "label",
    "title",
    "value",
    "address",
    "formattedName",
    "formatted",
)  # what an object is called
_MOST_FIELDS = 200


def looks_like_people(text: str) -> bool:
    """Whether the text is JSON whose first record has a person's fields, and is no JSON Resume."""
    if not looks_like_json(text):
        return False
    try:
        first = next(iter(_records(parse_json(text))), None)
    except (ValueError, RecursionError):
        return False
    if not isinstance(first, dict) or first.keys() & {"basics", "work"}:
        return False
    found = {column.meaning for column, _ in _cells(first)}
    return bool(found & {Field.NAME, Field.FIRST, Field.LAST}) and len(found & set(Field)) >= 2


def read_people_json(text: str, path: Path) -> Reading[ContactRow]:
    """Reads the records; a `line` in the result is a record's number, from 1.

    Raises:
        UnreadableFile: If it is no JSON, or no record can be used.
    """
    try:
        records = _records(parse_json(text))
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(path, "expected JSON of reasonable depth and size", line=1) from error
    return read_people(enumerate(map(_person, records), start=1), path, KIND)


def _records(value: object) -> list[Any]:
    if isinstance(value, dict):
        inner = next((value[key] for key in _LISTS if isinstance(value.get(key), list)), None)
        return [value] if inner is None else inner
    return value if isinstance(value, list) else []


def _person(record: object) -> Person | BadRow:
    if not isinstance(record, dict):
        return BadRow("expected an object, found another value")
    try:
        return person_of(_cells(record))
    except BadRow as reason:
        return reason


def _cells(record: dict[str, Any]) -> Iterator[tuple[Column, str]]:
    """Gives each value with what it is; a `person` inside the record tells of the same person."""
    person = record.get("person")
    if isinstance(person, dict):
        record = {**record, **person}
    keys = list(record)[:_MOST_FIELDS]
    suggested = suggest_mapping(keys)
    for key in keys:
        value = record[key]
        if key == "name" and isinstance(value, dict):
            yield from _name(value)
        elif key.casefold() in _LANGUAGES:
            yield Column(Field.LANGUAGES), "\n".join(languages_of(value))
        elif key in suggested:
            yield Column(Field(suggested[key])), _text(value)
        elif key != "person":
            yield Column(Dropped.OTHER), "" if value in (None, "", [], {}) else "found"


def _name(parts: dict[str, Any]) -> Iterator[tuple[Column, str]]:
    suggested = suggest_mapping(list(parts))
    for key, value in parts.items():
        meaning = _NAMES.get(key) or (Field(suggested[key]) if key in suggested else Detail.NOTHING)
        yield Column(Field.NAME if key in _INNER else meaning), _text(value)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value[:MAX_CELL]
    if isinstance(value, dict):
        return _text(next((value[key] for key in _INNER if isinstance(value.get(key), str)), ""))
    if isinstance(value, list):
        return "\n".join(
            text for item in value[:_MOST_FIELDS] if not isinstance(item, list) and (text := _text(item))
        )
    return ""
