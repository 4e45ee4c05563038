"""Openings that are text: a saved page, Markdown, and whatever else is meant to be read."""

import re
from dataclasses import replace

from matcher.errors import UnreadableFile
from matcher.opening import Opening
from matcher.readers.document import File
from matcher.readers.openings import france_travail, job_posting, markup
from matcher.readers.openings.plain_text import build_opening, opening_from_text
from matcher.readers.report import Reading

FEWEST_DELIMITERS = 5  # in the first line of a table of openings
_VCARD = re.compile(r"\s*BEGIN:V(?:CARD|CALENDAR)", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml", re.IGNORECASE)


def is_page(file: File) -> bool:
    """Whether the file is HTML, or holds a posting as pages do."""
    if seen_otherwise(file):
        return False
    return markup.looks_like_html(file.text) or job_posting.LD_JSON.search(file.text) is not None


def read_page(file: File) -> Reading[Opening]:
    """Reads a page that is one advertisement.

    Raises:
        UnreadableFile: If nothing can be read on it.
    """
    page = markup.read_page(file.document)
    if not page.text:
        raise UnreadableFile(file.path, "the page holds no text")
    opening = build_opening(page.title, page.text, source="html", name=file.path.name)
    return Reading("html", file.path.name, (opening,))


def is_markdown(file: File) -> bool:
    """Whether the file is Markdown, by its name or by what it holds."""
    named = file.path.suffix.lower() in (".md", ".markdown")
    return not seen_otherwise(file) and (named or markup.looks_like_markdown(file.text))


def read_markdown(file: File) -> Reading[Opening]:
    """Reads an advertisement in Markdown."""
    text = markup.markdown_to_text(file.document)
    opening = replace(opening_from_text(text, name=file.path.name), source="markdown")
    return Reading("markdown", file.path.name, (opening,))


def is_plain(file: File) -> bool:
    """Whether the file may be an advertisement in plain text: nothing says that it is something else."""
    return not seen_otherwise(file)


def read_text(file: File) -> Reading[Opening]:
    """Reads an advertisement in plain text."""
    return Reading("text", file.path.name, (opening_from_text(file.document, name=file.path.name),))


def seen_otherwise(file: File) -> str:
    """Says what a text is where it is surely no advertisement; empty where it may be one."""
    if _VCARD.match(file.text):
        return "found an address book or a calendar"
    if file.root and (not markup.looks_like_html(file.text) or _is_xml(file)):
        return f"found XML that begins with {ascii(file.root[:40])}"
    header = file.text.lstrip("\n").partition("\n")[0]
    piped = header.count("|") if header.lstrip()[:1] != "|" else 0  # a table in Markdown begins with one
    if piped >= FEWEST_DELIMITERS or file.path.suffix.lower() == ".csv":
        columns = len(file.table.cells) if file.table else piped + 1
        named = ", ".join(france_travail.COLUMNS)
        return f"expected the columns {named} separated by |, found {columns} columns of other names"
    return ""


def _is_xml(file: File) -> bool:
    return _XML.match(file.text) is not None and file.root.casefold() != "html"
