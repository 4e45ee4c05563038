"""Files of openings. The format is told from the content, never from the name alone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from matcher.errors import UnreadableFile
from matcher.opening import Opening
from matcher.readers import office
from matcher.readers.openings import documents, france_travail, job_posting, texts
from matcher.readers.openings.json_files import (
    JSON_FORMATS,
    POSTINGS,
    JsonFormat,
    OpeningFile,
    read_json_file,
    read_rows,
)
from matcher.readers.openings.plain_text import opening_from_text
from matcher.readers.report import Reading

__all__ = ["FORMATS", "opening_from_text", "read_openings"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of openings.

    Attributes:
        name: What `read_openings` calls it, and the kind of the reading.
        fits: Whether a file is of this format; asked in the order of the table, after those above said no.
    """

    name: str
    fits: Callable[[OpeningFile], bool]
    read: Callable[[OpeningFile], Reading[Opening]]


def _of_json(known: JsonFormat) -> Format:
    return Format(
        known.name, lambda f: f.is_json and f.json.format is known, lambda f: read_json_file(f.json, known)
    )


def _holds_postings(file: OpeningFile) -> bool:
    if file.is_json:
        return file.json.format is POSTINGS
    return texts.is_page(file) and bool(job_posting.postings_in_page(file.document))


def _read_postings(file: OpeningFile) -> Reading[Opening]:
    if file.is_json:
        return read_json_file(file.json, POSTINGS)
    rows = [(1, posting) for posting in job_posting.postings_in_page(file.document)]
    return read_rows(POSTINGS.name, file.path, rows, POSTINGS)


_TABLE = (
    Format("opening-docx", lambda f: office.is_docx(f.members), documents.read_docx_opening),
    Format("opening-odt", lambda f: office.is_odt(f.members), documents.read_odt_opening),
    Format("opening-pdf", lambda f: f.is_pdf, documents.read_pdf_opening),
    Format(POSTINGS.name, _holds_postings, _read_postings),
    *map(_of_json, JSON_FORMATS),
    Format(
        "france-travail-csv",
        lambda f: not f.is_json and france_travail.is_france_travail_csv(f.text),
        lambda f: france_travail.read_csv(f.text, f.path),
    ),
    Format("html", lambda f: not f.is_json and texts.is_page(f), texts.read_page),
    Format("markdown", lambda f: not f.is_json and texts.is_markdown(f), texts.read_markdown),
    Format("text", lambda f: not f.is_json and texts.is_plain(f), texts.read_text),
)
FORMATS = tuple(known.name for known in _TABLE)
_KNOWN = f"Say with --format which it is, of {', '.join(FORMATS)}"


def read_openings(path: Path, format: str | None = None) -> Reading[Opening]:
    """Reads the openings that a file holds, in any of `FORMATS`.

    A row that cannot be used is left out and reported; of two rows with one id, the first is kept.

    Args:
        format: One of `FORMATS`, for a file that is not recognised.

    Raises:
        UnreadableFile: If the file is none of these, or holds no opening that can be used.
        InvalidOpening: If the file is one advertisement whose text is too long or holds no word.
    """
    file = OpeningFile(path)
    reading = _chosen(file, format).read(file)
    if not reading.items:
        first = reading.skipped[0] if reading.skipped else None
        reason = f": {first.reason}" if first else f" as {format}" if format else ""
        raise UnreadableFile(
            path, f"found no opening that can be used{reason}", line=first.line if first else None
        )
    return _without_repeats(reading)


def _chosen(file: OpeningFile, format: str | None) -> Format:
    if format is not None:
        if named := next((known for known in _TABLE if known.name == format), None):
            return named
        raise UnreadableFile(file.path, f"expected a format among {', '.join(FORMATS)}")
    file.check()
    fitting = next((known for known in _TABLE if known.fits(file)), None)
    if fitting is None:
        seen = file.json.seen if file.is_json else texts.seen_otherwise(file)
        raise UnreadableFile(file.path, f"{seen}. {_KNOWN}", line=1)
    return fitting


def _without_repeats(reading: Reading[Opening]) -> Reading[Opening]:
    """Keeps the first opening of each id; two rows that say the same are one opening."""
    first = {opening.id: opening for opening in reversed(reading.items)}
    return replace(reading, items=tuple(dict.fromkeys(first[opening.id] for opening in reading.items)))
