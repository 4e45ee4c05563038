"""What a profile tells as facts: years of work, languages, seniority, place, and how old all that is."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from matcher.breaks import at_work
from matcher.contact import Position, Profile
from matcher.facts import ProfileFacts, SpokenLanguage
from matcher.requirements.spoken import languages_named, merged
from matcher.seniority import seniority_of_title

MOST_LISTS = 4096  # lists of languages kept in memory
DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12
SHORTEST = 0.5  # years of a position whose start and end are the same year
MIDDLE = 0.5  # of a year: where a date that tells the year alone is taken to be


def profile_facts(profile: Profile, *, today: date) -> ProfileFacts:
    """Reads the facts that a profile states; what it says nothing of is left None or empty.

    The years are those of its dated positions, overlaps counted once, a position held still counted until
    today. Years of birth, studies and graduation are no part of it, nor are leaves and the like.
    """
    positions = at_work(profile.positions)
    latest = positions[0] if positions else Position(title=profile.headline)
    dated = any(position.started or position.ended for position in profile.positions)
    now = _point(today.isoformat()) if dated else 0.0
    return ProfileFacts(
        years=_years(positions, now) if dated else None,
        languages=_languages(profile.languages) if profile.languages else (),
        seniority=seniority_of_title(latest.title or profile.headline),
        place=profile.location or latest.location,
        age_years=_age(profile.positions, now) if dated else None,
    )


@lru_cache(maxsize=MOST_LISTS)
def _languages(listed: tuple[str, ...]) -> tuple[SpokenLanguage, ...]:
    return merged(language for text in listed for language in languages_named(text))


def _years(positions: Iterable[Position], now: float) -> float | None:
    """Gives the years that the positions cover together; None where none has a start."""
    spans = sorted(_span(position, now) for position in positions if position.started)
    if not spans:
        return None
    total, reached = 0.0, float("-inf")
    for start, end in spans:
        total += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return round(total, 2)


def _span(position: Position, now: float) -> tuple[float, float]:
    """Gives the start and end of a position, in years; nothing that is yet to come counts."""
    start = _point(position.started or "")
    end = _point(position.ended, ends=True) if position.ended else now
    if position.started == position.ended and len(position.ended or "") == len("2022"):
        end = start + SHORTEST
    return start, max(start, min(end, now))


def _age(positions: Iterable[Position], now: float) -> float:
    """Gives the years since the latest date that any position states."""
    told = [point for p in positions for point in (_told(p.started), _told(p.ended)) if point is not None]
    return round(max(0.0, now - max(told)), 2)


def _told(written: str | None) -> float | None:
    return _point(written, ends=True) if written else None


@lru_cache(maxsize=4096)
def _point(written: str, *, ends: bool = False) -> float:
    """Places an ISO date of reduced precision on a line of years; where it ends a time, at its own end."""
    parts = [int(part) for part in written.split("-")]
    if len(parts) == 1:
        return parts[0] + MIDDLE
    month = parts[1] - 1
    days = parts[2] if len(parts) > 2 else DAYS_A_MONTH * ends
    return parts[0] + (month * DAYS_A_MONTH + days) / DAYS_A_YEAR
