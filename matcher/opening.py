"""An opening: a role to fill. It is the query; a network's contacts are the corpus."""

from dataclasses import dataclass
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

    @property
    def must(self) -> tuple[Requirement, ...]:
        """The requirements that the opening insists on."""
        return tuple(r for r in self.requirements if r.kind is RequirementKind.MUST)

    @property
    def nice(self) -> tuple[Requirement, ...]:
        """The requirements that are welcome and not insisted on."""
        return tuple(r for r in self.requirements if r.kind is RequirementKind.NICE)
