"""What an employee is shown of pairs who may be one person, and of the changes that were made."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from matcher.contact import Contact
from matcher.identity.comparison import FieldLikeness
from matcher.identity.name_likeness import Likeness


class ChangeKind(StrEnum):
    """What was done to contacts."""

    MERGE = "merge"
    SPLIT = "split"
    KEEP_APART = "keep-apart"


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two contacts of one employee who may be one person.

    Attributes:
        probability: That they are, 0 to 1, as it was found when the later of the two came in.
        fields: How each field is alike today; fields that one of the two does not tell are left out.
    """

    id: int
    first_id: str
    second_id: str
    probability: float
    found_at: str
    fields: tuple[FieldLikeness, ...]


@dataclass(frozen=True, slots=True)
class IdentityChange:
    """A merge, a split, or a pair kept apart.

    Attributes:
        contact_id: The contact who is left of a merge, or who was split.
        other_id: The contact whom a merge took up, whom a split made, or who is kept apart.
        made_at: ISO 8601, UTC.
        undone_at: The same; None while it stands.
    """

    id: int
    employee: str
    kind: ChangeKind
    contact_id: str
    other_id: str | None
    made_at: str
    undone_at: str | None = None


def pairs_to_json(pairs: Iterable[DuplicatePair], contacts: Mapping[str, Contact]) -> list[dict[str, Any]]:
    """Writes pairs as plain JSON values.

    Args:
        contacts: By id, all of the pairs.
    """
    return [
        {
            "contacts": [_contact_to_json(contacts[key]) for key in (pair.first_id, pair.second_id)],
            "probability": round(pair.probability, 4),
            "agree": _fields(pair, Likeness.SAME),
            "near": _fields(pair, Likeness.NEAR),
            "differ": _fields(pair, Likeness.DIFFERENT),
            "found_at": pair.found_at,
        }
        for pair in pairs
    ]


def change_to_json(change: IdentityChange) -> dict[str, Any]:
    """Writes a change as plain JSON values."""
    return {
        "id": change.id,
        "kind": change.kind.value,
        "contact_id": change.contact_id,
        "other_id": change.other_id,
        "made_at": change.made_at,
        "undone_at": change.undone_at,
    }


def _contact_to_json(contact: Contact) -> dict[str, Any]:
    return {
        "id": contact.id,
        "name": contact.name,
        "headline": contact.headline,
        "location": contact.profile.location,
        "sources": [asdict(source) for source in contact.sources],
    }


def _fields(pair: DuplicatePair, likeness: Likeness) -> list[str]:
    return [field.field for field in pair.fields if field.likeness is likeness]
