import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from matcher.errors import (
    IllegalStep,
    Objected,
    StaleIntroduction,
    UnknownContact,
    UnknownIntroduction,
    UnknownOpening,
)
from matcher.index import open_current
from matcher.introduction import MADE, UNDER_WAY, Actor, Move, Party, Stage
from matcher.opening import Opening
from matcher.readers.report import Reading
from matcher.reindex import reindex
from matcher.suggest import Suggester
from tests.conftest import reading
from tests.database import ask

ME, YOU = Actor(Party.EMPLOYEE, "me"), Actor(Party.EMPLOYEE, "you")
RECRUITER = Actor(Party.RECRUITER, "key-1")
OPENINGS = tuple(Opening(f"o{n}", title, title) for n, title in enumerate(("Chef", "Cook", "Engineer")))
TO_PROCESS = (Stage.ASKED, Stage.ACCEPTED, Stage.INTRODUCED)


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock(store) -> Clock:
    store.introductions.clock = Clock()
    return store.introductions.clock


@pytest.fixture
def ada(store, clock) -> str:
    """The id of a contact of `me`, `you` and `they`."""
    for employee in ("me", "you", "they"):
        store.import_contacts(reading(("Ada", "chef")), employee)
    store.import_openings(Reading("markdown", "a.md", OPENINGS))
    (contact_id,) = store.network("me").contact_ids
    return contact_id


def start(store, contact_id, *, employee="me", opening="o0", to=()):
    found = store.introductions.start(employee, contact_id, opening)
    for stage in to:
        found = store.introductions.step(found.id, Move(stage, Actor(Party.EMPLOYEE, employee)))
    return found


def stages(store, introduction) -> list[Stage]:
    found = store.introductions.introduction(introduction.id, ME)
    return [step.stage for step in found.steps if step.undone_at is None]


def rows(store, question: str) -> list[tuple]:
    return ask(store, question)


def test_a_suggestion_is_taken_up_by_an_employee(store, ada, clock):
    found = start(store, ada)
    assert (found.employee, found.contact_id, found.opening_id) == ("me", ada, "o0")
    assert (found.stage, found.version) == (Stage.CONSIDERING, 1)
    (step,) = found.steps
    assert (step.origin, step.party, step.made_at) == (Stage.SUGGESTED, Party.EMPLOYEE, clock.now)


def test_starting_twice_gives_the_same_as_it_stands(store, ada):
    asked = start(store, ada, to=[Stage.ASKED])
    assert start(store, ada) == asked


def test_what_rests_can_be_taken_up_again(store, ada):
    resting = start(store, ada, to=[Stage.ASKED, Stage.SUGGESTED])
    again = start(store, ada)
    assert (again.id, again.stage) == (resting.id, Stage.CONSIDERING)


def test_only_own_contacts_and_known_openings_are_introduced(store, ada):
    with pytest.raises(UnknownContact):
        store.introductions.start("me", "nobody", "o0")
    with pytest.raises(UnknownContact):
        store.introductions.start("stranger", ada, "o0")
    with pytest.raises(UnknownOpening):
        store.introductions.start("me", ada, "nowhere")
    assert rows(store, "SELECT * FROM introductions") == []


def test_who_objected_is_not_taken_up(store, ada):
    store.privacy.object(ada)
    with pytest.raises(Objected):
        store.introductions.start("me", ada, "o0")


def test_who_objected_meanwhile_is_neither_asked_nor_introduced_and_may_rest(store, ada):
    considered, accepted = start(store, ada), start(store, ada, opening="o1", to=TO_PROCESS[:2])
    store.privacy.object(ada)
    for found, stage in ((considered, Stage.ASKED), (accepted, Stage.INTRODUCED)):
        with pytest.raises(Objected):
            store.introductions.step(found.id, Move(stage, ME))
        assert store.introductions.step(found.id, Move(Stage.SUGGESTED, ME)).stage is Stage.SUGGESTED


def test_the_whole_way_from_the_suggestion_to_the_new_job(store, ada):
    found = start(store, ada, to=TO_PROCESS)
    for stage in (Stage.IN_PROCESS, Stage.HIRED):
        found = store.introductions.step(found.id, Move(stage, RECRUITER))
    found = store.introductions.step(found.id, Move(Stage.SETTLED, ME))
    assert stages(store, found) == [
        Stage.CONSIDERING,
        *TO_PROCESS,
        Stage.IN_PROCESS,
        Stage.HIRED,
        Stage.SETTLED,
    ]


def test_an_illegal_step_names_those_that_are_not(store, ada):
    found = start(store, ada, to=[Stage.ASKED])
    with pytest.raises(IllegalStep, match="stands at asked.*to: accepted, declined, suggested") as refused:
        store.introductions.step(found.id, Move(Stage.HIRED, ME))
    assert refused.value.allowed == ("accepted", "declined", "suggested")
    assert store.introductions.introduction(found.id, ME) == found


