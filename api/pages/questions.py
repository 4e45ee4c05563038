"""A question on its way: the opening as it was read, what was corrected in it, and the answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from matcher.opening import Opening, Requirement, RequirementKind
from matcher.requirements import MOST_REQUIREMENTS
from matcher.requirements.facts import opening_facts
from matcher.requirements.spans import LONGEST_REQUIREMENT
from matcher.requirements.walk import sentences_with_sections
from matcher.suggestion import Shortlist

MOST_ASIDE = 30
LONGEST_TITLE = 200  # characters
_FEWEST_LETTERS = 2


class Group(StrEnum):
    """Where a line of the opening is put before the search."""

    MUST = "must"
    NICE = "nice"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an opening, in a group."""

    requirement: Requirement
    group: Group


@dataclass(frozen=True, slots=True)
class Question:
    """What one employee asks.

    Attributes:
        opening: As it is searched with.
        lines: Of the opening, in the order of its text.
        shortlist: None until the search.
    """

    opening: Opening
    lines: tuple[Line, ...]
    shortlist: Shortlist | None = None

    @classmethod
    def about(cls, opening: Opening) -> "Question":
        """Begins with what was found in an opening."""
        found = [Line(one, _GROUPS[one.kind]) for one in opening.requirements if one.kind in _GROUPS]
        aside = (Line(one, Group.ASIDE) for one in _set_aside(opening))
        return cls(opening, tuple(sorted((*found, *aside), key=lambda line: line.requirement.start)))

    def within(self, group: Group) -> tuple[tuple[int, Line], ...]:
        """Gives the lines of a group, each with its place, by which a form names it."""
        return tuple((place, line) for place, line in enumerate(self.lines) if line.group is group)

    def corrected(self, title: str, groups: Mapping[int, Group]) -> "Question":
        """Moves lines between the groups, and takes another title; what is not told stays."""
        lines = tuple(
            replace(line, group=groups.get(place, line.group)) for place, line in enumerate(self.lines)
        )
        kept = [line for line in lines if line.group is not Group.ASIDE][:MOST_REQUIREMENTS]
        asked = tuple(replace(line.requirement, kind=_KINDS[line.group]) for line in kept)
        opening = replace(_titled(self.opening, title), requirements=asked)
        return Question(opening, lines)


@dataclass(frozen=True, slots=True)
class Choice:
    """The openings of a file, one of which is to be asked about.

    Attributes:
        openings: Id of the question, title and company of each.
        found: How many the file holds, of which `openings` are the first.
    """

    openings: tuple[tuple[str, str, str], ...]
    found: int


_GROUPS = {RequirementKind.MUST: Group.MUST, RequirementKind.NICE: Group.NICE}
_KINDS = {group: kind for kind, group in _GROUPS.items()}


def _titled(opening: Opening, title: str) -> Opening:
    title = " ".join(title.replace("\x00", "").split())[:LONGEST_TITLE]
    if title == opening.title or sum(map(str.isalpha, title)) < _FEWEST_LETTERS:
        return opening
    facts = opening_facts(title, opening.text, opening.language, location=opening.location)
    return replace(opening, title=title, facts=facts)


def _set_aside(opening: Opening) -> Iterator[Requirement]:
    """Gives the sentences of which none became a requirement: about the company, the offer, how to apply."""
    text, taken = opening.text, [(one.start, one.end) for one in opening.requirements]
    given = 0
    for sentence in sentences_with_sections(text, opening.language):
        span = sentence.span.trimmed(text)
        written = span.of(text)
        asked_for = any(start < span.end and span.start < end for start, end in taken)
        fit = _FEWEST_LETTERS < len(written) <= LONGEST_REQUIREMENT and written != opening.title
        if asked_for or not fit or not any(map(str.isalpha, written)):
            continue
        yield Requirement(written, RequirementKind.NICE, span.start, span.end)
        given += 1
        if given == MOST_ASIDE:
            return
