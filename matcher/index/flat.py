"""FAISS over one network's rows of the vectors, wherever they lie: it needs no copy of them."""

import numpy as np
from numpy.typing import NDArray

from matcher.index.exact import Rows, Vectors

MORE = 4  # times as many are asked for while ties go on


class FlatSearch:
    """Cosine by inner product over the rows that may be found.

    For one query over one network this is the quickest exact search: it touches those rows alone.

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
        asked = min(k + 1, len(rows)) if k else 0
        scores, found = self._unordered(queries, rows, asked)
        while asked < len(rows) and (scores[:, k - 1 : k] == scores[:, -1:]).any():
            asked = min(MORE * asked, len(rows))
            scores, found = self._unordered(queries, rows, asked)
        order = np.lexsort((found, -scores))  # FAISS leaves the order of ties open, and which are left out
        return np.take_along_axis(scores, order, axis=1), np.take_along_axis(found, order, axis=1)

    def _unordered(self, queries: Vectors, rows: Rows, k: int) -> tuple[NDArray[np.float32], Rows]:
        """Finds the `k` best, best first; which of those that score as the last, and their order, is open."""
        import faiss

        queries, rows = np.ascontiguousarray(queries), np.ascontiguousarray(rows)
        scores = np.empty((len(queries), k), np.float32)
        found = np.empty((len(queries), k), np.int64)
        if k:
            faiss.knn_inner_products_by_idx(  # type: ignore[attr-defined]  # the stubs lack it
                faiss.swig_ptr(queries),
                faiss.swig_ptr(self._vectors),
                faiss.swig_ptr(rows),
                self._vectors.shape[1],
                len(queries),
                len(self._vectors),
                len(rows),
                k,
                faiss.swig_ptr(scores),
                faiss.swig_ptr(found),
                0,  # the same rows for every query
            )
        return scores, found
