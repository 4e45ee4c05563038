"""What employees did with their reminders, and the calendars that read them."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select

from matcher.catalogue import Tongue
from matcher.errors import UnknownEmployee, UnknownReminder
from matcher.events import EventKind, NewEvent
from matcher.introduction import Actor, Party, Stage
from matcher.reminder_feed import Feed, Naming
from matcher.reminders import SNOOZE, Answered, Reminder, ReminderAnswer, reminders_of
from matcher.store.events import append_event
from matcher.store.introduction_rows import visible_to, with_steps
from matcher.store.introductions import utc_now
from matcher.store.repository import Repository
from matcher.store.statements import rows_in
from matcher.store.tables import EmployeeRow, IntroductionRow, ReminderAnswerRow, ReminderFeedRow

REMINDING = (Stage.ASKED, Stage.IN_PROCESS, Stage.HIRED, Stage.LEFT)
TOKEN_BYTES = 32
_WHAT_FOR = {"for": "calendar"}


class ReminderRepository(Repository):
    """Reminders, which follow from introductions, with what was done about them."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(engine)
        self.clock = clock

    def reminders(self, employee: str) -> tuple[Reminder, ...]:
        """Gives an employee's reminders by day, those that were answered too."""
        with self._reading() as connection:
            return _reminders(connection, employee)

    def answer(
        self, employee: str, reminder_id: str, answer: ReminderAnswer, *, until: date | None = None
    ) -> Reminder:
        """Keeps what an employee did with a reminder, in place of what they did before.

        Args:
            until: When one that is snoozed comes back; a week later unless told.

        Raises:
            UnknownReminder: If the employee has no reminder of this id.
        """
        with self._writing() as connection:
            reminder = _reminder(connection, employee, reminder_id)
            _forget(connection, reminder)
            if answer is ReminderAnswer.SNOOZED and until is None:
                until = max(self.clock().date(), reminder.due_on) + SNOOZE
            answered = Answered(answer, until)
            values = {
                "introduction_id": reminder.introduction_id,
                "number": reminder.number,
                "answer": answered.answer,
                "until": None if answered.until is None else answered.until.isoformat(),
                "given_at": self.clock().isoformat(timespec="seconds"),
            }
            connection.execute(insert(ReminderAnswerRow).values(values))
            return _reminder(connection, employee, reminder_id)

    def take_back(self, employee: str, reminder_id: str) -> Reminder:
        """Takes back what an employee did with a reminder: it stands as if nothing had been done.

        Raises:
            UnknownReminder: If the employee has no reminder of this id.
        """
        with self._writing() as connection:
            _forget(connection, _reminder(connection, employee, reminder_id))
            return _reminder(connection, employee, reminder_id)

    def open_feed(self, feed: Feed) -> str:
        """Gives a new secret under which a calendar reads an employee's reminders; the one before ends.

        Returns:
            The token, which is told this once: only its digest is kept.

        Raises:
            UnknownEmployee: If nothing was ever imported for the employee.
        """
        token = secrets.token_urlsafe(TOKEN_BYTES)
        values = {
            "employee_id": feed.employee,
            "digest": _digest(token),
            "naming": feed.naming,
            "language": feed.tongue,
            "made_at": self.clock().isoformat(timespec="seconds"),
        }
        with self._writing() as connection:
            if connection.scalar(select(EmployeeRow.id).filter_by(id=feed.employee)) is None:
                raise UnknownEmployee(feed.employee)
            connection.execute(delete(ReminderFeedRow).filter_by(employee_id=feed.employee))
            connection.execute(insert(ReminderFeedRow).values(values))
            append_event(connection, NewEvent(EventKind.KEY_MADE, feed.employee, (), _WHAT_FOR))
        return token

    def close_feed(self, employee: str) -> bool:
        """Ends an employee's calendar; tells whether there was one."""
        with self._writing() as connection:
            ended = connection.execute(delete(ReminderFeedRow).filter_by(employee_id=employee)).rowcount > 0
            if ended:
                append_event(connection, NewEvent(EventKind.KEY_REVOKED, employee, (), _WHAT_FOR))
            return ended

    def feed_of(self, employee: str) -> tuple[Feed, str] | None:
        """Gives what an employee's calendar shows, and when it was made (ISO 8601, UTC); None without one."""
        with self._reading() as connection:
            query = select(ReminderFeedRow).filter_by(employee_id=employee)
            row = connection.execute(query).one_or_none()
        return None if row is None else (_feed(row), row.made_at)

    def feed(self, token: str) -> Feed | None:
        """Gives the calendar that a token opens; None where it opens none."""
        with self._reading() as connection:
            query = select(ReminderFeedRow).filter_by(digest=_digest(token))
            row = connection.execute(query).one_or_none()
        return None if row is None else _feed(row)


def _feed(row: Row[Any]) -> Feed:
    return Feed(row.employee_id, Naming(row.naming), Tongue(row.language))


def _digest(token: str) -> str:
    """A token is as random as a key, so its plain digest cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _reminders(connection: Connection, employee: str) -> tuple[Reminder, ...]:
    query = visible_to(Actor(Party.EMPLOYEE, employee)).where(IntroductionRow.stage.in_(REMINDING))
    introductions = with_steps(connection, connection.execute(query).all())
    ids = [introduction.id for introduction in introductions]
    return reminders_of(introductions, _answers(connection, ids))


def _answers(connection: Connection, ids: Sequence[str]) -> dict[tuple[str, int], Answered]:
    return {
        (row.introduction_id, row.number): Answered(
            ReminderAnswer(row.answer), None if row.until is None else date.fromisoformat(row.until)
        )
        for row in rows_in(connection, select(ReminderAnswerRow), ReminderAnswerRow.introduction_id, ids)
    }


def _reminder(connection: Connection, employee: str, reminder_id: str) -> Reminder:
    for reminder in _reminders(connection, employee):
        if reminder.id == reminder_id:
            return reminder
    raise UnknownReminder(reminder_id)


def _forget(connection: Connection, reminder: Reminder) -> None:
    key = {"introduction_id": reminder.introduction_id, "number": reminder.number}
    connection.execute(delete(ReminderAnswerRow).filter_by(**key))
