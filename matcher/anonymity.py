"""Lines about people that tell a trade and hide who they are: at least `LEAST` of a network share each.

A network's contacts are cut into groups, each of which gets one line: first those who share trade, seniority
and region; those who are left over share less and less, step by step; who is left at the end gets no line.
The groups do not depend on the question: two answers laid over each other tell nobody from the rest.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

from matcher.gendered import one_gender, without_marks
from matcher.identity import fold
from matcher.seniority import seniority_of_title

LEAST = 3
STEPS = 4  # in which less and less is told; a fifth tells one word of the title
MOST_TEXTS = 65_536  # kept in memory: networks repeat their titles and places
_WORD = re.compile(r"[^\W_]+(?:['’.+#-]+[^\W_]+)*[+#]*")
# Where a title ends and an employer or another job begins; "ingénieur·e" and "CI/CD" are one word.
_END = re.compile(r"\s+(?:at|chez|bei|for)\s|\s*[|@,;([]|\s+[·•–—/-]\s", re.IGNORECASE)
_RUNG = re.compile(
    "senior|sr|snr|junior|jr|confirme|experimente|debutant|lead|principal|staff|expert|stagiaire|alternant"
    "|apprenti|intern|trainee|graduate|i|ii|iii|iv"
)
_BETWEEN = "\x1f"  # stands in no text that is compared
_SMALL = re.compile("a|an|and|au|aux|d|de|del|der|des|du|en|et|h|f|m|w|l|la|le|les|of|the|to|und|x|y")


# Tuples, which are quick to make: a batch takes a million contacts apart before its first line.
class Sketch(NamedTuple):
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


class Group(NamedTuple):
    """Contacts of a network who share a line.

    Attributes:
        generality: How little the line tells, from 0.
    """

    generality: int
    line: Line
    contact_ids: tuple[str, ...]


class _Said(NamedTuple):
    """A text, in the form in which it is compared and as somebody wrote it."""

    key: str = ""
    shown: str = ""


class _Told(NamedTuple):
    """What a line would tell: who shares the key shares the line, written as most of them do."""

    key: str
    shown: tuple[str, str, str]


class _Title(NamedTuple):
    """A title, taken apart; `words` are those that have a key."""

    words: tuple[_Said, ...]
    trade: _Said
    seniority: _Said


class _Traits(NamedTuple):
    """What a title and a place tell.

    Attributes:
        words: Of the title, those that have a key.
        trade: The keys of these words, one text.
        told: At each of the `STEPS`; a small network reaches the last soon.
    """

    words: tuple[_Said, ...]
    trade: str
    told: tuple[_Told, ...]


_Person = tuple[Sketch, _Traits]


def lines_of(network: Iterable[Sketch]) -> dict[str, tuple[int, Line]]:
    """Gives the lines of a network by contact id, each with how general it is; who stands out has none."""
    return {
        contact_id: (group.generality, group.line)
        for group in groups_of(network)
        for contact_id in group.contact_ids
    }


def groups_of(network: Iterable[Sketch]) -> Iterator[Group]:
    """Cuts a network into groups that share a line; who stands out is in none."""
    taken_apart = ((sketch, _traits(sketch.title, sketch.location)) for sketch in network)
    left = everybody = [person for person in taken_apart if person[1].words]
    for generality in range(STEPS):
        left = yield from _groups(left, generality, partial(_told, generality))
    people = _people_by_word(everybody) if left else {}
    yield from _groups(left, STEPS, lambda traits: _common_word(traits, people))


def most_general(found: Sequence[tuple[int, Line] | None]) -> Line | None:
    """Gives the line of somebody who is in several networks: it has to hide them in each."""
    told = [one for one in found if one is not None]
    return max(told)[1] if told and len(told) == len(found) else None


def _told(generality: int, traits: _Traits) -> _Told:
    return traits.told[generality]


def _groups(
    left: Sequence[_Person], generality: int, told: Callable[[_Traits], _Told]
) -> Generator[Group, None, list[_Person]]:
    """Gives those who share a key, where they are people enough, and returns the others."""
    groups: defaultdict[str, list[_Person]] = defaultdict(list)
    for person in left:
        groups[told(person[1]).key].append(person)
    rest: list[_Person] = []
    for group in groups.values():
        if len({sketch.person for sketch, _ in group}) >= LEAST:
            line = _line([told(traits).shown for _, traits in group])
            yield Group(generality, line, tuple(sketch.contact_id for sketch, _ in group))
        else:
            rest += group
    return rest


def _people_by_word(everybody: Iterable[_Person]) -> dict[str, set[str]]:
    """Gives who has each word in their title."""
    of_trades: defaultdict[str, set[str]] = defaultdict(set)
    words: dict[str, tuple[_Said, ...]] = {}
    for sketch, traits in everybody:
        of_trades[traits.trade].add(sketch.person)
        words[traits.trade] = traits.words
    people: defaultdict[str, set[str]] = defaultdict(set)
    for trade, persons in of_trades.items():
        for word in words[trade]:
            people[word.key] |= persons
    return people


def _common_word(traits: _Traits, people: Mapping[str, set[str]]) -> _Told:
    """Gives that word of a title which most of the network has in theirs: *engineer*, *infirmière*."""
    word = max(traits.words, key=lambda word: (len(people[word.key]), word.key))
    return _Told(word.key, (word.shown, "", ""))


def _line(shown: Sequence[tuple[str, str, str]]) -> Line:
    """Writes a group's line as most of the group do."""
    trade, seniority, region = (_most_common(column) for column in zip(*shown, strict=True))
    return Line(trade, seniority, region)


