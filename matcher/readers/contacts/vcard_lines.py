"""The lines of vCards: unfolded, decoded, and gathered into cards.

Done here and not by a library: those at hand decode every photo before it can be skipped, and none reads all
three versions.
"""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

_PROPERTY = re.compile(
    r'[ \t]*(?:[\w-]+\.)?(?P<name>[A-Za-z][\w-]*)(?P<parameters>(?:;(?:[^":;]|"[^"]*")*)*):(?P<value>.*)',
    re.DOTALL,
)
_PARAMETER = re.compile(r';([\w-]+)(?:=((?:[^";]|"[^"]*")*))?')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_FIELD_END = re.compile(r"(?<!\\);")
_ITEM_END = re.compile(r"(?<!\\),")
_BLOBS = re.compile(r"(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:]", re.IGNORECASE)
_LONGEST_VALUE = 100_000


@dataclass(frozen=True, slots=True)
class Property:
    """A line of a card: its name in capitals, the words of its parameters, its value."""

    name: str
    parameters: frozenset[str]
    value: str

    def fields(self) -> list[str]:
        """Gives the parts between semicolons, unescaped."""
        return [_unescaped(part) for part in _FIELD_END.split(self.value)]

    def items(self) -> list[str]:
        """Gives the parts between commas, unescaped."""
        return [item for part in _ITEM_END.split(self.value) if (item := _unescaped(part))]

    def text(self) -> str:
        """Gives the whole value, unescaped, in one line."""
        return _unescaped(self.value)


def read_cards(text: str) -> Iterator[tuple[int, list[Property] | None]]:
    """Gives each card with its line; None for one that is cut off. A card inside a card is its agent's."""
    start = depth = 0
    properties: list[Property] = []
    for number, line in _logical_lines(text):
        found = _property(line)
        if found is None:
            continue
        edge = found.value.strip().upper() == "VCARD"
        if edge and found.name == "BEGIN":
            if depth and not (properties and properties[-1].name == "AGENT"):
                yield start, None
                depth = 0
            if not depth:
                start, properties = number, []
            depth += 1
        elif edge and found.name == "END" and depth:
            depth -= 1
            if not depth:
                yield start, properties
        elif depth == 1:
            properties.append(found)
    if depth:
        yield start, None


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Gives each unfolded line with its number; a photo's further lines are passed over, not kept."""
    parts: list[str] = []
    start = number = length = at = 0
    soft = False
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        number += 1
        folded = text[at : at + 1] in (" ", "\t") and parts
        if folded or soft:
            if length < _LONGEST_VALUE and not _BLOBS.match(parts[0]):
                parts.append(text[at + (0 if soft else 1) : min(end, at + _LONGEST_VALUE)])
                length += end - at
        else:
            if parts:
                yield start, "".join(parts)
            parts, start, length = [text[at : min(end, at + _LONGEST_VALUE)]], number, 0
        soft = _goes_on(parts)
        if soft:
            parts[-1] = parts[-1].rstrip()[:-1]
        at = end + 1
    if parts:
        yield start, "".join(parts)


def _goes_on(parts: list[str]) -> bool:
    """Whether a quoted-printable line ends in the sign that the next line continues it."""
    if not parts[-1].rstrip().endswith("=") or _BLOBS.match(parts[0]):
        return False
    return "QUOTED-PRINTABLE" in parts[0].partition(":")[0].upper()


def _property(line: str) -> Property | None:
    match = _PROPERTY.fullmatch(line)
    if match is None:
        return None
    pairs = [(name.upper(), value or "") for name, value in _PARAMETER.findall(match["parameters"])]
    value = match["value"]
    words = {
        word.strip('" ').upper() for name, text in pairs for word in (text.split(",") if text else [name])
    }
    if "QUOTED-PRINTABLE" in words:
        charset = next((text for name, text in pairs if name == "CHARSET"), "")
        value = _decoded(value, charset)
    return Property(match["name"].upper(), frozenset(words), value.strip())


def _decoded(value: str, charset: str) -> str:
    raw = quopri.decodestring(value.encode("utf-8", errors="replace"))
    for encoding in (charset.strip('" ') or "utf-8", "utf-8", "cp1252"):
        try:
            return raw.decode(encoding).replace("\x00", "")
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1").replace("\x00", "")


def _unescaped(text: str) -> str:
    return " ".join(_ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text).split())
