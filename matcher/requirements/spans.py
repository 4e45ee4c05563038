"""Cutting a text into lines, sentences and clauses, each known by where it stands in the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_REQUIREMENT = 300  # characters
COMFORTABLE = 180  # characters from which a sentence is cut where its clauses meet
FEWEST_ITEMS = 3
MOST_ITEM_WORDS = 3  # of "Python, machine learning, SQL"
WRAPPED_WIDTH = 55  # a shorter line was not broken by an editor's margin

BULLET = re.compile(
    r"[ \t\xa0]*(?:(?:[-–—*•·▪◦●○►▶➢➤✓✔✅¿+>=\uf0b7\uf0a7\ufffd]+[>)]?"
    r"|(?:\d{1,2}|[a-zA-Z])[.)](?=[ \t\xa0])|o[ \t\xa0]+(?=[A-ZÀ-Ý][a-zà-ÿ]))[ \t\xa0]*)+"
)
EDGES = " \t\n\xa0\u200b\ufeff-–—*•·▪►¿#_;:,|>=+✨✅➡"
SIGNS_OF_NAME = re.compile(r"(?<=[A-Za-z])(?:\+\+|#)(?![\w+#])")  # C++ and C#
NAME_WITH_DOT = re.compile(r"(?:NET|Net|net)\b")
SENTENCE_END = re.compile(
    r"(?<=[.!?…])[)\"»]?[ \t\xa0\n]+(?=[^a-zà-ÿ\s])|;\s+|[ \t\xa0](?=[•►¿▪●])"
    # Sites that drop line ends glue one sentence to the next: "en France.Vous participez", "missionsVous".
    r"|(?<=[a-zà-ÿ)][.!?])(?=[A-ZÀ-Ý][a-zà-ÿ]+[ '’])|(?<=[a-zà-ÿ0-9)])(?=(?:Vous|Votre|Vos|Nous|Notre) )"
    r"|(?<=[a-zà-ÿ \xa0]:)(?=[A-ZÀ-Ý][a-zà-ÿ])"
    r"|(?<=[a-zà-ÿ)])(?!Ware|Center|Server|Manager|Store|Core|Share|Power)(?=[A-ZÀ-Ý][a-zà-ÿ]+(?:er|ir|re) )"
)
ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|ex|p\.ex|etc|env|min|max|no|inc|st|mr|mrs|dr|z\.B|bzw|ca)|\b[A-Z])\.$", re.I
)
INLINE_BULLET = re.compile(r"[ \t\xa0]+[-–*][ \t\xa0]+|(?<=[a-zà-ÿ):])- (?=[A-ZÀ-Ý])")
CLAUSE = re.compile(r"(?:, (?:et|and|y|und|ainsi que|as well as) |\. |: |, | (?:et|and|ainsi que|y|und) | )")
ITEM_SEPARATOR = re.compile(r"[,;]\s*(?:(?:et|and|y|und|ou|or)\s+)?|\s[/|]\s")
LAST_SEPARATOR = re.compile(r"\s(?:et|and|y|und|ou|or)\s")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text, from `start` up to but not including `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Gives the piece itself."""
        return text[self.start : self.end]

    def trimmed(self, text: str) -> "Span":
        """Leaves out blanks, bullets and the marks that join one clause to the next."""
        piece = self.of(text)
        bare = piece.lstrip(EDGES + ".")
        start = self.start + len(piece) - len(bare)
        if piece.endswith("." + bare) and NAME_WITH_DOT.match(bare):
            start -= 1
        after = len(piece.rstrip(EDGES))
        kept = SIGNS_OF_NAME.match(piece, after)
        end = self.start + (kept.end() if kept else after)
        return Span(start, max(start, end))


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its bullet; lines that an editor's margin broke are one."""

    span: Span
    bulleted: bool


