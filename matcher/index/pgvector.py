"""Search in PostgreSQL: pgvector names candidates in float16, the generation's own vectors score them."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matcher.index.exact import Rows, Vectors
from matcher.index.generation import FragmentIndex
from matcher.store.vectors import Progress, VectorRepository

# How far a product of two unit vectors can be off in float16: each of their values by a factor of 2 ** -11,
# and the smallest by 2 ** -25.
MARGIN = 2.0**-10 + 1e-5
SPARE = 32  # candidates beyond those asked for

Nearest = Callable[[int], tuple[NDArray[np.float32], Rows]]


class PgVectorSearch:
    """Searches one generation where its vectors lie in the database; results as `ExactSearch.search`.

    Args:
        vectors: Of the database of the store.
        index: The generation, whose own vectors give the scores.
    """

    def __init__(self, vectors: VectorRepository, index: FragmentIndex) -> None:
        self._repository, self._index = vectors, index
        self._generation, self._filled = index.manifest.generation, False

    def fill(self, progress: Progress | None = None) -> None:
        """Puts the generation's vectors into the database, and takes every other generation's out."""
        index = self._index
        ids = [contact_id.decode() for contact_id in index.contact_ids.tolist()]
        owners = index.owners(np.arange(len(index.vectors)))
        self._repository.fill(self._generation, index.vectors, ids, owners, progress=progress)
        self._repository.drop_others(self._generation)
        self._filled = True

    @property
    def filled(self) -> bool:
        """Whether the database was seen to hold the generation."""
        self._filled = self._filled or self._repository.holds(self._generation)
        return self._filled

    def search(self, queries: Vectors, rows: Rows, k: int) -> tuple[NDArray[np.float32], Rows]:
        """Finds the `k` best of `rows` for each query, exactly.

        Raises:
            UnknownGeneration: If another generation took its place in the database.
        """
        found = [self._nearest_of(query, rows, k) for query in queries]
        k = min(k, len(rows))
        if not found:
            return np.empty((0, k), np.float32), np.empty((0, k), np.int64)
        scores, places = zip(*found, strict=True)
        return np.stack(scores), np.stack(places)

    def _nearest_of(self, query: Vectors, rows: Rows, k: int) -> tuple[NDArray[np.float32], Rows]:
        nearest = self._repository.nearest_of
        return self._exact(query, k, len(rows), lambda n: nearest(self._generation, query, rows, n))

    def search_known(
        self, query: Vectors, employee: str, k: int, *, among: Rows | None = None
    ) -> tuple[NDArray[np.float32], Rows]:
        """Finds the `k` best among the contacts whom an employee knows, exactly.

        Args:
            query: float32, (dimension,), of unit length.
            among: int64, ascending rows that may be found; every one unless told.

        Returns:
            Scores and rows, at most `k`.

        Raises:
            UnknownGeneration: If the database does not hold this generation.
        """
        return self._exact(
            query,
            k,
            len(self._index.vectors),
            lambda n: self._repository.nearest_known(self._generation, query, employee, n),
            among=among,
        )

    def search_everybody(self, query: Vectors, k: int) -> tuple[NDArray[np.float32], Rows]:
        """Finds the `k` best among everybody, by an approximate index in a large store."""
        _, rows = self._repository.nearest(self._generation, query, k + SPARE)
        return self._scored(query, rows, k)

    def _exact(
        self, query: Vectors, k: int, most: int, nearest: Nearest, *, among: Rows | None = None
    ) -> tuple[NDArray[np.float32], Rows]:
        """Asks for more until no row that was not named can belong to the best."""
        n = k + SPARE
        while True:
            rough, rows = nearest(n)
            complete = len(rows) < n or n >= most
            may_be = rows if among is None else np.intersect1d(rows, among, assume_unique=True)
            scores, best = self._scored(query, may_be, k)
            if complete or (len(best) == k and rough[-1] + MARGIN < scores[-1]):
                return scores, best
            n = min(2 * n, most)

    def _scored(self, query: Vectors, rows: Rows, k: int) -> tuple[NDArray[np.float32], Rows]:
        rows = np.sort(rows)  # so that ties stand in the order of their rows
        scores = (self._index.vectors[rows] @ query.reshape(-1)).astype(np.float32)
        order = np.argsort(-scores, kind="stable")[:k]
        return scores[order], rows[order]
