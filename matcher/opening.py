"""An opening: a role to fill. It is the query; a network's contacts are the corpus."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matcher.facts import OpeningFacts


class RequirementKind(StrEnum):
    """Whether an opening insists on a requirement; its title is asked for above all."""

    TITLE = "title"
    MUST = "must"
    NICE = "nice"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that an opening asks for.

    Attributes:
        text: As it stands in the opening: `opening.text[start:end] == text`.
        start: First character in the opening's text, from 0.
        end: One past the last character.
    """

    text: str
    kind: RequirementKind
    start: int
    end: int


class Availability(StrEnum):
    """Whether somebody may still be proposed for an opening."""

    OPEN = "open"
    EXPIRED = "expired"
    CLOSED = "closed"
    UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True)
class Posting:
    """What a source says about the advertisement itself; empty or None where it says nothing.

    Attributes:
        url: Where the advertisement can be read.
        department: The part of the company that looks for somebody.
        pay: In the source's own words, or as `35000-45000 EUR a year`.
        published_on: ISO 8601 date.
        valid_through: ISO 8601 date, the last day on which one may apply.
        stated: What the source says of its state; never `EXPIRED`, which depends on the day.
    """

    url: str = ""
    department: str = ""
    pay: str = ""
    published_on: str | None = None
    valid_through: str | None = None
    stated: Availability = Availability.OPEN

    def availability_on(self, day: date) -> Availability:
        """Says whether the opening is open on a day: dates pass, hence this is never stored."""
        if self.stated is Availability.OPEN and self.valid_through and self.valid_through < day.isoformat():
            return Availability.EXPIRED
        return self.stated


@dataclass(frozen=True, slots=True)
class Opening:
    """A role to fill.

    Attributes:
        id: The id at its source where it has one, otherwise made from the text.
        text: The whole advertisement as plain text, title included or not.
        language: ISO 639-1 code of the text.
        source: The format that it was read from, such as `france-travail`.
    """

    id: str
    title: str
    text: str
    company: str = ""
    location: str = ""
    language: str = ""
    requirements: tuple[Requirement, ...] = ()
    source: str = ""
    facts: OpeningFacts = OpeningFacts()
    posting: Posting = Posting()

    @property
    def must(self) -> tuple[Requirement, ...]:
        """The requirements that the opening insists on."""
        return tuple(r for r in self.requirements if r.kind is RequirementKind.MUST)

    @property
    def nice(self) -> tuple[Requirement, ...]:
        """The requirements that are welcome and not insisted on."""
        return tuple(r for r in self.requirements if r.kind is RequirementKind.NICE)


def count_not_open(openings: Iterable[Opening], day: date) -> dict[str, int]:
    """Counts the openings that are not open on a day, by what they are instead."""
    states = Counter(opening.posting.availability_on(day) for opening in openings)
    return {
        state.value: states[state] for state in Availability if states[state] and state != Availability.OPEN
    }
