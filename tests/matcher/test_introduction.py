from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from matcher.introduction import (
    DATED,
    STEPS,
    Actor,
    Introduction,
    Move,
    Party,
    Stage,
    Step,
    changes_after,
    next_stages,
    why_no_undo,
)

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ME = Actor(Party.EMPLOYEE, "me")
# What each party may do from where, written by hand: a change to the rules is a change to this table.
RULES = {
    (Stage.SUGGESTED, "employee"): {"considering"},
    (Stage.CONSIDERING, "employee"): {"asked", "suggested"},
    (Stage.ASKED, "employee"): {"accepted", "declined", "suggested"},
    (Stage.ASKED, "contact"): {"accepted", "declined"},
    (Stage.ACCEPTED, "employee"): {"introduced", "declined", "suggested"},
    (Stage.ACCEPTED, "contact"): {"declined"},
    (Stage.DECLINED, "contact"): {"accepted"},
    (Stage.INTRODUCED, "contact"): {"declined"},
    (Stage.INTRODUCED, "recruiter"): {"in-process", "not-hired"},
    (Stage.IN_PROCESS, "contact"): {"declined"},
    (Stage.IN_PROCESS, "recruiter"): {"in-process", "hired", "not-hired"},
    (Stage.HIRED, "employee"): {"settled", "left"},
    (Stage.HIRED, "recruiter"): {"settled", "left"},
    (Stage.SETTLED, "employee"): {"left"},
    (Stage.SETTLED, "recruiter"): {"left"},
}


def step(stage: Stage, party: Party = Party.EMPLOYEE, *, ago: timedelta = timedelta(), **fields) -> Step:
    return Step(1, Stage.ASKED, stage, party, NOW - ago, **fields)


@pytest.mark.parametrize("party", list(Party))
@pytest.mark.parametrize("stage", list(Stage))
def test_each_party_takes_its_own_steps_and_no_others(stage, party):
    assert set(next_stages(stage, party)) == RULES.get((stage, str(party)), set())


def test_every_stage_can_be_reached():
    reached = {Stage.SUGGESTED}
    for _ in Stage:
        reached |= {following for stage in reached for following in STEPS[stage]}
    assert reached == set(Stage)


def test_nobody_but_the_contact_gets_past_their_no():
    for stage in Stage:
        takers = STEPS[Stage.DECLINED].get(stage, ())
        assert set(takers) <= {Party.CONTACT}


@pytest.mark.parametrize("stage", list(Stage))
def test_a_day_comes_with_some_stages_alone(stage):
    if stage in DATED:
        assert Move(stage, ME, date(2026, 12, 1)).day == date(2026, 12, 1)
    else:
        with pytest.raises(ValueError, match="expected a day only with in-process, hired, left"):
            Move(stage, ME, date(2026, 12, 1))


def test_each_takes_back_their_own_latest_step():
    asked = step(Stage.ASKED)
    assert why_no_undo(asked, Party.EMPLOYEE, NOW) is None
    assert "employee, who alone" in (why_no_undo(asked, Party.RECRUITER, NOW) or "")
    assert "no step is left" in (why_no_undo(None, Party.EMPLOYEE, NOW) or "")


@pytest.mark.parametrize(("days", "may"), [(0, True), (30, True), (31, False)])
def test_a_step_can_be_taken_back_within_thirty_days(days, may):
    latest = step(Stage.INTRODUCED, ago=timedelta(days=days))
    assert (why_no_undo(latest, Party.EMPLOYEE, NOW) is None) is may


def test_a_contacts_no_is_the_contacts_alone():
    no = step(Stage.DECLINED, Party.CONTACT)
    assert why_no_undo(no, Party.EMPLOYEE, NOW) is not None
    assert why_no_undo(no, Party.CONTACT, NOW) is None


@pytest.mark.parametrize(("minutes", "may"), [(59, True), (61, False)])
def test_a_no_that_was_passed_on_by_mistake_can_be_taken_back_within_an_hour(minutes, may):
    no = step(Stage.DECLINED, ago=timedelta(minutes=minutes))
    assert (why_no_undo(no, Party.EMPLOYEE, NOW) is None) is may


def test_a_yes_that_was_passed_on_is_no_consent():
    asked = step(Stage.ASKED)
    told = Introduction("i", "me", "c", "o", Stage.ACCEPTED, 3, (asked, step(Stage.ACCEPTED)))
    own = replace(told, steps=(asked, step(Stage.ACCEPTED, Party.CONTACT)))
    assert (told.has_consent, own.has_consent) == (False, True)


def test_a_consent_ends_with_a_no_or_when_it_is_taken_back_and_when_asked_anew():
    yes = step(Stage.ACCEPTED, Party.CONTACT)
    base = Introduction("i", "me", "c", "o", Stage.DECLINED, 3)
    ends = (
        (yes, step(Stage.DECLINED, Party.CONTACT)),
        (replace(yes, undone_at=NOW),),
        (yes, step(Stage.SUGGESTED), step(Stage.CONSIDERING), step(Stage.ASKED)),
    )
    assert [replace(base, steps=steps).has_consent for steps in ends] == [False] * 3


def test_what_changed_since_a_version_was_seen_is_told_in_the_order_of_time():
    first, second = step(Stage.CONSIDERING, ago=timedelta(hours=3)), step(Stage.ASKED, ago=timedelta(hours=2))
    undone = replace(second, number=2, undone_at=NOW)
    found = Introduction("i", "me", "c", "o", Stage.CONSIDERING, 3, (first, undone))
    told = [(change.step.stage, change.is_undo) for change in changes_after(found, 1)]
    assert told == [(Stage.ASKED, False), (Stage.ASKED, True)]
    assert changes_after(found, 3) == ()