def _most_common(texts: Sequence[str]) -> str:
    if len(set(texts)) == 1:
        return texts[0]
    counts = Counter(texts)
    return min(counts, key=lambda text: (-counts[text], text))


@lru_cache(maxsize=MOST_TEXTS)
def _traits(title: str, location: str) -> _Traits:
    words, trade, seniority = _title(title)
    region, country = _places(location)
    steps = (
        (trade, seniority, region),
        (trade, seniority, country),
        (trade, seniority, _Said()),
        (trade, _Said(), _Said()),
    )
    told = [
        _Told(f"{a.key}{_BETWEEN}{b.key}{_BETWEEN}{c.key}", (a.shown, b.shown, c.shown)) for a, b, c in steps
    ]
    return _Traits(words, trade.key, tuple(told))


@lru_cache(maxsize=MOST_TEXTS)
def _title(title: str) -> _Title:
    """Takes employer and rung off; words such as *of* are shown and not compared."""
    own = _END.split(without_marks(title), maxsplit=1)[0]
    said = [word for written in _WORD.findall(own) if (word := _word(written)) is not None]
    telling = [place for place, word in enumerate(said) if word.key]
    words = [said[place] for place in telling]
    shown = [word.shown for word in said[telling[0] : telling[-1] + 1]] if telling else []
    rung = seniority_of_title(title)
    name = "" if rung is None else rung.name.lower()
    return _Title(
        tuple(words), _Said(" ".join(word.key for word in words), " ".join(shown)), _Said(name, name)
    )


@lru_cache(maxsize=MOST_TEXTS)
def _word(written: str) -> _Said | None:
    """Gives a word of a title with its key, if it has one; None for a rung."""
    key = one_gender(fold(written))
    return None if _RUNG.fullmatch(key) else _Said("" if _SMALL.fullmatch(key) else key, written)


@lru_cache(maxsize=MOST_TEXTS)
def _places(location: str) -> tuple[_Said, _Said]:
    """Gives the region and the country: what is told without the town, where more than that is told."""
    parts = [" ".join(part.split()) for part in location.split(",") if part.strip()]
    wider = parts[1:][-2:] or parts
    region, country = ", ".join(wider), "".join(wider[-1:])
    return _Said(fold(region), region), _Said(fold(country), country)
