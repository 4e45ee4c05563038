import sqlite3

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import delete

from matcher.errors import UnknownContact
from matcher.feedback import Reason, Verdict, VerdictKind
from matcher.opening import Opening
from matcher.readers.report import Reading
from matcher.store import Store, engine
from matcher.store.tables import Base, ContactRow
from tests.conftest import reading
from tests.database import ask

CONSIDER, NOT, PINNED = VerdictKind.CONSIDER, VerdictKind.NOT_FOR_THIS_ROLE, VerdictKind.PINNED
DONT_KNOW, WRONG = VerdictKind.DONT_KNOW, VerdictKind.WRONG_PROFILE


@pytest.fixture
def people(store) -> list[str]:
    """Ids of two contacts of `me`; `you` knows the first of them too."""
    store.import_contacts(reading(("Ada", "Engineer"), ("Bo", "Chef")), "me")
    store.import_contacts(reading(("Ada", "Engineer")), "you")
    return sorted(store.network("me").contact_ids, key=lambda i: store.contacts_by_id([i])[i].name)


def give(store, contact_id, kind, *, employee="me", opening="o1", **fields) -> Verdict:
    return store.feedback.give(Verdict(employee, opening, contact_id, kind, **fields))


def kinds(store, employee="me") -> list[VerdictKind]:
    return [verdict.kind for verdict in store.feedback.verdicts(employee)]


def test_a_verdict_is_kept_as_it_was_given(store, people):
    given = give(
        store,
        people[0],
        NOT,
        reason=Reason.PLACE,
        note="Moved away",
        contributions={"title": 1.5, "years": float("nan")},
    )
    (kept,) = store.feedback.verdicts("me")
    assert kept == given
    assert (kept.reason, kept.note, kept.contributions) == (Reason.PLACE, "Moved away", {"title": 1.5})
    assert kept.given_at.endswith("+00:00")


def test_the_latest_verdict_counts_and_undo_brings_back_the_one_before(store, people):
    give(store, people[0], CONSIDER)
    give(store, people[0], NOT)
    assert kinds(store) == [NOT]
    assert store.feedback.undo("me", people[0], "o1").kind is NOT
    assert kinds(store) == [CONSIDER]
    assert store.feedback.undo("me", people[0]).kind is CONSIDER
    assert (kinds(store), store.feedback.undo("me", people[0])) == ([], None)


def test_nothing_is_ever_erased_by_undo_or_reset(store, people):
    give(store, people[0], CONSIDER)
    give(store, people[1], NOT)
    store.feedback.undo("me", people[0])
    store.feedback.reset("me", everything=True)
    assert ask(store, "SELECT count(*), count(withdrawn_at) FROM verdicts") == [(2, 2)]


def test_no_name_and_no_text_of_the_profile_stands_beside_a_verdict(store, people):
    give(store, people[0], PINNED, contributions={"title": 1.0})
    (row,) = ask(store, "SELECT * FROM verdicts")
    assert not any(word in str(row) for word in ("Ada", "Engineer", "Acme"))


def test_verdicts_come_latest_first_one_for_each_opening_and_contact(store, people):
    give(store, people[0], CONSIDER)
    give(store, people[1], PINNED)
    give(store, people[0], NOT, opening="o2")
    assert kinds(store) == [NOT, PINNED, CONSIDER]
    assert [verdict.kind for verdict in store.feedback.verdicts("me", k=2)] == [NOT, PINNED]


def test_verdicts_belong_to_their_employee(store, people):
    give(store, people[0], CONSIDER)
    assert kinds(store, "you") == []
    assert store.feedback.undo("you", people[0]) is None
    assert store.feedback.reset("you") == 0
    assert kinds(store) == [CONSIDER]


@pytest.mark.parametrize("employee", ["you", "nobody"])
def test_only_contacts_of_the_employee_are_judged(store, people, employee):
    with pytest.raises(UnknownContact):
        give(store, people[1], CONSIDER, employee=employee)
    with pytest.raises(UnknownContact):
        give(store, "nowhere", CONSIDER)


