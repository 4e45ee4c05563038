"""The one way in: an opening and a network, to a few contacts with the evidence for each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from matcher.contact import Contact
from matcher.encoder import Encoder
from matcher.explain import explain, missing, support_of
from matcher.feedback import multipliers_of
from matcher.identity import fold
from matcher.index import FragmentIndex, Selection
from matcher.network import Network
from matcher.opening import Opening
from matcher.ranker import AdditiveRanker, Ranker, Ranking, choose_ranker
from matcher.signals import Floats, Query, encode_opening, measure
from matcher.store import Store
from matcher.suggestion import Shortlist, Suggestion

POOL = 200  # contacts taken from each of dense and lexical retrieval; a smaller network is scored whole
ROWS_A_CONTACT = 5  # fragments retrieved for each contact that is wanted in the pool
TEAM_MATES = 2  # shown of those who hold one title in one company
RECENT = timedelta(days=90)  # within which a contact who was considered is flagged


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Those whom retrieval found, measured and ranked; arrays in the order of the pool."""

    query: Query
    pool: Selection
    cosines: Floats
    ranking: Ranking


class Suggester:
    """Answers "who in this network fits this role?".

    Args:
        store: Where contacts, fragments and ties are read.
        index: A generation made with `encoder`.
        ranker: Turns signals into scores; the one that ships unless told.

    Attributes:
        index: The generation that is searched.
        ranker: Scores those whom retrieval finds.

    Raises:
        IndexMismatch: If the index was made with another model.
    """

    def __init__(
        self, store: Store, index: FragmentIndex, encoder: Encoder, *, ranker: Ranker | None = None
    ) -> None:
        index.manifest.check(encoder)
        self.index = index
        self._store, self._encoder = store, encoder
        self.ranker = ranker or choose_ranker(encoder)
        self._taught: tuple[tuple[int, ...], Ranker] = ((), self.ranker)

    @property
    def generation(self) -> str:
        """The generation of the index that is searched."""
        return self.index.folder.name

    @property
    def store_version(self) -> int:
        """The store's version when that generation was made."""
        return self.index.manifest.store_version

    def suggest(
        self, opening: Opening, network: Network, *, k: int = 5, include_below_bar: bool = False
    ) -> Shortlist:
        """Finds at most `k` contacts who fit, best first; none when nobody stands out.

        Args:
            k: At least 1.
            include_below_bar: Whether those who do not stand out fill up the list.
        """
        hidden = self._store.feedback.hidden(network.employee)
        contact_ids = [contact_id for contact_id in network.contact_ids if contact_id not in hidden]
        selection = self.index.select(contact_ids)
        if not len(selection.contacts):
            return Shortlist(opening, len(contact_ids), True, (), missing=(opening.title,))
        query = encode_opening(opening, self._encoder)
        pool = self._retrieve(query, selection)
        signals, cosines = measure(query, self.index, pool)
        candidates = _Candidates(query, pool, cosines, self.taught_ranker().rank(signals))
        suggestions = self._explain_best(candidates, network.employee, k, include_below_bar=include_below_bar)
        return Shortlist(
            opening,
            len(contact_ids),
            not candidates.ranking.passes.any(),
            self._flagged(suggestions, network.employee, opening.id),
            close=int(candidates.ranking.close.sum()),
            missing=missing(query, cosines),
        )

    def taught_ranker(self) -> Ranker:
        """Gives the ranker as the team's verdicts have taught it; they teach only one that is calibrated."""
        version = self._store.feedback.version()
        if version != self._taught[0] and isinstance(self.ranker, AdditiveRanker):
            self._taught = (version, self.ranker.taught(multipliers_of(self._store)))
        return self._taught[1]

    def _retrieve(self, query: Query, selection: Selection) -> Selection:
        """Keeps the contacts that dense or lexical retrieval puts among its first."""
        if len(selection.contacts) <= POOL:
            return selection
        _, rows = self.index.search(query.vectors[:1], selection, POOL * ROWS_A_CONTACT)
        dense = _first_distinct(self.index.owners(rows[0]), POOL)
        lexical = self.index.lexical.scores(query.words)[selection.contacts]
        words = selection.contacts[np.argsort(-lexical, kind="stable")[:POOL]]
        return self.index.expand(np.union1d(dense, words))

    def _explain_best(
        self, candidates: _Candidates, employee: str, k: int, *, include_below_bar: bool
    ) -> tuple[Suggestion, ...]:
        """Explains the best, passing over those who left the store since indexing, and doubles.

        Of one team at most `TEAM_MATES` are shown, unless nobody else passes.
        """
        ranking = candidates.ranking
        order = np.argsort(-ranking.scores, kind="stable")  # the pool is sorted, so ties go by contact id
        eligible = order if include_below_bar else order[ranking.passes[order]]
        shown: dict[tuple[str, ...], Suggestion] = {}
        mates: Counter[tuple[str, str]] = Counter()
        held_back: list[Suggestion] = []
        for start in range(0, len(eligible), 2 * k):
            for suggestion in self._explain(candidates, eligible[start : start + 2 * k], employee):
                likeness, team = _likeness(suggestion.contact), _team(suggestion.contact)
                if likeness in shown:
                    continue
                if team[0] and mates[team] == TEAM_MATES:
                    held_back.append(suggestion)
                    continue
                mates[team] += 1
                shown[likeness] = suggestion
            if len(shown) >= k:
                break
        best = [*shown.values(), *held_back][:k]
        return tuple(sorted(best, key=lambda suggestion: (-suggestion.score, suggestion.contact.id)))

    def _flagged(
        self, suggestions: tuple[Suggestion, ...], employee: str, opening_id: str
    ) -> tuple[Suggestion, ...]:
        since = (datetime.now(UTC) - RECENT).isoformat(timespec="seconds")
        ids = [suggestion.contact.id for suggestion in suggestions]
        flagged = self._store.feedback.recently_considered(ids, since=since, but_for=(employee, opening_id))
        return tuple(
            replace(s, considered_recently=True) if s.contact.id in flagged else s for s in suggestions
        )

    def _explain(
        self, candidates: _Candidates, places: NDArray[np.int64], employee: str
    ) -> Iterator[Suggestion]:
        ranking = candidates.ranking
        supports = [support_of(place, self.index, candidates.pool, candidates.cosines) for place in places]
        ids = [support.contact_id for support in supports]
        contacts, ties = self._store.contacts_by_id(ids), self._store.ties(employee, ids)
        fragments = self._store.fragments_by_id([i for s in supports for i in s.fragment_ids])
        for place, support in zip(places, supports, strict=True):
            if support.contact_id in contacts and support.contact_id in ties:
                yield explain(
                    candidates.query,
                    support,
                    fragments,
                    contact=contacts[support.contact_id],
                    tie=ties[support.contact_id],
                    score=float(ranking.scores[place]),
                    probability=None
                    if ranking.probabilities is None
                    else float(ranking.probabilities[place]),
                    contributions={name: float(part[place]) for name, part in ranking.contributions.items()},
                )


def _likeness(contact: Contact) -> tuple[str, ...]:
    """Gives what two contacts share who are one person, imported twice: the name and every title."""
    titles = {fold(position.title) for position in contact.profile.positions}
    # A nameless profile is nobody's double.
    return (fold(contact.name) or contact.id, *sorted(titles))


def _team(contact: Contact) -> tuple[str, str]:
    """Gives the company and the title that team mates share; no company, no team."""
    title = contact.profile.positions[0].title if contact.profile.positions else ""
    return fold(contact.company), fold(title)


def _first_distinct(values: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Gives the first `n` distinct values, in the order in which they first stand."""
    distinct, first = np.unique(values, return_index=True)
    return distinct[np.argsort(first)][:n]
