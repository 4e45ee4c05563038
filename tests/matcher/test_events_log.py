"""The event log: appended to by several processes, edited by somebody, pruned."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from matcher.errors import RetentionTooShort, UnreadableFile
from matcher.events import GENESIS, EventKind, Head
from matcher.events.chain import content_of, digest
from matcher.events.jsonl import lines_of, read_head, read_log
from matcher.events.verification import verify
from matcher.store import Store
from matcher.store.events import LEAST_KEPT
from tests.database import address, change

KIND = EventKind.CONTACT_READ


@pytest.fixture
def store(store: Store) -> Store:
    """A store with ten events."""
    for number in range(10):
        store.events.append(KIND, "me", f"c{number}", {"number": number, "part": 0.1 * number})
    return store


@pytest.fixture
def log(store: Store):
    return store.events


@pytest.fixture
def edit(store: Store):
    """Changes the database behind Coopt's back."""

    return partial(change, store)


def wrong(found) -> list[int]:
    return [problem.seq for problem in found.problems]


def test_an_empty_log_verifies():
    found = verify([])
    assert (found.ok, found.events, found.head) == (True, 0, Head(0, GENESIS))


def test_each_event_follows_the_one_before(log):
    events = list(log.all())
    assert [event.seq for event in events] == list(range(1, 11))
    previous = GENESIS
    for event in events:
        assert digest(previous, content_of(event)) == event.hash
        previous = event.hash
    assert log.head == Head(10, previous)
    assert log.verify().ok


def test_the_hash_is_the_one_that_the_documentation_promises():
    # echo -ne '000…0\n{"a":"é"}' with é written \u00e9 in ASCII
    import hashlib

    text = "0" * 64 + '\n{"a":"\\u00e9","b":[1,2.5]}'
    assert digest(GENESIS, {"b": [1, 2.5], "a": "é"}) == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE events SET actor = 'you' WHERE seq = 4", 4),
        ("UPDATE events SET kind = 'erased' WHERE seq = 4", 4),
        ("UPDATE events SET at = '2020-01-01T00:00:00.000+00:00' WHERE seq = 4", 4),
        ("UPDATE events SET subjects = '[\"c9\"]' WHERE seq = 4", 4),
        ("UPDATE events SET subjects = '{' WHERE seq = 4", 4),
        ("UPDATE events SET data = '{\"number\":7}' WHERE seq = 4", 4),
        ("UPDATE events SET data = '[]' WHERE seq = 4", 4),
        ("UPDATE events SET hash = 'f' || substr(hash, 2) WHERE seq = 10", 10),
        ("DELETE FROM events WHERE seq = 4", 4),
        ("DELETE FROM events WHERE seq <= 4", 1),
        ("DELETE FROM events WHERE seq >= 4", 10),
        ("DELETE FROM event_subjects WHERE seq = 4", 4),
        ("INSERT INTO event_subjects VALUES ('c1', 7)", 7),
    ],
)
def test_an_edit_is_found_where_it_was_made(log, edit, statement, seq):
    edit(statement)
    found = log.verify()
    assert not found.ok
    assert seq in wrong(found)
    assert len(found.problems) <= 2


def test_two_events_that_changed_places_are_found(log, edit):
    edit(
        "UPDATE events SET seq = 99 WHERE seq = 4",
        "UPDATE events SET seq = 4 WHERE seq = 5",
        "UPDATE events SET seq = 5 WHERE seq = 99",
    )
    assert {4, 5} <= set(wrong(log.verify()))


def test_an_event_with_a_hash_made_to_fit_betrays_itself_at_the_next(log, edit):
    event = log.event(4)
    forged = digest(log.event(3).hash, content_of(event) | {"actor": "you"})
    edit(f"UPDATE events SET actor = 'you', hash = '{forged}' WHERE seq = 4")
    assert wrong(log.verify()) == [5]


def test_a_log_that_was_cut_off_with_its_head_is_found_by_a_head_kept_elsewhere(log, edit):
    kept, earlier = log.head, log.event(8)
    edit(
        "DELETE FROM event_subjects WHERE seq > 8",
        "DELETE FROM events WHERE seq > 8",
        f"UPDATE event_head SET seq = 8, hash = '{earlier.hash}'",
    )
    assert log.verify().ok  # the chain alone cannot know
    assert wrong(log.verify(expected=[kept])) == [10]


def test_a_log_written_anew_is_found_by_a_head_kept_elsewhere(store, log, edit):
    kept = Head(5, log.event(5).hash)
    edit(
        "DELETE FROM event_subjects",
        "DELETE FROM events",
        f"UPDATE event_head SET seq = 0, hash = '{GENESIS}'",
    )
    for number in range(10):
        log.append(KIND, "you", f"c{number}")
    assert log.verify().ok
    assert wrong(log.verify(expected=[kept])) == [5]
    assert log.verify(expected=[log.head]).ok


def test_what_is_no_json_is_refused_and_leaves_no_trace(log):
    with pytest.raises(ValueError, match="JSON"):
        log.append(KIND, "me", data={"score": float("nan")})
    assert (log.head.seq, log.verify().ok) == (10, True)


APPENDS = """
import sys
from pathlib import Path
from matcher.events import EventKind
from matcher.store import Store
with Store(Path(sys.argv[1]), database_url=sys.argv[3] or None) as store:
    for number in range(20):
        store.events.append(EventKind.CONTACT_READ, sys.argv[2], "c", {"number": number})
"""


