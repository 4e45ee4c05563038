"""The languages that a text names, each with its level."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matcher.facts import LanguageLevel, SpokenLanguage
from matcher.requirements.vocabulary import LINE_END, fold

WORDS = Path(__file__).parent / "words" / "languages.toml"
LINGUA_FRANCA = "en"  # "English" in an opening is the language, hardly ever the country
LONGEST_READ = 1000  # characters; no list of languages is longer
NEAR = 35  # characters between a language and what tells its level
AROUND = 45  # characters on both sides of a language in which a word tells that it is spoken
PARTS = re.compile(r"[,;]| (?:et|and|y|und|sowie|ainsi que|mais|but) |/")
JOINERS = re.compile(r"\b(?:et|and|y|und|ou|or|oder|en|in|le|la|du|de|the|comme|both)\b|[dl]'|[ ,/&():-]")


@dataclass(frozen=True, slots=True)
class _Words:
    names: re.Pattern[str]
    levels: re.Pattern[str]
    spoken: re.Pattern[str]
    others: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Mention:
    """A language or a level, and where it stands."""

    start: int
    end: int
    what: str


def languages_named(text: str) -> tuple[SpokenLanguage, ...]:
    """Reads a list of languages, such as those of a profile: each name in it counts."""
    folded = fold(text[:LONGEST_READ])
    return merged(_with_levels(folded, _mentions(_words().names, folded)))


def languages_asked(sentence: str) -> tuple[SpokenLanguage, ...]:
    """Reads the languages that a sentence of an opening asks for.

    A name that is rather a country's, as in "marché allemand", does not count.
    """
    folded = fold(sentence[:LONGEST_READ])
    names = [name for name in _mentions(_words().names, folded) if not _is_other(folded, name)]
    leveled = _with_levels(folded, names)
    return merged(
        language
        for name, language in zip(names, leveled, strict=True)
        if language.level or name.what == LINGUA_FRANCA or _is_spoken(folded, name)
    )


def _is_other(folded: str, name: _Mention) -> bool:
    return _words().others.search(folded, max(0, name.start - AROUND), name.start) is not None


def _is_spoken(folded: str, name: _Mention) -> bool:
    around = folded[max(0, name.start - AROUND) : name.end + AROUND]
    alone = name.end - name.start == len(folded.strip(" .*-"))
    return alone or _words().spoken.search(around) is not None


def _with_levels(folded: str, names: list[_Mention]) -> list[SpokenLanguage]:
    """Gives each language the level beside it, otherwise the one that its neighbours share.

    "English and French: fluent" tells both; "anglais courant, allemand" tells one.
    """
    levels = _mentions(_words().levels, folded)
    beside = [_beside(folded, name, names, levels) for name in names]
    shared = [
        level or _shared(folded, name, names, levels) for name, level in zip(names, beside, strict=True)
    ]
    return [
        SpokenLanguage(name.what, LanguageLevel[level] if level else None)
        for name, level in zip(names, shared, strict=True)
    ]


def _beside(folded: str, name: _Mention, names: list[_Mention], levels: list[_Mention]) -> str | None:
    """Gives the nearest level that no comma and no other language parts from the name."""
    gaps = []
    for level in levels:
        start, end = _between(name, level)
        parted = PARTS.search(folded, start, end) and "(" not in folded[start:end]
        if end - start <= NEAR and not parted and not any(start <= n.start < end for n in names):
            gaps.append((end - start, level.start < name.start, level.what))
    return min(gaps)[2] if gaps else None


def _shared(folded: str, name: _Mention, names: list[_Mention], levels: list[_Mention]) -> str | None:
    """Gives the level from which only other languages and the words that join them part the name."""
    for level in levels:
        start, end = _between(name, level)
        others = [other for other in names if start <= other.start < end]
        rest = folded[start:end]
        for other in others:
            rest = rest.replace(folded[other.start : other.end], "")
        last_only = level.start > name.start and folded[level.start - 1] == "("
        if others and not last_only and not JOINERS.sub("", rest):
            return level.what
    return None


def _between(one: _Mention, other: _Mention) -> tuple[int, int]:
    return (one.end, other.start) if one.end <= other.start else (other.end, one.start)


def merged(languages: Iterable[SpokenLanguage]) -> tuple[SpokenLanguage, ...]:
    """Keeps each language once, with the highest level told."""
    best: dict[str, SpokenLanguage] = {}
    for language in languages:
        known = best.get(language.code)
        if known is None or (language.level or 0) > (known.level or 0):
            best[language.code] = language
    return tuple(best.values())


def _mentions(pattern: re.Pattern[str], folded: str) -> list[_Mention]:
    return [_Mention(m.start(), m.end(), m.lastgroup or "") for m in pattern.finditer(folded)]


@cache
def _words() -> _Words:
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return _Words(
        names=_named(words["names"], ending=r"(?:kenntnisse\w*|sprachig\w*)?"),
        levels=_named(words["levels"]),
        spoken=re.compile("|".join(LINE_END.sub("", mark) for mark in words["spoken"]["marks"])),
        others=re.compile("|".join(LINE_END.sub("", mark) for mark in words["spoken"]["others"])),
    )


def _named(patterns: dict[str, str], *, ending: str = "") -> re.Pattern[str]:
    groups = "|".join(f"(?P<{name}>{LINE_END.sub('', words)})" for name, words in patterns.items())
    return re.compile(rf"\b(?:{groups}){ending}(?!\w)")
