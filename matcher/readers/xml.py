"""XML from outside, without entities or document types; nothing is fetched."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

from matcher.errors import UnreadableFile

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

_DEEPEST = 200


class Target(Protocol):
    """What is told of each element as it is read."""

    def start(self, tag: str, attributes: dict[str, str]) -> object:
        """An element begins; a namespace stands before its name in braces."""

    def end(self, tag: str) -> object:
        """An element ends."""

    def data(self, text: str) -> object:
        """A piece of text."""

    def close(self) -> object:
        """The document ends."""


class _TooDeep(ValueError):
    pass


class _Bounded:
    """Passes the events on and counts how deep they go."""

    def __init__(self, target: Target) -> None:
        self.target, self.depth = target, 0
        self.data, self.close = target.data, target.close

    def start(self, tag: str, attributes: dict[str, str]) -> object:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _TooDeep
        return self.target.start(tag, attributes)

    def end(self, tag: str) -> object:
        self.depth -= 1
        return self.target.end(tag)


def feed_xml(data: bytes, path: "Path | str", target: Target) -> object:
    """Tells `target` of every element, and gives what its `close` gives.

    Raises:
        UnreadableFile: If it is no sound XML, is nested too deep, or has a document type or entities.
    """
    parser = DefusedXMLParser(target=_Bounded(target), forbid_dtd=True)
    try:
        parser.feed(data)
        result: object = parser.close()
    except ParseError as error:
        line, column = error.position
        raise UnreadableFile(path, "expected sound XML", line=line, column=column + 1) from error
    except DefusedXmlException as error:
        expected = "expected XML without a document type or entities, which may be used for attacks"
        raise UnreadableFile(path, expected) from error
    except _TooDeep as error:
        raise UnreadableFile(path, f"expected XML of at most {_DEEPEST} levels") from error
    except (ValueError, LookupError) as error:  # an encoding that does not exist, or that expat does not read
        raise UnreadableFile(path, "expected XML in UTF-8 or another known encoding") from error
    return result


def parse_xml(data: bytes, path: "Path | str") -> "Element":
    """Parses a document whose size was checked; names come without their namespaces.

    Raises:
        UnreadableFile: If it is no sound XML, is nested too deep, or has a document type or entities.
    """
    from xml.etree.ElementTree import TreeBuilder

    root = feed_xml(data, path, TreeBuilder())
    element: Element = root  # type: ignore[assignment]
    for node in element.iter():
        node.tag = local_name(node.tag)
    return element


def local_name(tag: str) -> str:
    """Gives an element's name without its namespace."""
    return tag.rpartition("}")[2]


def text_at(element: "Element", *paths: str) -> str:
    """Gives the first text that one of the paths leads to, in one line; empty where there is none."""
    return next(texts_at(element, *paths), "")


def texts_at(element: "Element", *paths: str) -> Iterator[str]:
    """Gives every text that the paths lead to, in the order of the paths."""
    for path in paths:
        for node in element.iterfind(path):
            if text := " ".join((node.text or "").split()):
                yield text


def block_at(element: "Element", *paths: str) -> str:
    """Gives the first text that one of the paths leads to, its line ends kept; empty where there is none."""
    texts = ((node.text or "").strip() for path in paths for node in element.iterfind(path))
    return next((text for text in texts if text), "")