def test_who_is_not_known_is_hidden_from_that_employee_until_it_is_taken_back(store, people):
    give(store, people[0], DONT_KNOW)
    assert store.feedback.hidden("me") == {people[0]}
    assert store.feedback.hidden("you") == frozenset()
    store.feedback.undo("me", people[0])
    assert store.feedback.hidden("me") == frozenset()


def test_a_later_word_on_the_same_contact_ends_the_hiding(store, people):
    give(store, people[0], DONT_KNOW)
    give(store, people[0], CONSIDER, opening="o2")
    assert store.feedback.hidden("me") == frozenset()


def test_what_hides_or_flags_teaches_nothing(store, people):
    give(store, people[0], DONT_KNOW, contributions={"title": 1.0})
    give(store, people[1], WRONG, contributions={"title": 1.0})
    assert store.feedback.lessons() == ()


def test_a_wrong_profile_is_flagged_until_it_changes(store, people):
    give(store, people[0], WRONG)
    assert store.feedback.outdated("me") == {people[0]}
    assert store.feedback.outdated("you") == frozenset()
    store.import_contacts(reading(("Ada", "Engineer")), "me")  # the same file again tells nothing new
    assert store.feedback.outdated("me") == {people[0]}
    store.import_contacts(reading(("Ada", "Director")), "me")
    assert store.feedback.outdated("me") == frozenset()


def test_lessons_are_those_of_the_team_that_stand(store, people):
    give(store, people[0], NOT, contributions={"title": 1.0})
    give(store, people[0], CONSIDER, contributions={"title": 2.0})
    give(store, people[1], NOT, contributions={"title": 3.0}, team="sales")
    give(store, people[1], NOT, opening="o2", reason=Reason.NOT_LOOKING, contributions={"title": 4.0})
    assert [(one.fits, one.contributions) for one in store.feedback.lessons()] == [(True, {"title": 2.0})]
    assert [(one.fits, one.contributions) for one in store.feedback.lessons("sales")] == [
        (False, {"title": 3.0})
    ]


def test_the_version_changes_with_every_change_to_what_is_taught(store, people):
    versions = [store.feedback.version()]
    for change in (
        lambda: give(store, people[0], CONSIDER),
        lambda: give(store, people[0], NOT),
        lambda: store.feedback.undo("me", people[0]),
        lambda: store.feedback.reset("me"),
    ):
        change()
        versions.append(store.feedback.version())
    give(store, people[1], CONSIDER, team="sales")
    assert len(set(versions)) == 5
    assert store.feedback.version() == versions[-1]


def test_reset_forgets_what_was_taught_and_keeps_what_is_hidden(store, people):
    give(store, people[0], CONSIDER, contributions={"title": 1.0})
    give(store, people[1], DONT_KNOW)
    assert store.feedback.reset("me") == 1
    assert (store.feedback.lessons(), store.feedback.hidden("me")) == ((), {people[1]})
    assert store.feedback.reset("me", everything=True) == 1
    assert (kinds(store), store.feedback.hidden("me")) == ([], frozenset())


def test_a_team_is_reset_whoever_taught_it(store, people):
    give(store, people[0], CONSIDER)
    give(store, people[0], CONSIDER, employee="you")
    give(store, people[1], NOT, team="sales")
    assert store.feedback.reset(team="") == 2
    assert len(store.feedback.lessons("sales")) == 1


def test_reset_brings_no_earlier_verdict_back(store, people):
    give(store, people[0], NOT)
    give(store, people[0], CONSIDER)
    store.feedback.reset("me")
    assert kinds(store) == []


def test_verdicts_go_with_their_contact(store, people):
    give(store, people[0], CONSIDER)
    with store._writing() as connection:
        connection.execute(delete(ContactRow).where(ContactRow.id == people[0]))
    assert kinds(store) == []


