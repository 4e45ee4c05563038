"""An event: one thing that happened, by whom, about whom; never in words that tell who a person is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

GENESIS = "0" * 64  # what the first event of all follows


class EventKind(StrEnum):
    """What happened. `data` tells the rest, in ids, figures and closed choices alone."""

    SUGGESTED = "suggested"
    OPENINGS_SUGGESTED = "openings-suggested"
    CONTACT_READ = "contact-read"
    CONTACTS_LISTED = "contacts-listed"
    VERDICT_GIVEN = "verdict-given"
    VERDICT_WITHDRAWN = "verdict-withdrawn"
    INTRODUCTION = "introduction"
    IMPORTED = "imported"
    MERGED = "merged"
    SEPARATED = "separated"
    CONSENTED = "consented"
    NOTIFIED = "notified"
    CORRECTED = "corrected"
    OBJECTED = "objected"
    ERASED = "erased"
    EXPORTED = "exported"
    LOOKED_UP = "looked-up"  # an officer looked for somebody who asks for their rights
    RETENTION = "retention"
    REACHED = "reached"
    OPENING_JOINED = "opening-joined"  # a recruiter brought in what another had brought in before
    LINK_REFUSED = "link-refused"
    SHARED = "shared"
    UNSHARED = "unshared"
    KEY_MADE = "key-made"
    KEY_REVOKED = "key-revoked"
    REFUSED = "refused"
    STOPPED = "stopped"
    RESUMED = "resumed"
    REPLAYED = "replayed"
    AUDITED = "audited"
    LOG_EXPORTED = "log-exported"
    CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event before it has its place in the log.

    Attributes:
        actor: Id of who did it: an employee, an officer, or `coopt` for the program itself.
        subjects: Ids of what it is about: contacts, and an opening. Never a name.
        data: JSON values; no name and no text of a person, since the log outlives an erasure.
    """

    kind: EventKind
    actor: str
    subjects: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """An event in its place.

    Attributes:
        seq: Place in the log, from 1, without gaps.
        at: ISO 8601, UTC, by the clock of the machine that wrote it.
        kind: A value of `EventKind`; a later version of Coopt may have written others.
        hash: SHA-256 (hex) over the hash of the event before and all of the above: `matcher.events.chain`.
    """

    seq: int
    at: str
    kind: str
    actor: str
    subjects: tuple[str, ...]
    data: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log ends; kept elsewhere, it shows later whether the end was cut off or written anew."""

    seq: int
    hash: str