def test_a_step_of_another_party_is_told_as_theirs(store, ada):
    found = start(store, ada, to=TO_PROCESS)
    with pytest.raises(IllegalStep, match="step of the recruiter, not of the employee"):
        store.introductions.step(found.id, Move(Stage.IN_PROCESS, ME))


def test_each_sees_only_what_they_take_part_in(store, ada):
    found = start(store, ada, to=[Stage.ASKED])
    for stranger in (YOU, RECRUITER, Actor(Party.CONTACT, "another")):
        with pytest.raises(UnknownIntroduction):
            store.introductions.introduction(found.id, stranger)
        with pytest.raises(UnknownIntroduction):
            store.introductions.step(found.id, Move(Stage.ACCEPTED, stranger))
        with pytest.raises(UnknownIntroduction):
            store.introductions.undo(found.id, stranger)
        assert store.introductions.introductions(stranger) == ()
    assert store.introductions.introductions(Actor(Party.CONTACT, ada)) == (found,)


def test_a_recruiter_sees_what_was_made_and_no_thought_before(store, ada):
    start(store, ada, to=TO_PROCESS[:2])
    made = start(store, ada, opening="o1", to=TO_PROCESS)
    assert store.introductions.introductions(RECRUITER) == (made,)
    assert store.introductions.introductions(RECRUITER, opening_id="o0") == ()
    assert made.stage in MADE


def test_the_contact_answers_and_says_no_at_any_time(store, ada):
    contact = Actor(Party.CONTACT, ada)
    found = start(store, ada, to=[Stage.ASKED])
    found = store.introductions.step(found.id, Move(Stage.ACCEPTED, contact))
    assert found.has_consent
    store.introductions.step(found.id, Move(Stage.INTRODUCED, ME))
    store.introductions.step(found.id, Move(Stage.IN_PROCESS, RECRUITER))
    found = store.introductions.step(found.id, Move(Stage.DECLINED, contact))
    assert not found.has_consent
    assert store.introductions.introductions(RECRUITER) == ()


def test_nobody_else_takes_a_contacts_no_back(store, ada):
    contact = Actor(Party.CONTACT, ada)
    found = start(store, ada, to=[Stage.ASKED])
    store.introductions.step(found.id, Move(Stage.DECLINED, contact))
    with pytest.raises(IllegalStep, match="the contact, who alone"):
        store.introductions.undo(found.id, ME)
    assert store.introductions.undo(found.id, contact).stage is Stage.ASKED


def test_undo_goes_back_step_by_step_and_erases_nothing(store, ada, clock):
    found = start(store, ada, to=[Stage.ASKED])
    clock.pass_by(days=2)
    back = store.introductions.undo(found.id, ME)
    assert (back.stage, back.version) == (Stage.CONSIDERING, found.version + 1)
    assert [step.undone_at for step in back.steps] == [None, clock.now]
    assert store.introductions.undo(found.id, ME).stage is Stage.SUGGESTED
    with pytest.raises(IllegalStep, match="no step is left"):
        store.introductions.undo(found.id, ME)


def test_a_step_of_long_ago_stands(store, ada, clock):
    found = start(store, ada, to=[Stage.ASKED])
    clock.pass_by(days=30, seconds=1)
    with pytest.raises(IllegalStep, match="within 30 days"):
        store.introductions.undo(found.id, ME)


def test_after_an_undo_another_step_is_taken(store, ada):
    found = start(store, ada, to=[Stage.ASKED, Stage.DECLINED])
    store.introductions.undo(found.id, ME)
    found = store.introductions.step(found.id, Move(Stage.ACCEPTED, ME))
    assert stages(store, found) == [Stage.CONSIDERING, Stage.ASKED, Stage.ACCEPTED]
    assert [step.number for step in found.steps] == [1, 2, 3, 4]


def test_two_tabs_do_not_overwrite_each_other(store, ada):
    seen = start(store, ada, to=[Stage.ASKED])
    store.introductions.step(seen.id, Move(Stage.ACCEPTED, ME), version=seen.version)
    with pytest.raises(StaleIntroduction, match="you saw version 2, it is at version 3"):
        store.introductions.step(seen.id, Move(Stage.DECLINED, ME), version=seen.version)
    with pytest.raises(StaleIntroduction):
        store.introductions.undo(seen.id, ME, version=seen.version)
    assert stages(store, seen)[-1] is Stage.ACCEPTED


def test_of_many_at_once_one_is_heard(store, ada):
    seen, refused = start(store, ada, to=[Stage.ASKED]), []

    def take() -> None:
        try:
            store.introductions.step(seen.id, Move(Stage.ACCEPTED, ME), version=seen.version)
        except StaleIntroduction as error:
            refused.append(error)

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 7
    assert store.introductions.introduction(seen.id, ME).version == seen.version + 1


def test_a_clock_that_was_set_back_puts_no_step_before_another(store, ada, clock):
    found = start(store, ada)
    clock.pass_by(days=-400)
    found = store.introductions.step(found.id, Move(Stage.ASKED, ME))
    assert found.steps[1].made_at == found.steps[0].made_at


