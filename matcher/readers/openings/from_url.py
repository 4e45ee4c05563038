"""Openings from an address on the web: a job board's page, or any page that holds a posting."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from matcher.errors import FetchFailed, UnreadableFile
from matcher.opening import Opening
from matcher.readers.fetch import Fetcher, checked_url
from matcher.readers.json_rows import text_at, value_at
from matcher.readers.json_values import parse_json
from matcher.readers.openings import read_openings
from matcher.readers.openings.board_urls import Endpoint, endpoint_of
from matcher.readers.report import Reading, SkippedRow

MOST_DETAILS = 100  # openings of a list that are fetched one by one
_ID = re.compile(r"[\w-]{1,100}", re.ASCII)


def read_openings_at(
    url: str, fetcher: Fetcher | None = None, *, format: str | None = None
) -> Reading[Opening]:
    """Fetches the openings that a URL leads to, and reads them as a file of the same content.

    The page of a known job board is fetched as JSON, from the board's public interface.

    Args:
        fetcher: Which addresses it may connect to, how much it takes and for how long.
        format: As for `read_openings`.

    Raises:
        ForbiddenAddress: If the URL may not be fetched.
        FetchFailed: If the server does not give the file, or no longer lists the opening.
        UnreadableFile, InvalidOpening: As for `read_openings`.
    """
    host, endpoint, fetcher = checked_url(url).hostname or "", endpoint_of(url), fetcher or Fetcher()
    data, late = _with_details(fetcher.get(endpoint.url), endpoint, fetcher)
    with _kept(data, host) as path:
        reading = read_openings(path, format)
    reading = replace(reading, name=host, skipped=(*reading.skipped, *late))
    if endpoint.opening_id:
        return _only(reading, endpoint.opening_id, host)
    return reading


def _with_details(data: bytes, endpoint: Endpoint, fetcher: Fetcher) -> tuple[bytes, tuple[SkippedRow, ...]]:
    """Fetches the openings of a list one by one; those that do not come are reported."""
    ids = list(_ids_in(data)) if endpoint.details else []
    if not ids:
        return data, ()
    whole, missing = [], []
    for one in ids[:MOST_DETAILS]:
        try:
            whole.append(fetcher.get(endpoint.details.format(id=one)))
        except FetchFailed as error:
            missing.append(SkippedRow(1, f"opening {one}: {error}"))
    if (left := len(ids) - MOST_DETAILS) > 0:
        reason = f"{left} more openings: at most {MOST_DETAILS} are fetched at a time"
        missing.append(SkippedRow(1, reason))
    return b"[" + b",".join(whole) + b"]", tuple(missing)


def _ids_in(data: bytes) -> Iterator[str]:
    try:
        content = value_at(parse_json(data.decode("utf-8", "replace")), "content")
    except (ValueError, RecursionError):
        return  # no list: reading it tells what it is
    for row in content if isinstance(content, list) else ():
        if _ID.fullmatch(found := text_at(row, "id")):
            yield found


@contextmanager
def _kept(data: bytes, host: str) -> Iterator[Path]:
    """Writes what was fetched into a file for as long as it is read.

    Raises:
        UnreadableFile: As the reader raises it, with the host in place of a folder of this machine.
    """
    with TemporaryDirectory(prefix="coopt-") as folder:
        path = Path(folder) / "page"
        path.write_bytes(data)
        try:
            yield path
        except UnreadableFile as error:
            raise UnreadableFile(host, error.expected, line=error.line, column=error.column) from error


def _only(reading: Reading[Opening], opening_id: str, host: str) -> Reading[Opening]:
    items = tuple(opening for opening in reading.items if opening.id == opening_id)
    if not items:
        raise FetchFailed(host, "the board lists no such opening, or no longer")
    return replace(reading, items=items, skipped=())
