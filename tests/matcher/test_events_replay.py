"""Suggestions in the log, and the same question put again."""

import sqlite3
from dataclasses import replace

import pytest

from matcher.answer import Standing
from matcher.errors import NotReplayable, SuggestionsStopped
from matcher.events import EventKind
from matcher.events.changes import ChangeKind
from matcher.events.replay import replay
from matcher.events.wire import replay_to_json
from matcher.feedback import Verdict, VerdictKind
from matcher.opening import Opening, Requirement, RequirementKind
from matcher.readers.report import Reading
from matcher.workspace import Workspace
from tests.conftest import WordEncoder, reading

PEOPLE = (
    ("Ada Lind", "data engineer"),
    ("Bo Reed", "engineer"),
    ("Cy Moss", "chef"),
    ("Di Park", "data engineer"),
    ("Ed Hale", "data engineer"),
)


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setattr("matcher.encoders.load_encoder", lambda *_, **__: WordEncoder())
    with Workspace(tmp_path / "data") as opened:
        opened.store.import_contacts(reading(*PEOPLE), "me")
        yield opened


def opening(title: str = "data engineer", requirement: str = "python") -> Opening:
    text = f"{title}\n{requirement}"
    asked = Requirement(requirement, RequirementKind.MUST, len(title) + 1, len(text))
    return Opening("o1", title, text, language="en", requirements=(asked,))


def ask(workspace, *, k=5, **options):
    return workspace.suggest(opening(), workspace.store.network("me"), by="me", k=k, **options)


def named(workspace, name: str) -> str:
    return next(contact.id for contact in workspace.store.contacts("me") if contact.name == name)


def kinds(found) -> set[ChangeKind]:
    return {change.kind for change in found.changes}


def test_what_is_shown_is_in_the_log_by_ids_and_hashes_alone(workspace):
    shortlist = ask(workspace)
    event = workspace.store.events.event(shortlist.event)
    ids = [suggestion.contact.id for suggestion in shortlist.suggestions]
    assert (event.kind, event.actor, event.subjects) == (EventKind.SUGGESTED, "me", ("o1", *ids))
    assert [told["contact_id"] for told in event.data["suggestions"]] == ids
    first = event.data["suggestions"][0]["evidence"][0]
    assert (first["asked"], first["grade"]) == (0, "met")
    assert (
        workspace.store.fragments_by_id([first["fragment_id"]])[first["fragment_id"]].text == "data engineer"
    )
    assert event.data["versions"]["encoder_revision"] == "0" * 64
    assert event.data["versions"]["generation"] == workspace.suggester().generation
    text = str(event)
    assert not [name for name, _ in PEOPLE if name in text]
    assert "data engineer" not in text


def test_nobody_shown_is_an_event_too(workspace):
    shortlist = workspace.suggest(opening("nurse", "care"), workspace.store.network("me"), by="me")
    event = workspace.store.events.event(shortlist.event)
    assert (event.data["nobody_stands_out"], event.data["suggestions"]) == (True, [])
    assert replay(workspace, shortlist.event, by="officer").same


def test_a_replay_gives_the_same_answer_and_is_an_event(workspace):
    asked = ask(workspace)
    found = replay(workspace, asked.event, by="olga")
    assert (found.same, found.changes, found.contact) == (True, (), None)
    assert found.now == found.then
    event = workspace.store.events.event(asked.event + 1)
    assert (event.kind, event.actor, event.data) == (EventKind.REPLAYED, "olga", {"event": asked.event})


def test_it_says_why_each_was_or_was_not_suggested(workspace):
    workspace.store.feedback.give(Verdict("me", "o1", named(workspace, "Ed Hale"), VerdictKind.DONT_KNOW))
    workspace.store.import_contacts(reading(("Fay Kerr", "data engineer")), "you")
    asked = ask(workspace, k=1)
    first = asked.suggestions[0].contact.name
    other = {"Ada Lind": "Di Park", "Di Park": "Ada Lind"}[first]
    standings = {
        first: Standing.SUGGESTED,
        other: Standing.BEYOND_K,
        "Cy Moss": Standing.BELOW_BAR,
        "Ed Hale": Standing.HIDDEN,
    }
    for name, standing in standings.items():
        told = replay(workspace, asked.event, by="olga", contact_id=named(workspace, name)).contact
        assert told.standing is standing, name
        assert told.score is not None
    (theirs,) = workspace.store.network("you").contact_ids
    told = replay(workspace, asked.event, by="olga", contact_id=theirs).contact
    assert (told.standing, told.score) == (Standing.NOT_IN_NETWORK, None)


