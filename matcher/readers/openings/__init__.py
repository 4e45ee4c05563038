"""Files of openings. The format is told from the content, never from the name alone."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from matcher.errors import InvalidOpening, UnreadableFile
from matcher.opening import Opening
from matcher.readers.files import MAX_DOCUMENT, MAX_ROWS_FILE, read_text
from matcher.readers.json_values import parse_json
from matcher.readers.openings import france_travail, job_posting, markup
from matcher.readers.openings.plain_text import build_opening, opening_from_text
from matcher.readers.report import Reading, SkippedRow

__all__ = ["opening_from_text", "read_openings"]

Row = TypeVar("Row", bound=Mapping[str, object])

JSON_START = re.compile(r"\s*[\[{]\s*[\"\[{\]}]")
JSON_SUFFIXES = frozenset((".json", ".jsonl", ".ndjson", ".jsonld"))
FEWEST_DELIMITERS = 5  # in the first line of a table of openings
MOST_KEYS_SHOWN = 8
EXPECTED_JSON = (
    "expected openings of France Travail (`intitule` and `description`, alone, one a line or under "
    "`resultats`) or a schema.org JobPosting (`@type`)"
)


def read_openings(path: Path) -> Reading[Opening]:
    """Reads the openings that a file holds.

    JobPosting JSON-LD (alone, in a list, in a graph, in a saved page), France Travail (API answer, JSON
    Lines, flat columns), and a single advertisement in HTML, Markdown or plain text. A row that cannot be
    used is left out and reported; of two rows with one id, the first is kept.

    Raises:
        UnreadableFile: If the file is none of these, or holds no opening that can be used.
        InvalidOpening: If the file is one advertisement whose text is too long or holds no word.
    """
    text = read_text(path, max_bytes=MAX_ROWS_FILE)
    reading = _recognised(text, path)
    if not reading.items:
        first = reading.skipped[0] if reading.skipped else None
        reason = f": {first.reason}" if first else ""
        raise UnreadableFile(
            path, f"found no opening that can be used{reason}", line=first.line if first else None
        )
    return _without_repeats(reading)


def _recognised(text: str, path: Path) -> Reading[Opening]:
    named_json = path.suffix.lower() in JSON_SUFFIXES and not text.lstrip().startswith("<")
    if JSON_START.match(text) or named_json:
        return _read_json(text, path)
    if france_travail.is_france_travail_csv(text):
        return france_travail.read_csv(text, path)
    header = text.lstrip("\n").partition("\n")[0]
    if path.suffix.lower() == ".csv" or (
        header.count("|") >= FEWEST_DELIMITERS and header.lstrip()[0] != "|"
    ):
        raise UnreadableFile(
            path,
            f"expected the columns {', '.join(france_travail.COLUMNS)} separated by |, "
            f"found {header.count('|') + 1} columns of other names",
            line=1,
        )
    return _read_document(text, path)


def _read_document(text: str, path: Path) -> Reading[Opening]:
    """Reads a file that is one advertisement, or a saved page that holds postings."""
    if len(text) > MAX_DOCUMENT:
        raise UnreadableFile(path, f"expected one advertisement of at most {MAX_DOCUMENT >> 20} MiB")
    if markup.looks_like_html(text) or job_posting.LD_JSON.search(text):
        return _read_page(text, path)
    if path.suffix.lower() in (".md", ".markdown") or markup.looks_like_markdown(text):
        opening = replace(opening_from_text(markup.markdown_to_text(text), name=path.name), source="markdown")
        return Reading("markdown", path.name, (opening,))
    return Reading("text", path.name, (opening_from_text(text, name=path.name),))


def _read_page(text: str, path: Path) -> Reading[Opening]:
    if postings := job_posting.postings_in_page(text):
        return _read_rows("job-posting", path, [(1, posting) for posting in postings], job_posting.opening_of)
    page = markup.read_page(text)
    if not page.text:
        raise UnreadableFile(path, "the page holds no text")
    return Reading("html", path.name, (build_opening(page.title, page.text, source="html", name=path.name),))


def _read_json(text: str, path: Path) -> Reading[Opening]:
    try:
        return _read_value(parse_json(text), path)
    except json.JSONDecodeError as error:
        rows = _json_lines(text)
        if not any(isinstance(row, Mapping) for _, row in rows):
            raise UnreadableFile(
                path, f"expected JSON ({error.msg})", line=error.lineno, column=error.colno
            ) from None
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        raise UnreadableFile(
            path, "expected JSON, found values nested too deep or numbers too long"
        ) from None
    return _read_json_lines(rows, path)


def _read_value(value: object, path: Path) -> Reading[Opening]:
    """Reads a whole JSON document; the line of a row in it is not known, its rank is told instead."""
    if postings := list(job_posting.postings_in(value)):
        return _read_rows("job-posting", path, [(1, posting) for posting in postings], job_posting.opening_of)
    results = value.get("resultats", value) if isinstance(value, Mapping) else value
    rows = results if isinstance(results, list) else [results]
    if not any(map(france_travail.is_france_travail, rows)):
        raise UnreadableFile(path, f"{EXPECTED_JSON}, found {_described(value)}")
    good = [(1, row if isinstance(row, Mapping) else {}) for row in rows]
    return _read_rows("france-travail-api", path, good, france_travail.opening_of)


def _json_lines(text: str) -> list[tuple[int, object]]:
    """Gives each line that is not blank with the value it holds, None where it is no JSON."""
    return [(number, _value(line)) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _value(line: str) -> object:
    try:
        value: object = parse_json(line)
    except (ValueError, RecursionError):
        return None
    return value


def _read_json_lines(rows: list[tuple[int, object]], path: Path) -> Reading[Opening]:
    known = [row for _, row in rows if france_travail.is_france_travail(row)]
    postings = any(True for _, row in rows for _ in job_posting.postings_in(row))
    if not known and not postings:
        line, row = next((line, row) for line, row in rows if isinstance(row, Mapping))
        raise UnreadableFile(path, f"{EXPECTED_JSON}, found {_described(row)}", line=line)
    broken = [
        SkippedRow(line, "expected a JSON object") for line, row in rows if not isinstance(row, Mapping)
    ]
    objects = [(line, row) for line, row in rows if isinstance(row, Mapping)]
    kind = "france-travail-jsonl" if known else "job-posting"
    reading = _read_rows(kind, path, objects, france_travail.opening_of if known else job_posting.opening_of)
    return replace(reading, skipped=tuple(sorted((*broken, *reading.skipped), key=lambda row: row.line)))


def _read_rows(
    kind: str, path: Path, rows: Iterable[tuple[int, Row]], opening_of: Callable[[Row], Opening]
) -> Reading[Opening]:
    items, skipped = [], []
    for rank, (line, row) in enumerate(rows, 1):
        try:
            items.append(opening_of(row))
        except (france_travail.BrokenRow, InvalidOpening) as error:
            skipped.append(SkippedRow(line, f"opening {rank}: {error}"))
    return Reading(kind, path.name, tuple(items), tuple(skipped))


def _without_repeats(reading: Reading[Opening]) -> Reading[Opening]:
    """Keeps the first opening of each id; two rows that say the same are one opening."""
    first = {opening.id: opening for opening in reversed(reading.items)}
    return replace(reading, items=tuple(dict.fromkeys(first[opening.id] for opening in reading.items)))


def _described(value: object) -> str:
    if isinstance(value, Mapping):
        keys = [str(key)[:40] for key in value][:MOST_KEYS_SHOWN]
        return f"the keys {', '.join(keys)}" if keys else "an empty object"
    if isinstance(value, list) and value:
        return f"a list of {len(value)}, the first: {_described(value[0])}"
    return "an empty list" if isinstance(value, list) else f"a {type(value).__name__}"
