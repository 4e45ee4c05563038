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
class Thresholds:
    """Cosines from which a fragment is evidence; the defaults are those of the encoder `fast`.

    Neighbouring trades (*data engineer*, *systems engineer*) reach .63 there, so a title must come closer to
    be met. What is written of the work may support a requirement from further away. Another encoder has
    another scale: `scripts.train_ranker` finds the cosines from which as few who do not fit pass.

    Attributes:
        title_met: Of a title and the title that is asked for, to meet it.
        title_partly: Of a title and whatever is asked for, to support it.
        met: Of any other fragment and a requirement, to meet it.
        partly: The same, to support it.
    """

    title_met: float = 0.70
    title_partly: float = 0.48
    met: float = 0.62
    partly: float = 0.42


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
