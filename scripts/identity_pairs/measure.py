"""Precision and recall of what is joined without asking, before anybody reviews."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from matcher.contact import Position, Profile
from matcher.identity.persons import Person, person_of
from matcher.identity.resolve import Known, Match, Outcome, resolve
from scripts.identity_pairs.labelled import LabelledSet
from scripts.identity_pairs.people import Told


@dataclass(frozen=True, slots=True)
class Figures:
    """What was joined, and what should have been.

    Attributes:
        joined: Rows that were joined with a contact, of the whole file.
        right: Those of them that were joined with the right one.
        same: Pairs of one person.
        reviewed: Pairs of one person that were not joined and are on the list to review.
        listed: All pairs on that list.
        by_kind: For each kind of pair, how many there are and how many were joined.
    """

    joined: int
    right: int
    same: int
    reviewed: int
    listed: int
    by_kind: dict[str, tuple[int, int]]

    @property
    def precision(self) -> float:
        """Share of the joins that are right."""
        return self.right / self.joined if self.joined else 1.0

    @property
    def recall(self) -> float:
        """Share of the pairs of one person that were joined."""
        return self.right / self.same if self.same else 1.0


def measure(labelled: LabelledSet) -> tuple[Figures, tuple[Match, ...]]:
    """Imports the rows over the contacts as one file, and counts.

    A join with any other contact than the labelled one is wrong, whether or not the two are a labelled pair.
    """
    known = [Known(str(i), _person(told)) for i, told in enumerate(labelled.contacts)]
    matches = resolve([_person(told) for told in labelled.rows], known)
    joined = {(int(m.contact_id), m.row) for m in matches if m.outcome is Outcome.CERTAIN}
    listed = {(int(m.contact_id), m.row) for m in matches if m.outcome is Outcome.UNCERTAIN}
    same = {(pair.contact, pair.row) for pair in labelled.pairs if pair.same}
    figures = Figures(
        len(joined), len(joined & same), len(same), len((same - joined) & listed), len(listed),
        _by_kind(labelled, joined),
    )  # fmt: skip
    return figures, matches


def _by_kind(labelled: LabelledSet, joined: Iterable[tuple[int, int]]) -> dict[str, tuple[int, int]]:
    total, found = Counter[str](), Counter[str]()
    places = set(joined)
    for pair in labelled.pairs:
        prefix = "one person: " if pair.same else "two people: "
        for kind in filter(None, (pair.name, pair.job)):
            total[prefix + kind] += 1
            found[prefix + kind] += (pair.contact, pair.row) in places
    return {kind: (count, found[kind]) for kind, count in sorted(total.items())}


def _person(told: Told) -> Person:
    jobs: tuple[Position, ...] = ()
    if told.title or told.company:
        jobs = (Position(told.title, told.company),)
    if told.past:
        title, company = told.past
        jobs += (Position(title, company, ended="2024"),)
    return person_of(Profile(told.name, positions=jobs, location=told.town))