def test_a_third_of_one_team_is_told_as_such(workspace):
    asked = ask(workspace, k=3)
    shown = {suggestion.contact.name for suggestion in asked.suggestions}
    (third,) = {"Ada Lind", "Di Park", "Ed Hale"} - shown
    told = replay(workspace, asked.event, by="olga", contact_id=named(workspace, third)).contact
    assert told.standing is Standing.TEAM_MATE


def test_feedback_since_is_told_and_does_not_change_the_replay(workspace):
    asked = ask(workspace)
    gone = asked.suggestions[0].contact.id
    workspace.store.feedback.give(Verdict("me", "o1", gone, VerdictKind.DONT_KNOW))
    found = replay(workspace, asked.event, by="olga", contact_id=gone)
    assert (found.same, kinds(found)) == (True, {ChangeKind.HIDDEN})
    assert found.changes[0].contact_ids == (gone,)
    assert found.contact.standing is Standing.SUGGESTED


def test_who_joined_since_is_told_and_left_out(workspace):
    asked = ask(workspace)
    with sqlite3.connect(workspace.store.data_dir / "coopt.sqlite3") as connection:
        connection.execute("UPDATE profile_versions SET imported_at = '2020-01-01T00:00:00+00:00'")
    connection.close()
    later = reading(("Gil Roe", "data engineer python"), kind="vcard")
    workspace.store.import_contacts(later, "me")
    with sqlite3.connect(workspace.store.data_dir / "coopt.sqlite3") as connection:
        connection.execute("UPDATE profile_versions SET imported_at = '2099' WHERE source_kind = 'vcard'")
    connection.close()
    found = replay(workspace, asked.event, by="olga", contact_id=named(workspace, "Gil Roe"))
    assert [one["contact_id"] for one in found.now] == [one["contact_id"] for one in found.then]
    assert kinds(found) == {ChangeKind.INDEX, ChangeKind.NETWORK, ChangeKind.PROFILES}
    assert found.contact.standing is Standing.NOT_IN_NETWORK


def test_a_profile_that_changed_is_told_and_the_answer_is_another(workspace):
    asked = ask(workspace, k=1)
    shown = asked.suggestions[0].contact
    workspace.store.import_contacts(reading((shown.name, "chef")), "me")
    found = replay(workspace, asked.event, by="olga", contact_id=shown.id)
    assert not found.same
    assert {ChangeKind.INDEX, ChangeKind.PROFILES} <= kinds(found)
    assert found.contact.standing is Standing.BELOW_BAR


def test_the_opening_is_asked_about_as_it_was(workspace):
    workspace.store.import_openings(Reading("text", "", (opening(),)))
    asked = ask(workspace)
    workspace.store.import_openings(Reading("text", "", (replace(opening(), title="chef"),)))
    found = replay(workspace, asked.event, by="olga")
    assert (found.same, kinds(found)) == (True, {ChangeKind.OPENING})


def test_another_model_is_told(workspace, monkeypatch):
    asked = ask(workspace)
    monkeypatch.setattr("matcher.encoders.load_encoder", lambda *_, **__: WordEncoder("1" * 64))
    with Workspace(workspace.store.data_dir) as later:
        later.reindex(full=True)
        assert ChangeKind.ENCODER in kinds(replay(later, asked.event, by="olga"))


def test_an_erasure_leaves_the_log_sound_and_its_hashes_without_a_key(workspace):
    asked = ask(workspace, k=1)
    gone = asked.suggestions[0].contact.id
    workspace.store.privacy.erase(gone, by="me")
    assert workspace.store.events.verify().ok
    assert workspace.store.suggested.known([gone]).salts == {}
    found = replay(workspace, asked.event, by="olga", contact_id=gone)
    assert not found.same
    assert {ChangeKind.NETWORK, ChangeKind.PROFILES} <= kinds(found)
    assert found.contact.standing is Standing.NOT_IN_NETWORK


