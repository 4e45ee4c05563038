"""What an import did, in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matcher.readers.report import SkippedRow


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Counts of one import: `read == new + updated + unchanged + len(skipped)`.

    Attributes:
        kind: The format that was recognised.
        name: The file's name.
        skipped: Rows that were left out, each with line and reason.
        dropped: What was not kept because it is not about work, and for how many people.
    """

    kind: str
    name: str
    read: int
    new: int
    updated: int
    unchanged: int
    skipped: tuple[SkippedRow, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
