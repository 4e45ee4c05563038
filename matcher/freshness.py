"""How old and how full a profile is: what its sources tell last, and what would complete it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matcher.contact import Contact, Profile

DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12
# Files that tell what was true on the day on which they were made; other files may be of any age.
_EXPORTS = frozenset({"linkedin-connections", "linkedin-archive", "linkedin-pdf"})
_CONNECTIONS = frozenset({"linkedin-connections", "linkedin-archive"})
_COMPLETES = "their LinkedIn profile saved as PDF, or a resume"
_CONNECTS = "your LinkedIn connections, if they are among them"
_JULY = 7  # where a date that tells the year alone is taken to be


class Basis(StrEnum):
    """What a profile's age is told by."""

    EXPORT = "export"  # the day on which a list or a profile of LinkedIn was read
    POSITION = "position"  # the latest date in the profile
    IMPORT = "import"  # the day on which a file without any date was read


class Depth(StrEnum):
    """How much a profile tells of somebody's work."""

    THIN = "thin"  # a title or a company alone, or nothing
    ROW = "row"  # a title and a company
    HISTORY = "history"  # positions with dates or words, skills, a summary


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old a profile is.

    Attributes:
        as_of: ISO 8601 date, of the precision that the source has; None where there is no source.
        age_years: Since then; None where unknown.
    """

    as_of: str | None
    age_years: float | None
    basis: Basis

    @property
    def words(self) -> str:
        """In words: `3 months old`."""
        if self.age_years is None:
            return "of unknown age"
        months = round(self.age_years * 12)
        if months < 1:
            return "less than a month old"
        if months < 24:
            return f"{months} month{'s' * (months > 1)} old"
        return f"{months // 12} years old"


def freshness(contact: Contact, *, today: date) -> Freshness:
    """Gives a profile's age, by the latest dated thing that its sources tell.

    A list of connections is true on the day on which it is read. A resume is not: its latest date counts,
    and the day on which it was read only where it has none.
    """
    told = max(_told(contact, today), default=None)
    if told is None:
        read = max((source.seen_on for source in contact.sources), default=None)
        day = None if read is None else _day(read)
        told = None if read is None or day is None else (day, read, Basis.IMPORT)
    if told is None:
        return Freshness(None, None, Basis.IMPORT)
    day, written, basis = told
    return Freshness(written, round(max(0, (today - day).days) / DAYS_A_YEAR, 2), basis)


def depth(profile: Profile) -> Depth:
    """Gives how much a profile tells."""
    positions = profile.positions
    dated = any(p.started or p.ended or p.summary for p in positions)
    if dated or len(positions) > 1 or profile.summary or profile.skills:
        return Depth.HISTORY
    title = profile.headline or any(p.title for p in positions)
    return Depth.ROW if title and any(p.company for p in positions) else Depth.THIN


def missing(profile: Profile) -> tuple[str, ...]:
    """Gives what a thin profile lacks: `title`, `company`."""
    title = profile.headline or any(p.title for p in profile.positions)
    company = any(p.company for p in profile.positions)
    return tuple(word for word, known in (("title", title), ("company", company)) if not known)


def helps(contact: Contact) -> tuple[str, ...]:
    """Gives what would complete a profile, the least effort first."""
    kinds = {source.kind for source in contact.sources}
    return (_COMPLETES,) if kinds & _CONNECTIONS else (_CONNECTS, _COMPLETES)


def _told(contact: Contact, today: date) -> Iterator[tuple[date, str, Basis]]:
    exports = (source.seen_on for source in contact.sources if source.kind in _EXPORTS)
    dates = (written for p in contact.profile.positions for written in (p.started, p.ended) if written)
    for written, basis in (
        *((day, Basis.EXPORT) for day in exports),
        *((day, Basis.POSITION) for day in dates),
    ):
        if (day := _day(written)) is not None:
            yield min(day, today), written, basis


def _day(written: str) -> date | None:
    year, month, day = (*(int(part) for part in written.split("-")), 0, 0)[:3]
    try:
        return date(year, month or _JULY, day or 1)
    except ValueError:  # such as a thirteenth month in somebody's resume
        return None
