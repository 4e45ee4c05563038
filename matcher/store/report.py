"""What an import did, in numbers, and the import itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from matcher.readers.report import SkippedRow


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Counts of one import: `read == new + updated + unchanged + merged + len(skipped)`.

    Attributes:
        kind: The format that was recognised.
        name: The file's name.
        merged: Rows that surely tell of a known contact, though no exact key says so.
        skipped: Rows that were left out, each with line and reason.
        dropped: What was not kept because it is not about work, and for how many people.
        id: The import's own, which undoes it.
    """

    kind: str
    name: str
    read: int
    new: int
    updated: int
    unchanged: int
    merged: int = 0
    skipped: tuple[SkippedRow, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    id: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """The numbers alone, by name."""
        return {
            "read": self.read,
            "new": self.new,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "merged": self.merged,
            "skipped": len(self.skipped),
        }


class ImportKind(StrEnum):
    """What an import brought in."""

    CONTACTS = "contacts"
    OPENINGS = "openings"


@dataclass(frozen=True, slots=True)
class Import:
    """One file that was brought in.

    Attributes:
        number: Its place among all imports.
        employee: Who brought it in; empty for openings that were imported on the command line.
        kind: The file's format.
        name: The file's name.
        imported_at: ISO 8601, UTC.
        counts: Of the report: `read`, `new`, `updated`, `unchanged`, `merged`, `skipped`.
        undone_at: ISO 8601, UTC; None while it stands.
    """

    id: str
    number: int
    employee: str
    what: ImportKind
    kind: str
    name: str
    imported_at: str
    counts: Mapping[str, int]
    undone_at: str | None = None
