"""A contact in one line: what a picture, a table or a search of a whole network needs to know of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matcher.companies import company_key
from matcher.contact import Contact
from matcher.facts import Seniority
from matcher.freshness import DAYS_A_YEAR, Depth, depth, freshness
from matcher.identity import fold
from matcher.network import Tie
from matcher.network_map import bare_title, latest_of, trade_key
from matcher.seniority import seniority_of_title

_JULY_FIRST = "-07-01"  # where a date that tells the year alone is taken to be


class Level(StrEnum):
    """How senior a title says that somebody is: the seven rungs of `Seniority`, told apart as people do."""

    BEGINNER = "beginner"
    CONFIRMED = "confirmed"
    SENIOR = "senior"
    LEAD = "lead"
    HEAD = "head"
    UNKNOWN = "unknown"


_LEVELS = {
    Seniority.INTERN: Level.BEGINNER,
    Seniority.JUNIOR: Level.BEGINNER,
    Seniority.CONFIRMED: Level.CONFIRMED,
    Seniority.SENIOR: Level.SENIOR,
    Seniority.LEAD: Level.LEAD,
    Seniority.HEAD: Level.HEAD,
    Seniority.EXECUTIVE: Level.HEAD,
}


@dataclass(frozen=True, slots=True)
class Person:
    """One contact of an employee.

    Attributes:
        title: Now or last, as the profile writes it; empty where none is told.
        company: The same.
        trade: What titles of one trade share.
        bare_title: The title without employer and speciality, as it is shown for a whole group.
        sought: What a search by words looks through, folded.
        connected_on: ISO 8601 date, None where unknown.
        tie_years: Since then; None where unknown.
        age_years: Of the profile; None where unknown.
    """

    id: str
    name: str
    title: str
    company: str
    trade: str
    bare_title: str
    company_key: str
    sought: str
    level: Level
    depth: Depth
    connected_on: str | None
    tie_years: float | None
    age_years: float | None


def person_in(contact: Contact, tie: Tie, *, today: date) -> Person:
    """Tells of a contact in one line."""
    title, company = latest_of(contact)
    rung = seniority_of_title(title) if title else None
    return Person(
        id=contact.id,
        name=contact.name,
        title=title,
        company=company,
        trade=trade_key(title),
        bare_title=bare_title(title),
        company_key=company_key(company),
        sought=fold(f"{contact.name}\n{title}\n{company}"),
        level=Level.UNKNOWN if rung is None else _LEVELS[rung],
        depth=depth(contact.profile),
        connected_on=tie.connected_on,
        tie_years=_years_since(tie.connected_on, today),
        age_years=freshness(contact, today=today).age_years,
    )


def named(people: Iterable[Person], words: str) -> frozenset[str]:
    """Gives the ids of those whose name, title or company holds every word."""
    wanted = fold(words).split()
    return frozenset(one.id for one in people if wanted and all(word in one.sought for word in wanted))


def _years_since(written: str | None, today: date) -> float | None:
    if not written:
        return None
    try:
        day = date.fromisoformat(written if len(written) == len("2020-01-31") else written[:4] + _JULY_FIRST)
    except ValueError:
        return None
    return max(0, (today - day).days) / DAYS_A_YEAR
