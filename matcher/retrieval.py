"""The first look at a network: which of its contacts are worth measuring for an opening."""

import numpy as np
from numpy.typing import NDArray

from matcher.index import FragmentIndex, Selection
from matcher.index.pgvector import PgVectorSearch
from matcher.signals import Query
from matcher.store.vectors import UnknownGeneration

POOL = 200  # contacts taken from each of dense and lexical retrieval; a smaller network is scored whole
ROWS_A_CONTACT = 5  # fragments retrieved for each contact that is wanted in the pool


class Retrieval:
    """Keeps the contacts whom dense or lexical retrieval puts among its first.

    Args:
        index: The generation that is searched.
        database: Where its vectors are searched instead, by `COOPT_INDEX=pgvector`; the index's own files
            answer as long as the database does not hold them, with the same rows and scores.
    """

    def __init__(self, index: FragmentIndex, database: PgVectorSearch | None = None) -> None:
        self._index, self._database = index, database

    @property
    def ready(self) -> bool:
        """Whether the vectors are where they are searched."""
        return self._database is None or self._database.filled

    def pool(self, query: Query, selection: Selection, employee: str | None = None) -> Selection:
        """Gives those of a selection who are to be measured.

        Args:
            employee: Whose network the selection is a part of; None where it is not of one network.
        """
        if len(selection.contacts) <= POOL:
            return selection
        rows = self._nearest(query, selection, employee)
        dense = _first_distinct(selection.owners(rows), POOL)
        lexical = self._index.lexical.scores_of(query.words, selection.contacts)
        words = selection.contacts[np.argsort(-lexical, kind="stable")[:POOL]]
        return self._index.expand(np.union1d(dense, words))

    def _nearest(self, query: Query, selection: Selection, employee: str | None) -> NDArray[np.int64]:
        wanted, title = POOL * ROWS_A_CONTACT, query.vectors[:1]
        if self._database is not None and employee is not None:
            try:
                return self._database.search_known(title[0], employee, wanted, among=selection.rows)[1]
            except UnknownGeneration:  # not filled in yet, or another one took its place
                pass
        _, rows = self._index.search(title, selection, wanted)
        nearest: NDArray[np.int64] = rows[0]
        return nearest


def _first_distinct(values: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Gives the first `n` distinct values, in the order in which they first stand."""
    distinct, first = np.unique(values, return_index=True)
    return distinct[np.argsort(first)][:n]
