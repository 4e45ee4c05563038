"""Exact search in NumPy: what every other search must equal, and the fastest one for several queries."""

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]


class ExactSearch:
    """Cosine by matrix product over the rows that may be found.

    Args:
        vectors: float32, (n_fragments, dimension), rows of unit length; may be memory-mapped.
    """

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def search(self, queries: Vectors, rows: Rows, k: int) -> tuple[NDArray[np.float32], Rows]:
        """Finds the `k` best of `rows` for each query, best first, ties broken by row.

        Args:
            queries: float32, (n_queries, dimension), rows of unit length.
            rows: int64, ascending.
            k: At most this many; fewer where `rows` are fewer.

        Returns:
            Scores, float32, and rows, int64, both (n_queries, min(k, n_rows)).
        """
        scores = queries @ self._vectors[rows].T
        order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
        return np.take_along_axis(scores, order, axis=1), rows[order]
