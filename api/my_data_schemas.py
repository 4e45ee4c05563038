"""The JSON bodies of a contact's own page."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.inputs import Storable
from matcher.contact import Position, Profile
from matcher.privacy.duties import LONGEST_REASON, Action
from matcher.privacy.statement import LONGEST_SUMMARY, LONGEST_TEXT, MOST_ENTRIES

Text = Annotated[Storable, Field(max_length=LONGEST_TEXT)]
LongText = Annotated[Storable, Field(max_length=LONGEST_SUMMARY)]
Day = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="ISO 8601, such as 2021-09")]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class OwnPosition(_Request):
    """A post, as the contact states it."""

    title: Text = ""
    company: Text = ""
    location: Text = ""
    started: Day | None = None
    ended: Day | None = None
    summary: LongText = ""


class OwnProfile(_Request):
    """What the contact corrects; a field that is not given is left as it is."""

    name: Annotated[Text, Field(min_length=1)] | None = None
    headline: Text | None = None
    positions: Annotated[tuple[OwnPosition, ...], Field(max_length=MOST_ENTRIES, strict=False)] | None = None
    location: Text | None = None
    languages: Annotated[tuple[Text, ...], Field(max_length=MOST_ENTRIES, strict=False)] | None = None
    skills: Annotated[tuple[Text, ...], Field(max_length=MOST_ENTRIES, strict=False)] | None = None
    summary: LongText | None = None

    def over(self, profile: Profile) -> Profile:
        """Gives the profile with these corrections."""
        told = self.model_dump(exclude_none=True)
        if self.positions is not None:
            told["positions"] = tuple(Position(**position.model_dump()) for position in self.positions)
        values = {name: getattr(profile, name) for name in Profile.__slots__}
        return Profile(**{**values, **told})


class OwnAction(_Request):
    """What the contact asks for; each works once through one link."""

    action: Annotated[Action, Field(strict=False)]
    reason: Annotated[
        Storable,
        Field(
            max_length=LONGEST_REASON, description="Of an objection, or a remark on a correction; optional"
        ),
    ] = ""
    profile: Annotated[OwnProfile | None, Field(description="Only with `correction`")] = None

    @model_validator(mode="after")
    def _a_profile_to_correct(self) -> Self:
        if (self.profile is not None) != (self.action is Action.CORRECTION):
            raise ValueError("expected a profile with correction, and only there")
        return self


class OwnActionDone(BaseModel):
    """It took effect."""

    model_config = ConfigDict(extra="forbid")

    done: Action


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OwnSource(_Answer):
    """What one source told."""

    kind: str
    file: str
    given_by: str
    at: str
    is_current: bool
    profile: dict[str, Any]


class KnownBy(_Answer):
    """An employee who knows the contact."""

    employee: str
    how_known: str
    connected_on: str | None
    strength: str


class NoticeState(_Answer):
    """The notice of article 14 of the GDPR."""

    due_on: str
    given_at: str | None


class Kept(_Answer):
    """Until when the data is kept, unless something new happens."""

    for_: Annotated[str, Field(alias="for")]
    until: str


class ObjectionOut(_Answer):
    """An objection that stands."""

    at: str
    by: str
    reason: str


class ForOpeningOut(_Answer):
    """Something that happened for an opening."""

    opening: str
    at: str
    what: str | None = None
    note: str | None = None
    stage: str | None = None


class MyData(_Answer):
    """Everything that is held of one contact."""

    profile: dict[str, Any]
    sources: list[OwnSource]
    known_by: list[KnownBy]
    purpose: Literal["referral"]
    legal_basis: str
    collected_on: str | None
    notice: NoticeState | None
    kept: Kept | None
    objection: ObjectionOut | None
    own_statement: dict[str, Any] | None
    suggested_for: list[ForOpeningOut]
    name_shared_for: list[ForOpeningOut]
    verdicts: list[ForOpeningOut]
    introductions: list[ForOpeningOut]


OWN_ACTION: dict[str, Any] = {"action": "objection", "reason": ""}
OWN_ACTION_DONE: dict[str, Any] = {"done": "objection"}
MY_DATA: dict[str, Any] = {
    "profile": {
        "name": "Inès Benali",
        "headline": "Designer d'interface (UX/UI)",
        "positions": [
            {"title": "Designer d'interface (UX/UI)", "company": "Studio Quai 9", "started": "2021-09"}
        ],
        "location": "Lille, FR",
    },
    "sources": [
        {
            "kind": "linkedin-connections",
            "file": "Connections.csv",
            "given_by": "me",
            "at": "2026-11-02T09:00:00+00:00",
            "is_current": True,
            "profile": {
                "name": "Inès Benali",
                "positions": [{"title": "Designer d'interface (UX/UI)", "company": "Studio Quai 9"}],
            },
        }
    ],
    "known_by": [
        {"employee": "me", "how_known": "linkedin", "connected_on": "2019-06-11", "strength": "unknown"}
    ],
    "purpose": "referral",
    "legal_basis": "legitimate-interest",
    "collected_on": "2026-11-02",
    "notice": {"due_on": "2026-12-02", "given_at": None},
    "kept": {"for": "never-approached", "until": "2027-11-02"},
    "objection": None,
    "own_statement": None,
    "suggested_for": [{"opening": "Senior Product Designer", "at": "2026-11-03T10:12:00.000+00:00"}],
    "name_shared_for": [],
    "verdicts": [],
    "introductions": [],
}
