"""Company-wide search: the best of everybody's rows, with the scores that exact search would give them."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matcher.index.company.alike import Alike
from matcher.index.company.codes import Codes
from matcher.index.exact import Rows, Vectors
from matcher.index.flat import FlatSearch, scores_of

Scores = NDArray[np.float32]

NOBODY: Final = np.empty(0, np.int64)
NOTHING: Final = np.empty(0, np.float32)
LEAST_WATCHED = 100  # whose coming and going tells whether to look further
SETTLED = 0.01  # share of those watched: a round that brings no more of them is the last
CANDIDATES_A_RESULT = 4  # whose true scores are looked at, for each that is asked for
WORTH_IT = 4  # times fewer candidates than vectors, or exact search is as quick


@dataclass(frozen=True, slots=True)
class Depth:
    """How far a search goes.

    Attributes:
        first: Lists (ivf) or open paths (hnsw) of the first round; each round goes twice as far.
        candidates: Whose true scores are looked at in a round, at most.
        settled: Share of the best that a round may bring and still be the last; 0 or less never ends early.
    """

    first: int
    candidates: int
    settled: float = SETTLED


class CompanySearch:
    """Finds the best rows of a whole generation.

    Codes name candidates in rounds, the vectors themselves give the scores. The last round is the one that
    hardly changes the best: an easy question ends early, and one that is unlike anybody looks far. Without
    codes every vector is looked at.

    Args:
        vectors: float32, (n_fragments, dimension), rows of unit length; may be memory-mapped.
        alike: Their groups.
        codes: Of the groups' vectors; None to look at each.
        depth: How far to look; needed with codes.
    """

    def __init__(
        self, vectors: Vectors, alike: Alike, codes: Codes | None = None, depth: Depth | None = None
    ) -> None:
        self._vectors = np.asarray(vectors)  # a view: taking rows of a memory map itself is slower
        self.alike, self.codes = alike, codes
        self.depth = depth or Depth(1, LEAST_WATCHED)
        self._flat = FlatSearch(vectors)
        self._used = alike.used()

    def search(self, queries: Vectors, k: int, *, without: Rows = NOBODY) -> tuple[Scores, Rows]:
        """Finds the `k` best rows for each query, best first, ties broken by row.

        Args:
            queries: float32, (n_queries, dimension), rows of unit length.
            k: At most this many; fewer where there are fewer rows.
            without: int64, ascending, rows that are not to be found: of who objected, was erased, has left.

        Returns:
            Scores, float32, and rows, int64, both (n_queries, min(k, n_rows - len(without))).
        """
        k = min(k, len(self._vectors) - len(without))
        scores, rows = np.empty((len(queries), k), np.float32), np.empty((len(queries), k), np.int64)
        gone = self.alike.emptied(without)
        for place, query in enumerate(np.ascontiguousarray(queries)[:, None] if k else []):
            found = self._find(query, k, gone)
            scores[place], rows[place] = self._best_rows(*found, k, without)
        return scores, rows

    def best_scores(self, queries: Vectors, n: int) -> Scores:
        """Gives the `n` best scores that are found, a row's once for all that are alike, best first."""
        found = np.full((len(queries), n), -np.inf, np.float32)
        for place, query in enumerate(np.ascontiguousarray(queries)[:, None]):
            scores = -np.sort(-self._find(query, min(n, len(self._used)), NOBODY)[0])[:n]
            found[place, : len(scores)] = scores
        return found

    def _find(self, query: Vectors, k: int, gone: Rows) -> tuple[Scores, Rows]:
        """Gives scores and groups, in any order: the `k` best, and perhaps others."""
        left = len(self._used) - len(gone)
        if self.codes is None or left < max(CANDIDATES_A_RESULT * WORTH_IT * k, len(gone)):
            return self._exact(query, k, gone)
        return self._by_codes(self.codes, query, k, gone)

    def _exact(self, query: Vectors, k: int, gone: Rows) -> tuple[Scores, Rows]:
        """Scores every group."""
        groups = self._used if not len(gone) else np.setdiff1d(self._used, gone, assume_unique=True)
        scores, rows = self._flat.with_ties(query, np.sort(self.alike.first_rows(groups)), k)
        return scores[0], self.alike.groups[rows[0]].astype(np.int64)

    def _by_codes(self, codes: Codes, query: Vectors, k: int, gone: Rows) -> tuple[Scores, Rows]:
        """Scores candidates until a round hardly changes the best."""
        n, watched = max(self.depth.candidates, CANDIDATES_A_RESULT * k), max(k, LEAST_WATCHED)
        scores, rough, groups = NOTHING, NOTHING, NOBODY
        for new, new_rough in codes.rounds(query, n, self.depth.first, gone):
            before = len(groups)
            if before >= watched:  # far from the worst of the best, by as much as their codes ever err
                near = new_rough >= rough.min()
                new, new_rough = new[near], new_rough[near]
            groups, rough = np.concatenate([groups, new]), np.concatenate([rough, new_rough])
            scores = np.concatenate([scores, self._scores(query, new)])
            kept = _best(scores, watched)
            fresh = int(kept[before:].sum())
            scores, rough, groups = scores[kept], rough[kept], groups[kept]
            if before >= watched and fresh <= self.depth.settled * watched:
                break
        if len(groups) < k:  # a graph may have no way to some of its nodes
            return self._exact(query, k, gone)
        return scores, groups

    def _scores(self, query: Vectors, groups: Rows) -> Scores:
        """Gives the true scores of groups."""
        scores: Scores = scores_of(query, self._vectors, self.alike.first_rows(groups))[0]
        return scores

    def _best_rows(self, scores: Scores, groups: Rows, k: int, without: Rows) -> tuple[Scores, Rows]:
        """Gives the `k` best rows of groups that hold as many."""
        order = np.argsort(-scores, kind="stable")
        scores, groups = scores[order], groups[order]
        left = self._left(groups, without)
        last = min(int(np.searchsorted(np.cumsum(left), k)), len(groups) - 1)
        enough = int(np.searchsorted(-scores, -scores[last], side="right"))
        rows, owners = self.alike.expand(groups[:enough])
        kept = ~np.isin(rows, without) if len(without) else np.ones(len(rows), bool)
        rows, of_rows = rows[kept], scores[owners[kept]]
        by_score = np.lexsort((rows, -of_rows))[:k]
        return of_rows[by_score], rows[by_score]

    def _left(self, groups: Rows, without: Rows) -> Rows:
        """Gives how many rows of each group may be found."""
        sizes = self.alike.sizes(groups)
        if not len(without):
            return sizes
        touched, counts = np.unique(self.alike.groups[without], return_counts=True)
        at = np.minimum(np.searchsorted(touched, groups), len(touched) - 1)
        return np.where(touched[at] == groups, sizes - counts[at], sizes)


def _best(scores: Scores, n: int) -> NDArray[np.bool_]:
    """Tells which scores are among the `n` best, or equal the last of them."""
    if len(scores) <= n:
        return np.ones(len(scores), bool)
    kept: NDArray[np.bool_] = scores >= np.partition(scores, len(scores) - n)[len(scores) - n]
    return kept
