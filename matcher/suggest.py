"""The one way in: an opening and a network, to a few contacts with the evidence for each."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from matcher.answer import Answer, Candidates, Conditions, Standing
from matcher.encoder import Encoder
from matcher.explain import explain, missing, support_of
from matcher.feedback import multipliers_of
from matcher.index import FragmentIndex, Selection
from matcher.index.pgvector import PgVectorSearch
from matcher.likeness import likeness_of, team_of
from matcher.network import Network
from matcher.opening import Opening
from matcher.ranker import AdditiveRanker, Ranker, choose_ranker
from matcher.retrieval import Retrieval
from matcher.second_reading import SecondReading
from matcher.signals import encode_opening, measure
from matcher.store import Store
from matcher.suggestion import Shortlist, Suggestion

TEAM_MATES = 2  # shown of those who hold one title in one company
RECENT = timedelta(days=90)  # within which a contact who was considered is flagged


class Suggester:
    """Answers "who in this network fits this role?".

    Args:
        store: Where contacts, fragments and ties are read.
        index: A generation made with `encoder`.
        ranker: Turns signals into scores; the one that ships unless told.
        second: A slower encoder that reads the best of those who were found again.
        database: Where the index's vectors are searched instead of in its files.

    Attributes:
        index: The generation that is searched.
        encoder: What it was made with.
        ranker: Scores those whom retrieval finds.
        second: Reads the best of them again; None where one encoder does all.

    Raises:
        IndexMismatch: If the index was made with another model.
    """

    def __init__(
        self,
        store: Store,
        index: FragmentIndex,
        encoder: Encoder,
        *,
        ranker: Ranker | None = None,
        second: Encoder | None = None,
        database: PgVectorSearch | None = None,
    ) -> None:
        index.manifest.check(encoder)
        self.index = index
        self._store, self.encoder = store, encoder
        self.ranker = ranker or choose_ranker(encoder)
        self.second = None if second is None else SecondReading(store, index, second)
        self._retrieval = Retrieval(index, database)
        self._taught: tuple[tuple[int, ...], Mapping[str, float]] = ((), {})

    @property
    def generation(self) -> str:
        """The generation of the index that is searched."""
        return self.index.folder.name

    @property
    def store_version(self) -> int:
        """The store's version when that generation was made."""
        return self.index.manifest.store_version

    @property
    def ready(self) -> bool:
        """Whether that generation is in the database, where it is searched there."""
        return self._retrieval.ready

    def suggest(
        self, opening: Opening, network: Network, *, k: int = 5, include_below_bar: bool = False
    ) -> Shortlist:
        """Finds at most `k` contacts who fit, best first; none when nobody stands out.

        Args:
            k: At least 1.
            include_below_bar: Whether those who do not stand out fill up the list.
        """
        return self.answer(opening, network, k=k, include_below_bar=include_below_bar).shortlist

    def answer(
        self,
        opening: Opening,
        network: Network,
        *,
        k: int = 5,
        include_below_bar: bool = False,
        as_then: Conditions | None = None,
    ) -> Answer:
        """Finds the same as `suggest`, and tells what that was made of.

        Args:
            as_then: The conditions of an earlier answer, to look at it again; those of now unless told. Only
                a question of now can be stopped.

        Raises:
            SuggestionsStopped: If an officer stopped suggestions for this opening, or altogether.
        """
        with self._store.reading_together():
            if as_then is None:
                self._store.stops.check(opening.id)
            conditions = as_then or self._conditions(network.employee)
            withheld = conditions.hidden | self._store.privacy.objected()
            contact_ids = _without(network.contact_ids, withheld)
            selection = self.index.select(contact_ids)
            if not len(selection.contacts):
                nobody = Shortlist(opening, len(contact_ids), True, (), missing=(opening.title,))
                return Answer(nobody, conditions)
            candidates = self.candidates(
                opening, selection, conditions.multipliers, employee=network.employee
            )
            best, passed_over = self._explain_best(
                candidates, network.employee, k, include_below_bar=include_below_bar
            )
        with self._store.reading_together():  # as the store is by now
            best = self._flagged(self._presentable(best), network.employee, opening.id)
        shortlist = Shortlist(
            opening,
            len(contact_ids),
            not candidates.ranking.passes.any(),
            best,
            close=int(candidates.ranking.close.sum()),
            missing=missing(candidates.query, candidates.cosines),
        )
        return Answer(shortlist, conditions, candidates, passed_over)

    def taught_ranker(self) -> Ranker:
        """Gives the ranker as the team's verdicts have taught it; they teach only one that is calibrated."""
        return self._taught_with(self._multipliers())

    def _conditions(self, employee: str) -> Conditions:
        return Conditions(self._store.feedback.hidden(employee), self._multipliers())

    def _presentable(self, suggestions: tuple[Suggestion, ...]) -> tuple[Suggestion, ...]:
        """Leaves out who objected or was erased while the answer was made."""
        still = self._store.privacy.presentable([suggestion.contact.id for suggestion in suggestions])
        return tuple(suggestion for suggestion in suggestions if suggestion.contact.id in still)

    def _multipliers(self) -> Mapping[str, float]:
        version = self._store.feedback.version()
        if version != self._taught[0] and isinstance(self.ranker, AdditiveRanker):
            self._taught = (version, multipliers_of(self._store))
        return self._taught[1]

    def _taught_with(self, multipliers: Mapping[str, float]) -> Ranker:
        if multipliers and isinstance(self.ranker, AdditiveRanker):
            return self.ranker.taught(multipliers)
        return self.ranker

    def candidates(
        self,
        opening: Opening,
        selection: Selection,
        multipliers: Mapping[str, float],
        *,
        employee: str | None = None,
    ) -> Candidates:
        """Finds, measures and ranks those of a selection who may fit.

        Args:
            multipliers: What the team's verdicts taught the ranking.
            employee: Whose network the selection is a part of, if it is.
        """
        query = encode_opening(opening, self.encoder)
        pool = self._retrieval.pool(query, selection, employee)
        signals, cosines = measure(query, self.index, pool)
        found = Candidates(query, pool, cosines, self._taught_with(multipliers).rank(signals))
        return found if self.second is None else self.second.of(opening, found, multipliers)

    def _explain_best(
        self, candidates: Candidates, employee: str, k: int, *, include_below_bar: bool
    ) -> tuple[tuple[Suggestion, ...], dict[str, Standing]]:
        """Explains the best, passing over those who left the store since indexing, and doubles.

        Of one team at most `TEAM_MATES` are shown, unless nobody else passes.
        """
        ranking = candidates.ranking
        order = np.argsort(-ranking.scores, kind="stable")  # the pool is sorted, so ties go by contact id
        eligible = order if include_below_bar else order[ranking.passes[order]]
        shown: dict[tuple[str, ...], Suggestion] = {}
        mates: Counter[tuple[str, str]] = Counter()
        held_back: list[Suggestion] = []
        passed_over: dict[str, Standing] = {}
        step = k + TEAM_MATES  # since some may be passed over
        for start in range(0, len(eligible), step):
            for suggestion in self._explain(candidates, eligible[start : start + step], employee):
                likeness, team = likeness_of(suggestion.contact), team_of(suggestion.contact)
                if likeness in shown:
                    passed_over[suggestion.contact.id] = Standing.DOUBLE
                    continue
                if team[0] and mates[team] == TEAM_MATES:
                    passed_over[suggestion.contact.id] = Standing.TEAM_MATE
                    held_back.append(suggestion)
                    continue
                mates[team] += 1
                shown[likeness] = suggestion
            if len(shown) >= k:
                break
        best = [*shown.values(), *held_back][:k]
        ordered = tuple(sorted(best, key=lambda suggestion: (-suggestion.score, suggestion.contact.id)))
        shown_ids = {suggestion.contact.id for suggestion in best}
        return ordered, {key: why for key, why in passed_over.items() if key not in shown_ids}

    def _flagged(
        self, suggestions: tuple[Suggestion, ...], employee: str, opening_id: str
    ) -> tuple[Suggestion, ...]:
        since = (datetime.now(UTC) - RECENT).isoformat(timespec="seconds")
        ids = [suggestion.contact.id for suggestion in suggestions]
        but_for = (employee, opening_id)
        flagged = self._store.feedback.recently_considered(ids, since=since, but_for=but_for)
        flagged |= self._store.introductions.asked_often(ids, since=since, but_for=but_for)
        return tuple(
            replace(s, considered_recently=True) if s.contact.id in flagged else s for s in suggestions
        )

    def _explain(
        self, candidates: Candidates, places: NDArray[np.int64], employee: str
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


def _without(contact_ids: tuple[str, ...], withheld: frozenset[str]) -> tuple[str, ...]:
    if withheld.isdisjoint(contact_ids):  # as nearly always, and the same network is found again at once
        return contact_ids
    return tuple(contact_id for contact_id in contact_ids if contact_id not in withheld)
