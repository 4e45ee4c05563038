"""A network: the contacts of one employee, and the tie to each."""

from dataclasses import dataclass
from enum import StrEnum


class HowKnown(StrEnum):
    """How an employee and a contact know each other, as far as a source tells."""

    LINKEDIN = "linkedin"
    RESUME = "resume"
    ADDRESS_BOOK = "address-book"
    UNKNOWN = "unknown"


class Strength(StrEnum):
    """How strong a tie is, in the employee's own words; never guessed from what was written to each other."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Tie:
    """One employee knows one contact. It is shown beside a fit and never changes it.

    Attributes:
        connected_on: ISO 8601 date, None where unknown.
    """

    employee: str
    contact_id: str
    how_known: HowKnown = HowKnown.UNKNOWN
    connected_on: str | None = None
    strength: Strength = Strength.UNKNOWN


@dataclass(frozen=True, slots=True)
class Network:
    """The contacts of one employee.

    Attributes:
        contact_ids: In ascending order, never empty.
    """

    employee: str
    contact_ids: tuple[str, ...]
