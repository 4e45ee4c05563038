"""Times without work that a profile lists among its jobs: nobody changes trade by a parental leave."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from matcher.contact import Position
from matcher.identity import fold

WORDS = Path(__file__).with_name("breaks.toml")
LINE_END = re.compile(r"\n\s*")
AFTERTHOUGHT = re.compile(r" [-–—] |[–—:(,|/·•;]")  # begins with one of these
JOINERS = re.compile(r"[-'’.\s]+")
AND = "and|et|puis|y|und|then|&|[+]"
LONGEST_TITLE = 120  # characters; no break is told in more
MOST_TITLES = 65_536


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Over folded titles.

    Attributes:
        alone: Breaks where no company stands beside them.
        work: What no break has in its title.
    """

    always: re.Pattern[str]
    alone: re.Pattern[str]
    work: re.Pattern[str]


def is_break(position: Position) -> bool:
    """Says whether a position is a leave, a search for work, care for relatives or the like."""
    return _is_break(position.title, bool(position.company))


def at_work(positions: tuple[Position, ...]) -> tuple[Position, ...]:
    """Leaves out the breaks; the order stays."""
    return tuple([position for position in positions if not is_break(position)])


@lru_cache(maxsize=MOST_TITLES)
def _is_break(title: str, at_company: bool) -> bool:
    words = JOINERS.sub(" ", AFTERTHOUGHT.split(fold(title), maxsplit=1)[0]).strip()
    patterns = _patterns()
    if not words or len(words) > LONGEST_TITLE:
        return False
    named = patterns.always.fullmatch(words) or (not at_company and patterns.alone.fullmatch(words))
    return bool(named) and not patterns.work.search(words)


@cache
def _patterns() -> _Patterns:
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    work = re.compile(_joined(words.pop("work")))
    languages = list(words.values())
    return _Patterns(_whole(languages, "always"), _whole(languages, "alone"), work)


def _whole(languages: list[dict[str, Any]], which: str) -> re.Pattern[str]:
    """Puts together what a title may open with, one break or several, and what may follow."""
    return re.compile("|".join(_of_language(words, which) for words in languages))


def _of_language(words: dict[str, Any], which: str) -> str:
    one = rf"(?:(?:{_joined(words['opens'])}) )*(?:{'|'.join(map(_joined, words[which]))})"
    return rf"{one}(?: (?:{AND}) {one})*(?: (?:{_joined(words['then'])})(?: .*)?)?"


def _joined(pattern: str) -> str:
    return LINE_END.sub("", pattern)