def test_feedback_leaves_the_index_true(store, people):
    before = store.version
    give(store, people[0], CONSIDER)
    store.import_openings(Reading("markdown", "a.md", (Opening("o1", "Chef", "Chef"),)))
    assert store.version == before
    assert kinds(store) == [CONSIDER]


# --- migrations ---


def rows_of(path) -> dict[str, list[tuple]]:
    connection = sqlite3.connect(path)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = sorted(set(names) - {"alembic_version", "sqlite_sequence", "verdicts"})
    rows = {name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for name in kept}
    connection.close()
    return rows


FIRST_ROWS = """
INSERT INTO employees VALUES ('me', '2025-01-01T00:00:00+00:00');
INSERT INTO contacts VALUES ('c1',
    '{"name": "Ada", "positions": [{"title": "Engineer", "company": "Acme"}]}');
INSERT INTO contact_keys VALUES ('d1', 'c1'), ('d2', 'c1');
INSERT INTO fragments VALUES (1, 'c1', 'title', 'Engineer', 'Acme', NULL);
INSERT INTO profile_versions VALUES (1, 'c1', 'me', 'linkedin-connections', 'Connections.csv', 'h',
    '{"name": "Ada", "positions": [{"title": "Engineer", "company": "Acme"}]}',
    '2025-01-01T00:00:00+00:00', 1);
INSERT INTO ties VALUES ('me', 'c1', 'linkedin', '2020-01-31', 'unknown');
INSERT INTO openings VALUES ('o1', 'h', 'Chef',
    '{"id": "o1", "title": "Chef", "text": "Chef", "requirements": []}',
    '2025-01-02T00:00:00+00:00');
UPDATE state SET version = 1;
"""


@pytest.fixture
def first_schema(tmp_path, monkeypatch):
    """A data folder as the first version of Coopt left it: one contact, one opening."""
    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", lambda config, _, upgrade=command.upgrade: upgrade(config, "0001"))
        engine.open_engine(tmp_path).dispose()
    connection = sqlite3.connect(tmp_path / engine.DATABASE)
    connection.executescript(FIRST_ROWS)
    connection.close()
    return tmp_path


def test_a_store_of_the_first_schema_keeps_everything(first_schema):
    before = rows_of(first_schema / engine.DATABASE)
    assert len(before["contacts"]) == 1
    with Store(first_schema) as store:
        after = rows_of(first_schema / engine.DATABASE)
        assert {name: rows for name, rows in after.items() if name in before} == before
        contact_id = store.network("me").contact_ids[0]
        give(store, contact_id, CONSIDER)
        assert kinds(store) == [CONSIDER]
        assert store.opening("o1").title == "Chef"


def test_what_the_first_schema_holds_can_be_undone(first_schema):
    with Store(first_schema) as store:
        openings, contacts = store.imports.list()
        assert (contacts.employee, contacts.name) == ("me", "Connections.csv")
        store.imports.undo(contacts.id)
        store.imports.undo(openings.id)
    rows = rows_of(first_schema / engine.DATABASE)
    assert not any(rows[name] for name in ("contacts", "contact_keys", "ties", "openings", "employees"))


@pytest.mark.sqlite
def test_verdicts_can_be_taken_out_of_the_schema_again(store, people):
    give(store, people[0], CONSIDER)
    before = rows_of(store.data_dir / engine.DATABASE)
    config = Config()
    config.set_main_option("script_location", str(engine.Path(engine.__file__).parent / "migrations"))
    opened = engine.open_engine(store.data_dir)
    with opened.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    opened.dispose()
    after = rows_of(store.data_dir / engine.DATABASE)
    assert {name: rows for name, rows in before.items() if name in after} == after


@pytest.mark.sqlite
def test_the_migrations_make_the_tables_of_the_code(store):
    opened = engine.open_engine(store.data_dir)
    with opened.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    opened.dispose()
