"""What a change that must not count changed."""

from dataclasses import dataclass

from matcher.fairness.variants import Trait

FREE = 1e-6  # of a probability: what rounding may change
TOLERANCE = 0.02  # of a probability


@dataclass(frozen=True, slots=True)
class Difference:
    """One variant of a career beside its base, for one opening.

    Attributes:
        base: Probability of fit of the base, 0 to 1; the score where the ranker gives no probability.
        variant: The same of the variant.
        allowed: What of `variant - base` the signals that may differ explain.
        rank_shift: Places among the other contacts that the variant stands lower (above 0) or higher.
        shown_changed: Whether one of the two passes the bar and the other does not.
        causes: The signals that differ most, with what each adds to the log-odds.
    """

    trait: Trait
    career: str
    language: str
    label: str
    opening: str
    opening_language: str
    base: float
    variant: float
    allowed: float = 0.0
    rank_shift: int = 0
    shown_changed: bool = False
    causes: tuple[tuple[str, float], ...] = ()

    @property
    def unexplained(self) -> float:
        """What of the difference nothing about the work explains, as a probability."""
        return self.variant - self.base - self.allowed

    @property
    def tolerance(self) -> float:
        """What `unexplained` may be."""
        return FREE if self.trait is Trait.NAME else TOLERANCE

    @property
    def failed(self) -> bool:
        """Whether the variant is worse off than it may be, or better where that is as wrong."""
        size = abs(self.unexplained) if self.trait.both_ways else -self.unexplained
        return size > self.tolerance
