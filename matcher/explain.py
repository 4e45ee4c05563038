"""The reasons for a suggestion: each requirement beside the fragment that supports it best."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matcher.contact import Contact
from matcher.evidence import Evidence, Grade, Thresholds
from matcher.fragments import Fragment, FragmentKind
from matcher.index import FragmentIndex, Selection
from matcher.network import Tie
from matcher.opening import Requirement, RequirementKind
from matcher.signals import Floats, Query
from matcher.suggestion import Suggestion


@dataclass(frozen=True, slots=True)
class Support:
    """For one candidate, the best fragment of each thing that is asked, the title first.

    Attributes:
        cosines: Of what is asked and its fragment.
    """

    contact_id: str
    fragment_ids: tuple[int, ...]
    cosines: tuple[float, ...]


def support_of(place: int, index: FragmentIndex, pool: Selection, cosines: Floats) -> Support:
    """Finds the best fragments of the candidate at `place` in the pool.

    Args:
        cosines: float32, (n_rows of the pool, n_asked).
    """
    start = pool.starts[place]
    end = pool.starts[place + 1] if place + 1 < len(pool.starts) else len(pool.rows)
    own = cosines[start:end]
    best = own.argmax(axis=0)
    return Support(
        index.contact_ids[pool.contacts[place]].decode(),
        tuple(int(index.fragment_ids[row]) for row in pool.rows[start + best]),
        tuple(float(cosine) for cosine in own[best, np.arange(own.shape[1])]),
    )


def explain(
    query: Query,
    support: Support,
    fragments: Mapping[int, Fragment],
    *,
    contact: Contact,
    tie: Tie,
    score: float,
    probability: float | None,
    contributions: Mapping[str, float] | None = None,
) -> Suggestion:
    """Makes the suggestion of a candidate: graded and quoted evidence, and what is left to ask."""
    evidence = tuple(
        _evidence(requirement, fragments.get(fragment_id), fragment_id, cosine, query.thresholds)
        for requirement, fragment_id, cosine in zip(
            query.asked, support.fragment_ids, support.cosines, strict=True
        )
    )
    unknowns = tuple(e.requirement.text for e in evidence if e.grade is Grade.UNKNOWN)
    return Suggestion(contact, score, probability, evidence, unknowns, tie, contributions or {})


def missing(query: Query, cosines: Floats) -> tuple[str, ...]:
    """Gives what is asked for and no candidate tells of, not even partly.

    Args:
        cosines: float32, (n_rows of the pool, n_asked).
    """
    best = cosines.max(axis=0, initial=-1)
    partly = query.thresholds.partly
    return tuple(asked.text for asked, cosine in zip(query.asked, best, strict=True) if cosine < partly)


def _evidence(
    requirement: Requirement,
    fragment: Fragment | None,
    fragment_id: int,
    cosine: float,
    thresholds: Thresholds,
) -> Evidence:
    grade = Grade.UNKNOWN if fragment is None else _grade(requirement, fragment, cosine, thresholds)
    if fragment is None or grade is Grade.UNKNOWN:
        return Evidence(requirement, Grade.UNKNOWN, cosine)
    source = f"{fragment.kind}, {fragment.place}" if fragment.place else str(fragment.kind)
    return Evidence(requirement, grade, cosine, fragment.text, source, fragment.date, fragment_id)


def _grade(requirement: Requirement, fragment: Fragment, cosine: float, thresholds: Thresholds) -> Grade:
    """A title never proves more than a part of a requirement: it says what someone is, not what they can."""
    asks_title = requirement.kind is RequirementKind.TITLE
    from_title = asks_title or fragment.kind is FragmentKind.TITLE
    if cosine < (thresholds.title_partly if from_title else thresholds.partly):
        return Grade.UNKNOWN
    if asks_title:
        return Grade.MET if cosine >= thresholds.title_met else Grade.PARTLY
    return Grade.MET if cosine >= thresholds.met and not from_title else Grade.PARTLY
