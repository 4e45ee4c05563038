"""FAISS over one network's rows of the vectors, wherever they lie: it needs no copy of them."""

from contextlib import nullcontext

import numpy as np
from numpy.typing import NDArray

from matcher.index.exact import Rows, Vectors
from matcher.index.threads import one_thread

SHARED_FROM = 100_000  # products; fewer are worked out by one thread


class FlatSearch:
    """Cosine by inner product over the rows that may be found.

    For one query over one network this is the quickest exact search: it touches those rows alone, once.

    Args:
        vectors: float32, (n_fragments, dimension), rows of unit length; may be memory-mapped.
    """

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def search(self, queries: Vectors, rows: Rows, k: int) -> tuple[NDArray[np.float32], Rows]:
        """Finds the `k` best of `rows` for each query; arguments and results as `ExactSearch.search`."""
        scores, found = self.with_ties(queries, rows, k)
        return scores[:, :k], found[:, :k]

    def with_ties(self, queries: Vectors, rows: Rows, k: int) -> tuple[NDArray[np.float32], Rows]:
        """Finds the `k` best and at least those that score as the last of them, in the order of `search`."""
        scores = scores_of(queries, self._vectors, rows)
        if k >= len(rows):
            best = np.argsort(-scores, axis=1, kind="stable")
        else:
            best = _first(scores, _with_ties(scores, k))
        return np.take_along_axis(scores, best, axis=1), rows[best]


def scores_of(queries: Vectors, vectors: Vectors, rows: Rows) -> Vectors:
    """Multiplies queries with some rows where they lie: a copy of them costs more.

    Args:
        queries: float32, (n_queries, dimension).
        vectors: float32, (n, dimension); may be memory-mapped.

    Returns:
        float32, (n_queries, n_rows).
    """
    import faiss

    queries, rows = np.ascontiguousarray(queries), np.ascontiguousarray(rows)
    scores = np.empty((len(queries), len(rows)), np.float32)
    asked = np.tile(rows, (len(queries), 1)) if len(queries) != 1 else rows
    if scores.size:
        with one_thread() if scores.size < SHARED_FROM else nullcontext():
            faiss.fvec_inner_products_by_idx(  # type: ignore[attr-defined]  # the stubs lack it
                faiss.swig_ptr(scores),
                faiss.swig_ptr(queries),
                faiss.swig_ptr(vectors),
                faiss.swig_ptr(asked),
                vectors.shape[1],
                len(queries),
                len(rows),
            )
    return scores


def _with_ties(scores: NDArray[np.float32], k: int) -> int:
    """Counts the `k` best and those that score as the last of them, of the query that has most."""
    if not k or not len(scores):
        return k
    last = np.partition(scores, -k, axis=1)[:, -k, None]
    return int((scores >= last).sum(axis=1).max())


def _first(scores: NDArray[np.float32], k: int) -> Rows:
    """Gives the places of the `k` best of each row, best first, ties by place."""
    best = np.empty((len(scores), k), np.int64)
    for i, own in enumerate(scores):
        may_be = np.flatnonzero(own >= np.partition(own, -k)[-k]) if k else np.empty(0, np.int64)
        best[i] = may_be[np.argsort(-own[may_be], kind="stable")[:k]]
    return best
