"""A file whose format is not known yet: each view of it is made when a format first asks for it."""

import re
from functools import cached_property
from pathlib import Path

from matcher.readers.archives import member_names
from matcher.readers.files import MAX_DOCUMENT, MAX_ROWS_FILE, check_size, decode, read_bytes
from matcher.readers.pdf import SIGNATURE, Document, read_pdf
from matcher.readers.tables import Header, find_table

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SAMPLE = 1 << 16
_ROOT = re.compile(  # possessive: many comments may not be tried in every grouping
    r"(?:\s|<\?xml[^>]*>|<!--.*?-->|<!doctype[^>[]*(?:\[[^\]]*\][^>]*)?>)*+<([\w:.-]+)",
    re.IGNORECASE | re.DOTALL,
)


class File:
    """A file, before its format is known.

    Attributes:
        path: Where it is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def head(self) -> bytes:
        """The first bytes; none where it is no regular file: reading a device might never end."""
        try:
            if not self.path.is_file():
                return b""
            with self.path.open("rb") as file:
                return file.read(1024)
        except (OSError, ValueError):
            return b""  # read_bytes says what is wrong

    @cached_property
    def is_zip(self) -> bool:
        """Whether it begins as a zip archive."""
        return self.head.startswith(_ZIP)

    @cached_property
    def is_pdf(self) -> bool:
        """Whether it begins as a PDF; programs may write a few bytes before the signature."""
        return SIGNATURE in self.head and not self.is_zip

    @cached_property
    def members(self) -> list[str]:
        """The names in the archive, none if it is no sound one."""
        return member_names(self.path) if self.is_zip else []

    @cached_property
    def pdf(self) -> Document:
        """What the PDF says."""
        return read_pdf(self.path)

    @cached_property
    def data(self) -> bytes:
        """All the bytes."""
        return read_bytes(self.path, max_bytes=MAX_ROWS_FILE)

    @cached_property
    def text(self) -> str:
        """The whole file as text."""
        return decode(self.data, self.path)

    @cached_property
    def document(self) -> str:
        """The whole file as the text of one document."""
        check_size(self.path, len(self.data), MAX_DOCUMENT)
        return self.text

    @cached_property
    def lines(self) -> list[str]:
        """The first lines."""
        return self.text[:_SAMPLE].split("\n")

    @cached_property
    def table(self) -> Header | None:
        """The header where the first lines are a table."""
        return find_table(self.lines)

    @cached_property
    def root(self) -> str:
        """The name of the first element where the file is XML or HTML, without its prefix."""
        text = self.text[:_SAMPLE]
        match = _ROOT.match(text) if text.lstrip()[:1] == "<" else None
        return match[1].rpartition(":")[2] if match else ""
