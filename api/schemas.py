"""The JSON bodies that go out."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from matcher.contact import Contact
from matcher.evidence import Grade
from matcher.freshness import freshness
from matcher.network import HowKnown, Relation, Strength, Tie
from matcher.opening import Availability, Opening, RequirementKind
from matcher.wire import opening_to_json


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)


class Invalid(_Answer):
    """One part of a request that is not as expected."""

    where: str
    expected: str


class Problem(BaseModel):
    """What went wrong (RFC 9457); some problems tell where, or which parts of the request are invalid."""

    type: str
    title: str
    status: int
    detail: str | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None
    expected: str | None = None
    opening_id: str | None = None
    since: str | None = None
    errors: list[Invalid] | None = None


class PositionOut(_Answer):
    """A job that a contact holds or held; dates are ISO 8601 of reduced precision."""

    title: str
    company: str
    location: str
    started: str | None
    ended: str | None
    summary: str


class SourceOut(_Answer):
    """Where a part of a profile comes from."""

    kind: str
    name: str
    seen_on: str


class TieOut(_Answer):
    """How the caller knows a contact."""

    how_known: HowKnown
    connected_on: str | None
    strength: Strength
    relation: Relation = Relation.UNKNOWN
    last_exchange: Annotated[str | None, Field(description="Only if the caller said so")] = None
    reasons: Annotated[list[str], Field(description="Why relation and strength are what they are")] = []


class ContactOut(_Answer):
    """Someone in the caller's network."""

    id: str
    name: str
    headline: str
    company: str
    location: str
    languages: list[str]
    skills: list[str]
    summary: str
    positions: list[PositionOut]
    sources: list[SourceOut]
    as_of: Annotated[str | None, Field(description="The latest date that the sources tell")] = None
    age_years: Annotated[float | None, Field(description="Since then")] = None
    objected: Annotated[bool, Field(description="They asked not to be suggested, and never are")] = False
    tie: TieOut

    @classmethod
    def of(cls, contact: Contact, tie: Tie, *, objected: bool = False) -> Self:
        """Writes a contact as its employee sees it."""
        profile, age = contact.profile, freshness(contact, today=date.today())
        return cls(
            id=contact.id,
            name=contact.name,
            headline=contact.headline,
            company=contact.company,
            location=profile.location,
            languages=list(profile.languages),
            skills=list(profile.skills),
            summary=profile.summary,
            positions=[PositionOut.model_validate(position) for position in profile.positions],
            sources=[SourceOut.model_validate(source) for source in contact.sources],
            as_of=age.as_of,
            age_years=age.age_years,
            objected=objected,
            tie=TieOut.model_validate(tie),
        )


NextCursor = Annotated[str | None, Field(description="`after` of the next page; null on the last one")]


class ContactPage(_Answer):
    """Some contacts, by id."""

    items: list[ContactOut]
    next: NextCursor


class OpeningSummary(_Answer):
    """An opening, without its text."""

    id: str
    title: str
    company: str
    location: str
    language: str
    source: str
    availability: Annotated[Availability, Field(description="Judged today")] = Availability.OPEN
    url: str = ""
    department: str = ""
    pay: str = ""
    published_on: date | None = None
    valid_through: date | None = None

    @classmethod
    def of(cls, opening: Opening) -> Self:
        """Writes an opening."""
        return cls.model_validate(opening_to_json(opening))


class OpeningPage(_Answer):
    """Some openings, by id."""

    items: list[OpeningSummary]
    next: NextCursor


class RequirementOut(_Answer):
    """One thing that an opening asks for: `text` stands in the opening's text from `start` to `end`."""

    text: str
    kind: RequirementKind
    start: int
    end: int


class OpeningOut(OpeningSummary):
    """An opening."""

    text: str
    requirements: list[RequirementOut]

    @classmethod
    def of(cls, opening: Opening) -> Self:
        """Writes an opening."""
        requirements = [RequirementOut.model_validate(requirement) for requirement in opening.requirements]
        whole = {"text": opening.text, "requirements": requirements}
        return cls.model_validate(opening_to_json(opening) | whole)


class OpeningAsked(_Answer):
    """The role that was asked for."""

    id: str
    title: str
    language: str
    availability: Availability = Availability.OPEN


class EvidenceOut(_Answer):
    """What a profile says for one requirement, quoted. `unknown` is never a miss: ask."""

    requirement: str
    grade: Grade
    quote: str
    source: str
    date: str | None


class SuggestionOut(_Answer):
    """A contact who may fit, and why."""

    contact_id: str
    name: str
    headline: str
    score: Annotated[float, Field(description="Higher is better, within one shortlist")]
    probability: Annotated[float | None, Field(ge=0, le=1)]
    contributions: Annotated[
        dict[str, float], Field(description="What each signal adds to the score, and `base`, which all have")
    ]
    evidence: list[EvidenceOut]
    unknowns: Annotated[list[str], Field(description="Requirements on which the profile says nothing")]
    considered_recently: Annotated[
        bool, Field(description="Considered for another opening or asked twice in 90 days, by whomever")
    ]
    tie: TieOut
    profile_as_of: Annotated[str | None, Field(description="The latest date that the sources tell")] = None
    profile_age_years: Annotated[float | None, Field(description="Since then")] = None


class ShortlistOut(_Answer):
    """The few who may fit, best first; nobody where nobody stands out."""

    opening: OpeningAsked
    considered: Annotated[int, Field(description="Contacts in the caller's network")]
    nobody_stands_out: bool
    close: Annotated[int, Field(description="Contacts below the bar, not by much")]
    missing: Annotated[list[str], Field(description="What is asked for and nobody tells of")]
    suggestions: list[SuggestionOut]
    note: Annotated[str, Field(description="To be shown beside the list, in the language of the reader")]
    event: Annotated[int | None, Field(description="Number in the log, by which an officer can replay it")]


class Health(_Answer):
    """The state of the server."""

    status: str
