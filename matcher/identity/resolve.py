"""Which known contact a row of a file speaks of, where no key tells: certainly, perhaps, or none."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp2

from matcher.identity.blocking import Blocks
from matcher.identity.comparison import Comparison, compare
from matcher.identity.name_likeness import compare_names
from matcher.identity.persons import Person
from matcher.identity.shares import Shares

CERTAIN = 0.9  # joined without asking
CERTAIN_DESPITE = 0.99  # the same, where company or title contradict: a move, or a namesake
CERTAIN_ACROSS = 0.9999  # the same, for a contact whom only other employees know
UNCERTAIN = 0.2  # shown for review from here on
_OVERLAP_ODDS = 1.0  # that a person of one file is in another of the same employee's at all
_LEAST_PEOPLE = 200  # a smaller network is taken for one of this size
_WORTH_FIELDS = -2.0  # bits of the name from which other fields are looked at
_WORTH_KEEPING = 1e-4  # odds


class Outcome(StrEnum):
    """What becomes of a row that no key identifies."""

    CERTAIN = "certain"
    UNCERTAIN = "uncertain"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Match:
    """A row and a known contact who may be one person.

    Attributes:
        row: Place of the row among those asked about.
        contact_id: The contact.
        probability: That they are one person, 0 to 1, after all other rows and contacts were considered.
    """

    row: int
    contact_id: str
    probability: float
    comparison: Comparison
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Known:
    """A contact whom rows may speak of."""

    contact_id: str
    person: Person


def resolve(
    rows: Sequence[Person], known: Sequence[Known], *, shares: Shares | None = None, certain: float = CERTAIN
) -> tuple[Match, ...]:
    """Compares rows with contacts; no contact is certain for two rows, and no row for two contacts.

    A file is taken to tell of each person once: its rows are never joined with each other.

    Args:
        shares: How common names and companies are, where that is not to be counted from these people.
        certain: Probability from which a row is joined without asking.

    Returns:
        The certain and the uncertain ones, surest first.
    """
    shares = shares or Shares.of([contact.person for contact in known], rows)
    matches = _matches(_odds(rows, known, shares, {}), known, certain=certain)
    return tuple(_one_to_one(sorted(matches, key=_surest)))


def resolve_within(known: Sequence[Known], apart: Collection[frozenset[str]]) -> tuple[Match, ...]:
    """Compares contacts with each other; none is certain, for nobody has looked at them yet.

    Args:
        apart: Pairs of contacts who are known to be two people.

    Returns:
        Each pair once, with the contact of the lower place as the row; surest first.
    """
    people = [contact.person for contact in known]
    places = {contact.contact_id: i for i, contact in enumerate(known)}
    others: dict[int, set[str]] = {i: {contact_id} for contact_id, i in places.items()}
    for pair in apart:
        for contact_id in pair & places.keys():
            others[places[contact_id]] |= pair
    odds = _odds(people, known, Shares.of(people), others)
    found = (match for match in _matches(odds, known) if match.row < places[match.contact_id])
    return tuple(sorted((replace(match, outcome=Outcome.UNCERTAIN) for match in found), key=_surest))


def _surest(match: Match) -> tuple[float, int, str]:
    return (-match.probability, match.row, match.contact_id)


Odds = dict[tuple[int, int], tuple[float, Comparison]]


def _odds(
    rows: Sequence[Person], known: Sequence[Known], shares: Shares, apart: Mapping[int, Collection[str]]
) -> Odds:
    blocks = Blocks([contact.person for contact in known], shares)
    prior = _OVERLAP_ODDS / max(shares.people, _LEAST_PEOPLE)
    odds: Odds = {}
    for i, row in enumerate(rows):
        for j in blocks.candidates(row):
            contact = known[j]
            name = compare_names(row.name, contact.person.name, shares)
            if name.bits < _WORTH_FIELDS or contact.contact_id in apart.get(i, ()):
                continue
            comparison = compare(row, contact.person, shares, name=name)
            value = prior * exp2(min(comparison.bits, 60))
            if value >= _WORTH_KEEPING:
                odds[i, j] = value, comparison
    return odds


def _matches(odds: Odds, known: Sequence[Known], *, certain: float = CERTAIN) -> list[Match]:
    """Weighs each pair against the others of its row and of its contact: one of them at most is right."""
    of_row: dict[int, float] = defaultdict(float)
    of_contact: dict[int, float] = defaultdict(float)
    for (i, j), (value, _) in odds.items():
        of_row[i] += value
        of_contact[j] += value
    matches = []
    for (i, j), (value, comparison) in odds.items():
        probability = value / (1 + of_row[i] + of_contact[j] - value)
        outcome = _outcome(probability, comparison, certain)
        if outcome is not Outcome.NEW:
            matches.append(Match(i, known[j].contact_id, probability, comparison, outcome))
    return matches


def _outcome(probability: float, comparison: Comparison, certain: float) -> Outcome:
    needed = max(certain, CERTAIN_DESPITE) if comparison.work_differs else certain
    if probability >= needed and comparison.joins:
        return Outcome.CERTAIN
    return Outcome.UNCERTAIN if probability >= UNCERTAIN else Outcome.NEW


def _one_to_one(matches: Sequence[Match]) -> list[Match]:
    """Leaves out what a surer match rules out."""
    rows: set[int] = set()
    contacts: set[str] = set()
    kept: list[Match] = []
    for match in matches:
        if match.row in rows or match.contact_id in contacts:
            continue
        if match.outcome is Outcome.CERTAIN:
            rows.add(match.row)
            contacts.add(match.contact_id)
        kept.append(match)
    return kept
