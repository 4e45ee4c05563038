"""Openings that are documents: PDF, and what word processors write."""

import re
from dataclasses import replace

from matcher.opening import Opening
from matcher.readers.document import File
from matcher.readers.office import read_docx, read_odt
from matcher.readers.openings.plain_text import opening_from_text
from matcher.readers.report import Reading

FULL_LINE = 0.7  # of the longest line: a shorter one ends where its author ended it
_ITEM = re.compile(r"\s*(?:[-–—*•·▪●►➢✓]|\d{1,2}[.)])\s")
_GAPS = re.compile(r"\n{3,}")


def read_pdf_opening(file: File) -> Reading[Opening]:
    """Reads an advertisement in PDF; a scan is refused, for want of text."""
    return _reading(file, "opening-pdf", unwrapped(file.pdf.text))


def read_docx_opening(file: File) -> Reading[Opening]:
    """Reads an advertisement as Word writes it."""
    return _reading(file, "opening-docx", read_docx(file.path))


def read_odt_opening(file: File) -> Reading[Opening]:
    """Reads an advertisement as LibreOffice writes it."""
    return _reading(file, "opening-odt", read_odt(file.path))


def _reading(file: File, kind: str, text: str) -> Reading[Opening]:
    tidy = _GAPS.sub("\n\n", text)
    opening = replace(opening_from_text(tidy, name=file.path.name), source=kind)
    return Reading(kind, file.path.name, (opening,))


def unwrapped(text: str) -> str:
    """Joins the lines that a page was too narrow for: each requirement stands in one line again."""
    lines = text.split("\n")
    full = FULL_LINE * max(map(len, lines))
    kept: list[str] = []
    last = ""  # the line of the page before, which `kept` may hold as a part
    for line in lines:
        if kept and _goes_on(last, line, full):
            kept[-1] = f"{kept[-1].rstrip()} {line.strip()}"
        else:
            kept.append(line)
        last = line
    return "\n".join(kept)


def _goes_on(before: str, line: str, full: float) -> bool:
    if not before.strip() or not line.strip() or _ITEM.match(line):
        return False
    begins_low = line.lstrip()[0].islower()
    return begins_low or (len(before) >= full and not before.rstrip().endswith((".", ":", ";", "!", "?")))
