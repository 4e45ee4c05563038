"""Records in JSON from outside: where a value stands, and what it says, whatever its kind."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from matcher.readers.dates import read_day

Row = Mapping[str, object]

LONGEST_TEXT_OF_FIELD = 500  # characters; a place or a company's name is shorter
LATEST_MOMENT = 253_402_300_799  # seconds since 1970: the end of the year 9999
EARLIEST_MILLISECONDS = 100_000_000_000  # less than that is a moment in seconds


def find_rows(value: object, fits: Callable[[Row], bool]) -> Iterator[object]:
    """Finds the objects that fit in a JSON value: alone, in a list, or under whatever they are wrapped in.

    What stands in one list with an opening is meant to be one, so that nothing is left out in silence.
    """
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping) and fits(node):
            yield node
        elif isinstance(node, list) and any(isinstance(item, Mapping) and fits(item) for item in node):
            yield from node
        elif isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, Mapping):
            waiting += reversed(list(node.values()))


def value_at(row: object, path: str) -> object:
    """Gives what a dotted path leads to, None where it leads nowhere."""
    for key in path.split("."):
        row = row.get(key) if isinstance(row, Mapping) else None
    return row


def text_at(row: object, *paths: str) -> str:
    """Gives the first text or number that one of the paths leads to, in one line."""
    for path in paths:
        value = value_at(row, path)
        told = isinstance(value, str | int | float) and not isinstance(value, bool)
        if told and (text := " ".join(str(value).split())):
            return text[:LONGEST_TEXT_OF_FIELD]
    return ""


def block_at(row: object, *paths: str) -> str:
    """Gives the first text that one of the paths leads to, whole, with its lines."""
    values = (value_at(row, path) for path in paths)
    return next((value for value in values if isinstance(value, str) and value.strip()), "")


def items_at(row: object, *paths: str) -> list[object]:
    """Gives the first list that one of the paths leads to; an empty one where there is none."""
    values = (value_at(row, path) for path in paths)
    return next((value for value in values if isinstance(value, list)), [])


def joined(*texts: str, by: str = ", ") -> str:
    """Joins the texts that are not empty, each once."""
    return by.join(dict.fromkeys(text for text in texts if text))


def day_of(value: object) -> str | None:
    """Reads an ISO date or moment, or a Unix one in seconds or milliseconds, as an ISO date."""
    if isinstance(value, str):
        return read_day(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    seconds = value / 1000 if value >= EARLIEST_MILLISECONDS else value
    if not 0 < seconds <= LATEST_MOMENT:
        return None
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
