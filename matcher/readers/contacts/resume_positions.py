"""The experience section of a resume, cut into positions at its dates."""

import re
from dataclasses import dataclass

from matcher.contact import Position
from matcher.readers.contacts.resume_sections import BULLET
from matcher.readers.contacts.resume_words import names_role
from matcher.readers.dates import DATE, read_month

_NOW = (
    r"(?:(?:until |till |to )?(?:present|current|now|today|ongoing|date)\b(?: day)?|présent|aujourd['’]?hui"
    r"|à ce jour|ce jour|en cours|actuel(?:lement)?|maintenant|actualidad|(?:el )?presente|actual|hoy|heute"
    r"|aktuell|jetzt|oggi|attuale|heden|atual(?:mente)?)"
)
_UNTIL = (
    r"\s*(?:[-–—―→]+|\bto\b|\buntil\b|\btill\b|\bthrough\b|\bau?\b|(?<!\w)à|jusqu['’](?:à|en|au)"
    r"|\bbis\b|\bhasta\b|\bal\b)\s*"
)
_RANGE = re.compile(
    rf"[(\[]?(?:\b(?:from|de|du|von|desde)\s+)?(?P<started>{DATE})\.?{_UNTIL}"
    rf"(?P<ended>{DATE}|(?P<now>{_NOW}))[)\]]?"
    rf"|[(\[]?\b(?:since|depuis|desde|seit)\s+(?:le\s+)?(?P<since>{DATE})[)\]]?",
    re.IGNORECASE,
)
_ONE_DATE = re.compile(
    rf"(?:^[(\[]?(?P<first>{DATE})[)\]]?(?=$|\s*[:–—|-]))|[(\[](?P<last>{DATE})[)\]]$", re.IGNORECASE
)
_HAS_YEAR = re.compile(r"(?:19|20)\d\d|['’]\d\d")
_EDGES = " \t,;:|·–—-/[]."
_CELLS = re.compile(r"\s+[-–—|·•@]\s+|\s+(?:at|chez|bei)\s+(?=[A-ZÀ-Ý])|\s*[|·•]\s*")
_LEGAL = "Inc|LLC|Ltd|Corp|Co|Company|Corporation|Group|Groupe|SA|SAS|SARL|GmbH|AG|BV|SL|PLC|LLP|Limited"
_LEGAL_WORD = re.compile(rf"\b(?:{_LEGAL}|S\.[AL])\b")
_LEGAL_ONLY = re.compile(rf"(?:{_LEGAL}|S\.[AL])\.?")
_TITLE_LABEL = re.compile(
    r"^(?:job title|title|position|role|poste|fonction|puesto|cargo)\s*:\s*", re.IGNORECASE
)
_MASKS = {"company name", "city", "state", "city, state", "city state"}  # anonymised resumes write these
_VERBED = re.compile(r"\w+(?:ed|ing)\b")
_LONGEST_HEADER = 90
_MOST_BEFORE, _MOST_AFTER = 2, 3


@dataclass(slots=True)
class _Anchor:
    """A line that dates a position; `rest` is what else stands on it."""

    at: int
    started: str | None
    ended: str | None
    rest: str
    before: int = 0  # header lines above it
    after: int = 0  # header lines below it


def read_positions(lines: list[str]) -> tuple[list[Position], list[str]]:
    """Reads the positions, and gives the lines before the first of them."""
    anchors = [anchor for i, line in enumerate(lines) if (anchor := _anchor(i, line))]
    if not anchors:
        return [], lines
    lead = _lead(lines, anchors[0])
    for i, anchor in enumerate(anchors):
        floor = anchors[i - 1].at + 1 if i else 0
        anchor.before = _header_above(lines, anchor, lead, floor)
    ends = [anchor.at - anchor.before for anchor in anchors[1:]] + [len(lines)]
    positions = [_position(lines, anchor, end) for anchor, end in zip(anchors, ends, strict=True)]
    return positions, lines[: anchors[0].at - anchors[0].before]


def _anchor(at: int, line: str) -> _Anchor | None:
    if not _HAS_YEAR.search(line) or len(line) > 2 * _LONGEST_HEADER:
        return None
    match = _RANGE.search(line)
    if match:
        started = read_month(match["started"] or match["since"])
        ended = read_month(match["ended"]) if match["ended"] and not match["now"] else None
    elif match := _ONE_DATE.search(line):
        started = ended = read_month(match["first"] or match["last"])
    else:
        return None
    rest = f"{line[: match.start()].strip(_EDGES)} - {line[match.end() :].strip(_EDGES)}".strip(" -")
    return _Anchor(at, started, ended, rest) if _is_header(rest) else None


