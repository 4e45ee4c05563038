"""The trained ranker: a straight line for each signal, added up, and calibrated."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from matcher.ranker.ranking import Ranking, Scores
from matcher.signals import Signal, Signals

BASE = "base"  # how seldom anyone fits, before anything is known; the constant part of a score
CLOSE = 0.5  # of the bar


@dataclass(frozen=True, slots=True)
class Line:
    """What a signal adds to the score.

    Attributes:
        weight: Logits for each unit of the signal, 0 or more: more of a signal is never worse.
        neutral: The value that speaks neither for nor against, and what one that is unknown counts as.
    """

    weight: float
    neutral: float


@dataclass(frozen=True, slots=True)
class AdditiveRanker:
    """Adds up lines to the logit of the probability of fit. It is strictly monotone in each signal it weighs.

    Attributes:
        lines: By signal; those that are absent play no part.
        base: The score when all is neutral or unknown.
        bar: Probability from which a contact is shown.
    """

    lines: Mapping[Signal, Line]
    base: float
    bar: float

    def taught(self, multipliers: Mapping[str, float]) -> "AdditiveRanker":
        """Gives the ranker of a team whose verdicts say how much to trust each signal; the rest count 1."""
        lines = {
            signal: replace(line, weight=line.weight * multipliers.get(signal.value, 1.0))
            for signal, line in self.lines.items()
        }
        return replace(self, lines=lines)

    def rank(self, signals: Signals) -> Ranking:
        """Scores every candidate; a score is the logit of its probability."""
        contributions = {BASE: np.full(len(signals.values), self.base, dtype=np.float32)}
        for signal, line in self.lines.items():
            part = line.weight * (signals[signal] - line.neutral)
            contributions[signal.value] = np.where(np.isnan(part), np.float32(0), part)
        scores: Scores = np.asarray(sum(contributions.values()), dtype=np.float32)
        probabilities = (1 / (1 + np.exp(-scores.astype(np.float64)))).astype(np.float32)
        passes = probabilities >= self.bar
        close = ~passes & (probabilities >= CLOSE * self.bar)
        return Ranking(scores, probabilities, passes, close, contributions)
