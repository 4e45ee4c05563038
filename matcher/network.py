"""A network: the contacts of one employee, and the tie to each."""

from dataclasses import dataclass, field
from enum import StrEnum


class HowKnown(StrEnum):
    """Where an employee has a contact from, as far as a source tells."""

    LINKEDIN = "linkedin"
    RESUME = "resume"
    ADDRESS_BOOK = "address-book"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """What an employee and a contact are to each other: stated, or read from both histories."""

    COLLEAGUES = "colleagues"
    STUDIES = "studies"  # at the same school, at the same time
    BUSINESS = "business"  # client, supplier, partner
    COMMUNITY = "community"  # an association, an event, a trade's circle
    PRIVATE = "private"  # friends or family; nothing more is asked
    UNKNOWN = "unknown"


class Strength(StrEnum):
    """How strong a tie is: as the employee says, or as facts suggest; never read from messages."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Tie:
    """One employee knows one contact. It is shown beside a fit and never changes it.

    Attributes:
        connected_on: ISO 8601 date, None where unknown.
        last_exchange: ISO 8601 of reduced precision, and only if the employee said so.
        reasons: Why `relation` and `strength` are what they are, in words.
    """

    employee: str
    contact_id: str
    how_known: HowKnown = HowKnown.UNKNOWN
    connected_on: str | None = None
    strength: Strength = Strength.UNKNOWN
    relation: Relation = Relation.UNKNOWN
    last_exchange: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TieStatement:
    """What an employee says of a tie.

    Attributes:
        strength: UNKNOWN leaves it to the facts.
        relation: UNKNOWN leaves it to the facts.
        last_exchange: ISO 8601 of reduced precision, None where not said.
        given_at: ISO 8601, UTC; empty until it is stored.
        number: Of the statement, 0 until it is stored; a later one has a higher one.
    """

    employee: str
    contact_id: str
    strength: Strength = Strength.UNKNOWN
    relation: Relation = Relation.UNKNOWN
    last_exchange: str | None = None
    given_at: str = ""
    number: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Network:
    """The contacts of one employee.

    Attributes:
        contact_ids: In ascending order, never empty.
    """

    employee: str
    contact_ids: tuple[str, ...]
