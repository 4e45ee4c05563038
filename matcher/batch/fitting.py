"""Who fits each of several openings, among everybody: the same people, by the same measure, as one question.

Everybody's vectors are read once for a group of openings. A bound lets go of nearly all; those who are left
are measured and ranked by the code that answers a single question.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matcher.batch.bound import bound_of
from matcher.batch.part import CONTACTS_AT_ONCE, parts_of
from matcher.encoder import Encoder
from matcher.index import FragmentIndex
from matcher.index.exact import Rows
from matcher.opening import Opening
from matcher.ranker import Ranker
from matcher.signals import Query, encode_opening, measure


@dataclass(frozen=True, slots=True)
class Fits:
    """Those who pass the bar for an opening, by contact id.

    Attributes:
        probabilities: Of fit, 0 to 1, in the order of `contact_ids`; empty if the ranker is not calibrated.
    """

    opening: Opening
    contact_ids: tuple[str, ...]
    probabilities: tuple[float, ...]


class Fitting:
    """Finds who fits, whoever knows them.

    Args:
        index: A generation made with `encoder`.
        ranker: As the team's verdicts have taught it.
    """

    def __init__(
        self,
        index: FragmentIndex,
        encoder: Encoder,
        ranker: Ranker,
        *,
        contacts_at_once: int = CONTACTS_AT_ONCE,
    ) -> None:
        self._index, self._encoder, self._ranker = index, encoder, ranker
        self._contacts_at_once = contacts_at_once

    def of(self, openings: Sequence[Opening]) -> list[Fits]:
        """Finds who passes the bar for each opening."""
        queries = [encode_opening(opening, self._encoder) for opening in openings]
        pairs = zip(queries, self._left(queries), strict=True)
        return [self._measured(query, contacts) for query, contacts in pairs]

    def _left(self, queries: Sequence[Query]) -> list[Rows]:
        """Gives, for each opening, the ordinals of those who may pass."""
        bounds = [bound_of(query, self._index, self._ranker) for query in queries]
        ends = np.cumsum([len(bound.vectors) for bound in bounds])
        stacked = np.concatenate([bound.vectors for bound in bounds])
        found: list[list[Rows]] = [[np.empty(0, np.int64)] for _ in bounds]
        for part in parts_of(self._index, self._contacts_at_once):
            products = np.split(stacked @ part.vectors.T, ends[:-1])
            for contacts, bound, product in zip(found, bounds, products, strict=True):
                contacts.append(part.contacts[bound.may_pass(product, part)])
        return [np.concatenate(contacts) for contacts in found]

    def _measured(self, query: Query, contacts: Rows) -> Fits:
        ids: list[str] = []
        probabilities: list[float] = []
        for start in range(0, len(contacts), self._contacts_at_once):
            part = self._index.expand(contacts[start : start + self._contacts_at_once])
            ranking = self._ranker.rank(measure(query, self._index, part)[0])
            passing = self._index.contact_ids[part.contacts[ranking.passes]].tolist()
            ids += [contact_id.decode() for contact_id in passing]
            if ranking.probabilities is not None:
                probabilities += ranking.probabilities[ranking.passes].tolist()
        return Fits(query.opening, tuple(ids), tuple(probabilities))
