"""Where one contact stands in an answer, and what speaks for and against."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from matcher.answer import Answer, Candidates, Standing
from matcher.evidence import Grade
from matcher.explain import explain, support_of
from matcher.network import Network
from matcher.store import Store
from matcher.suggest import Suggester


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a contact was or was not suggested.

    Attributes:
        probability: Calibrated probability of fit; None without a calibrated ranker, or a profile.
        contributions: What each signal adds to the score, in logits.
        grades: How far the profile supports each thing that is asked, the title first.
    """

    contact_id: str
    standing: Standing
    score: float | None = None
    probability: float | None = None
    contributions: Mapping[str, float] = field(default_factory=dict)
    grades: tuple[Grade, ...] = ()


def explain_contact(
    suggester: Suggester, store: Store, answer: Answer, network: Network, contact_id: str
) -> Explanation:
    """Tells where a contact stands in an answer.

    What one contact tells never changes the score of another, so the figures of one who was not among the
    candidates are those that they would have had. Of somebody outside the network nothing is told.
    """
    standing = _standing(suggester, store, answer, network, contact_id)
    if standing in (Standing.NOT_IN_NETWORK, Standing.NO_PROFILE, Standing.OBJECTED):
        return Explanation(contact_id, standing)
    return _measured(suggester, store, answer, network.employee, Explanation(contact_id, standing))


def _standing(
    suggester: Suggester, store: Store, answer: Answer, network: Network, contact_id: str
) -> Standing:
    if contact_id not in network.contact_ids:
        return Standing.NOT_IN_NETWORK
    if contact_id in store.privacy.objected():
        return Standing.OBJECTED
    if contact_id in answer.conditions.hidden:
        return Standing.HIDDEN
    found = suggester.index.select([contact_id]).contacts
    if not len(found) or answer.candidates is None:
        return Standing.NO_PROFILE
    if contact_id in {suggestion.contact.id for suggestion in answer.shortlist.suggestions}:
        return Standing.SUGGESTED
    return answer.passed_over.get(contact_id) or _unshown(answer.candidates, int(found[0]))


def _unshown(candidates: Candidates, ordinal: int) -> Standing:
    places = np.flatnonzero(candidates.pool.contacts == ordinal)
    if not len(places):
        return Standing.NOT_RETRIEVED
    return Standing.BEYOND_K if candidates.ranking.passes[places[0]] else Standing.BELOW_BAR


def _measured(
    suggester: Suggester, store: Store, answer: Answer, employee: str, told: Explanation
) -> Explanation:
    selection = suggester.index.select([told.contact_id])
    if not len(selection.contacts):
        return Explanation(told.contact_id, Standing.NO_PROFILE)
    one = suggester.candidates(answer.shortlist.opening, selection, answer.conditions.multipliers)
    support = support_of(0, suggester.index, one.pool, one.cosines)
    contact = store.contacts_by_id([told.contact_id]).get(told.contact_id)
    tie = store.ties(employee, [told.contact_id]).get(told.contact_id)
    if contact is None or tie is None:  # who left at this moment
        return Explanation(told.contact_id, Standing.NOT_IN_NETWORK)
    found = explain(
        one.query,
        support,
        store.fragments_by_id(support.fragment_ids),
        contact=contact,
        tie=tie,
        score=float(one.ranking.scores[0]),
        probability=None if one.ranking.probabilities is None else float(one.ranking.probabilities[0]),
        contributions={name: float(part[0]) for name, part in one.ranking.contributions.items()},
    )
    return Explanation(
        told.contact_id,
        told.standing,
        found.score,
        found.probability,
        found.contributions,
        tuple(evidence.grade for evidence in found.evidence),
    )
