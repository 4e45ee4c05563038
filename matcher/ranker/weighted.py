"""A plain weighted sum: what ranks where no trained ranker knows the encoder."""

from dataclasses import dataclass

import numpy as np

from matcher.ranker.ranking import Ranking, Scores
from matcher.signals import Signal, Signals

CLOSE = 0.1  # below the bar
NICE_WEIGHT = 0.5  # of a must


@dataclass(frozen=True, slots=True)
class WeightedSum:
    """A weighted sum of three signals, and a bar on the title. It is not calibrated.

    Attributes:
        coverage: Weight of the requirements beside the title's 1.
        lexical: Weight of the lexical signal, which is brought to 0 to 1 as `s / (s + lexical_half)`.
        lexical_half: The lexical signal that counts half.
        bar: Contacts whose title signal is below are not shown.
    """

    coverage: float = 1.0
    lexical: float = 0.5
    lexical_half: float = 0.1
    bar: float = 0.55

    def rank(self, signals: Signals) -> Ranking:
        """Scores every candidate, without probabilities or contributions: neither would be in logits."""
        title = signals[Signal.TITLE_ANY]
        words = np.nan_to_num(signals[Signal.LEXICAL])
        total = 1 + self.coverage + self.lexical
        words = words / (words + self.lexical_half)
        scores: Scores = (title + self.coverage * _coverage(signals) + self.lexical * words) / total
        passes = title >= self.bar
        return Ranking(scores.astype(np.float32), None, passes, ~passes & (title >= self.bar - CLOSE))


def _coverage(signals: Signals) -> Scores:
    """Puts musts and nices together; the title stands for them where the opening states none."""
    parts = np.stack([signals[Signal.MUST], signals[Signal.NICE]])
    weights = np.array([[1.0], [NICE_WEIGHT]]) * ~np.isnan(parts)
    total = weights.sum(axis=0)
    mean = (np.nan_to_num(parts) * weights).sum(axis=0) / np.maximum(total, NICE_WEIGHT)
    return np.where(total > 0, mean, signals[Signal.TITLE_ANY]).astype(np.float32)
