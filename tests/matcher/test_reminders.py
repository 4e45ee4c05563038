from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from matcher.catalogue import Tongue
from matcher.errors import UnknownEmployee, UnknownReminder
from matcher.introduction import Actor, Move, Party, Stage
from matcher.opening import Opening
from matcher.readers.report import Reading
from matcher.reminder_feed import Feed, Naming, calendar, called
from matcher.reminders import Answered, Reminder, ReminderAnswer, ReminderKind
from tests.conftest import reading
from tests.database import ask

ME, RECRUITER = Actor(Party.EMPLOYEE, "me"), Actor(Party.RECRUITER, "key-1")
TODAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DONE, DISMISSED, SNOOZED = ReminderAnswer


@pytest.fixture
def asked(store) -> str:
    """The id of an introduction of Ada Vale that stands at `asked` since `TODAY`."""
    store.introductions.clock = store.reminders.clock = lambda: TODAY
    store.import_contacts(reading(("Ada Vale", "chef")), "me")
    store.import_openings(Reading("markdown", "a.md", (Opening("o1", "Head chef", "Head chef"),)))
    (contact_id,) = store.network("me").contact_ids
    found = store.introductions.start("me", contact_id, "o1")
    return store.introductions.step(found.id, Move(Stage.ASKED, ME)).id


def go(store, introduction_id, *steps) -> None:
    for stage, day in steps:
        actor = RECRUITER if stage in (Stage.IN_PROCESS, Stage.HIRED, Stage.NOT_HIRED) else ME
        store.introductions.step(introduction_id, Move(stage, actor, day))


def due(store) -> list[tuple[ReminderKind, date]]:
    return [(reminder.kind, reminder.due_on) for reminder in store.reminders.reminders("me")]


MADE = ((Stage.ACCEPTED, None), (Stage.INTRODUCED, None))
IN_PROCESS = (*MADE, (Stage.IN_PROCESS, date(2026, 12, 4)))
HIRED = (*MADE, (Stage.IN_PROCESS, None), (Stage.HIRED, date(2027, 3, 31)))


def test_no_answer_after_ten_days(store, asked):
    assert due(store) == [(ReminderKind.NO_ANSWER, date(2026, 12, 3))]


@pytest.mark.parametrize(
    ("steps", "kind", "day"),
    [
        (IN_PROCESS, ReminderKind.INTERVIEW_DONE, date(2026, 12, 5)),
        (
            (*IN_PROCESS, (Stage.IN_PROCESS, date(2026, 12, 18))),
            ReminderKind.INTERVIEW_DONE,
            date(2026, 12, 19),
        ),
        (HIRED, ReminderKind.TRIAL_ENDS, date(2027, 3, 31)),
        ((*HIRED, (Stage.LEFT, date(2027, 1, 15))), ReminderKind.AFTER_DEPARTURE, date(2027, 1, 22)),
        ((*HIRED, (Stage.LEFT, None)), ReminderKind.AFTER_DEPARTURE, date(2026, 11, 30)),
    ],
)
def test_what_comes_after_a_step(store, asked, steps, kind, day):
    go(store, asked, *steps)
    assert due(store) == [(kind, day)]


@pytest.mark.parametrize(
    "steps",
    [
        ((Stage.DECLINED, None),),
        ((Stage.SUGGESTED, None),),
        MADE,
        (*MADE, (Stage.IN_PROCESS, None)),
        (*IN_PROCESS, (Stage.NOT_HIRED, None)),
        (*MADE, (Stage.IN_PROCESS, None), (Stage.HIRED, None)),
        (*HIRED, (Stage.SETTLED, None)),
    ],
)
def test_after_the_other_steps_nothing_is_to_be_thought_of(store, asked, steps):
    go(store, asked, *steps)
    assert due(store) == []


def test_a_step_that_is_taken_back_takes_its_reminder_along(store, asked):
    go(store, asked, *IN_PROCESS)
    store.introductions.undo(asked, RECRUITER)
    assert due(store) == []


def test_a_reminder_is_done_and_that_is_taken_back(store, asked):
    (reminder,) = store.reminders.reminders("me")
    done = store.reminders.answer("me", reminder.id, DONE)
    assert (done.answer, done.is_open) == (DONE, False)
    assert store.reminders.take_back("me", reminder.id) == reminder


@pytest.mark.parametrize(("until", "day"), [(None, date(2026, 12, 10)), (date(2027, 1, 4), date(2027, 1, 4))])
def test_a_reminder_that_is_put_off_comes_back_a_week_later_or_on_the_day_that_is_named(
    store, asked, until, day
):
    (reminder,) = store.reminders.reminders("me")
    later = store.reminders.answer("me", reminder.id, SNOOZED, until=until)
    assert (later.due_on, later.is_open) == (day, True)


