"""A bias audit: rates and impact ratios by group, as New York City's rules define them.

The definitions are those of title 6 of the Rules of the City of New York (RCNY), sections 5-300 and 5-301,
which implement Local Law 144 of 2021.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from matcher.fairness.groups import RACE, SEX, Groups
from matcher.fairness.log import Assessment
from matcher.fairness.rates import Interval, Rate, exact_p, rate_of, ratio_interval

FOUR_FIFTHS = 0.8  # Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D)
SMALL_SHARE = 0.02  # 6 RCNY 5-301(d)
FEWEST = 5  # contacts of a group whose rates are told: fewer might be recognised

Key = tuple[str, ...]


class Measure(StrEnum):
    """What is counted, 6 RCNY 5-300."""

    SELECTION = "selection rate"  # "selected to move forward": shown in a shortlist
    SCORING = "scoring rate"  # "a score above the sample's median score"


class Finding(StrEnum):
    """What a ratio comes to."""

    REFERENCE = "reference"  # the highest rate, which the others are divided by
    NO_FLAG = "no flag"
    NOT_SURE = "no flag, but too few to exclude one"
    FLAG = "flag"
    FLAG_NOT_SURE = "flag, but too few to be sure"
    SMALL = "excluded: under 2 %"
    WITHHELD = "withheld: too few people"
    NO_RATIO = "no ratio: all rates are 0"

    @property
    def flagged(self) -> bool:
        """Whether the ratio is under four fifths."""
        return self in (Finding.FLAG, Finding.FLAG_NOT_SURE)


@dataclass(frozen=True, slots=True)
class GroupResult:
    """One group under one measure.

    Attributes:
        key: One name a dimension, so two for an intersection.
        contacts: People in the group; None where they are too few to be told.
        rate: None where the contacts are too few.
        ratio: Impact ratio: the rate over the highest rate. None where none is calculated.
        p_value: Of the difference from the reference, by Fisher's exact test.
    """

    key: Key
    finding: Finding
    contacts: int | None = None
    rate: Rate | None = None
    ratio: float | None = None
    interval: Interval | None = None
    p_value: float | None = None

    @property
    def name(self) -> str:
        """The group in words."""
        return ", ".join(self.key)


@dataclass(frozen=True, slots=True)
class Table:
    """The groups of one dimension, or of two together, under one measure.

    Attributes:
        dimensions: `("sex",)`, say, or `("sex", "race/ethnicity")`.
        groups: By name.
        unknown: Contacts of whom a group is not known; they are in no rate (6 RCNY 5-301(b)).
        unknown_assessments: How often they were considered.
    """

    dimensions: Key
    measure: Measure
    groups: tuple[GroupResult, ...]
    unknown: int
    unknown_assessments: int

    @property
    def flagged(self) -> tuple[GroupResult, ...]:
        """The groups whose ratio is under four fifths."""
        return tuple(group for group in self.groups if group.finding.flagged)


@dataclass(frozen=True, slots=True)
class Audit:
    """The tables of an audit.

    Attributes:
        contacts: People who were considered.
        assessments: How often somebody was considered for an opening.
        scored: How many of these have a score; the median and the scoring rates are theirs.
        median: The median score; None where there is none, and scoring rates are not calculated.
    """

    tables: tuple[Table, ...]
    contacts: int
    assessments: int
    scored: int
    median: float | None

    @property
    def flagged(self) -> bool:
        """Whether any ratio is under four fifths."""
        return any(table.flagged for table in self.tables)


def audit(assessments: Sequence[Assessment], groups: Groups) -> Audit:
    """Compares how groups fare.

    Args:
        assessments: Who was considered for what, one at least.
    """
    dimensions: list[Key] = [(name,) for name in groups.dimensions]
    if SEX in groups.dimensions and RACE in groups.dimensions:
        dimensions.append((SEX, RACE))
    tables = [
        _table(dimension, Measure.SELECTION, groups, [(a.contact_id, a.selected) for a in assessments])
        for dimension in dimensions
    ]
    scores = [(a.contact_id, a.score) for a in assessments if a.score is not None]
    middle = median(score for _, score in scores) if scores else None
    if middle is not None:
        above = [(contact_id, score > middle) for contact_id, score in scores]
        tables += [_table(dimension, Measure.SCORING, groups, above) for dimension in dimensions]
    contacts = len({a.contact_id for a in assessments})
    return Audit(tuple(tables), contacts, len(assessments), len(scores), middle)


def _table(dimensions: Key, measure: Measure, groups: Groups, trials: Iterable[tuple[str, bool]]) -> Table:
    """Makes a table of trials: a contact's id, and whether it was a hit."""
    people: dict[Key, dict[str, tuple[int, int]]] = {}
    for contact_id, hit in trials:
        of = groups.of.get(contact_id, {})
        key = tuple(of.get(name, "") for name in dimensions)
        members = people.setdefault(key if all(key) else (), {})
        hits, tried = members.get(contact_id, (0, 0))
        members[contact_id] = (hits + hit, tried + 1)
    unknown = people.pop((), {})
    total = len(unknown) + sum(map(len, people.values()))
    return Table(
        dimensions,
        measure,
        _results({key: list(members.values()) for key, members in people.items()}, total),
        len(unknown),
        sum(tried for _, tried in unknown.values()),
    )


