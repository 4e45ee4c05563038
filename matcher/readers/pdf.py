"""PDF documents: their lines with place and size, in reading order, and the XML attached to them."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matcher.errors import UnreadableFile
from matcher.readers import pdf_worker
from matcher.readers.files import MEBIBYTE, read_bytes

SIGNATURE = b"%PDF-"
MAX_FILE = 30 * MEBIBYTE
_SECONDS = 30
_FEWEST_LETTERS = 20
_PARAGRAPH_GAP = 1.75  # of the letters' size, from line to line; lines of one paragraph are 1.1 to 1.5 apart
_ERRORS = {
    "password": "expected a PDF document without a password: save it without one",
    "pages": f"expected a document of at most {pdf_worker.MAX_PAGES} pages",
    "broken": "expected a sound PDF document, found a broken one",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page.

    Attributes:
        x: Where it begins, as a share of the page's width from the left.
        y: Where it stands, in points from the bottom of the page.
        size: Of its first letter, in points.
        page: From 0.
    """

    text: str
    x: float
    y: float
    size: float
    page: int


@dataclass(frozen=True, slots=True)
class Document:
    """What a PDF says.

    Attributes:
        attachments: The files in it that look like XML, undecoded.
    """

    lines: tuple[Line, ...]
    attachments: tuple[bytes, ...]

    @property
    def text(self) -> str:
        """The lines, with a blank one where the page leaves room or a column begins."""
        return "\n".join(f"\n{line.text}" if gap else line.text for line, gap in self._gaps())

    def _gaps(self) -> list[tuple[Line, bool]]:
        pairs = zip((None, *self.lines[:-1]), self.lines, strict=True)
        return [(line, before is not None and _parted(before, line)) for before, line in pairs]


def _parted(before: Line, line: Line) -> bool:
    if before.page != line.page:
        return False
    fall = before.y - line.y
    return fall < -line.size or fall > _PARAGRAPH_GAP * max(before.size, line.size, 1)


def read_pdf(path: Path) -> Document:
    """Reads the text of a PDF; images are not looked at.

    Raises:
        UnreadableFile: If it is no sound PDF, has a password, too many pages or no text, or takes too much
            time or memory.
    """
    said = _ask_worker(read_bytes(path, max_bytes=MAX_FILE), path)
    if "error" in said:
        raise UnreadableFile(path, _ERRORS[said["error"]])
    lines = tuple(
        Line(text.strip(), x / max(width, 1), y, size, page)
        for page, (width, found) in enumerate(said["pages"])
        for text, x, y, size in found
    )
    attachments = tuple(text.encode("latin-1") for text in said["attachments"])
    if not attachments and sum(c.isalpha() for line in lines for c in line.text) < _FEWEST_LETTERS:
        raise UnreadableFile(path, "expected text, found none: it may be a scan, which Coopt does not read")
    return Document(lines, attachments)


def _ask_worker(data: bytes, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-I", pdf_worker.__file__]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=True)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        expected = "expected a PDF document that can be read in reasonable time and memory"
        raise UnreadableFile(path, expected) from error
    said: dict[str, Any] = json.loads(done.stdout)
    return said