def lines_of(text: str) -> Iterator[Line]:
    """Gives the lines that hold something, in order."""
    pending: Line | None = None
    for start, end in _raw_lines(text):
        line = _line(text, start, end)
        if pending and not line.bulleted and _continues(text, pending, line):
            pending = Line(Span(pending.span.start, line.span.end), pending.bulleted)
            continue
        if pending:
            yield pending
        pending = line if line.span.end > line.span.start else None
    if pending:
        yield pending


def sentences_of(text: str, span: Span) -> list[Span]:
    """Cuts a line at the ends of its sentences, and at bullets that stand within it."""
    inline = INLINE_BULLET if len(INLINE_BULLET.findall(text, span.start, span.end)) >= FEWEST_ITEMS else None
    cuts = [span.start]
    for match in SENTENCE_END.finditer(text, span.start, span.end):
        if not ABBREVIATION.search(text, max(span.start, match.start() - 6), match.start()):
            cuts.append(match.end())
    if inline:
        cuts += [match.end() for match in inline.finditer(text, span.start, span.end)]
    cuts = sorted(set(cuts))
    return [Span(start, end) for start, end in zip(cuts, [*cuts[1:], span.end], strict=True) if end > start]


def clauses_of(text: str, span: Span) -> Iterator[Span]:
    """Cuts a sentence that is too long for one requirement where its clauses meet."""
    start = span.start
    while span.end - start > COMFORTABLE:
        joint = _joint(text, start, span.end)
        if joint is None:
            break
        yield Span(start, joint.start)
        start = joint.end
    while span.end - start > LONGEST_REQUIREMENT:
        yield Span(start, start + LONGEST_REQUIREMENT)
        start += LONGEST_REQUIREMENT
    yield Span(start, span.end)


def items_of(text: str, span: Span) -> list[Span]:
    """Cuts an enumeration of short items such as `Python, Django, SQL`; empty when it is none."""
    if span.end - span.start > LONGEST_REQUIREMENT or "(" in span.of(text):
        return []
    items = _split(text, span, ITEM_SEPARATOR)
    items = [*items[:-1], *_split(text, items[-1], LAST_SEPARATOR)] if len(items) > 1 else []
    short = all(0 < len(item.of(text).split()) <= MOST_ITEM_WORDS for item in items)
    return items if short and len(items) >= FEWEST_ITEMS else []


def _split(text: str, span: Span, separator: re.Pattern[str]) -> list[Span]:
    pieces, start = [], span.start
    for match in separator.finditer(text, span.start, span.end):
        pieces.append(Span(start, match.start()))
        start = match.end()
    return [*pieces, Span(start, span.end)]


def _raw_lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _line(text: str, start: int, end: int) -> Line:
    bullet = BULLET.match(text, start, end)
    bulleted = bullet is not None
    content = Span(bullet.end() if bullet else start, end)
    piece = content.of(text)
    left = content.start + len(piece) - len(piece.lstrip(" \t\xa0#*_"))
    return Line(Span(left, max(left, content.end - len(piece) + len(piece.rstrip()))), bulleted)


def _continues(text: str, before: Line, line: Line) -> bool:
    width = before.span.end - max(text.rfind("\n", 0, before.span.end) + 1, before.span.start)
    last, first = text[before.span.end - 1], text[line.span.start : line.span.start + 1]
    return width >= WRAPPED_WIDTH and (last.isalpha() or last == ",") and first.islower()


def _joint(text: str, start: int, end: int) -> Span | None:
    """Gives the words that join two clauses, those nearest to the middle; a mere blank as a last resort."""
    reach = min(end - 20, start + LONGEST_REQUIREMENT)
    middle = (start + min(end, start + COMFORTABLE * 2)) // 2
    joints = [
        m for m in CLAUSE.finditer(text, start + 20, reach) if _is_outside_brackets(text, start, m.start())
    ]
    chosen = [m for m in joints if m.group().strip()] or (joints if end - start > LONGEST_REQUIREMENT else [])
    best = min(chosen, key=lambda m: abs(m.start() - middle), default=None)
    return Span(best.start(), best.end()) if best else None


def _is_outside_brackets(text: str, start: int, place: int) -> bool:
    return text.count("(", start, place) <= text.count(")", start, place)
