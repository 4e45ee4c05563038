"""Feedback: what employees answer to suggestions, and what a team's ranking learns from it.

A verdict is about one contact for one opening. It is kept with what each signal contributed to the score at
the time, never with a text of the profile. Some verdicts teach the ranking, within narrow bounds; the others
are about the tie or the profile, and leave the fit alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matcher.store import Store

LONGEST_NOTE = 500  # characters
LEAST, MOST = 0.5, 1.5  # of a multiplier
STRENGTH = 50.0
PULL = 0.5  # the most that one verdict pulls on a multiplier, before `strength` divides it
LENIENCY_DEVIATION = 2.0  # logits: how far one team may say yes more readily than another

Floats = NDArray[np.float64]


class VerdictKind(StrEnum):
    """What an employee says of a suggestion; the first three teach the ranking."""

    CONSIDER = "consider"
    NOT_FOR_THIS_ROLE = "not-for-this-role"
    PINNED = "pinned"  # more like this one
    DONT_KNOW = "dont-know"  # I do not know this person: hides the tie
    WRONG_PROFILE = "wrong-profile"  # the profile is wrong or old


TEACHING = (VerdictKind.CONSIDER, VerdictKind.NOT_FOR_THIS_ROLE, VerdictKind.PINNED)


class Reason(StrEnum):
    """Why a contact is not for a role. It is about the role: there is no reason that marks the person."""

    OTHER_TRADE = "other-trade"
    TOO_JUNIOR = "too-junior"
    TOO_SENIOR = "too-senior"
    MISSING_SKILL = "missing-skill"
    LANGUAGE = "language"
    PLACE = "place"
    NOT_LOOKING = "not-looking"  # says nothing of the fit, so it teaches nothing
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one employee says of one contact for one opening.

    Attributes:
        opening_id: Of a stored opening, or made from the text of one that is not stored.
        reason: Only with `not-for-this-role`.
        note: The employee's own words; at most 500 characters.
        contributions: What each signal added to the score, in logits, when the verdict was given.
        team: Whose ranking it teaches; empty where there is one team.
        given_at: ISO 8601, UTC; empty until it is stored.
    """

    employee: str
    opening_id: str
    contact_id: str
    kind: VerdictKind
    reason: Reason | None = None
    note: str = ""
    contributions: Mapping[str, float] = field(default_factory=dict)
    team: str = ""
    given_at: str = ""

    def __post_init__(self) -> None:
        if self.reason is not None and self.kind is not VerdictKind.NOT_FOR_THIS_ROLE:
            raise ValueError(
                f"expected a reason only with {VerdictKind.NOT_FOR_THIS_ROLE}, not with {self.kind}"
            )
        if len(self.note) > LONGEST_NOTE:
            raise ValueError(f"expected a note of at most {LONGEST_NOTE} characters, found {len(self.note)}")

    @property
    def lesson(self) -> "JudgedContributions | None":
        """What it teaches of the ranking; None where it says nothing of the fit."""
        if self.kind in (VerdictKind.CONSIDER, VerdictKind.PINNED):
            return JudgedContributions(self.contributions, fits=True)
        if self.kind is VerdictKind.NOT_FOR_THIS_ROLE and self.reason is not Reason.NOT_LOOKING:
            return JudgedContributions(self.contributions, fits=False)
        return None


@dataclass(frozen=True, slots=True)
class JudgedContributions:
    """What each signal added to a score, in logits, and whether a person found that the contact fits."""

    contributions: Mapping[str, float]
    fits: bool


def verdict_to_json(verdict: Verdict) -> dict[str, Any]:
    """Writes a verdict as the command line and the API both give it; contributions have four digits."""
    return {
        "contact_id": verdict.contact_id,
        "opening_id": verdict.opening_id,
        "verdict": verdict.kind.value,
        "reason": None if verdict.reason is None else verdict.reason.value,
        "note": verdict.note,
        "given_at": verdict.given_at,
        "contributions": {name: round(value, 4) for name, value in verdict.contributions.items()},
    }


def feedback_to_json(store: "Store", employee: str, *, k: int, team: str = "") -> dict[str, Any]:
    """Writes the `k` latest verdicts of an employee that count, and what the team's ranking made of all."""
    return {
        "verdicts": [verdict_to_json(verdict) for verdict in store.feedback.verdicts(employee, k=k)],
        "multipliers": {name: round(value, 4) for name, value in multipliers_of(store, team).items()},
        "hidden": sorted(store.feedback.hidden(employee)),
        "outdated": sorted(store.feedback.outdated(employee)),
    }


