"""Times without work that a profile lists among its jobs: nobody changes trade by a parental leave."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from matcher.contact import Position
from matcher.identity import fold

WORDS = Path(__file__).with_name("breaks.toml")
LINE_END = re.compile(r"\n\s*")
AFTERTHOUGHT = re.compile(r"\s*(?: [-–—] |[–—:(,|/]).*")
MOST_TITLES = 65_536


def is_break(position: Position) -> bool:
    """Says whether a position is a leave, a search for work, care for relatives or the like."""
    return _is_break(position.title, bool(position.company))


def at_work(positions: tuple[Position, ...]) -> tuple[Position, ...]:
    """Leaves out the breaks; the order stays."""
    return tuple(position for position in positions if not is_break(position))


@lru_cache(maxsize=MOST_TITLES)
def _is_break(title: str, at_company: bool) -> bool:
    folded = AFTERTHOUGHT.sub("", fold(title.replace("’", "'"))).replace("-", " ").strip()
    always, without_company = _patterns()
    return bool(always.fullmatch(folded)) or (not at_company and bool(without_company.fullmatch(folded)))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return _either(words["always"]), _either(words["without_company"])


def _either(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(LINE_END.sub("", pattern) for pattern in patterns))
