"""Everybody as a table: the same as the map, in an order that is chosen, some at a time."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from matcher.identity import fold
from matcher.map.person import Level, Person
from matcher.map.picture import Group, Picture, Point

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


def table_page(
    picture: Picture, *, only: Collection[str] | None = None, sort: Sort = Sort.TRADE, page: int = 1
) -> TablePage:
    """Gives a page of the table; one that is beyond the end is the last one.

    Args:
        only: Ids of those who are shown; None shows everybody.
    """
    shown = [point for point in picture.points if only is None or point.person.id in only]
    if sort is not Sort.TRADE:
        shown.sort(key=lambda point: (*_KEYS[sort](point.person), point.person.id))
    pages = max(1, -(-len(shown) // ROWS_A_PAGE))
    page = min(max(1, page), pages)
    part = shown[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    return TablePage(_parts(picture.groups, part, sort), len(shown), sort, page, pages)


def _parts(
    groups: Sequence[Group], shown: Sequence[Point], sort: Sort
) -> tuple[tuple[Group | None, tuple[Person, ...]], ...]:
    if sort is not Sort.TRADE:
        return ((None, tuple(point.person for point in shown)),) if shown else ()
    return tuple(
        (groups[place], tuple(point.person for point in part))
        for place, part in groupby(shown, key=lambda point: point.group)
    )