def test_an_objection_stands_in_a_replay(workspace):
    asked = ask(workspace, k=1)
    gone = asked.suggestions[0].contact.id
    workspace.store.privacy.object(gone, by="me")
    found = replay(workspace, asked.event, by="olga", contact_id=gone)
    assert found.contact.standing is Standing.OBJECTED
    assert gone not in str(found.now)


def test_what_cannot_be_replayed_is_said(workspace):
    event = workspace.store.events.append(EventKind.CONTACT_READ, "me", "c")
    with pytest.raises(NotReplayable, match="no event 99"):
        replay(workspace, 99, by="olga")
    with pytest.raises(NotReplayable, match="suggested"):
        replay(workspace, event.seq, by="olga")


def test_an_opening_that_was_altered_or_is_gone_cannot_be_replayed(workspace):
    asked = ask(workspace)
    with sqlite3.connect(workspace.store.data_dir / "coopt.sqlite3") as connection:
        connection.execute("UPDATE event_openings SET opening = replace(opening, 'python', 'sql')")
    connection.close()
    with pytest.raises(NotReplayable, match="no longer kept"):
        replay(workspace, asked.event, by="olga")


def test_the_json_of_a_replay_names_nobody(workspace):
    asked = ask(workspace)
    told = str(
        replay_to_json(replay(workspace, asked.event, by="olga", contact_id=named(workspace, "Cy Moss")))
    )
    assert not [word for person in PEOPLE for word in person if word in told]


def test_a_stop_acts_at_once_in_every_process_and_ends(workspace):
    asked = ask(workspace)
    with Workspace(workspace.store.data_dir) as officers:
        stop = officers.store.stops.stop("o1", reason="Under review", by="olga")
        with pytest.raises(SuggestionsStopped, match="stopped since") as stopped:
            ask(workspace)
        assert (stopped.value.opening_id, stopped.value.since) == ("o1", stop.since)
        assert "Under review" not in str(stopped.value)
        assert "olga" not in str(stopped.value)
        assert replay(workspace, asked.event, by="olga").same
        other = replace(opening(), id="o2")
        assert workspace.suggest(other, workspace.store.network("me"), by="me").suggestions
        assert officers.store.stops.resume("o1", by="olga").ended_at
    assert ask(workspace).suggestions
    told = [event.kind for event in workspace.store.events.page(about="o1")]
    assert [kind for kind in told if kind in (EventKind.STOPPED, EventKind.RESUMED)] == ["stopped", "resumed"]
    assert "Under review" not in str(workspace.store.events.page())


def test_all_is_stopped_until_all_is_resumed(workspace):
    stops = workspace.store.stops
    first = stops.stop(None, reason="Audit", by="olga")
    assert stops.stop(None, reason="Again", by="olga") == first
    stops.stop("o1", reason="Review", by="olga")
    assert stops.resume("o1", by="olga").opening_id == "o1"
    with pytest.raises(SuggestionsStopped):
        ask(workspace)
    assert stops.resume("o1", by="olga") is None
    stops.resume(None, by="olga")
    assert (ask(workspace).nobody_stands_out, stops.standing()) == (False, ())


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_stop_has_a_reason(workspace, reason):
    with pytest.raises(ValueError, match="reason"):
        workspace.store.stops.stop(None, reason=reason, by="olga")
    assert workspace.store.events.head.seq == 0


def test_verdicts_are_events_without_their_words(workspace):
    contact_id = named(workspace, "Ada Lind")
    workspace.store.feedback.give(
        Verdict("me", "o1", contact_id, VerdictKind.NOT_FOR_THIS_ROLE, note="She moved away")
    )
    workspace.store.feedback.undo("me", contact_id)
    given, withdrawn = workspace.store.events.page()
    assert (given.kind, withdrawn.kind) == (EventKind.VERDICT_GIVEN, EventKind.VERDICT_WITHDRAWN)
    assert given.subjects == ("o1", contact_id)
    assert given.data["verdict"] == "not-for-this-role"
    assert "moved" not in str(given)
