"""Everything that is held of one contact, as the contact has a right to see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matcher.contact import Contact, Profile
from matcher.introduction import Stage
from matcher.network import Tie
from matcher.privacy.duties import LegalBasis, Notice, Objection
from matcher.privacy.retention import Keeping


@dataclass(frozen=True, slots=True)
class Told:
    """What one source told, once.

    Attributes:
        is_current: False where the same source told something newer since.
    """

    kind: str
    file: str
    employee: str
    told_at: str
    is_current: bool
    profile: Profile


@dataclass(frozen=True, slots=True)
class ForOpening:
    """Something that happened for one opening.

    Attributes:
        title: Of the opening; empty where it is no longer kept.
        at: ISO 8601, UTC.
        what: A closed choice, such as the stage of an introduction.
        note: An employee's own words; empty unless they were asked for.
    """

    opening_id: str
    title: str
    at: str
    what: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class OwnIntroduction:
    """An introduction as the contact sees it."""

    id: str
    version: int
    stage: Stage
    opening: ForOpening


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is held of one contact, from where, what for, and what was made of it.

    Attributes:
        told: What each source told, latest first.
        statement: What the contact stated: `fields`, `remark`, `stated_at`; None where nothing.
        suggested: For which openings they were suggested to an employee, latest first.
        shared: For which openings an employee gave their name to a recruiter.
    """

    contact: Contact
    told: tuple[Told, ...]
    ties: tuple[Tie, ...]
    basis: LegalBasis
    notice: Notice | None
    keeping: Keeping | None
    objection: Objection | None = None
    statement: Mapping[str, Any] | None = None
    suggested: tuple[ForOpening, ...] = ()
    shared: tuple[ForOpening, ...] = ()
    verdicts: tuple[ForOpening, ...] = ()
    introductions: tuple[OwnIntroduction, ...] = ()
