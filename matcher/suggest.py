"""The one way in: an opening and a network, to a few contacts with the evidence for each."""

import numpy as np
from numpy.typing import NDArray

from matcher.encoder import Encoder
from matcher.explain import explain, support_of
from matcher.index import FragmentIndex, Selection
from matcher.network import Network
from matcher.opening import Opening
from matcher.ranker import Ranker, WeightedSum
from matcher.signals import Query, encode_opening, measure
from matcher.store import Store
from matcher.suggestion import Shortlist, Suggestion

POOL = (
    200  # contacts taken from each of dense and lexical retrieval; every one of a smaller network is scored
)
ROWS_A_CONTACT = 5  # fragments retrieved for each contact that is wanted in the pool


class Suggester:
    """Answers "who in this network fits this role?".

    Args:
        store: Where contacts, fragments and ties are read.
        index: A generation made with `encoder`.
        ranker: Turns signals into scores.

    Attributes:
        index: The generation that is searched.

    Raises:
        IndexMismatch: If the index was made with another model.
    """

    def __init__(
        self, store: Store, index: FragmentIndex, encoder: Encoder, *, ranker: Ranker | None = None
    ) -> None:
        index.manifest.check(encoder)
        self.index = index
        self._store, self._encoder = store, encoder
        self._ranker = ranker or WeightedSum()

    @property
    def generation(self) -> str:
        """The generation of the index that is searched."""
        return self.index.folder.name

    @property
    def store_version(self) -> int:
        """The store's version when that generation was made."""
        return self.index.manifest.store_version

    def suggest(self, opening: Opening, network: Network, *, k: int = 5) -> Shortlist:
        """Finds at most `k` contacts who fit, best first; none when nobody stands out.

        Args:
            k: At least 1.
        """
        selection = self.index.select(network.contact_ids)
        suggestions: tuple[Suggestion, ...] = ()
        if len(selection.contacts):
            query = encode_opening(opening, self._encoder)
            pool = self._retrieve(query, selection)
            suggestions = self._rank(query, pool, network.employee, k)
        return Shortlist(opening, len(network.contact_ids), not suggestions, suggestions)

    def _retrieve(self, query: Query, selection: Selection) -> Selection:
        """Keeps the contacts that dense or lexical retrieval puts among its first."""
        if len(selection.contacts) <= POOL:
            return selection
        _, rows = self.index.search(query.vectors[:1], selection, POOL * ROWS_A_CONTACT)
        dense = _first_distinct(self.index.owners(rows[0]), POOL)
        lexical = self.index.lexical.scores(query.words)[selection.contacts]
        words = selection.contacts[np.argsort(-lexical, kind="stable")[:POOL]]
        return self.index.expand(np.union1d(dense, words))

    def _rank(self, query: Query, pool: Selection, employee: str, k: int) -> tuple[Suggestion, ...]:
        """Explains the best that pass the bar, passing over those who left the store since indexing."""
        signals, cosines = measure(query, self.index, pool)
        ranking = self._ranker.rank(signals)
        order = np.argsort(-ranking.scores, kind="stable")  # the pool is sorted, so ties go by contact id
        chosen = order[ranking.passes[order]][:k]
        supports = [support_of(place, self.index, pool, cosines) for place in chosen]
        ids = [support.contact_id for support in supports]
        contacts, ties = self._store.contacts_by_id(ids), self._store.ties(employee, ids)
        fragments = self._store.fragments_by_id([i for s in supports for i in s.fragment_ids])
        return tuple(
            explain(
                query,
                support,
                fragments,
                contact=contacts[support.contact_id],
                tie=ties[support.contact_id],
                score=float(ranking.scores[place]),
                probability=None if ranking.probabilities is None else float(ranking.probabilities[place]),
            )
            for place, support in zip(chosen, supports, strict=True)
            if support.contact_id in contacts and support.contact_id in ties
        )


def _first_distinct(values: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Gives the first `n` distinct values, in the order in which they first stand."""
    distinct, first = np.unique(values, return_index=True)
    return distinct[np.argsort(first)][:n]
