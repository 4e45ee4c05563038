"""The question the other way round: which openings would be good for this contact?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from matcher.automation_note import automation_note
from matcher.encoder import Encoder
from matcher.errors import Objected, UnknownContact
from matcher.events.recording import record_openings
from matcher.explain import Support, explain, support_of
from matcher.index import FragmentIndex, Selection
from matcher.opening import Opening
from matcher.ranker import BASE, Ranker, Ranking, choose_ranker
from matcher.signals import Query, encode_opening, measure
from matcher.store import Store
from matcher.suggestion import Shortlist, Suggestion
from matcher.wire import opening_to_json, shortlist_to_json

if TYPE_CHECKING:
    from matcher.workspace import Workspace

POOL = 50  # openings measured in full: those whose titles come closest


@dataclass(frozen=True, slots=True)
class OpeningSuggestion:
    """An opening that may be good for a contact, with the evidence that its own shortlist would give."""

    opening: Opening
    suggestion: Suggestion


@dataclass(frozen=True, slots=True)
class _Fit:
    """One contact, measured for one opening."""

    opening: Opening
    query: Query
    ranking: Ranking
    support: Support

    @property
    def score(self) -> float:
        return float(self.ranking.scores[0])

    @property
    def contributions(self) -> dict[str, float]:
        return {name: float(part[0]) for name, part in self.ranking.contributions.items()}

    @property
    def probability(self) -> float | None:
        return None if self.ranking.probabilities is None else float(self.ranking.probabilities[0])


class OpeningsFor:
    """Answers "which openings would be good for this contact?".

    Args:
        store: Where openings, contacts, fragments and ties are read.
        index: A generation made with `encoder`.
        ranker: Turns signals into scores; the one that answers the opening's own question.
        closed_too: Whether openings that expired, are closed or are not listed are looked at too.

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
        closed_too: bool = False,
    ) -> None:
        index.manifest.check(encoder)
        self._store, self._index, self._encoder = store, index, encoder
        self._ranker, self._closed_too = ranker or choose_ranker(encoder), closed_too

    @classmethod
    def over(cls, workspace: "Workspace", *, taught: bool = True, closed_too: bool = False) -> Self:
        """Asks a workspace's store and its index, brought up to date first where it is behind.

        Args:
            taught: Whether to rank as the team's verdicts have taught; what they teach is told from the rest
                only by the ranker as it ships.
            closed_too: Whether openings that expired, are closed or are not listed are looked at too.
        """
        suggester = workspace.suggester()
        ranker = suggester.taught_ranker() if taught else suggester.ranker
        return cls(workspace.store, suggester.index, suggester.encoder, ranker=ranker, closed_too=closed_too)

    @classmethod
    def asked_of(
        cls,
        workspace: "Workspace",
        contact_id: str,
        employee: str,
        *,
        by: str,
        k: int = 5,
        closed_too: bool = False,
    ) -> tuple[OpeningSuggestion, ...]:
        """Finds what `openings_for` does, and puts into the log what is about to be shown to whom.

        Args:
            by: Id of who asks.
            closed_too: Whether openings that expired, are closed or are not listed are looked at too.

        Raises:
            UnknownContact: If the contact is not in the employee's network.
            SuggestionsStopped: If an officer stopped all suggestions.
        """
        suggester = workspace.suggester()
        ranker = suggester.taught_ranker()
        asked = cls(workspace.store, suggester.index, suggester.encoder, ranker=ranker, closed_too=closed_too)
        found = asked.openings_for(contact_id, employee, k=k)
        record_openings(workspace.store, suggester, contact_id, found, by)
        return found

    def openings_for(self, contact_id: str, employee: str, *, k: int = 5) -> tuple[OpeningSuggestion, ...]:
        """Finds at most `k` openings that the contact fits, best first; none when none stands out.

        Raises:
            UnknownContact: If the contact is not in the employee's network.
            Objected: If they asked not to be suggested.
        """
        contact = self._store.contacts_by_id([contact_id]).get(contact_id)
        tie = self._store.ties(employee, [contact_id]).get(contact_id)
        if contact is None or tie is None:
            raise UnknownContact(contact_id)
        if self._store.privacy.objection(contact_id) is not None:
            raise Objected(contact_id)
        fits = self._best(contact_id, k)
        fragments = self._store.fragments_by_id([i for fit in fits for i in fit.support.fragment_ids])
        return tuple(
            OpeningSuggestion(
                fit.opening,
                explain(
                    fit.query,
                    fit.support,
                    fragments,
                    contact=contact,
                    tie=tie,
                    score=fit.score,
                    probability=fit.probability,
                    contributions=fit.contributions,
                ),
            )
            for fit in fits
        )

    def contributions(self, opening: Opening, contact_id: str) -> dict[str, float]:
        """Gives what each signal adds to the contact's score for an opening, in logits, the base left out.

        Empty where the ranker does not tell, or where nothing is known of the contact's work.
        """
        selection = self._index.select([contact_id])
        if not len(selection.contacts):
            return {}
        told = self._fit(opening, selection).ranking.contributions
        return {name: float(values[0]) for name, values in told.items() if name != BASE}

    def _best(self, contact_id: str, k: int) -> list[_Fit]:
        """Measures the openings whose titles come closest, and keeps the best that pass the bar."""
        selection = self._index.select([contact_id])
        if not len(selection.contacts):
            return []
        fits = (self._fit(opening, selection) for opening in self._nearest(selection))
        return sorted((fit for fit in fits if fit.ranking.passes[0]), key=lambda f: (-f.score, f.opening.id))[
            :k
        ]

    def _nearest(self, selection: Selection) -> Iterable[Opening]:
        titles = self._store.opening_titles()
        titles = {opening_id: titles[opening_id] for opening_id in self._store.stops.allowed(list(titles))}
        passed_over = {} if self._closed_too else self._store.openings_not_open(date.today())
        titles = {opening_id: title for opening_id, title in titles.items() if opening_id not in passed_over}
        if not titles:
            return ()
        distinct = list(dict.fromkeys(titles.values()))
        vectors = self._encoder.encode_query(distinct)
        cosines = (self._index.vectors[selection.rows] @ vectors.T).max(axis=0)
        cosine_of = dict(zip(distinct, cosines.tolist(), strict=True))
        nearest = sorted(titles, key=lambda opening_id: (-cosine_of[titles[opening_id]], opening_id))[:POOL]
        return self._store.openings_by_id(nearest).values()

    def _fit(self, opening: Opening, selection: Selection) -> _Fit:
        query = encode_opening(opening, self._encoder)
        signals, cosines = measure(query, self._index, selection)
        return _Fit(
            opening, query, self._ranker.rank(signals), support_of(0, self._index, selection, cosines)
        )


def openings_to_json(
    contact_id: str,
    found: Iterable[OpeningSuggestion],
    *,
    languages: Sequence[str] = (),
    passed_over: int = 0,
) -> dict[str, Any]:
    """Writes the answer; each suggestion has the shape that it has in a shortlist.

    Args:
        languages: Those of the reader, the best first, for the note.
        passed_over: Number of openings that were not looked at, being open no longer or not listed.
    """
    openings = [_to_json(one) for one in found]
    return {
        "contact_id": contact_id,
        "none_stands_out": not openings,
        "openings": openings,
        "passed_over": passed_over,
        "note": automation_note(languages),
    }


def _to_json(found: OpeningSuggestion) -> dict[str, Any]:
    opening = found.opening
    shortlist = Shortlist(opening, 1, False, (found.suggestion,))
    return {
        "opening": opening_to_json(opening),
        "suggestion": shortlist_to_json(shortlist)["suggestions"][0],
    }
