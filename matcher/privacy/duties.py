"""What is owed to a contact: a legal basis, a notice in time, and an end to the keeping."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

PURPOSE = "referral"
LONGEST_REASON = 2_000  # characters


class LegalBasis(StrEnum):
    """Why a contact may be held: the grounds of article 6(1) of the GDPR that a referral can stand on."""

    LEGITIMATE_INTEREST = "legitimate-interest"  # (f); the default
    CONSENT = "consent"  # (a)
    REQUEST = "request"  # (b): the contact asked to be considered


class Action(StrEnum):
    """What a contact may do through the link to their page; each works once a link."""

    CORRECTION = "correction"
    OBJECTION = "objection"
    ERASURE = "erasure"


@dataclass(frozen=True, slots=True)
class Controller:
    """Who answers for the data, as notices and the register name them; empty where nobody said."""

    name: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody of whom data is held, without telling who.

    Attributes:
        employees: Ids of those who know them.
    """

    contact_id: str
    employees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Objection:
    """A contact asked not to be suggested.

    Attributes:
        recorded_by: `contact` through their page, or the id of who recorded it for them.
    """

    contact_id: str
    objected_at: str
    recorded_by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice of article 14 for one contact.

    Attributes:
        collected_on: The day on which Coopt first held data of the contact, ISO 8601.
        due_on: The last day on which the notice may be given, ISO 8601.
        given_at: ISO 8601, UTC; None while it is owed.
    """

    contact_id: str
    collected_on: str
    due_on: str
    given_at: str | None = None


@dataclass(frozen=True, slots=True)
class LinkUse:
    """An action that is taken through a link.

    Attributes:
        form: The number of the form that was sent; the same form sent twice counts once.
    """

    link_id: str
    action: Action
    form: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a contact's own page.

    Attributes:
        id: Random; it tells nothing of the contact.
        expires_at: ISO 8601, UTC.
    """

    id: str
    contact_id: str
    expires_at: str


def notice_due_on(collected_on: date, within: timedelta) -> date:
    """Gives the last day for a notice: `within` after the collection, and never more than a month after.

    Article 14(3)(a) of the GDPR; a month ends on the same day of the next, or on its last day.
    """
    year, month = divmod(collected_on.year * 12 + collected_on.month, 12)
    month += 1
    day = min(collected_on.day, monthrange(year, month)[1])
    return min(collected_on + within, date(year, month, day))
