"""An answer with what it was made of: where each contact stands, and under which conditions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from matcher.index import Selection
from matcher.ranker import Ranking
from matcher.signals import Floats, Query
from matcher.suggestion import Shortlist


class Standing(StrEnum):
    """What became of one contact when an opening was asked about. None of it marks the person."""

    SUGGESTED = "suggested"
    BELOW_BAR = "below-bar"  # what the profile tells does not stand out for this opening
    BEYOND_K = "beyond-k"  # above the bar, and enough others were above
    TEAM_MATE = "team-mate"  # two who hold the same title in the same company were shown already
    DOUBLE = "double"  # the same name and titles as somebody who was shown
    HIDDEN = "hidden"  # the employee said that they do not know the person
    OBJECTED = "objected"  # the person does not want to be suggested
    NOT_RETRIEVED = "not-retrieved"  # not among the first by meaning or by words, in a large network
    NO_PROFILE = "no-profile"  # nothing is known of their work
    NOT_IN_NETWORK = "not-in-network"  # no contact of this employee, now


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an answer depended on beside the opening, the network and the models.

    Attributes:
        hidden: Contacts who were not to be shown to the employee.
        multipliers: What the team's verdicts had taught the ranker; see `matcher.feedback.adapt`.
    """

    hidden: frozenset[str] = frozenset()
    multipliers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Those whom retrieval found, measured and ranked; arrays in the order of the pool."""

    query: Query
    pool: Selection
    cosines: Floats
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class Answer:
    """A shortlist, with all that it takes to tell why somebody is on it and somebody else is not.

    Attributes:
        candidates: None where nothing is known of anybody's work.
        passed_over: Of those above the bar, who was not shown for another reason than that enough were.
    """

    shortlist: Shortlist
    conditions: Conditions
    candidates: Candidates | None = None
    passed_over: Mapping[str, Standing] = field(default_factory=dict)
