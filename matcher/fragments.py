"""A contact as a few fragments, never one truncated text: what a requirement meets, and is quoted from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from matcher.breaks import is_break
from matcher.contact import Position, Profile

MAX_WORDS = 40  # a longer fragment dilutes what it says; a shorter one loses its context
SKILLS_A_FRAGMENT = 8


class FragmentKind(StrEnum):
    """The part of a profile that a fragment comes from."""

    TITLE = "title"
    EXPERIENCE = "experience"
    SKILLS = "skills"
    LANGUAGES = "languages"
    SUMMARY = "summary"
    HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A quotable part of a profile.

    Attributes:
        place: Where it stands in the profile, in words a reader understands, such as a company's name.
        date: When it was true, `2019-03 – 2021-12`; None where unknown.
    """

    kind: FragmentKind
    text: str
    place: str = ""
    date: str | None = None


class FragmentBlock(NamedTuple):
    """Stored fragments by column."""

    ids: Sequence[int]
    contact_ids: Sequence[str]
    kinds: Sequence[str]
    texts: Sequence[str]


def fragments_of(profile: Profile) -> tuple[Fragment, ...]:
    """Cuts a profile into fragments, in the order of the profile and without repeats."""
    return tuple(dict.fromkeys(_all_fragments(profile)))


def _all_fragments(profile: Profile) -> Iterator[Fragment]:
    for position in profile.positions:
        yield from _of_position(position)
    if profile.headline:
        yield Fragment(FragmentKind.HEADLINE, profile.headline)
    for text in passages(profile.summary):
        yield Fragment(FragmentKind.SUMMARY, text)
    for start in range(0, len(profile.skills), SKILLS_A_FRAGMENT):
        yield Fragment(FragmentKind.SKILLS, ", ".join(profile.skills[start : start + SKILLS_A_FRAGMENT]))
    if profile.languages:
        yield Fragment(FragmentKind.LANGUAGES, ", ".join(profile.languages))


def _of_position(position: Position) -> Iterator[Fragment]:
    date = period(position)
    if position.title and not is_break(position):  # a leave is no trade to be measured by
        yield Fragment(FragmentKind.TITLE, position.title, position.company, date)
    for text in passages(position.summary):
        yield Fragment(FragmentKind.EXPERIENCE, text, position.company or position.title, date)


def period(position: Position) -> str | None:
    """Writes a position's dates as `2019-03 – 2021-12`; an end that is not known stays open."""
    if not (position.started or position.ended):
        return None
    return f"{position.started or ''} – {position.ended or ''}".strip()


def passages(text: str) -> Iterator[str]:
    """Cuts a text into lines, and a line of more than `MAX_WORDS` words into runs of whole sentences."""
    for line in text.split("\n"):
        run: list[str] = []
        for sentence in re.split(r"(?<=[.!?;])\s+", line.strip()):
            words = sentence.split()
            if run and len(run) + len(words) > MAX_WORDS:
                yield " ".join(run)
                run = []
            run.extend(words)
            while len(run) > MAX_WORDS:
                yield " ".join(run[:MAX_WORDS])
                run = run[MAX_WORDS:]
        if run:
            yield " ".join(run)