def multipliers_of(store: "Store", team: str = "") -> dict[str, float]:
    """Gives what to multiply each signal's contribution with for a team; a signal that is absent counts as 1.

    It is made from the verdicts that stand each time, so that taking one back takes back what it taught.
    """
    lessons = store.feedback.lessons(team)
    return adapt(dict.fromkeys(sorted({name for one in lessons for name in one.contributions}), 1.0), lessons)


def adapt(
    prior: Mapping[str, float], verdicts: Sequence[JudgedContributions], *, strength: float = STRENGTH
) -> dict[str, float]:
    """Estimates how much a team trusts each signal, as multipliers of the contributions to the score.

    The maximum a posteriori of a Bayesian logistic regression (Bishop, Pattern Recognition and Machine
    Learning, 2006, section 4.5): P(fits) = sigmoid(leniency + sum of multiplier * contribution), each
    multiplier normal around its prior with precision `strength`. Leniency, how readily the team says yes, is
    estimated beside them and then dropped, so that a generous team inflates no signal.

    A verdict whose largest contribution exceeds `PULL` counts in proportion less (the weights of Mallows, as
    in Cantoni and Ronchetti, Robust inference for generalized linear models, JASA 96, 2001). The gradient of
    one verdict is then at most `PULL` a multiplier, hence the bound: n verdicts move none by more than
    n * `PULL` / `strength`, which is 0.1 for ten.

    Args:
        prior: The multiplier of each signal before anything was said, 0.5 to 1.5.
        verdicts: Contributions of a signal that `prior` lacks count as they are.
        strength: How many verdicts it takes to move away from the prior; above 0.

    Returns:
        A multiplier for each signal of `prior`, 0.5 to 1.5.
    """
    if strength <= 0:
        raise ValueError(f"expected a strength above 0, found {strength}")
    verdicts = [
        verdict for verdict in verdicts if verdict.contributions
    ]  # the others say nothing of a signal
    if not prior or not verdicts:
        return dict(prior)
    names = list(prior)
    own = np.array(
        [[_finite(verdict.contributions.get(name, 0.0)) for name in names] for verdict in verdicts]
    )
    fixed = np.array([_sum_of_others(verdict, prior) for verdict in verdicts])
    signs = np.array([1.0 if verdict.fits else -1.0 for verdict in verdicts])
    start = np.array([prior[name] for name in names], dtype=np.float64)
    found = _maximum_a_posteriori(start, _Lessons(own, fixed, signs), strength)
    return {name: float(multiplier) for name, multiplier in zip(names, found, strict=True)}


@dataclass(frozen=True, slots=True)
class _Lessons:
    """Verdicts by column.

    Attributes:
        own: float64, (n_verdicts, n_signals): the contributions whose multipliers are estimated.
        fixed: float64, (n_verdicts,): the sum of the others.
        signs: float64, (n_verdicts,): 1 where the contact fits, -1 where not.
    """

    own: Floats
    fixed: Floats
    signs: Floats

    @property
    def weights(self) -> Floats:
        """What each verdict counts, above 0 and at most 1: float64, (n_verdicts,)."""
        weights: Floats = PULL / np.maximum(np.abs(self.own).max(axis=1), PULL)
        return weights


def _maximum_a_posteriori(prior: Floats, lessons: _Lessons, strength: float) -> Floats:
    from scipy.optimize import minimize  # 0.3 s, which those who never gave feedback need not wait

    weights = lessons.weights

    def minus_log_posterior(estimate: Floats) -> tuple[float, Floats]:
        moved, leniency = estimate[:-1] - prior, estimate[-1]
        margins = lessons.signs * (lessons.own @ estimate[:-1] + lessons.fixed + leniency)
        loss = weights @ np.logaddexp(0, -margins)
        loss += strength / 2 * moved @ moved + (leniency / LENIENCY_DEVIATION) ** 2 / 2
        pulls = weights * lessons.signs * _sigmoid(-margins)
        slope = strength * moved - pulls @ lessons.own
        return loss, np.append(slope, leniency / LENIENCY_DEVIATION**2 - pulls.sum())

    bounds = [(LEAST, MOST)] * len(prior) + [(None, None)]
    options = {"ftol": 1e-12, "gtol": 1e-9}
    start = np.append(np.clip(prior, LEAST, MOST), 0.0)
    found = minimize(minus_log_posterior, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    multipliers: Floats = found.x[:-1]
    return multipliers


def _sigmoid(logits: Floats) -> Floats:
    """Without overflow where a logit is far below 0."""
    values: Floats = np.exp(-np.logaddexp(0, -logits))
    return values


def _sum_of_others(verdict: JudgedContributions, prior: Mapping[str, float]) -> float:
    return sum(_finite(value) for name, value in verdict.contributions.items() if name not in prior)


def _finite(contribution: float) -> float:
    """A signal that was not known added nothing."""
    return contribution if isfinite(contribution) else 0.0
