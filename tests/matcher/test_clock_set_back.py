"""A clock that is set back: nothing that had ended begins again, and nothing happens unseen."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, tzinfo
from unittest.mock import patch

import pytest

from matcher.errors import IllegalStep, SuggestionsStopped
from matcher.events import EventKind
from matcher.introduction import Actor, Move, Party, Stage
from matcher.opening import Opening
from matcher.privacy.retention import Delays, run_retention
from matcher.readers.report import Reading
from matcher.reminders import ReminderAnswer
from tests.conftest import reading

ME = Actor(Party.EMPLOYEE, "me")
BACK = timedelta(days=-100)


@contextmanager
def clock_moved(by: timedelta, *modules: str) -> Iterator[None]:
    """Moves the clock by which parts of the store go."""

    class Moved(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Moved":
            return cls.fromisoformat((datetime.now(tz) + by).isoformat())

    names = modules or ("events", "introductions", "links", "privacy", "duties", "stops", "reminders")
    patches = [patch(f"matcher.store.{name}.datetime", Moved, create=True) for name in names]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


@pytest.fixture
def asked(store):
    store.import_contacts(reading(("Ada", "chef")), "me")
    store.import_openings(Reading("text", "", (Opening("o1", "Chef", "Chef"),)))
    (contact_id,) = store.network("me").contact_ids
    found = store.introductions.start("me", contact_id, "o1")
    return store.introductions.step(found.id, Move(Stage.ASKED, ME))


def test_a_no_that_was_passed_on_is_not_taken_back_later_than_the_hour(store, asked):
    declined = store.introductions.step(asked.id, Move(Stage.DECLINED, ME))
    with clock_moved(timedelta(hours=2)):
        store.events.append(EventKind.CONTACT_READ, "me", [asked.contact_id])  # time goes on
    with clock_moved(BACK), pytest.raises(IllegalStep, match="within an hour"):
        store.introductions.undo(declined.id, ME)


def test_a_look_is_told_though_the_log_has_later_ones(store, asked):
    listed = EventKind.CONTACTS_LISTED
    assert store.events.append_read(listed, "me", [asked.contact_id]) is not None
    with clock_moved(BACK):
        assert store.events.append_read(listed, "me", [asked.contact_id]) is not None
        assert store.events.append_read(listed, "me", [asked.contact_id]) is None


def test_what_was_stopped_stays_stopped(store):
    store.stops.stop("o1", reason="under review", by="olga")
    for by in (BACK, -BACK):
        with clock_moved(by), pytest.raises(SuggestionsStopped):
            store.stops.check("o1")


def test_nobody_is_erased_earlier(store, asked):
    for today in (date.today() + BACK, date.today()):
        report = run_retention(store, Delays(), today, by="olga", apply=True)
        assert (report.expired, report.kept) == ((), 1)


def test_a_reminder_that_was_answered_does_not_come_again(store, asked):
    (reminder,) = store.reminders.reminders("me")
    store.reminders.answer("me", reminder.id, ReminderAnswer.DONE)
    with clock_moved(BACK):
        (again,) = store.reminders.reminders("me")
    assert (again.answer, again.is_open) == (ReminderAnswer.DONE, False)
    assert again.due_on == reminder.due_on


def test_the_log_stays_whole(store, asked):
    with clock_moved(BACK):
        store.introductions.step(asked.id, Move(Stage.SUGGESTED, ME))
    assert store.events.verify().problems == ()
    found = store.introductions.introduction(asked.id, ME)
    times = [step.made_at for step in found.steps]
    assert times == sorted(times)
