"""Everybody as a table: the same as the map, in an order that is chosen, some at a time."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TypeVar

from matcher.identity import fold
from matcher.map.person import Level, Person
from matcher.map.picture import Group, Picture

T = TypeVar("T")
ROWS_A_PAGE = 50


class Sort(StrEnum):
    """What a table is ordered by."""

    TRADE = "trade"
    NAME = "name"
    COMPANY = "company"
    LEVEL = "level"
    TIE = "tie"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class TablePage:
    """Some rows of a table.

    Attributes:
        parts: Rows that stand together, each with the group of trades that they share; None where the order
            is another.
        count: Rows of all pages.
        page: From 1.
    """

    parts: tuple[tuple[Group | None, tuple[Person, ...]], ...]
    count: int
    sort: Sort
    page: int
    pages: int

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody on this page."""
        return tuple(person for _, part in self.parts for person in part)


_LAST = "\U0010ffff"
_LEVELS = {level: place for place, level in enumerate(reversed(list(Level)[:-1]))}
_KEYS: dict[Sort, Callable[[Person], tuple[object, ...]]] = {
    Sort.NAME: lambda one: (fold(one.name),),
    Sort.COMPANY: lambda one: (one.company_key or _LAST, fold(one.name)),
    Sort.LEVEL: lambda one: (_LEVELS.get(one.level, len(_LEVELS)), fold(one.name)),
    Sort.TIE: lambda one: (one.connected_on or _LAST, fold(one.name)),  # the oldest first
    Sort.PROFILE: lambda one: (-(-1 if one.age_years is None else one.age_years), fold(one.name)),
}


def by_trade(picture: Picture, *, only: Collection[str] | None = None, page: int = 1) -> TablePage:
    """Gives a page of the table in the order of the map; one that is beyond the end is the last one.

    Args:
        only: Ids of those who are shown; None shows everybody.
    """
    shown = [point for point in picture.points if only is None or point.person.id in only]
    page, pages, part = _part(shown, page)
    parts = tuple(
        (picture.groups[place], tuple(point.person for point in points))
        for place, points in groupby(part, key=lambda point: point.group)
    )
    return TablePage(parts, len(shown), Sort.TRADE, page, pages)


def in_order(
    people: Iterable[Person], sort: Sort, *, only: Collection[str] | None = None, page: int = 1
) -> TablePage:
    """Gives a page of the table in any other order, for which nothing has to be drawn."""
    shown = [person for person in people if only is None or person.id in only]
    shown.sort(key=lambda person: (*_KEYS[sort](person), person.id))
    page, pages, part = _part(shown, page)
    return TablePage(((None, tuple(part)),) if part else (), len(shown), sort, page, pages)


def _part(shown: Sequence[T], page: int) -> tuple[int, int, Sequence[T]]:
    pages = max(1, -(-len(shown) // ROWS_A_PAGE))
    page = min(max(1, page), pages)
    return page, pages, shown[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
