"""The JSON bodies of past imports and of the network's map, with the examples of the document."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from matcher.network_map import NetworkMap, Thin
from matcher.store import Import, ImportKind

Json = dict[str, Any]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)


class ImportOut(_Answer):
    """A file that the caller brought in."""

    id: str
    what: ImportKind
    kind: Annotated[str, Field(description="The file's format")]
    name: Annotated[str, Field(description="The file's name")]
    imported_at: str
    counts: Annotated[
        dict[str, int], Field(description="`read`, `new`, `updated`, `unchanged`, `merged`, `skipped`")
    ]
    undone_at: Annotated[str | None, Field(description="null while it stands")]

    @classmethod
    def of(cls, one: Import) -> Self:
        """Writes an import."""
        return cls.model_validate(one)


class ImportPage(_Answer):
    """Some imports, latest first."""

    items: list[ImportOut]
    next: Annotated[str | None, Field(description="`before` of the next page; null on the last one")]


class NetworkOut(_Answer):
    """The caller's network in numbers; before the first import all of them are zero."""

    contacts: int
    depths: Annotated[
        dict[str, int],
        Field(description="Profiles that are `thin`, a `row` of title and company, or a `history`"),
    ]
    sources: Annotated[dict[str, int], Field(description="Contacts that each format of file told of")]
    ages: Annotated[dict[str, int], Field(description="Profiles by the age of what they tell last")]
    trades: Annotated[dict[str, int], Field(description="The most common, now or last")]
    companies: Annotated[dict[str, int], Field(description="The most common, now or last")]

    @classmethod
    def of(cls, found: NetworkMap) -> Self:
        """Writes a map."""
        return cls.model_validate(found)


class ThinOut(_Answer):
    """A contact with a title or a company alone, who is hardly ever found."""

    id: str
    name: str
    missing: Annotated[list[str], Field(description="`title`, `company`")]
    helps: Annotated[list[str], Field(description="What would complete the profile")]

    @classmethod
    def of(cls, thin: Thin) -> Self:
        """Writes a thin contact."""
        contact = thin.contact
        return cls(id=contact.id, name=contact.name, missing=list(thin.missing), helps=list(thin.helps))


class ThinPage(_Answer):
    """Some thin contacts, by id."""

    items: list[ThinOut]
    next: Annotated[str | None, Field(description="`after` of the next page; null on the last one")]


IMPORT: Json = {
    "id": "5f0c2b9e",
    "what": "contacts",
    "kind": "linkedin-connections",
    "name": "Connections.csv",
    "imported_at": "2026-11-23T07:31:05+00:00",
    "counts": {"read": 160, "new": 160, "updated": 0, "unchanged": 0, "merged": 0, "skipped": 0},
    "undone_at": None,
}
IMPORTS: Json = {"items": [IMPORT], "next": None}
UNDONE: Json = {**IMPORT, "undone_at": "2026-11-23T08:02:40+00:00"}
UNKNOWN_IMPORT: Json = {
    "type": "urn:coopt:problem:unknown-import",
    "title": "Unknown import",
    "status": 404,
    "detail": "No import has the id '00000000'. `coopt import list` shows those there are.",
}
NETWORK: Json = {
    "contacts": 160,
    "depths": {"thin": 0, "row": 155, "history": 5},
    "sources": {"linkedin-connections": 160, "json-resume": 5},
    "ages": {"under 1 year": 160, "1 to 3 years": 0, "3 to 5 years": 0, "over 5 years": 0, "unknown": 0},
    "trades": {"Professeure de mathématiques": 9, "Approvisionneuse": 5},
    "companies": {"Foxglove Media": 12, "Studio Quai 9": 10},
}
THIN: Json = {
    "items": [
        {
            "id": "0163983395a2f364",
            "name": "Oliver Raman",
            "missing": ["title"],
            "helps": ["their LinkedIn profile saved as PDF, or a resume"],
        }
    ],
    "next": None,
}
