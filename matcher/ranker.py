"""Turns the signals of a fit into a score. The ranker that ships is a plain weighted sum."""

from dataclasses import dataclass
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
    """

    scores: Scores
    probabilities: Scores | None
    passes: NDArray[np.bool_]


class Ranker(Protocol):
    """Scores candidates by their signals."""

    def rank(self, signals: Signals) -> Ranking:
        """Scores every candidate; the signals of one never change the score of another."""


@dataclass(frozen=True, slots=True)
class WeightedSum:
    """A weighted sum of the signals, and a bar on the title.

    Attributes:
        coverage: Weight of `Signals.coverage` beside the title's 1.
        lexical: Weight of the lexical signal, which is brought to 0 to 1 as `s / (s + lexical_half)`.
        lexical_half: The BM25 score that counts half.
        bar: Contacts whose title signal is below are not shown.
    """

    coverage: float = 1.0
    lexical: float = 0.5
    lexical_half: float = 10.0
    bar: float = 0.55

    def rank(self, signals: Signals) -> Ranking:
        """Scores every candidate; probabilities are None, since a weighted sum is not calibrated."""
        words = signals.lexical / (signals.lexical + self.lexical_half)
        total = 1 + self.coverage + self.lexical
        scores = (signals.title + self.coverage * signals.coverage + self.lexical * words) / total
        return Ranking(scores.astype(np.float32), None, signals.title >= self.bar)
