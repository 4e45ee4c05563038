"""Texts of word processors, DOCX and ODT: their paragraphs as lines, nothing run, nothing fetched.

Read from the XML itself: the libraries for these formats unpack whole archives unbounded, and leave out the
text boxes that resumes are laid out with.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from matcher.errors import UnreadableFile
from matcher.readers.archives import open_archive, read_member
from matcher.readers.files import MAX_DOCUMENT, MEBIBYTE, check_regular, check_size
from matcher.readers.xml import feed_xml, local_name

DOCX_BODY = "word/document.xml"
ODT_BODY = "content.xml"
MAX_FILE = 50 * MEBIBYTE  # photos and fonts may be in it; they are not unpacked
_MAX_PART = 30 * MEBIBYTE  # one XML file of it, unpacked
_MAX_RATIO = 1_000
_MACROS = re.compile(r"(?:.*/)?vbaProject\.bin|(?:Basic|Scripts)/.+", re.IGNORECASE)
_HEADING = re.compile(r"(?:Heading|Titre|Ttulo|berschrift|Titolo)\d")  # as Word shortens its styles' names
_HEADER = re.compile(r"word/header\d{1,2}\.xml")


@dataclass(frozen=True, slots=True)
class _Words:
    """The names of the elements that matter, without namespaces."""

    paragraphs: frozenset[str]
    items: frozenset[str]  # inside them or their properties: the paragraph is an item of a list
    text: frozenset[str]  # whose text counts; every element inside a paragraph where empty
    passed_over: frozenset[str]
    spaces: dict[str, str]


_DOCX = _Words(
    paragraphs=frozenset({"p"}),
    items=frozenset({"numPr"}),
    text=frozenset({"t"}),
    passed_over=frozenset({"Fallback", "del", "moveFrom", "instrText", "tabs"}),
    spaces={"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"},
)
_ODT = _Words(
    paragraphs=frozenset({"p", "h"}),
    items=frozenset({"list-item"}),
    text=frozenset(),
    passed_over=frozenset({"annotation", "tracked-changes", "script", "scripts", "automatic-styles"}),
    spaces={"tab": "\t", "line-break": "\n", "s": " "},
)


def is_docx(names: Iterable[str]) -> bool:
    """Whether an archive with these members is a DOCX document."""
    return DOCX_BODY in names


def is_odt(names: Iterable[str]) -> bool:
    """Whether an archive with these members is an ODT document (or a presentation or sheet of its family)."""
    return {ODT_BODY, "mimetype"} <= set(names)


def read_docx(path: Path) -> str:
    """Gives the text of a DOCX document: the headers of its pages, then the body.

    Raises:
        UnreadableFile: If it is no sound DOCX, holds macros, or is out of bounds.
    """
    with _open_document(path) as archive:
        names = archive.namelist()
        headers = sorted({name for name in names if _HEADER.fullmatch(name)})[:3]
        return "\n".join(_part(archive, name, path, _DOCX) for name in (*headers, DOCX_BODY))


def read_odt(path: Path) -> str:
    """Gives the text of an ODT document.

    Raises:
        UnreadableFile: If it is no sound ODT, holds macros, is encrypted, or is out of bounds.
    """
    with _open_document(path) as archive:
        kind = archive.read("mimetype")[:100] if "mimetype" in archive.namelist() else b""
        if b"opendocument.text" not in kind:
            raise UnreadableFile(path, "expected a text document, found a sheet, slides or another kind")
        return _part(archive, ODT_BODY, path, _ODT)


@contextmanager
def _open_document(path: Path) -> Iterator[ZipFile]:
    check_regular(path)
    check_size(path, path.stat().st_size, MAX_FILE)
    with open_archive(path, str(path)) as archive:
        names = archive.namelist()
        if any(_MACROS.fullmatch(name) for name in names):
            raise UnreadableFile(path, "expected a document without macros: save it without them")
        yield archive


def _part(archive: ZipFile, name: str, path: Path, words: "_Words") -> str:
    if name not in archive.namelist():
        raise UnreadableFile(path, f"expected {name} in the document, found none")
    data = read_member(archive, archive.getinfo(name), str(path), max_bytes=_MAX_PART, max_ratio=_MAX_RATIO)
    return str(feed_xml(data, f"{path}!{name}", _Lines(words)))


class _Lines:
    """Gathers paragraphs as lines; one inside another, as in a text box, comes before it."""

    def __init__(self, words: _Words) -> None:
        self.words = words
        self.lines: list[str] = []
        self.open: list[list[str]] = []
        self.passing = self.items = self.texts = self.length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if self.passing or name in self.words.passed_over:
            self.passing += 1
        elif name in self.words.paragraphs:
            self.open.append(["- "] if self.items else ["\n"] if name == "h" else [])
        elif name == "pStyle":
            self._style(" ".join(attributes.values()))
        elif name in self.words.items:
            self._begin_item()
        elif name in self.words.text:
            self.texts += 1
        elif name in self.words.spaces and self.open:
            self.open[-1].append(self.words.spaces[name])

    def _begin_item(self) -> None:
        if self.words.text:  # DOCX says it inside the paragraph, ODT around it
            if self.open and not self.open[-1]:
                self.open[-1].append("- ")
        else:
            self.items += 1

    def _style(self, style: str) -> None:
        if style.startswith("List"):
            self._begin_item()
        elif _HEADING.match(style) and self.open:
            self.open[-1].insert(0, "\n")

    def end(self, tag: str) -> None:
        name = local_name(tag)
        if self.passing:
            self.passing -= 1
        elif name in self.words.paragraphs and self.open:
            line = "".join(self.open.pop())
            self.lines.append("" if line.strip() in ("", "-") else line)
        elif name in self.words.items and not self.words.text:
            self.items -= 1
        elif name in self.words.text:
            self.texts -= 1

    def data(self, text: str) -> None:
        if self.open and not self.passing and (self.texts or not self.words.text):
            self.length += len(text)
            if self.length <= MAX_DOCUMENT:
                self.open[-1].append(text)

    def close(self) -> str:
        return "\n".join(self.lines)
