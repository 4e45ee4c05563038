"""The JSON bodies of ties, with the examples of the document."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.inputs import ShortText
from api.schemas import TieOut
from matcher.network import Relation, Strength
from matcher.ties import read_exchange


def _exchange(text: str) -> str:
    return read_exchange(text, today=date.today())


class NewTie(BaseModel):
    """What the caller says of how they know a contact; what is `unknown` is left to the facts."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    strength: Annotated[Strength, Field(strict=False)] = Strength.UNKNOWN
    relation: Annotated[Relation, Field(strict=False)] = Relation.UNKNOWN
    last_exchange: Annotated[
        Annotated[ShortText, AfterValidator(_exchange)] | None,
        Field(description="When they were last in touch: a year, a month or a day, such as `2026-05`"),
    ] = None


class ContactTie(TieOut):
    """How the caller knows a contact, with what they said and what facts add to it."""

    contact_id: str


NEW_TIE: dict[str, Any] = {"strength": "strong", "relation": "colleagues", "last_exchange": "2026-05"}
CONTACT_TIE: dict[str, Any] = {
    "how_known": "linkedin",
    "connected_on": "2019-06-11",
    **NEW_TIE,
    "reasons": ["last exchange 2026-05, as you said", "colleagues, as you said", "strong, as you said"],
    "contact_id": "99d88c84fadad216",
}
