"""The picture of a network: groups of trades named by their typical titles, and where everybody stands."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.fragments import FragmentKind
from matcher.identity import fold
from matcher.index import KIND_NUMBERS, FragmentIndex
from matcher.index.exact import Rows, Vectors
from matcher.map.layout import Layout, lay_out
from matcher.map.person import Person
from matcher.map.roster import Roster

TITLES_A_NAME = 3
_FIRST_TITLES = (FragmentKind.TITLE, FragmentKind.HEADLINE)  # what tells of a trade, the better one first


@dataclass(frozen=True, slots=True)
class Group:
    """Similar trades.

    Attributes:
        titles: The most typical ones, as they are written; empty for those without any title.
        x: Of the middle of its disc.
        y: The same.
    """

    titles: tuple[str, ...]
    people: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Point:
    """Where somebody stands.

    Attributes:
        group: The place of their group in `Picture.groups`.
    """

    person: Person
    group: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A network as a picture.

    Attributes:
        groups: The largest first; those without a title come last.
        points: By group and, within it, the most typical first.
    """

    groups: tuple[Group, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class _Trades:
    """The trades of a network, in the order of their keys.

    Attributes:
        vectors: float32, (n_trades, dim), rows of unit length: the mean of the titles.
        people: Who has each.
    """

    vectors: Vectors
    people: tuple[tuple[Person, ...], ...]


def draw(roster: Roster, index: FragmentIndex) -> Picture:
    """Draws a network; the same one gives the same picture."""
    trades, others = _trades(roster.people, index)
    groups: list[Group] = []
    points: list[Point] = []
    if trades.people:
        layout = lay_out(trades.vectors, np.array([len(people) for people in trades.people]))
        groups = _groups(trades, layout)
        points = _points(trades, layout)
    if others:
        beside = _beside(groups, others)
        groups.append(beside)
        points += _in_rows(others, len(groups) - 1, beside)
    return Picture(tuple(groups), tuple(points))


def _trades(people: Sequence[Person], index: FragmentIndex) -> tuple[_Trades, tuple[Person, ...]]:
    """Gives the trades with a vector each, and those people who have none."""
    told = title_rows(people, index)
    having: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        if person.trade and person.id in told:
            having[person.trade].append(person)
    vectors = np.empty((len(having), index.vectors.shape[1]), dtype=np.float32)
    keys = sorted(having)
    for place, key in enumerate(keys):
        vectors[place] = index.vectors[[told[person.id] for person in having[key]]].sum(axis=0)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    placed = {person.id for members in having.values() for person in members}
    others = tuple(person for person in people if person.id not in placed)
    return _Trades(vectors, tuple(tuple(having[key]) for key in keys)), others


def title_rows(people: Sequence[Person], index: FragmentIndex) -> Mapping[str, int]:
    """Gives the row of each person's latest title, or of their headline; who has neither is left out."""
    selection = index.select([person.id for person in people])
    kinds, rows = index.kinds[selection.rows], selection.rows
    owners = np.repeat(
        np.arange(len(selection.starts)), np.diff(np.append(selection.starts, len(selection.rows)))
    )
    found: dict[int, int] = {}
    for kind in reversed(_FIRST_TITLES):
        at = np.flatnonzero(kinds == KIND_NUMBERS[kind])
        first, where = np.unique(owners[at], return_index=True)
        found |= dict(zip(first.tolist(), rows[at[where]].tolist(), strict=True))
    ids = index.contact_ids[selection.contacts]
    return {ids[owner].decode(): row for owner, row in found.items()}


def _groups(trades: _Trades, layout: Layout) -> list[Group]:
    sizes = np.array([len(people) for people in trades.people])
    return [
        Group(
            _name(trades, layout, np.flatnonzero(layout.groups == place)),
            int(sizes[layout.groups == place].sum()),
            x=float(layout.centres[place, 0]),
            y=float(layout.centres[place, 1]),
            radius=float(layout.radii[place]),
        )
        for place in range(len(layout.radii))
    ]


def _name(trades: _Trades, layout: Layout, members: Rows) -> tuple[str, ...]:
    """Names a group by the titles that are both common in it and near to its middle."""
    weights = {
        int(trade): len(trades.people[trade]) * max(float(layout.nearness[trade]), 0) ** 4
        for trade in members
    }
    best = sorted(weights, key=lambda trade: (-weights[trade], trade))
    enough = weights[best[0]] / 10  # a title that hardly anybody has would tell less
    chosen: list[frozenset[str]] = []
    name: list[str] = []
    for trade in best:
        words = frozenset(trades.people[trade][0].trade.split())
        if len(name) < TITLES_A_NAME and weights[trade] >= enough and not any(map(words.issuperset, chosen)):
            chosen.append(words)  # "Head of Nursing" tells nothing beside "Nursing"
            name.append(_written(trades.people[trade]))
    return tuple(name)


def _written(people: Sequence[Person]) -> str:
    """Gives the most common way in which people write their trade, without a level where somebody does."""
    ways = Counter(person.bare_title for person in people)
    return min(ways, key=lambda way: (fold(way) != people[0].trade, -ways[way], len(way), way))


def _points(trades: _Trades, layout: Layout) -> list[Point]:
    everyone = [(person, trade) for trade, people in enumerate(trades.people) for person in people]
    points = [
        Point(person, int(layout.groups[trade]), *map(float, place))
        for (person, trade), place in zip(everyone, layout.places, strict=True)
    ]
    nearness = [float(layout.nearness[trade]) for _, trade in everyone]
    order = sorted(range(len(points)), key=lambda i: (points[i].group, -nearness[i], points[i].person.id))
    return [points[i] for i in order]


def _beside(groups: Sequence[Group], others: Sequence[Person]) -> Group:
    """Places those without a title below all others."""
    radius = max(1.0, len(others) ** 0.5 / 2 + 0.5)
    lowest = min((group.y - group.radius for group in groups), default=0.0)
    middle = sum(group.x * group.people for group in groups) / max(1, sum(group.people for group in groups))
    return Group((), len(others), middle, lowest - radius - 4, radius)


def _in_rows(others: Sequence[Person], group: int, beside: Group) -> list[Point]:
    """Gives people places in a square."""
    wide = max(1, round(len(others) ** 0.5))
    corner = beside.x - (wide - 1) / 2, beside.y + (wide - 1) / 2
    return [
        Point(person, group, corner[0] + place % wide, corner[1] - place // wide)
        for place, person in enumerate(others)
    ]
