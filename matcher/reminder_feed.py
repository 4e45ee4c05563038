"""Reminders as a calendar that a calendar program subscribes to (iCalendar, RFC 5545).

Whoever keeps the calendar reads it too. Hence an entry names no opening, no outcome and nobody in full: a day
and a few words such as "A word to C. F.", or nobody at all.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from matcher.catalogue import Tongue, text
from matcher.drafts.names import first_name, initials
from matcher.reminders import Reminder

if TYPE_CHECKING:
    from icalendar import Calendar

MEDIA_TYPE = "text/calendar"
READ_AGAIN = timedelta(hours=12)


class Naming(StrEnum):
    """What a calendar tells of a contact's name."""

    INITIALS = "initials"
    FIRST_NAME = "first-name"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Feed:
    """What the calendar of an employee shows."""

    employee: str
    naming: Naming = Naming.INITIALS
    tongue: Tongue = Tongue.ENGLISH


def calendar(feed: Feed, reminders: Iterable[Reminder], names: Mapping[str, str]) -> bytes:
    """Writes the open reminders as all-day entries; the same reminders give the same bytes.

    Args:
        names: Of the contacts, by id.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//Coopt//reminders//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", text("calendar", "title", feed.tongue))
    made.add("refresh-interval", READ_AGAIN, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT12H")
    for reminder in reminders:
        if reminder.is_open:
            _add(made, reminder, called(names.get(reminder.contact_id, ""), feed), feed.tongue)
    written: bytes = made.to_ical()
    return written


def called(name: str, feed: Feed) -> str:
    """Gives as much of a name as the feed may tell."""
    told = ""
    if feed.naming is not Naming.NOBODY:
        told = (first_name(name) if feed.naming is Naming.FIRST_NAME else "") or initials(name)
    return told or text("calendar", "nobody", feed.tongue)


def _add(made: "Calendar", reminder: Reminder, name: str, tongue: Tongue) -> None:
    from icalendar import Event

    entry = Event()
    entry.add("uid", f"{hashlib.sha256(reminder.id.encode()).hexdigest()[:32]}@coopt")
    entry.add("dtstamp", datetime.combine(reminder.due_on, time(), UTC))
    entry.add("dtstart", reminder.due_on)
    entry.add("dtend", reminder.due_on + timedelta(days=1))
    entry.add("summary", text("calendar", reminder.kind, tongue, name=name))
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")  # it takes none of the day's time
    made.add_component(entry)