def test_processes_that_append_at_once_make_one_chain(store):
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", APPENDS, str(store.data_dir)]
    running = [subprocess.Popen([*command, who, address(store) or ""], cwd=root) for who in ("ada", "bo")]
    assert [process.wait() for process in running] == [0, 0]
    found = store.events.verify()
    assert (found.ok, found.events) == (True, 50)
    numbers = [event.data["number"] for event in store.events.all() if event.actor == "bo"]
    assert numbers == list(range(20))


def test_events_are_found_by_kind_time_and_what_they_are_about(store):
    first = store.events.append(EventKind.OBJECTED, "contact", "x1")
    second = store.events.append(KIND, "me", ("x1", "x2"))
    assert store.events.page(kind=EventKind.OBJECTED) == (first,)
    assert store.events.page(kind=KIND, after=10) == (second,)
    assert store.events.page(about="x1") == (first, second)
    assert store.events.page(about="x2") == (second,)
    assert store.events.page(since=second.at, after=11) == (second,)
    assert store.events.page(k=1, after=10) == (first,)


def test_the_same_look_at_the_same_people_is_told_once_an_hour(store):
    listed = EventKind.CONTACTS_LISTED
    assert store.events.append_read(listed, "me", ["c1", "c2"]).subjects == ("c1", "c2")
    assert store.events.append_read(listed, "me", ["c1", "c2"]) is None
    assert store.events.append_read(listed, "me", ["c1"]) is not None
    assert store.events.append_read(listed, "you", ["c1", "c2"]) is not None
    assert store.events.append_read(listed, "me", []) is None
    assert store.events.head.seq == 13


def age(log, edit, days: int, *, up_to: int) -> None:
    """Writes the log anew, as if its first events were older; the chain is sound."""
    statements, previous = [], GENESIS
    for event in log.all():
        at = datetime.fromisoformat(event.at) - timedelta(days=days if event.seq <= up_to else 0)
        content = content_of(event) | {"at": at.isoformat(timespec="milliseconds")}
        previous = digest(previous, content)
        statements.append(
            f"UPDATE events SET at = '{content['at']}', hash = '{previous}' WHERE seq = {event.seq}"
        )
    edit(*statements, f"UPDATE event_head SET hash = '{previous}'")


def test_old_events_are_pruned_and_the_rest_verifies(log, edit, tmp_path):
    age(log, edit, 200, up_to=6)
    before = datetime.now(UTC) - LEAST_KEPT - timedelta(days=1)
    assert log.prune(before, actor="officer", dry_run=True) == 6
    assert log.head.seq == 10
    assert log.prune(before, actor="officer") == 6
    found = log.verify()
    assert (found.ok, found.first, found.events) == (True, 7, 5)
    assert log.event(11).kind == EventKind.CHECKPOINT
    path = tmp_path / "log.jsonl"
    path.write_text("".join(lines_of(log.all())))
    assert verify(read_log(path)).ok
    assert log.prune(before, actor="officer") == 0


def test_a_pruned_log_from_which_more_was_taken_is_found(log, edit):
    age(log, edit, 200, up_to=6)
    log.prune(datetime.now(UTC) - LEAST_KEPT - timedelta(days=1), actor="officer")
    edit("DELETE FROM event_subjects WHERE seq = 7", "DELETE FROM events WHERE seq = 7")
    assert not log.verify().ok


@pytest.mark.parametrize("days", [0, 30, 183])
def test_a_log_is_kept_for_six_months(log, days):
    with pytest.raises(RetentionTooShort, match="six months"):
        log.prune(datetime.now(UTC) - timedelta(days=days), actor="officer")
    assert log.head.seq == 10


def test_a_clock_that_is_ahead_does_not_shorten_the_six_months(log, monkeypatch):
    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(days=900)

    monkeypatch.setattr("matcher.store.events.datetime", Later)
    with pytest.raises(RetentionTooShort):
        log.prune(datetime.now(UTC) - timedelta(days=100), actor="officer")


def test_an_exported_log_verifies_elsewhere_and_shows_an_edit(log, tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_text("".join(lines_of(log.all())))
    assert verify(read_log(path), expected=[log.head]).head == log.head
    lines = path.read_text().splitlines()
    event = json.loads(lines[6])
    lines[6] = json.dumps(event | {"actor": "you"})
    path.write_text("\n".join(lines) + "\n")
    assert wrong(verify(read_log(path))) == [7]
    path.write_text("\n".join(lines[:6]) + "\n")
    assert wrong(verify(read_log(path), expected=[log.head])) == [10]


@pytest.mark.parametrize(
    "line", ["", "x", "[]", "{}", '{"seq": 1}', "[" * 100_000, "null", '{"seq": true, "at": 3}']
)
def test_a_line_that_is_no_event_is_named(log, tmp_path, line):
    path = tmp_path / "log.jsonl"
    first = next(lines_of(log.all()))
    path.write_text(f"{first}{line}\n")
    with pytest.raises(UnreadableFile, match="line 2"):
        verify(read_log(path))


@pytest.mark.parametrize("content", ["", "x", "[]", "{}", '{"seq": "x", "hash": 1}', "\udcff"])
def test_a_file_that_is_no_head_is_refused(tmp_path, content):
    path = tmp_path / "head.json"
    path.write_text(content, errors="surrogateescape")
    with pytest.raises(UnreadableFile, match="events head"):
        read_head(path)
