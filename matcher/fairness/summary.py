"""What the counterfactual tests come to, by what was changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from matcher.fairness.difference import Difference
from matcher.fairness.variants import Trait


@dataclass(frozen=True, slots=True)
class Summary:
    """The differences of one trait, or of one change of it.

    Attributes:
        label: The change, empty for all of the trait.
        mean: Mean size of what nothing about the work explains, as a probability.
        worst: The largest fall, or the largest difference where a rise is as wrong.
        allowed: The largest fall that the work explains.
        rank_shift: Most places lost among the other contacts; where a rise is as wrong, lost or won.
        shown_changed: How often one passed the bar and the other did not.
    """

    trait: Trait
    label: str
    compared: int
    failed: int
    mean: float
    worst: float
    allowed: float
    rank_shift: int
    shown_changed: int
    tolerance: float


def by_trait(differences: Iterable[Difference]) -> tuple[Summary, ...]:
    """Sums up each trait."""
    ordered = sorted(differences, key=lambda d: list(Trait).index(d.trait))
    return tuple(_summary(trait, "", list(of)) for trait, of in groupby(ordered, key=lambda d: d.trait))


def by_change(differences: Iterable[Difference]) -> tuple[Summary, ...]:
    """Sums up each change of each trait, in the order in which they were measured."""
    grouped: dict[tuple[Trait, str], list[Difference]] = {}
    for difference in differences:
        grouped.setdefault((difference.trait, difference.label), []).append(difference)
    return tuple(_summary(trait, label, of) for (trait, label), of in grouped.items())


def failures(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    """Gives those beyond what is tolerated, the worst first."""
    failed = [difference for difference in differences if difference.failed]
    return tuple(sorted(failed, key=lambda d: (-abs(d.unexplained), d.career, d.label, d.opening)))


def _summary(trait: Trait, label: str, of: Sequence[Difference]) -> Summary:
    both = trait.both_ways
    return Summary(
        trait=trait,
        label=label,
        compared=len(of),
        failed=sum(d.failed for d in of),
        mean=sum(abs(d.unexplained) for d in of) / len(of),
        worst=max(abs(d.unexplained) if both else max(0.0, -d.unexplained) for d in of),
        allowed=max(max(0.0, -d.allowed) for d in of),
        rank_shift=max(abs(d.rank_shift) if both else max(0, d.rank_shift) for d in of),
        shown_changed=sum(d.shown_changed for d in of),
        tolerance=of[0].tolerance,
    )
