"""What reading a file gives: the items, and every row that was left out with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from matcher.contact import Profile
from matcher.network import HowKnown

Item = TypeVar("Item")
NAME_KEY = (
    "row:"  # begins a key made from a name and a date: it identifies within one employee's network only
)


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that could not be used.

    Attributes:
        line: Line in the file, from 1.
        reason: What was expected there; never holds the row's own personal data.
    """

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One person as a file tells it.

    Attributes:
        line: Line in the file, from 1, where the person begins.
        keys: What identifies the person exactly across files, strongest first, such as `url:…` or `mail:…`;
            normalised by `matcher.identity`.
        connected_on: ISO 8601 date of the tie, None where unknown.
    """

    profile: Profile
    line: int
    keys: tuple[str, ...] = ()
    how_known: HowKnown = HowKnown.UNKNOWN
    connected_on: str | None = None


@dataclass(frozen=True, slots=True)
class Reading(Generic[Item]):
    """A file's content.

    Attributes:
        kind: The format that was recognised, such as `linkedin-connections`.
        name: The file's name, without its folders.
        dropped: What was left out because it is not about work, such as `birthday`, and for how many people.
    """

    kind: str
    name: str
    items: tuple[Item, ...]
    skipped: tuple[SkippedRow, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
