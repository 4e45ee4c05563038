"""The JSON bodies of the recruiter's view and of shares, with the examples of the document."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.examples import OPENING_SUMMARY
from api.inputs import Id, OpeningText
from api.schemas import OpeningAsked
from matcher.access import Share


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)


class ReachAsked(_Request):
    """How far do our networks reach for this role? A stored opening or a text: one of the two."""

    opening_id: Id | None = None
    text: OpeningText | None = None

    @model_validator(mode="after")
    def _one_role(self) -> Self:
        if (self.opening_id is None) == (self.text is None):
            raise ValueError("expected either opening_id or text")
        return self


class LineOut(_Answer):
    """What may be told of somebody unnamed; at least three contacts of each colleague share it."""

    trade: str
    seniority: Annotated[str, Field(description="Empty where it is not told")]
    region: Annotated[str, Field(description="Empty where it is not told")]


class DetailsOut(_Answer):
    """What a contact agreed to tell."""

    headline: str
    company: str
    location: str
    skills: list[str]
    languages: list[str]


class NamedOut(_Answer):
    """A contact whose name a colleague shares for this opening."""

    name: str
    employee: Annotated[str, Field(description="Who shares it: ask them for an introduction")]
    details: Annotated[DetailsOut | None, Field(description="Null until the contact consents")]


class ReachOut(_Answer):
    """How far the networks reach: whom to ask, and no more of anybody than may be told."""

    opening: OpeningAsked
    fits: Annotated[
        int, Field(description="People who fit, over all networks: at least so many; 1 is 1 or 2")
    ]
    fits_at_most: Annotated[int | None, Field(description="And at most so many; null without an end")]
    colleagues: Annotated[
        list[str],
        Field(
            description="Whom to ask, in the order of the alphabet; who has under three contacts is left out"
        ),
    ]
    lines: Annotated[list[LineOut], Field(description="Each once, however many people it is about")]
    withheld: Annotated[
        int, Field(description="At least so many fit and get no line, as it might tell who they are")
    ]
    named: list[NamedOut]


class NewShare(_Request):
    """Lets recruiters see a contact's name for a stored opening."""

    contact_id: Id
    opening_id: Id


class ShareOut(_Answer):
    """A name that the caller shares."""

    id: str
    contact_id: str
    opening_id: str
    shared_at: str

    @classmethod
    def of(cls, share: Share) -> Self:
        """Writes a share as its employee sees it."""
        return cls.model_validate(share)


class Shares(_Answer):
    """What the caller shares, latest first."""

    items: list[ShareOut]


REACH_ASKED: dict[str, Any] = {"opening_id": OPENING_SUMMARY["id"]}
REACH: dict[str, Any] = {
    "opening": {name: OPENING_SUMMARY[name] for name in ("id", "title", "language")}
    | {"availability": "open"},
    "fits": 5,
    "fits_at_most": 9,
    "colleagues": ["ada", "malik"],
    "lines": [
        {"trade": "Product Designer", "seniority": "senior", "region": "France"},
        {"trade": "Designer", "seniority": "", "region": ""},
    ],
    "withheld": 1,
    "named": [{"name": "Olivia Harlow", "employee": "ada", "details": None}],
}
NEW_SHARE: dict[str, Any] = {"contact_id": "840814db3c5cc381", "opening_id": OPENING_SUMMARY["id"]}
SHARE: dict[str, Any] = NEW_SHARE | {"id": "5f0c2b7d9a1e4c36", "shared_at": "2026-11-23T09:30:00+00:00"}
SHARES: dict[str, Any] = {"items": [SHARE]}
UNKNOWN_SHARE: dict[str, Any] = {
    "type": "urn:coopt:problem:unknown-share",
    "title": "Unknown share",
    "status": 404,
    "detail": "No share has the id '0000000000000000'.",
}
