"""What several sources tell of one person, as one profile."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from matcher.contact import Position, Profile


def merge_profiles(profiles: Sequence[Profile]) -> Profile:
    """Merges profiles of the same person; where two disagree, the earlier in the sequence wins.

    Positions of the same title and company are one; the fuller one is kept, at the place of the first.
    """
    first, *others = profiles
    if not others:
        return first
    return Profile(
        name=_first(p.name for p in profiles),
        headline=_first(p.headline for p in profiles),
        positions=_merged_positions(profiles),
        location=_first(p.location for p in profiles),
        languages=_union(p.languages for p in profiles),
        skills=_union(p.skills for p in profiles),
        summary="\n".join(dict.fromkeys(p.summary for p in profiles if p.summary)),
    )


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _union(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for group in groups:
        for value in group:
            kept.setdefault(value.casefold(), value)
    return tuple(kept.values())


def _merged_positions(profiles: Sequence[Profile]) -> tuple[Position, ...]:
    kept: dict[tuple[str, str], Position] = {}
    for profile in profiles:
        for position in profile.positions:
            key = (position.title.casefold(), position.company.casefold())
            kept[key] = _fuller(kept[key], position) if key in kept else position
    return tuple(sorted(kept.values(), key=_recency, reverse=True))


def _fuller(known: Position, other: Position) -> Position:
    return replace(
        known,
        location=known.location or other.location,
        started=known.started or other.started,
        ended=known.ended or other.ended,
        summary=max(known.summary, other.summary, key=len),
    )


def _recency(position: Position) -> tuple[bool, str]:
    """Held now first, then by the date that it began; `sorted` keeps the sources' order among equals."""
    return (position.ended is None, position.started or "")