def test_the_latest_answer_counts(store, asked):
    (reminder,) = store.reminders.reminders("me")
    store.reminders.answer("me", reminder.id, SNOOZED)
    dismissed = store.reminders.answer("me", reminder.id, DISMISSED)
    assert (dismissed.answer, dismissed.due_on) == (DISMISSED, reminder.due_on)


@pytest.mark.parametrize("answer", [DONE, DISMISSED])
def test_a_day_comes_with_putting_off_alone(answer):
    with pytest.raises(ValueError, match="only|nothing else"):
        Answered(answer, date(2026, 12, 1))


def test_another_employees_reminder_is_as_unknown_as_none(store, asked):
    store.import_contacts(reading(("Bo", "cook")), "you")
    for employee, reminder_id in (("you", f"{asked}-2"), ("me", f"{asked}-9"), ("me", "x")):
        with pytest.raises(UnknownReminder):
            store.reminders.answer(employee, reminder_id, DONE)
        with pytest.raises(UnknownReminder):
            store.reminders.take_back(employee, reminder_id)
    assert store.reminders.reminders("you") == ()


# --- the calendar ---


def entries(feed: Feed, *reminders: Reminder, name: str = "Ada Maria Vale"):
    return Calendar.from_ical(calendar(feed, reminders, {"c": name})).walk("VEVENT")


def reminder(kind=ReminderKind.NO_ANSWER, **fields) -> Reminder:
    return Reminder("i", 2, kind, "c", "o1", date(2026, 12, 3), **fields)


def test_a_calendar_program_reads_an_all_day_entry():
    (entry,) = entries(Feed("me"), reminder())
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2026, 12, 3), date(2026, 12, 4))
    assert (entry["SUMMARY"], entry["TRANSP"], entry["CLASS"]) == (
        "A word to A. V.?",
        "TRANSPARENT",
        "PRIVATE",
    )


@pytest.mark.parametrize("kind", list(ReminderKind))
@pytest.mark.parametrize("naming", list(Naming))
@pytest.mark.parametrize("tongue", list(Tongue))
def test_whoever_keeps_the_calendar_learns_no_full_name_no_opening_and_no_id(kind, naming, tongue):
    written = calendar(Feed("me", naming, tongue), [reminder(kind)], {"c": "Ada Maria Vale"}).decode()
    assert not any(told in written for told in ("Vale", "Maria", "o1", "UID:i", kind.value))
    assert ("Ada" in written) is (naming is Naming.FIRST_NAME)
    assert ("A. V." in written) is (naming is Naming.INITIALS)


@pytest.mark.parametrize("name", ["", "  ", "(she/her)", "123"])
def test_a_contact_without_a_name_is_someone(name):
    assert called(name, Feed("me")) == "someone"
    assert called(name, Feed("me", Naming.FIRST_NAME, Tongue.FRENCH)) in ("quelqu'un", "123")


def test_what_was_done_leaves_the_calendar_and_what_was_put_off_stays():
    shown = entries(Feed("me"), reminder(answer=DONE), reminder(answer=SNOOZED), reminder(answer=DISMISSED))
    assert len(shown) == 1


def test_the_same_reminders_give_the_same_bytes():
    one, other = (calendar(Feed("me"), [reminder()], {}) for _ in range(2))
    assert one == other


def test_a_name_cannot_write_an_entry_of_its_own():
    (entry,) = entries(Feed("me", Naming.FIRST_NAME), reminder(), name="Ada\r\nATTENDEE:mailto:x@example.org")
    assert "ATTENDEE" not in entry


def test_a_token_opens_the_calendar_until_it_is_ended(store, asked):
    feed = Feed("me", Naming.NOBODY, Tongue.FRENCH)
    token = store.reminders.open_feed(feed)
    assert len(token) >= 43
    assert store.reminders.feed(token) == feed
    assert store.reminders.feed(token[:-1]) is None
    assert (store.reminders.close_feed("me"), store.reminders.close_feed("me")) == (True, False)
    assert store.reminders.feed(token) is None


def test_a_new_token_ends_the_one_before(store, asked):
    first, second = (store.reminders.open_feed(Feed("me")) for _ in range(2))
    assert store.reminders.feed(first) is None
    assert store.reminders.feed(second) is not None


def test_the_store_keeps_no_token(store, asked):
    token = store.reminders.open_feed(Feed("me"))
    kept = ask(store, "SELECT * FROM reminder_feeds")
    assert len(kept) == 1
    assert token not in str(kept)


def test_a_calendar_that_is_opened_or_ended_is_an_event_without_its_token(store, asked):
    token = store.reminders.open_feed(Feed("me"))
    store.reminders.close_feed("me")
    told = ask(store, "SELECT kind, actor, data FROM events ORDER BY seq DESC LIMIT 2")
    assert told == [(kind, "me", '{"for":"calendar"}') for kind in ("key-revoked", "key-made")]
    assert token not in str(told)


def test_there_is_no_calendar_of_somebody_unknown(store):
    with pytest.raises(UnknownEmployee):
        store.reminders.open_feed(Feed("nobody"))
