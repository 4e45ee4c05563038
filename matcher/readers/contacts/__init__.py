"""Files that tell of contacts: the format is recognised by what the file holds, not by its name."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import UnreadableFile
from matcher.readers import office
from matcher.readers.contacts import (
    documents,
    europass,
    google_csv,
    hr_open,
    linkedin,
    linkedin_archive,
    linkedin_pdf,
    outlook_csv,
    person_json,
    vcard,
)
from matcher.readers.contacts.json_resume import looks_like_json, read_json_resume
from matcher.readers.contacts.mapped_csv import MAPPED_FIELDS, read_mapped_csv, suggest_mapping
from matcher.readers.contacts.plain_resume import looks_like_resume, read_plain_resume
from matcher.readers.document import File
from matcher.readers.report import ContactRow, Reading

__all__ = ["FORMATS", "MAPPED_FIELDS", "read_contacts", "read_mapped_csv", "suggest_mapping"]

_COLUMN_NAME = re.compile(r"[^\W\d_][^@\d]{0,40}")
_SHOWN_COLUMNS = 10
_OWN_POSITIONS = {"Company Name", "Title", "Started On", "Finished On"}
_HTML_ROOTS = ("html", "body", "head", "div", "main", "article", "section", "table", "p", "h1")


@dataclass(frozen=True, slots=True)
class Format:
    """A format of contacts.

    Attributes:
        name: What `read_contacts` calls it, and the kind of the reading.
        fits: Whether a file is of this format; asked in the order of the table, after those above said no.
    """

    name: str
    fits: Callable[[File], bool]
    read: Callable[[File], Reading[ContactRow]]


_TABLE = (
    Format("resume-docx", lambda f: office.is_docx(f.members), documents.read_docx_resume),
    Format("resume-odt", lambda f: office.is_odt(f.members), documents.read_odt_resume),
    Format("linkedin-archive", lambda f: f.is_zip, lambda f: linkedin_archive.read_archive(f.path)),
    Format("europass-pdf", documents.holds_europass, documents.read_europass_pdf),
    Format(
        "linkedin-pdf",
        lambda f: f.is_pdf and linkedin_pdf.looks_like_linkedin(f.pdf),
        lambda f: linkedin_pdf.read_linkedin_pdf(f.pdf, f.path),
    ),
    Format("resume-pdf", lambda f: f.is_pdf, documents.read_pdf_resume),
    Format("vcard", lambda f: vcard.looks_like_vcard(f.text), lambda f: vcard.read_vcards(f.text, f.path)),
    Format(
        "google-csv",
        lambda f: google_csv.find_header(f.lines) is not None,
        lambda f: google_csv.read_google_csv(f.text, f.path),
    ),
    Format(
        "outlook-csv",
        lambda f: outlook_csv.find_header(f.lines) is not None,
        lambda f: outlook_csv.read_outlook_csv(f.text, f.path),
    ),
    Format(
        "linkedin-connections",
        lambda f: linkedin.find_header(f.lines) is not None,
        lambda f: linkedin.read_connections(f.text, f.path, name=f.path.name),
    ),
    Format(
        "hr-open",
        lambda f: looks_like_json(f.text) and hr_open.looks_like_candidates(f.document),
        lambda f: hr_open.read_candidates(f.document, f.path),
    ),
    Format(
        "person-json",
        lambda f: looks_like_json(f.text) and person_json.looks_like_people(f.document),
        lambda f: person_json.read_people_json(f.document, f.path),
    ),
    Format("json-resume", lambda f: looks_like_json(f.text), lambda f: read_json_resume(f.document, f.path)),
    Format("europass-xml", lambda f: f.root in europass.ROOTS, documents.read_europass_xml),
    Format("resume-html", lambda f: f.root.casefold() in _HTML_ROOTS, documents.read_html_resume),
    Format(
        "plain-resume",
        lambda f: not f.root and f.table is None and looks_like_resume(f.document),
        lambda f: read_plain_resume(f.document, f.path),
    ),
)
FORMATS = tuple(known.name for known in _TABLE)


def read_contacts(path: Path, format: str | None = None) -> Reading[ContactRow]:
    """Reads a file of contacts in any of `FORMATS`.

    People and rows that cannot be used are left out and reported in `skipped`; what is not about work is left
    out and counted in `dropped`.

    Args:
        format: One of `FORMATS`, for a file that is not recognised.

    Raises:
        UnreadableFile: If the file is none of these, or holds no usable contact.
    """
    file = File(path)
    chosen = next((known for known in _TABLE if known.name == format), None)
    if format is not None and chosen is None:
        raise UnreadableFile(path, f"expected a format among {', '.join(FORMATS)}")
    if chosen:
        return chosen.read(file)
    fitting = next((known for known in _TABLE if known.fits(file)), None)
    if fitting is None:
        line = file.table.line if file.table else 1
        raise UnreadableFile(path, f"{_seen(file)}. Known formats: {', '.join(FORMATS)}", line=line)
    return fitting.read(file)


def _seen(file: File) -> str:
    """Says what an unknown file looks like, in words that hold nothing of its content."""
    if file.table and set(file.table.cells) >= _OWN_POSITIONS:
        return "found the part of a LinkedIn archive that tells of its owner's work: import the whole archive"
    if file.table:
        found = f"found a table with {_shown(file.table.cells)}: say which holds what"
        return f"expected the columns of a known program, such as First Name and Last Name, {found}"
    if file.root:
        return (
            f"expected Europass XML or a resume in HTML, found XML that begins with {ascii(file.root[:40])}"
        )
    return "expected a resume with headings such as Experience and Skills, found other text"


def _shown(cells: tuple[str, ...]) -> str:
    # A table without a header begins with somebody's data, which no message may hold.
    if not all(_COLUMN_NAME.fullmatch(cell) for cell in cells if cell):
        return f"{len(cells):,} columns without names"
    more = f" and {len(cells) - _SHOWN_COLUMNS:,} more" if len(cells) > _SHOWN_COLUMNS else ""
    return f"the columns {', '.join(cells[:_SHOWN_COLUMNS])}{more}"
