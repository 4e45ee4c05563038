import pytest

from matcher.events import Event
from matcher.fairness.log import Assessment, assessments_of, questions_of


def suggested(seq: int, *, opening: str = "o1", employee: str = "me", everyone: bool = False, **shown: float):
    data = {
        "opening": {"id": opening, "content_hash": "c"},
        "asked": {"k": 5, "include_below_bar": everyone},
        "network": {"employee": employee, "contacts": 3, "hash": "h"},
        "versions": {"encoder": "fast"},
        "hidden": ["c9"],
        "considered": 3,
        "suggestions": [{"contact_id": i, "score": 1.5, "probability": p} for i, p in shown.items()],
    }
    return Event(seq, f"2026-01-0{seq}T00:00:00+00:00", "suggested", employee, (opening,), data, "0" * 64)


def test_who_was_shown_is_read_with_the_probability():
    (question,) = questions_of([suggested(1, c1=0.8, c2=0.6)]).items
    assert (question.employee, question.opening_id, dict(question.shown)) == (
        "me",
        "o1",
        {"c1": 0.8, "c2": 0.6},
    )
    assert question.versions == {"encoder": "fast"}


def test_the_latest_answer_for_an_opening_and_a_network_counts():
    events = [
        suggested(1, c1=0.8),
        suggested(2, c2=0.6),
        suggested(3, opening="o2"),
        suggested(4, employee="he"),
    ]
    questions = questions_of(events)
    assert [question.seq for question in questions.items] == [2, 3, 4]
    assert questions.repeated == 1


def test_an_answer_that_shows_those_below_the_bar_is_no_selection():
    questions = questions_of([suggested(1, everyone=True, c1=0.1)])
    assert (questions.items, questions.everyone) == ((), 1)


def test_other_events_are_passed_over():
    other = Event(1, "2026-01-01T00:00:00+00:00", "imported", "me", (), {}, "0" * 64)
    assert questions_of([other]).items == ()


@pytest.mark.parametrize("missing", ["network", "opening", "suggestions"])
def test_an_event_that_does_not_tell_enough_is_named(missing):
    event = suggested(7)
    broken = {name: value for name, value in event.data.items() if name != missing}
    with pytest.raises(ValueError, match="event 7 does not tell"):
        questions_of([Event(7, event.at, event.kind, "me", (), broken, event.hash)])


def test_everybody_of_the_network_was_considered_but_the_hidden():
    (question,) = questions_of([suggested(1, c1=0.8)]).items
    assert assessments_of(question, ["c1", "c2", "c9"], {"c2": 0.2}) == [
        Assessment("c1", True, None),
        Assessment("c2", False, 0.2),
    ]


def test_somebody_who_left_the_network_since_was_considered_then():
    (question,) = questions_of([suggested(1, gone=0.8)]).items
    assert Assessment("gone", True) in assessments_of(question, ["c2"], {})
