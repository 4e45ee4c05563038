"""How long contacts are kept: a delay for each purpose, counted from the last thing that happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from matcher.introduction import Stage

if TYPE_CHECKING:
    from matcher.store import Store


class Purpose(StrEnum):
    """What a contact is kept for, as far as anything happened."""

    NEVER_APPROACHED = "never-approached"
    UNDER_WAY = "under-way"
    DECLINED = "declined"
    HIRED = "hired"
    LEFT = "left"


# In the order of what outweighs what, where a contact has several introductions.
PURPOSES: dict[Purpose, tuple[Stage, ...]] = {
    Purpose.UNDER_WAY: (Stage.ASKED, Stage.ACCEPTED, Stage.INTRODUCED, Stage.IN_PROCESS),
    Purpose.HIRED: (Stage.HIRED, Stage.SETTLED),
    Purpose.LEFT: (Stage.LEFT,),
    Purpose.DECLINED: (Stage.DECLINED, Stage.NOT_HIRED),
}


@dataclass(frozen=True, slots=True)
class Delays:
    """How long a contact is kept, by purpose.

    An introduction under way that nobody took further for as long as `never_approached` counts as given up.
    """

    never_approached: timedelta = timedelta(days=365)
    declined: timedelta = timedelta(days=180)
    hired: timedelta = timedelta(days=365)
    left: timedelta = timedelta(days=90)

    def of(self, purpose: Purpose) -> timedelta:
        """Gives the delay of a purpose."""
        return {
            Purpose.DECLINED: self.declined,
            Purpose.HIRED: self.hired,
            Purpose.LEFT: self.left,
        }.get(purpose, self.never_approached)


@dataclass(frozen=True, slots=True)
class Life:
    """The last thing that happened to a contact, by what it was.

    Attributes:
        told_on: When a source last told something new of them, or they themselves did, ISO 8601.
        stages: Of each introduction, where it stands and since when, ISO 8601.
    """

    contact_id: str
    told_on: str
    stages: tuple[tuple[Stage, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Keeping:
    """Until when a contact is kept, and what for."""

    contact_id: str
    purpose: Purpose
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class RetentionReport:
    """What a run of the retention found, and whether it erased.

    Attributes:
        expired: Those whose time has come, soonest first.
        kept: How many contacts stay.
    """

    expired: tuple[Keeping, ...]
    kept: int
    applied: bool


def keeping_of(life: Life, delays: Delays) -> Keeping:
    """Tells until when a contact is kept: what is under way outweighs what has ended."""
    for purpose, stages in PURPOSES.items():
        dates = [at for stage, at in life.stages if stage in stages]
        if dates:
            return _keeping(life.contact_id, purpose, max(dates), delays)
    dates = [life.told_on, *(at for _, at in life.stages)]
    return _keeping(life.contact_id, Purpose.NEVER_APPROACHED, max(dates), delays)


def run_retention(
    store: "Store", delays: Delays, today: date, *, by: str, apply: bool = False
) -> RetentionReport:
    """Finds the contacts whose time has come and, where told, erases them in one transaction.

    They leave no keyed hash: nobody asked for it, and an employee who knows them may import them again.

    Args:
        by: Id of who runs it.
        apply: Whether to erase; otherwise nothing changes.
    """
    keepings = [keeping_of(life, delays) for life in store.duties.lives()]
    expired = sorted((k for k in keepings if k.until < today), key=lambda k: (k.until, k.contact_id))
    if apply:
        store.privacy.expire([keeping.contact_id for keeping in expired], by=by)
    return RetentionReport(tuple(expired), len(keepings) - len(expired), apply)


def retention_to_json(report: RetentionReport) -> dict[str, Any]:
    """Writes a report as the command line and the API both give it."""
    return {
        "applied": report.applied,
        "kept": report.kept,
        "expired": len(report.expired),
        "by_purpose": count_by_purpose(report.expired),
        "contacts": [
            {
                "contact_id": keeping.contact_id,
                "purpose": keeping.purpose.value,
                "since": keeping.since.isoformat(),
                "until": keeping.until.isoformat(),
            }
            for keeping in report.expired
        ],
    }


def count_by_purpose(keepings: Iterable[Keeping]) -> dict[str, int]:
    """Counts contacts by what they were kept for; every purpose is named."""
    counts = dict.fromkeys((purpose.value for purpose in Purpose), 0)
    for keeping in keepings:
        counts[keeping.purpose.value] += 1
    return counts


def _keeping(contact_id: str, purpose: Purpose, since: str, delays: Delays) -> Keeping:
    day = date.fromisoformat(since[:10])
    return Keeping(contact_id, purpose, day, day + delays.of(purpose))
