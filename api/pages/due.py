"""How many reminders wait for somebody: the small count at the top of every page."""

from datetime import UTC, datetime

from api.auth.caller import Caller
from matcher.policy import Permission
from matcher.store import Store


def due_today(store: Store, caller: Caller) -> int:
    """Counts the caller's reminders that are due, none where they have no introductions."""
    if Permission.INTRODUCTIONS_READ not in caller.permissions:
        return 0
    today = datetime.now(UTC).date()
    reminders = store.reminders.reminders(caller.employee)
    return sum(reminder.is_open and reminder.due_on <= today for reminder in reminders)
