"""What a ranker takes and gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.signals import Signals

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a ranker makes of the signals.

    Attributes:
        scores: float32, (n_candidates,), higher is better.
        probabilities: Calibrated probability of fit, 0 to 1; None if the ranker is not calibrated.
        passes: bool, (n_candidates,): good enough to put one's credibility at stake.
        close: bool, (n_candidates,): under that bar, not by much.
        contributions: What each part adds to the scores, float32, (n_candidates,), in logits; their
            sum is `scores`. Empty if the ranker is not calibrated.
    """

    scores: Scores
    probabilities: Scores | None
    passes: NDArray[np.bool_]
    close: NDArray[np.bool_]
    contributions: Mapping[str, Scores] = field(default_factory=dict)


class Ranker(Protocol):
    """Scores candidates by their signals."""

    def rank(self, signals: Signals) -> Ranking:
        """Scores every candidate; the signals of one never change the score of another."""
