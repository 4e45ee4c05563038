"""The best of a large network, read again with a slower and more accurate encoder."""

from collections.abc import Mapping, Sequence

import numpy as np

from matcher.answer import Candidates
from matcher.encoder import Encoder
from matcher.index import FragmentIndex, SecondVectors
from matcher.index.exact import Rows
from matcher.opening import Opening
from matcher.ranker import AdditiveRanker, Ranker, choose_ranker
from matcher.signals import encode_opening, measure
from matcher.store import Store

READ_AGAIN = 200  # contacts


class SecondReading:
    """Measures and ranks again those whom the index's encoder put first.

    Args:
        store: Where the fragments' texts are read.
        index: The generation that was searched.
        encoder: The second encoder; the vectors that it makes are kept beside the generation.
    """

    def __init__(self, store: Store, index: FragmentIndex, encoder: Encoder) -> None:
        self._store, self._index, self.encoder = store, index, encoder
        self._vectors = SecondVectors(index, encoder)
        self.ranker: Ranker = choose_ranker(encoder)

    def of(self, opening: Opening, found: Candidates, multipliers: Mapping[str, float]) -> Candidates:
        """Gives the best `READ_AGAIN` of those who were found, as the second encoder sees them.

        Args:
            multipliers: What the team's verdicts taught; they teach only a ranker that is calibrated.
        """
        best = np.sort(np.argsort(-found.ranking.scores, kind="stable")[:READ_AGAIN])
        pool = self._index.expand(found.pool.contacts[best])
        query = encode_opening(opening, self.encoder)
        signals, cosines = measure(query, self._index, pool, self._vectors.of(pool.rows, self._texts))
        ranker = self.ranker
        if multipliers and isinstance(ranker, AdditiveRanker):
            ranker = ranker.taught(multipliers)
        return Candidates(query, pool, cosines, ranker.rank(signals))

    def _texts(self, rows: Rows) -> Sequence[str]:
        """Gives the texts of rows; of a fragment that has left the store since, the empty text."""
        ids = [int(fragment_id) for fragment_id in self._index.fragment_ids[rows]]
        fragments = self._store.fragments_by_id(ids)
        return [fragments[i].text if i in fragments else "" for i in ids]
