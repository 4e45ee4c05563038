"""A suggestion: a contact who may fit an opening, with the reasons; a shortlist: the few, or nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matcher.contact import Contact
from matcher.evidence import Evidence
from matcher.network import Tie
from matcher.opening import Opening


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One contact who may fit.

    Attributes:
        score: Higher is better; comparable within one shortlist.
        probability: Calibrated probability of fit, 0 to 1; None without a calibrated ranker.
        evidence: One entry a requirement, the opening's title first.
        unknowns: Requirements on which the profile says nothing: what to ask the contact.
        tie: How the employee knows the contact; it plays no part in `score`.
        considered_recently: Whether anyone considered the contact for another opening in the last 90 days, or
            they were asked twice; a flag, which plays no part in `score` either.
        contributions: What each signal adds to `score`, and `base`, what is the same for all; their sum is
            `score`. Empty without a calibrated ranker.
    """

    contact: Contact
    score: float
    probability: float | None
    evidence: tuple[Evidence, ...]
    unknowns: tuple[str, ...]
    tie: Tie
    contributions: Mapping[str, float] = field(default_factory=dict)
    considered_recently: bool = False


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The answer to "who in my network fits this role?".

    Attributes:
        considered: Number of contacts in the network.
        nobody_stands_out: True when no contact passes the bar; `suggestions` is then empty, unless those
            below the bar were asked for.
        suggestions: Best first, ties broken by contact id.
        close: Number of contacts below the bar, not by much.
        missing: What the opening asks for, its title included, and no contact who was looked at tells of.
        event: The place in the log of the event that tells of it; None where nobody was shown it.
    """

    opening: Opening
    considered: int
    nobody_stands_out: bool
    suggestions: tuple[Suggestion, ...]
    close: int = 0
    missing: tuple[str, ...] = ()
    event: int | None = None