def _is_header(line: str) -> bool:
    """Whether the line may name a title, a company or a place, rather than tell what was done."""
    if len(line) > _LONGEST_HEADER or BULLET.match(line):
        return False
    return not line or (
        not line[0].islower() and not (line[-1] in ".;!?" and not _LEGAL_ONLY.search(line[-8:]))
    )


def _lead(lines: list[str], first: _Anchor) -> int:
    """Counts the lines between the section's start and its first date: the layout of the whole section."""
    above = [line for line in lines[: first.at] if line]
    return len(above) if len(above) <= _MOST_BEFORE and all(map(_is_header, above)) else 1


def _header_above(lines: list[str], anchor: _Anchor, lead: int, floor: int) -> int:
    """Counts the lines above the date that belong to its position."""
    count = blanks = 0
    most = max(lead, 1)
    while count - blanks < most and anchor.at - count - 1 >= floor:
        line = lines[anchor.at - count - 1]
        if not line and count == 0:
            blanks = 1  # one blank line may part the title from its date
        elif not line or not _is_header(line):
            break
        count += 1
    count = 0 if count == blanks else count
    if (
        lead == 0
        and not _starts_block(lines, anchor.at - count, floor)
        and not _is_title(lines[anchor.at - 1])
    ):
        return 0
    return count


def _starts_block(lines: list[str], at: int, floor: int) -> bool:
    return at > floor and not lines[at - 1]


def _is_title(line: str) -> bool:
    return len(line.split()) <= 6 and _is_header(line) and names_role(line) and not _VERBED.match(line)


def _position(lines: list[str], anchor: _Anchor, end: int) -> Position:
    above = [line for line in lines[anchor.at - anchor.before : anchor.at] if line]
    header = [*above, *([anchor.rest] if anchor.rest else [])]
    below = [(i, lines[i]) for i in range(anchor.at + 1, end) if lines[i]][:_MOST_AFTER]
    body_at = anchor.at + 1
    for i, line in below:
        if not _continues(header, line, lines[i + 1] if i + 1 < end else ""):
            break
        header.append(line)
        body_at = i + 1
    title, company, location = _read_header(header)
    body = "\n".join(line for line in lines[body_at:end] if line)
    return Position(title, company, location, anchor.started, anchor.ended, body)


def _continues(header: list[str], line: str, following: str) -> bool:
    """Whether a line below the date still belongs to the header."""
    if not (_is_header(line) or _is_title(line.capitalize())):
        return False
    if _is_place(line):
        return True
    cells = [cell for part in header for cell in _CELLS.split(part)]
    titled = any(names_role(cell) and not _is_place(cell) for cell in cells)
    if not titled:
        return names_role(line) or not header or (len(header) == 1 and len(line.split()) <= 6)
    # What stands between the title and the first bullet is the company, then the town.
    return (
        len(cells) <= 2
        and len(line.split()) <= 6
        and bool(BULLET.match(following))
        and not _VERBED.match(line)
    )


def _is_place(line: str) -> bool:
    """Whether the line looks like a company or a town."""
    words = line.split()
    if line.casefold() in _MASKS or line.casefold().startswith(("company name", "city,")):
        return True
    if len(words) > 8 or names_role(line.split(",")[0]):
        return False
    return bool(_LEGAL_WORD.search(line)) or (
        "," in line and all(word[0].isupper() for word in words if word[0].isalpha())
    )


def _read_header(header: list[str]) -> tuple[str, str, str]:
    """Tells title, company and location apart."""
    cells = [cell for line in header for cell in _CELLS.split(line) if cell]
    cells = [_TITLE_LABEL.sub("", cell.strip(_EDGES)) for cell in cells if cell != "()"]
    cells = [cell for cell in cells if cell]
    if not cells:
        return "", "", ""
    title = max(
        cells, key=lambda cell: (names_role(cell) and not _LEGAL_WORD.search(cell), not _is_place(cell))
    )
    others = [cell for cell in cells if cell is not title]
    if not others and "," in title:
        title, *others = (part.strip() for part in title.split(","))
    if _is_place(title) and not names_role(title):
        title, others = "", cells
    places = [part for cell in others for part in _place_parts(cell)]
    return title, places[0] if places else "", ", ".join(places[1:])


def _place_parts(cell: str) -> list[str]:
    parts: list[str] = []
    for part in (part.strip() for part in cell.replace(" (", ", ").rstrip(")").split(",")):
        if parts and _LEGAL_ONLY.fullmatch(part):
            parts[-1] += f", {part}"
        elif part and part.casefold() not in _MASKS:
            parts.append(part)
    return parts
