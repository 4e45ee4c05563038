"""Rates, ratios of rates, and how far either may be by chance."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Z = 1.959964  # of a two-sided interval of 95 %


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval of 95 %, both ends included."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something came to pass.

    Attributes:
        hits: How often it did, of `trials`, which is 1 or more.
        effective: The trials that would tell as much if none had to do with another; at most `trials`.
    """

    hits: int
    trials: int
    effective: float

    @property
    def value(self) -> float:
        """From 0 to 1."""
        return self.hits / self.trials

    @property
    def interval(self) -> Interval:
        """The interval of the rate, over the effective trials.

        E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the
        American Statistical Association 22 (1927), 209-212.
        """
        share = Z**2 / self.effective
        centre = (self.value + share / 2) / (1 + share)
        half = math.sqrt(self.value * (1 - self.value) * share + share**2 / 4) / (1 + share)
        return Interval(max(0.0, centre - half), min(1.0, centre + half))


def rate_of(people: Sequence[tuple[int, int]]) -> Rate:
    """Gives the rate over people who were each tried once or several times.

    What happens to one person for several openings is no independent evidence: the trials are divided by
    the design effect, the variance between people over that of independent trials (J. N. K. Rao,
    A. J. Scott, A simple method for the analysis of clustered binary data, Biometrics 48 (1992), 577-585).
    Where nobody or everybody was hit it cannot be estimated, and people are counted instead of trials.

    Args:
        people: For each person the hits and the trials; one person at least.
    """
    hits, trials = sum(h for h, _ in people), sum(t for _, t in people)
    if trials == len(people):  # each was tried once
        return Rate(hits, trials, float(trials))
    rate = hits / trials
    if rate in (0.0, 1.0) or len(people) == 1:
        return Rate(hits, trials, float(len(people)))
    spread = sum((h - rate * t) ** 2 for h, t in people)
    variance = len(people) / (len(people) - 1) * spread / trials**2
    effect = variance / (rate * (1 - rate) / trials)
    return Rate(hits, trials, trials / max(1.0, effect))


def ratio_interval(rate: Rate, reference: Rate) -> Interval:
    """Gives the interval of `rate / reference`, whose reference is above 0.

    On the logarithm of the ratio: D. Katz, J. Baptista, S. P. Azen, M. C. Pike, Obtaining confidence
    intervals for the risk ratio in cohort studies, Biometrics 34 (1978), 469-474. A rate of 0 has no
    logarithm: half a hit is added to either (A. N. Pettigrew, J. J. Gart, D. G. Thomas, The bias and higher
    cumulants of the logarithm of a binomial variate, Biometrika 73 (1986), 425-435), and the interval begins
    at 0.
    """
    half = 0.0 if rate.hits else 0.5
    logs, variance = [], 0.0
    for one in (rate, reference):
        hits, trials = one.value * one.effective + half, one.effective + half
        logs.append(math.log(hits / trials))
        variance += 1 / hits - 1 / trials
    middle, spread = logs[0] - logs[1], Z * math.sqrt(variance)
    return Interval(math.exp(middle - spread) if rate.hits else 0.0, math.exp(middle + spread))


def exact_p(rate: Rate, reference: Rate) -> float:
    """Gives how often rates as different as these arise by chance if the two groups fare alike.

    Fisher's exact test, two-sided, over the effective trials in whole numbers (R. A. Fisher, Statistical
    Methods for Research Workers, 1925, section 21.02).
    """
    from scipy.stats import fisher_exact

    table = []
    for one in (rate, reference):
        trials = math.floor(one.effective)
        hits = min(trials, round(one.value * trials))
        table.append([hits, trials - hits])
    return float(fisher_exact(table).pvalue)