def test_a_day_is_kept_with_its_step(store, ada):
    found = start(store, ada, to=TO_PROCESS)
    found = store.introductions.step(found.id, Move(Stage.IN_PROCESS, RECRUITER, date(2026, 12, 4)))
    assert found.steps[-1].day == date(2026, 12, 4)


def test_the_latest_changed_come_first_and_those_that_rest_are_left_out_when_asked(store, ada, clock):
    first = start(store, ada, to=[Stage.SUGGESTED])
    clock.pass_by(minutes=1)
    second = start(store, ada, opening="o1")
    assert store.introductions.introductions(ME) == (second, first)
    assert store.introductions.introductions(ME, stages=UNDER_WAY) == (second,)
    assert store.introductions.introductions(ME, k=1) == (second,)


def test_each_step_is_an_event_with_its_actor_and_no_name(store, ada):
    found = start(store, ada, to=[Stage.ASKED])
    store.introductions.undo(found.id, ME)
    told = rows(
        store, "SELECT actor, subjects, data, at FROM events WHERE kind = 'introduction' ORDER BY seq"
    )
    assert [actor for actor, *_ in told] == ["me"] * 3
    assert all(ada in subjects and "o0" in subjects and at for _, subjects, _, at in told)
    assert ["undone" in data for _, _, data, _ in told] == [False, False, True]
    assert "Ada" not in str(told)


def test_a_step_that_is_refused_is_no_event(store, ada):
    found = start(store, ada)
    before = store.events.head
    with pytest.raises(IllegalStep):
        store.introductions.step(found.id, Move(Stage.HIRED, ME))
    assert store.events.head == before


def test_introductions_go_with_their_contact(store, ada):
    start(store, ada, to=[Stage.ASKED])
    store.privacy.erase(ada, by="me")
    assert rows(store, "SELECT * FROM introductions") == rows(store, "SELECT * FROM introduction_steps") == []


# --- what a third colleague is told, and what nobody is ---


def flagged(store, encoder, *, employee="they", opening=OPENINGS[0]) -> bool:
    reindex(store, encoder)
    found = Suggester(store, open_current(store.data_dir / "index"), encoder)
    (ada,) = found.suggest(opening, store.network(employee), include_below_bar=True).suggestions
    return ada.considered_recently


def test_a_contact_asked_twice_of_late_is_flagged_to_a_third_colleague(store, ada, word_encoder):
    start(store, ada, employee="me", opening="o1", to=[Stage.ASKED])
    assert not flagged(store, word_encoder)
    start(store, ada, employee="you", opening="o1", to=[Stage.ASKED])
    assert flagged(store, word_encoder)


def test_the_flag_ends_after_ninety_days(store, ada, clock, word_encoder):
    clock.now = datetime.now(UTC) - timedelta(days=91)
    start(store, ada, opening="o1", to=[Stage.ASKED])
    start(store, ada, opening="o2", to=[Stage.ASKED])
    assert not flagged(store, word_encoder)


def test_only_requests_that_were_made_flag(store, ada, word_encoder):
    start(store, ada, opening="o1", to=[Stage.ASKED])
    undone = start(store, ada, opening="o2", to=[Stage.ASKED])
    store.introductions.undo(undone.id, ME)
    start(store, ada, employee="you", opening="o2")
    assert not flagged(store, word_encoder)


def test_the_flag_is_the_same_whatever_came_of_it(store, ada, word_encoder):
    failed = start(store, ada, opening="o1", to=TO_PROCESS)
    store.introductions.step(failed.id, Move(Stage.NOT_HIRED, RECRUITER))
    start(store, ada, opening="o2", to=[Stage.ASKED, Stage.DECLINED])
    assert flagged(store, word_encoder)


def test_a_referral_that_failed_leaves_no_mark(store, ada, word_encoder):
    """Nothing that is asked or learnt afterwards differs from what it was before."""
    reindex(store, word_encoder)
    suggester = Suggester(store, open_current(store.data_dir / "index"), word_encoder)
    networks = [store.network(employee) for employee in ("me", "you", "they")]
    before = [suggester.suggest(OPENINGS[0], network) for network in networks]
    lessons, version = store.feedback.lessons(), store.version
    found = start(store, ada, opening="o1", to=TO_PROCESS)
    store.introductions.step(found.id, Move(Stage.NOT_HIRED, RECRUITER))
    assert [suggester.suggest(OPENINGS[0], network) for network in networks] == before
    assert (store.feedback.lessons(), store.version) == (lessons, version)
    assert store.reminders.reminders("me") == ()


def test_who_failed_once_is_introduced_again_as_anybody(store, ada):
    failed = start(store, ada, to=TO_PROCESS)
    store.introductions.step(failed.id, Move(Stage.NOT_HIRED, RECRUITER))
    again, first = start(store, ada, opening="o1"), start(store, ada, employee="you")
    told = [replace(one, id="", employee="", opening_id="") for one in (again, first)]
    assert told[0] == told[1]