def _results(people: Mapping[Key, Sequence[tuple[int, int]]], total: int) -> tuple[GroupResult, ...]:
    """Judges each group.

    Args:
        people: The hits and trials of each person, by group.
        total: People in all, of whom nothing is known included.
    """
    rates = {key: rate_of(of) for key, of in sorted(people.items())}
    counts = {key: len(of) for key, of in people.items()}
    kept_back = withheld(counts)
    small = {key for key, count in counts.items() if count < SMALL_SHARE * total}
    compared = {key: rate for key, rate in rates.items() if key not in small and key not in kept_back}
    best = max(compared, key=lambda key: (compared[key].value, counts[key]), default=None)
    results = []
    for key, rate in rates.items():
        if key in kept_back:
            results.append(GroupResult(key, Finding.WITHHELD))
        elif key in small:
            results.append(GroupResult(key, Finding.SMALL, counts[key], rate))
        else:
            reference = rates[best] if best is not None else rate
            results.append(_compared(key, counts[key], rate, reference=reference, is_best=key == best))
    return tuple(results)


def _compared(key: Key, contacts: int, rate: Rate, *, reference: Rate, is_best: bool) -> GroupResult:
    if not reference.hits:
        return GroupResult(key, Finding.NO_RATIO, contacts, rate)
    if is_best:
        return GroupResult(key, Finding.REFERENCE, contacts, rate, 1.0)
    ratio, interval = rate.value / reference.value, ratio_interval(rate, reference)
    sure = FOUR_FIFTHS not in interval
    if ratio < FOUR_FIFTHS:
        finding = Finding.FLAG if sure else Finding.FLAG_NOT_SURE
    else:
        finding = Finding.NO_FLAG if sure else Finding.NOT_SURE
    return GroupResult(key, finding, contacts, rate, ratio, interval, exact_p(rate, reference))


def withheld(counts: Mapping[Key, int]) -> frozenset[Key]:
    """Gives the groups whose figures are not told, so that nobody can be recognised.

    They are those of fewer than `FEWEST` contacts, and, where these are so few that taking the others from
    the whole would tell of them, the next smallest group of the same whole.
    """
    hidden = {key for key, count in counts.items() if count < FEWEST}
    wholes = {(place, name) for key in counts for place, name in enumerate(key) if len(key) > 1} | {(-1, "")}
    changed = True
    while changed:
        changed = False
        for place, name in sorted(wholes):
            of_whole = [key for key in counts if place < 0 or key[place] == name]
            of_hidden = [key for key in of_whole if key in hidden]
            others = sorted(set(of_whole) - hidden, key=lambda key: (counts[key], key))
            if others and 0 < sum(counts[key] for key in of_hidden) < FEWEST:
                hidden.add(others[0])
                changed = True
    return frozenset(hidden)
