"""Evidence: what a profile says for one requirement, quoted."""

from dataclasses import dataclass
from enum import StrEnum

from matcher.opening import Requirement


class Grade(StrEnum):
    """How far a quoted fragment supports a requirement. `unknown` is never counted as a miss."""

    MET = "met"
    PARTLY = "partly"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The best fragment of a profile for one requirement.

    Attributes:
        score: Cosine of requirement and fragment, -1 to 1.
        quote: The fragment as it is stored; empty when the grade is `unknown`.
        source: Where the fragment stands, such as `position` or `skills`; empty with the quote.
        date: When it was true: `2019-03 – 2021-12`, ISO 8601 of reduced precision; None where unknown.
        fragment_id: The fragment's id in the store; None with an empty quote.
    """

    requirement: Requirement
    grade: Grade
    score: float
    quote: str = ""
    source: str = ""
    date: str | None = None
    fragment_id: int | None = None
