"""A log as JSON Lines: what is exported, and may be checked anywhere without Coopt."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from matcher.errors import UnreadableFile
from matcher.events.chain import canonical, content_of
from matcher.events.event import Event, Head

_EXPECTED = "expected one event a line, as `coopt events export` writes it"
_TYPES: dict[str, type] = {
    "seq": int,
    "at": str,
    "kind": str,
    "actor": str,
    "subjects": list,
    "data": dict,
    "hash": str,
}


def event_to_json(event: Event) -> dict[str, Any]:
    """Writes an event as JSON values: what its hash covers, and the hash."""
    return {**content_of(event), "hash": event.hash}


def lines_of(events: Iterable[Event]) -> Iterator[str]:
    """Gives each event as a line, with its line feed."""
    return (canonical(event_to_json(event)) + "\n" for event in events)


def read_log(path: Path) -> Iterator[Event]:
    """Reads an exported log.

    Raises:
        UnreadableFile: If it cannot be read, or a line is no event; earlier events have been given by then.
    """
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                yield _event(line, path, number)
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(path, _EXPECTED) from error


def read_head(path: Path) -> Head:
    """Reads a head that `coopt events head --json` printed.

    Raises:
        UnreadableFile: If it is none.
    """
    expected = "expected what `coopt events head --json` prints"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Head(int(data["seq"]), str(data["hash"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableFile(path, expected) from error


def _event(line: str, path: Path, number: int) -> Event:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(path, _EXPECTED, line=number) from error
    # `True` is an int to Python, and no place in a log.
    sound = isinstance(data, dict) and set(data) == set(_TYPES) and data["seq"] is not True
    if not sound or not all(isinstance(data[name], kind) for name, kind in _TYPES.items()):
        raise UnreadableFile(path, _EXPECTED, line=number)
    return Event(**{**data, "subjects": tuple(data["subjects"])})
