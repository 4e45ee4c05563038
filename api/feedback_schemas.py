"""The JSON bodies of feedback and of the openings for a contact, with the examples of the document."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.examples import OPENING_SUMMARY, SHORTLIST
from api.inputs import Id, OpeningText, Storable
from api.schemas import OpeningSummary, SuggestionOut
from matcher.feedback import LEAST, LONGEST_NOTE, MOST, Reason, VerdictKind


class NewVerdict(BaseModel):
    """What the caller says of a contact for a role: a stored opening or a text, one of the two."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    contact_id: Id
    verdict: Annotated[VerdictKind, Field(strict=False)]
    opening_id: Id | None = None
    text: OpeningText | None = None
    reason: Annotated[
        Reason | None, Field(strict=False, description="Only with `not-for-this-role`; about the role")
    ] = None
    note: Annotated[Storable, Field(max_length=LONGEST_NOTE)] = ""

    @model_validator(mode="after")
    def _one_role_and_a_fitting_reason(self) -> Self:
        if (self.opening_id is None) == (self.text is None):
            raise ValueError("expected either opening_id or text")
        if self.reason is not None and self.verdict is not VerdictKind.NOT_FOR_THIS_ROLE:
            raise ValueError("expected a reason only with not-for-this-role")
        return self


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class VerdictOut(_Answer):
    """A verdict that stands."""

    contact_id: str
    opening_id: str
    verdict: VerdictKind
    reason: Reason | None
    note: str
    given_at: str
    contributions: Annotated[
        dict[str, float], Field(description="What each signal added to the score at the time, in logits")
    ]


class FeedbackOut(_Answer):
    """What the caller said, latest first, and what the ranking made of it."""

    verdicts: list[VerdictOut]
    multipliers: Annotated[
        dict[str, float],
        Field(description=f"Of each signal's contribution, {LEAST} to {MOST}; 1 changes nothing"),
    ]
    hidden: Annotated[list[str], Field(description="Contacts whom the caller does not know")]
    outdated: Annotated[list[str], Field(description="Contacts whose profile is wrong or old")]


class Withdrawn(_Answer):
    """How many verdicts no longer count; they are kept."""

    withdrawn: int


class OpeningFound(_Answer):
    """An opening that may be good for the contact, and why."""

    opening: OpeningSummary
    suggestion: SuggestionOut


class OpeningsForContact(_Answer):
    """The few openings that may be good for a contact, best first; none where none stands out."""

    contact_id: str
    none_stands_out: bool
    openings: list[OpeningFound]
    passed_over: Annotated[int, Field(description="Openings that are open no longer, or not listed")]
    note: Annotated[str, Field(description="To be shown beside the list, in the language of the reader")]


NEW_VERDICT: dict[str, Any] = {
    "contact_id": "840814db3c5cc381",
    "verdict": "not-for-this-role",
    "opening_id": "text-0ef264f6eb3d",
    "reason": "too-senior",
}
VERDICT: dict[str, Any] = NEW_VERDICT | {
    "note": "",
    "given_at": "2026-11-23T09:30:00+00:00",
    "contributions": {"title": 1.9204, "coverage": 0.8117, "lexical": 0.3052},
}
FEEDBACK: dict[str, Any] = {
    "verdicts": [VERDICT],
    "multipliers": {"coverage": 0.9981, "lexical": 0.9993, "title": 0.9954},
    "hidden": [],
    "outdated": ["99d88c84fadad216"],
}
WITHDRAWN: dict[str, Any] = {"withdrawn": 3}
UNKNOWN_CONTACT: dict[str, Any] = {
    "type": "urn:coopt:problem:unknown-contact",
    "title": "Unknown contact",
    "status": 404,
    "detail": "No contact has the id '0000000000000000'.",
}
SUGGESTION: dict[str, Any] = SHORTLIST["suggestions"][0]
OPENINGS_FOR_CONTACT: dict[str, Any] = {
    "contact_id": SUGGESTION["contact_id"],
    "none_stands_out": False,
    "openings": [{"opening": OPENING_SUMMARY, "suggestion": SUGGESTION}],
    "passed_over": 0,
    "note": SHORTLIST["note"],
}
