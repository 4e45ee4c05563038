"""The JSON bodies of imports and of the network's map, with the examples of the document."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from matcher.network_map import NetworkMap, Thin
from matcher.reindex import ReindexReport
from matcher.store import Import, ImportKind, ImportReport

Json = dict[str, Any]
MOST_SKIPPED_SHOWN = 1_000


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)


class Skipped(_Answer):
    """A row that was left out."""

    line: int
    reason: str


class IndexState(_Answer):
    """The index after an import: how much it holds, and how many texts had to be encoded."""

    generation: str
    contacts: int
    fragments: int
    encoded: int


class Imported(_Answer):
    """What an import did: `read` is the sum of `new`, `updated`, `unchanged`, `merged` and `skipped_rows`."""

    id: Annotated[str, Field(description="`DELETE /v1/imports/{id}` undoes the import")]
    kind: str
    name: str
    read: int
    new: int
    updated: int
    unchanged: int
    merged: Annotated[int, Field(description="Recognised as a known contact without an exact key")] = 0
    skipped_rows: int
    skipped: Annotated[list[Skipped], Field(description=f"The first {MOST_SKIPPED_SHOWN:,} of them")]
    dropped: Annotated[
        dict[str, int], Field(description="Not kept, being no matter of work: for how many people")
    ]
    index: IndexState | None = None

    @classmethod
    def of(cls, report: ImportReport, index: ReindexReport | None = None) -> Self:
        """Writes a report."""
        return cls(
            id=report.id,
            kind=report.kind,
            name=report.name,
            read=report.read,
            new=report.new,
            updated=report.updated,
            unchanged=report.unchanged,
            merged=report.merged,
            skipped_rows=len(report.skipped),
            skipped=[Skipped.model_validate(row) for row in report.skipped[:MOST_SKIPPED_SHOWN]],
            dropped=dict(report.dropped),
            index=None
            if index is None
            else IndexState(
                generation=index.generation,
                contacts=index.contacts,
                fragments=index.fragments,
                encoded=index.encoded,
            ),
        )


class OpeningsImported(Imported):
    """What an import of openings did."""

    not_open: Annotated[dict[str, int], Field(description="How many are `expired`, `closed` or `unlisted`")]


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
