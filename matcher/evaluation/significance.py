"""Whether one system is better than another, or only luckier on these queries."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PERMUTATIONS = 10_000
DRAWS_A_BLOCK = 4_000_000  # signs drawn at once
ROUNDING = 1e-12  # sums of the same differences in another order

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class QueryDifference:
    """One query under two systems; `difference` is the first's average precision less the second's."""

    query_id: str
    first: float
    second: float

    @property
    def difference(self) -> float:
        """Above 0 where the first system is better."""
        return self.first - self.second


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two systems over the same queries, by average precision.

    Attributes:
        difference: MAP of the first less MAP of the second.
        p_value: How often a difference as large arises when the systems are exchanged at random, 0 to 1.
        by_query: Gains of the first system before its losses, the largest at both ends, ties by query id.
    """

    difference: float
    p_value: float
    by_query: tuple[QueryDifference, ...]

    def gains(self, k: int) -> tuple[QueryDifference, ...]:
        """Gives the at most `k` queries on which the first system is better, the largest gain first."""
        return tuple(one for one in self.by_query[:k] if one.difference > 0)

    def losses(self, k: int) -> tuple[QueryDifference, ...]:
        """Gives the at most `k` queries on which the first system is worse, the largest loss first."""
        worse = [one for one in self.by_query if one.difference < 0]
        return tuple(sorted(worse, key=lambda one: (one.difference, one.query_id))[:k])


def compare(first: Mapping[str, float], second: Mapping[str, float], *, seed: int = 0) -> Comparison:
    """Compares two systems.

    Args:
        first: Average precision by query id, 0 to 1; `second` likewise, for the same queries.

    Raises:
        ValueError: If they were not measured on the same queries, or on none.
    """
    if first.keys() != second.keys() or not first:
        raise ValueError("expected two systems measured on the same queries, one at least")
    pairs = [QueryDifference(query_id, first[query_id], second[query_id]) for query_id in first]
    differences = np.array([pair.difference for pair in pairs], dtype=np.float64)
    by_query = tuple(sorted(pairs, key=lambda pair: (-pair.difference, pair.query_id)))
    return Comparison(float(differences.mean()), randomisation_test(differences, seed=seed), by_query)


def randomisation_test(differences: Floats, *, permutations: int = PERMUTATIONS, seed: int = 0) -> float:
    """Two-sided p of the paired randomisation test on a mean difference.

    If the systems were alike, each query's difference might as well have the other sign (Smucker, Allan and
    Carterette, A comparison of statistical significance tests for information retrieval evaluation, CIKM
    2007). What was observed counts as one of the permutations, so that p is never 0 (Phipson and Smyth,
    Permutation p-values should never be zero, Statistical Applications in Genetics and Molecular Biology
    9(1), 2010).

    Args:
        differences: float64, (n_queries,).
    """
    rng = np.random.default_rng(seed)
    observed = abs(differences.sum()) - ROUNDING
    at_once = max(1, DRAWS_A_BLOCK // max(len(differences), 1))
    as_large = 0
    for start in range(0, permutations, at_once):
        draws = min(at_once, permutations - start)
        signs = rng.integers(0, 2, size=(draws, len(differences)), dtype=np.int8) * 2 - 1
        as_large += int(np.count_nonzero(np.abs(signs @ differences) >= observed))
    return (as_large + 1) / (permutations + 1)
