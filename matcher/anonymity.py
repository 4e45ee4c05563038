"""Lines about people that tell a trade and hide who they are: at least `LEAST` of a network share each.

A network's contacts are cut into groups, each of which gets one line: first those who share trade, seniority
and region; those who are left over share less and less, step by step; who is left at the end gets no line.
The groups do not depend on the question: two answers laid over each other tell nobody from the rest.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from matcher.gendered import one_gender, without_marks
from matcher.identity import fold
from matcher.seniority import seniority_of_title

LEAST = 3
MOST_TEXTS = 65_536  # kept in memory: networks repeat their titles and places
_WORD = re.compile(r"[^\W_]+(?:['’.+#-]+[^\W_]+)*[+#]*")
# Where a title ends and an employer or another job begins; "ingénieur·e" and "CI/CD" are one word.
_END = re.compile(r"\s+(?:at|chez|bei|for)\s|\s*[|@,;([]|\s+[·•–—/-]\s", re.IGNORECASE)
_RUNG = re.compile(
    "senior|sr|snr|junior|jr|confirme|experimente|debutant|lead|principal|staff|expert|stagiaire|alternant"
    "|apprenti|intern|trainee|graduate|i|ii|iii|iv"
)
_SMALL = re.compile("a|an|and|au|aux|d|de|del|der|des|du|en|et|h|f|m|w|l|la|le|les|of|the|to|und|x|y")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What of a contact goes into a line.

    Attributes:
        person: Equal for two contacts who may be one person, imported twice.
        title: The latest one, as the profile writes it.
        location: As the profile writes it, the smallest place first.
    """

    contact_id: str
    person: str
    title: str
    location: str


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """What a recruiter may know of somebody unnamed; empty fields are not told."""

    trade: str
    seniority: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """A text that is compared in one form and shown as somebody wrote it."""

    key: str = ""
    shown: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class _Title:
    """A title, taken apart; `words` are those that have a key."""

    words: tuple[_Said, ...]
    trade: _Said
    seniority: _Said


@dataclass(frozen=True, slots=True)
class _Traits:
    """A sketch, taken apart."""

    sketch: Sketch
    title: _Title
    region: _Said
    country: _Said


_Key = tuple[_Said, _Said, _Said]
_UNTOLD = _Said()
# From what tells most to what tells least; a small network reaches the last steps soon.
_STEPS: tuple[Callable[[_Traits], _Key], ...] = (
    lambda one: (one.title.trade, one.title.seniority, one.region),
    lambda one: (one.title.trade, one.title.seniority, one.country),
    lambda one: (one.title.trade, one.title.seniority, _UNTOLD),
    lambda one: (one.title.trade, _UNTOLD, _UNTOLD),
)


def lines_of(network: Iterable[Sketch]) -> dict[str, tuple[int, Line]]:
    """Gives the lines of a network by contact id, each with how general it is; who stands out has none."""
    left = [traits for traits in map(_traits, network) if traits.title.words]
    lines: dict[str, tuple[int, Line]] = {}
    for generality, step in enumerate((*_STEPS, _by_common_word(left))):
        for group in _groups(left, step):
            line = _line([step(one) for one in group])
            lines |= {one.sketch.contact_id: (generality, line) for one in group}
        left = [one for one in left if one.sketch.contact_id not in lines]
    return lines


def most_general(found: Sequence[tuple[int, Line] | None]) -> Line | None:
    """Gives the line of somebody who is in several networks: it has to hide them in each."""
    told = [one for one in found if one is not None]
    return max(told)[1] if told and len(told) == len(found) else None


def _groups(left: Iterable[_Traits], step: Callable[[_Traits], _Key]) -> list[list[_Traits]]:
    """Gives those who share a key, where they are people enough."""
    groups: defaultdict[_Key, list[_Traits]] = defaultdict(list)
    for one in left:
        groups[step(one)].append(one)
    return [group for group in groups.values() if len({one.sketch.person for one in group}) >= LEAST]


def _by_common_word(everybody: Sequence[_Traits]) -> Callable[[_Traits], _Key]:
    """Shares that word of a title which most of the network has in theirs: *engineer*, *infirmière*."""
    people: defaultdict[_Said, set[str]] = defaultdict(set)
    for one in everybody:
        for word in one.title.words:
            people[word].add(one.sketch.person)

    def step(one: _Traits) -> _Key:
        return max(one.title.words, key=lambda word: (len(people[word]), word.key)), _UNTOLD, _UNTOLD

    return step


def _line(keys: Sequence[_Key]) -> Line:
    """Writes a group's key as most of the group do."""
    trade, seniority, region = (
        _most_common(said.shown for said in column) for column in zip(*keys, strict=True)
    )
    return Line(trade, seniority, region)


def _most_common(texts: Iterable[str]) -> str:
    counts = Counter(texts)
    return min(counts, key=lambda text: (-counts[text], text))


def _traits(sketch: Sketch) -> _Traits:
    return _Traits(sketch, _title(sketch.title), *_places(sketch.location))


@lru_cache(maxsize=MOST_TEXTS)
def _title(title: str) -> _Title:
    """Takes employer and rung off; words such as *of* are shown and not compared."""
    own = _END.split(without_marks(title), maxsplit=1)[0]
    folded = [(one_gender(fold(word)), word) for word in _WORD.findall(own)]
    said = [
        _Said("" if _SMALL.fullmatch(key) else key, word) for key, word in folded if not _RUNG.fullmatch(key)
    ]
    telling = [place for place, word in enumerate(said) if word.key]
    words = [said[place] for place in telling]
    shown = [word.shown for word in said[telling[0] : telling[-1] + 1]] if telling else []
    rung = seniority_of_title(title)
    name = "" if rung is None else rung.name.lower()
    return _Title(
        tuple(words), _Said(" ".join(word.key for word in words), " ".join(shown)), _Said(name, name)
    )


@lru_cache(maxsize=MOST_TEXTS)
def _places(location: str) -> tuple[_Said, _Said]:
    """Gives the region and the country: what is told without the town, where more than that is told."""
    parts = [" ".join(part.split()) for part in location.split(",") if part.strip()]
    wider = parts[1:][-2:] or parts
    region, country = ", ".join(wider), "".join(wider[-1:])
    return _Said(fold(region), region), _Said(fold(country), country)
