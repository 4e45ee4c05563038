"""The JSON bodies of duplicates, with the examples of the document."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from api.inputs import Id, ShortText
from api.schemas import SourceOut
from matcher.identity.review import ChangeKind

MOST_SOURCES = 50


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)


class TwoContacts(_Request):
    """Two contacts of the caller; of a merge, the first is the one who stays."""

    contact_id: Id
    other_id: Id


class NewSplit(_Request):
    """A contact who is two people, and the caller's files that tell of the other one."""

    contact_id: Id
    sources: Annotated[
        list[ShortText],
        Field(max_length=MOST_SOURCES, description="Formats or names of files; the latest file without any"),
    ] = []


class DoubtfulContact(_Answer):
    """One of two contacts who may be one person."""

    id: str
    name: str
    headline: str
    location: str
    sources: list[SourceOut]


class PairOut(_Answer):
    """Two contacts of the caller who may be one person, and why."""

    contacts: Annotated[list[DoubtfulContact], Field(min_length=2, max_length=2)]
    probability: Annotated[float, Field(ge=0, le=1, description="That they are one person")]
    agree: Annotated[list[str], Field(description="Fields that are the same, such as `company`")]
    near: Annotated[list[str], Field(description="Fields that say the same in other words")]
    differ: Annotated[list[str], Field(description="Fields that contradict each other")]
    found_at: str


class Pairs(_Answer):
    """Pairs that wait for the caller's word, the likeliest first."""

    items: list[PairOut]


class ChangeOut(_Answer):
    """A merge, a split, or a pair kept apart."""

    id: int
    kind: ChangeKind
    contact_id: str
    other_id: Annotated[
        str | None,
        Field(description="Who was merged, made by a split, or kept apart; null once they are gone"),
    ]
    made_at: str
    undone_at: str | None


class Changes(_Answer):
    """What the caller changed, latest first."""

    items: list[ChangeOut]


class Found(_Answer):
    """How many pairs a comparison of the whole network added to the list."""

    found: int


TWO_CONTACTS: dict[str, Any] = {"contact_id": "99d88c84fadad216", "other_id": "840814db3c5cc381"}
NEW_SPLIT: dict[str, Any] = {"contact_id": "99d88c84fadad216", "sources": ["vcard"]}
PAIRS: dict[str, Any] = {
    "items": [
        {
            "contacts": [
                {
                    "id": "840814db3c5cc381",
                    "name": "Inès Benali",
                    "headline": "Designer d'interface · Studio Quai 9",
                    "location": "Lille",
                    "sources": [
                        {"kind": "linkedin-connections", "name": "Connections.csv", "seen_on": "2026-11-23"}
                    ],
                },
                {
                    "id": "99d88c84fadad216",
                    "name": "Inès Marchal",
                    "headline": "Designer d'interface (UX/UI) · Studio Quai 9",
                    "location": "",
                    "sources": [{"kind": "vcard", "name": "contacts.vcf", "seen_on": "2026-11-23"}],
                },
            ],
            "probability": 0.8731,
            "agree": ["company"],
            "near": ["title"],
            "differ": ["name"],
            "found_at": "2026-11-23T09:30:00+00:00",
        }
    ]
}
CHANGE: dict[str, Any] = {
    "id": 3,
    "kind": "merge",
    **TWO_CONTACTS,
    "made_at": "2026-11-23T09:31:00+00:00",
    "undone_at": None,
}
CHANGES: dict[str, Any] = {"items": [CHANGE]}
FOUND: dict[str, Any] = {"found": 4}
