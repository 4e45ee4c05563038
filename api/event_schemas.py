"""The JSON bodies of the event log, of replays and of stops, with the examples of the document."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

from api.inputs import Id, Storable
from matcher.answer import Standing
from matcher.events.changes import ChangeKind
from matcher.events.stop import LONGEST_REASON
from matcher.evidence import Grade

Shown = Annotated[
    list[dict[str, Any]],
    Field(description="Contacts by id with figures, evidence as fragment ids and hashes"),
]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EventOut(_Answer):
    """An event: ids, figures and closed choices; no name and no text of a person."""

    seq: Annotated[int, Field(description="Place in the log, from 1")]
    at: str
    kind: str
    actor: str
    subjects: Annotated[list[str], Field(description="Ids of the contacts and the opening that it is about")]
    data: dict[str, Any]
    hash: Annotated[str, Field(description="SHA-256 over the hash of the event before and all of the above")]


class EventPage(_Answer):
    """A page of the log, oldest first."""

    items: list[EventOut]
    next: Annotated[int | None, Field(description="`after` of the next page; null on the last")]


class HeadOut(_Answer):
    """Where the log ends. Kept elsewhere, it shows later whether the log was cut off or written anew."""

    seq: int
    hash: str


class ChangeOut(_Answer):
    """One thing that is not as it was."""

    kind: ChangeKind
    then: str
    now: str
    contact_ids: list[str]
    replayed_as_then: Annotated[bool, Field(description="Whether the replay takes it as it was")]


class ExplanationOut(_Answer):
    """Where one contact stands, and what speaks for and against. None of it marks the person."""

    contact_id: str
    standing: Standing
    score: float | None
    probability: float | None
    contributions: Annotated[dict[str, float], Field(description="What each signal adds to the score")]
    grades: Annotated[list[Grade], Field(description="Of each thing that is asked, the title first")]


class ReplayOut(_Answer):
    """What was suggested, beside what the same question gives now."""

    event: int
    at: str
    asked_by: str
    opening_id: str
    employee: str
    same: bool
    changes: list[ChangeOut]
    bar: Annotated[float | None, Field(description="Probability from which a contact is shown")]
    then: Shown
    now: Shown
    contact: ExplanationOut | None


class NewStop(BaseModel):
    """What to stop: one opening, or everything where no opening is given."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    opening_id: Id | None = None
    reason: Annotated[
        Storable,
        Field(max_length=LONGEST_REASON, description="For officers; users read only that it is stopped"),
    ]

    @field_validator("reason")
    @classmethod
    def _says_something(cls, reason: str) -> str:
        if not reason.strip():
            raise ValueError("expected a reason")
        return reason


class StopOut(_Answer):
    """A time in which nobody is suggested, for one opening or, where it names none, for all."""

    id: int
    opening_id: str | None
    reason: str
    since: str
    stopped_by: str
    ended_at: str | None


class StopList(_Answer):
    """What is stopped now, oldest first."""

    items: list[StopOut]

    @classmethod
    def of(cls, stops: list[dict[str, Any]]) -> Self:
        """Writes stops."""
        return cls(items=[StopOut.model_validate(stop) for stop in stops])


EVENT: dict[str, Any] = {
    "seq": 12,
    "at": "2026-11-23T09:30:00.125+00:00",
    "kind": "contact-read",
    "actor": "me",
    "subjects": ["840814db3c5cc381"],
    "data": {},
    "hash": "b2388e7184918613d439665df9c037a33c5fb991f5c1b9c7e25cc427988e170a",
}
EVENTS: dict[str, Any] = {"items": [EVENT], "next": None}
HEAD: dict[str, Any] = {"seq": 12, "hash": EVENT["hash"]}
_TOLD: dict[str, Any] = {
    "contact_id": "840814db3c5cc381",
    "score": 1.510012,
    "probability": 0.819,
    "contributions": {"base": -3.4334, "title": 2.170812, "title_now": 2.7726},
    "considered_recently": False,
    "profile_version": 17,
    "evidence": [
        {
            "asked": 0,
            "grade": "met",
            "fragment_id": 33,
            "text_hash": "0ef264f6eb3d840814db3c5cc3811f0a",
        }
    ],
}
REPLAY: dict[str, Any] = {
    "event": 7,
    "at": "2026-11-23T09:28:00.002+00:00",
    "asked_by": "me",
    "opening_id": "text-0ef264f6eb3d",
    "employee": "me",
    "same": True,
    "changes": [
        {
            "kind": "feedback",
            "then": "nothing taught",
            "now": "title counts 1.010 times",
            "contact_ids": [],
            "replayed_as_then": True,
        }
    ],
    "bar": 0.35,
    "then": [_TOLD],
    "now": [_TOLD],
    "contact": {
        "contact_id": "99d88c84fadad216",
        "standing": "below-bar",
        "score": -1.7213,
        "probability": 0.1517,
        "contributions": {"base": -3.4334, "title": 0.9104, "title_now": 0.8017},
        "grades": ["partly"],
    },
}
NEW_STOP: dict[str, Any] = {"opening_id": "text-0ef264f6eb3d", "reason": "The advertisement is under review"}
STOP: dict[str, Any] = {
    "id": 1,
    **NEW_STOP,
    "since": "2026-11-23T09:31:00.480+00:00",
    "stopped_by": "key-5f0c",
    "ended_at": None,
}
STOPS: dict[str, Any] = {"items": [STOP]}
EXPORTED = {
    "application/x-ndjson": {
        "schema": {"type": "string", "description": "One event a line"},
        "example": '{"actor":"me","at":"2026-11-23T09:30:00.125+00:00","data":{},"hash":"b2388e71…",'
        '"kind":"contact-read","seq":12,"subjects":["840814db3c5cc381"]}\n',
    }
}
