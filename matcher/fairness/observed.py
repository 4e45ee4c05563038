"""Who was considered for the questions of a log: the networks of a store, scored again where asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.errors import EmptyNetwork, UnknownEmployee, UnknownOpening
from matcher.events.suggested import network_hash
from matcher.fairness.log import Assessment, Question, Questions, assessments_of
from matcher.signals import encode_opening, measure
from matcher.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Observed:
    """What a log and its store tell of who was considered for what.

    Attributes:
        answered: Questions that are looked at.
        gone: Questions whose network is there no more.
        unscored: Questions that are not scored again, since their opening was never kept or is gone.
        changed: Questions whose network holds other contacts by now; those of today are taken.
        rescored: Whether the scores are those of the models of today.
    """

    assessments: tuple[Assessment, ...]
    answered: int
    gone: int
    unscored: int
    changed: int
    rescored: bool


def observe(questions: Questions, workspace: Workspace, *, rescore: bool = False) -> Observed:
    """Finds out whom each question considered.

    Args:
        workspace: The data folder that the log is of.
        rescore: Score every contact for every opening with the models of today. A log holds the scores of
            those who were shown alone, and a scoring rate needs all.
    """
    found: list[Assessment] = []
    gone = unscored = changed = 0
    for question in questions.items:
        try:
            contact_ids = workspace.store.network(question.employee).contact_ids
        except (UnknownEmployee, EmptyNetwork):
            gone += 1
            continue
        scores: Mapping[str, float] = {}
        if rescore:
            try:
                scores = _scores(question, contact_ids, workspace)
            except UnknownOpening:
                unscored += 1
        changed += network_hash(contact_ids) != question.network_hash
        found.extend(assessments_of(question, contact_ids, scores))
    return Observed(tuple(found), len(questions.items) - gone, gone, unscored, changed, rescore)


def _scores(question: Question, contact_ids: tuple[str, ...], workspace: Workspace) -> Mapping[str, float]:
    """Scores a whole network, as the search scores those whom it retrieves."""
    suggester = workspace.suggester()
    opening = workspace.store.opening(question.opening_id)
    selection = suggester.index.select(contact_ids)
    if not len(selection.contacts):
        return {}
    signals, _ = measure(encode_opening(opening, workspace.encoder), suggester.index, selection)
    ranking = suggester.taught_ranker().rank(signals)
    values = ranking.scores if ranking.probabilities is None else ranking.probabilities
    ids = (suggester.index.contact_ids[contact].decode() for contact in selection.contacts)
    return dict(zip(ids, map(float, values), strict=True))
