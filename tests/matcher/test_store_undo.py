"""An import undone: the tables hold what they held before it, and what later imports told since."""

import pytest

from matcher.contact import Position, Profile
from matcher.errors import AlreadyUndone, UnknownImport
from matcher.feedback import Verdict, VerdictKind
from matcher.network import HowKnown
from matcher.opening import Opening
from matcher.readers.report import ContactRow, Reading
from matcher.store import Store
from tests.conftest import reading
from tests.database import tables


def dump(store: Store) -> dict[str, list[tuple]]:
    """Every row of every table but the imports' own, and the counter that only grows."""
    return tables(store, but=("imports", "state"))


def titles(store: Store, employee: str = "me") -> dict[str, list[str]]:
    return {c.name: [p.title for p in c.profile.positions] for c in store.contacts(employee)}


def row(name: str, title: str, *, keys: tuple[str, ...], line: int = 2, day: str | None = None) -> ContactRow:
    how = HowKnown.LINKEDIN if day else HowKnown.RESUME
    profile = Profile(name, positions=(Position(title, "Acme", summary="Built bridges.\nLed a team."),))
    return ContactRow(profile, line, keys, how, day)


def file(*rows: ContactRow, kind: str = "json-resume", name: str = "a.json") -> Reading[ContactRow]:
    return Reading(kind, name, rows)


def test_undo_of_a_first_import_leaves_an_empty_store(store):
    before = dump(store)
    report = store.import_contacts(reading(("Ada", "Engineer"), ("Bo", "Chef")), "me")
    undone = store.imports.undo(report.id)
    assert dump(store) == before
    assert store.employees() == ()
    assert undone.undone_at is not None
    assert undone.counts == {"read": 2, "new": 2, "updated": 0, "unchanged": 0, "merged": 0, "skipped": 0}


@pytest.mark.parametrize(
    "second",
    [
        reading(("Ada", "Engineer"), ("Bo", "Chef")),
        reading(("Ada", "Director"), ("Cy", "Nurse")),
        file(row("Ada", "Engineer", keys=("mail:ada@example.org", "url:example.org/ada"))),
        file(row("Ada", "Head", keys=("mail:ada@example.org",), day="2024-05-01"), kind="mapped-csv"),
        file(row("Adèle Vale", "Head", keys=("mail:ada@example.org", "url:linkedin.com/in/ada"))),
    ],
    ids=["the same", "updated and new", "another source", "another day", "another name"],
)
def test_undo_restores_every_table(store, second):
    store.import_contacts(reading(("Ada", "Engineer"), ("Bo", "Chef")), "me")
    store.import_contacts(reading(("Ada", "Engineer")), "you")
    before = dump(store)
    report = store.import_contacts(second, "me")
    assert dump(store) != before
    store.imports.undo(report.id)
    assert dump(store) == before


def test_undo_restores_what_a_likeness_joined(store):
    ada = row("Adelheid Zweigenthal", "Bridge engineer", keys=("url:linkedin.com/in/ada",), day="2020-01-31")
    store.import_contacts(file(ada, kind="linkedin-connections"), "me")
    before = dump(store)
    again = row("Zweigenthal Adelheid", "Bridge engineer", keys=("mail:ada@example.org",))
    report = store.import_contacts(file(again), "me")
    assert report.merged == 1
    store.imports.undo(report.id)
    assert dump(store) == before


def test_several_imports_undone_in_turn_lead_back_step_by_step(store):
    stages = []
    for number, title in enumerate(("Engineer", "Director", "Head", "Engineer")):
        stages.append((dump(store), store.imports.list()))
        store.import_contacts(reading(("Ada", title), (f"P{number}", "Chef")), "me")
        store.import_contacts(file(row("Ada", title, keys=("mail:ada@example.org",))), "me")
    for before, imports in reversed(stages):
        while standing := [one for one in store.imports.list() if one.undone_at is None]:
            if len(standing) == len(imports):
                break
            store.imports.undo(standing[0].id)
        assert dump(store) == before


def test_what_a_later_import_told_otherwise_stays(store):
    first = store.import_contacts(reading(("Ada", "Engineer"), ("Bo", "Chef")), "me")
    store.import_contacts(reading(("Ada", "Director")), "me")
    later = titles(store)["Ada"]
    store.imports.undo(first.id)
    assert titles(store) == {"Ada": later}


def test_what_a_later_import_told_again_stays_and_is_from_there(store):
    first = store.import_contacts(reading(("Ada", "Engineer"), ("Bo", "Chef")), "me")
    again = Reading("linkedin-connections", "again.csv", reading(("Ada", "Engineer")).items)
    store.import_contacts(again, "me")
    store.imports.undo(first.id)
    (contact,) = store.contacts("me")
    assert (contact.name, contact.sources[0].name) == ("Ada", "again.csv")
    report = store.import_contacts(reading(("Ada", "Engineer")), "me")
    assert report.unchanged == 1


def test_out_of_order_everything_goes_in_the_end(store):
    empty = dump(store)
    ids = [
        store.import_contacts(file_, "me").id
        for file_ in (
            reading(("Ada", "Engineer"), ("Bo", "Chef")),
            reading(("Ada", "Director")),
            file(row("Ada", "Head", keys=("mail:ada@example.org", "url:example.org/ada"))),
            reading(("Ada", "Engineer")),
        )
    ]
    for number in (1, 0, 3, 2):
        store.imports.undo(ids[number])
    assert dump(store) == empty


def test_keys_that_only_the_undone_import_told_identify_nobody_any_more(store):
    store.import_contacts(reading(("Ada", "Engineer")), "me")
    more = row("Ada", "Engineer", keys=("mail:ada@example.org", "url:example.org/ada"))
    undone = store.import_contacts(file(more), "me")
    store.imports.undo(undone.id)
    by_url = row("Ada", "Engineer", keys=("url:example.org/ada",))
    assert store.import_contacts(file(by_url), "me").new == 1


def test_another_employee_keeps_a_shared_contact(store):
    mine = store.import_contacts(reading(("Ada", "Engineer")), "me")
    store.import_contacts(reading(("Ada", "Engineer")), "you")
    store.imports.undo(mine.id)
    assert titles(store, "you") == {"Ada": ["Engineer"]}
    assert "me" not in store.employees()


def test_verdicts_stay_with_a_contact_who_stays_and_go_with_one_who_goes(store):
    first = store.import_contacts(reading(("Ada", "Engineer"), ("Bo", "Chef")), "me")
    store.import_contacts(reading(("Ada", "Director")), "me")
    for contact_id in store.network("me").contact_ids:
        store.feedback.give(Verdict("me", "o1", contact_id, VerdictKind.CONSIDER))
    store.imports.undo(first.id)
    assert [v.contact_id for v in store.feedback.verdicts("me")] == list(store.network("me").contact_ids)


def test_the_index_is_told_of_an_undo(store):
    report = store.import_contacts(reading(("Ada", "Engineer")), "me")
    before = store.version
    store.imports.undo(report.id)
    assert store.version > before


def test_imports_are_listed_latest_first_and_each_employee_has_their_own(store):
    ids = [store.import_contacts(reading(("Ada", str(i))), "me").id for i in range(3)]
    yours = store.import_contacts(reading(("Bo", "Chef")), "you").id
    assert [one.id for one in store.imports.list()] == [yours, *reversed(ids)]
    assert [one.id for one in store.imports.list("me", k=2)] == [ids[2], ids[1]]
    assert [one.id for one in store.imports.list("me", before=ids[1])] == [ids[0]]
    with pytest.raises(UnknownImport):
        store.imports.undo(yours, "me")


def test_an_import_is_undone_once(store):
    report = store.import_contacts(reading(("Ada", "Engineer")), "me")
    store.imports.undo(report.id)
    with pytest.raises(AlreadyUndone, match=report.id):
        store.imports.undo(report.id)
    with pytest.raises(UnknownImport, match="nowhere"):
        store.imports.undo("nowhere")


def openings(*pairs: tuple[str, str]) -> Reading[Opening]:
    return Reading("markdown", "a.md", tuple(Opening(key, text, text) for key, text in pairs))


def test_undo_restores_openings(store):
    empty = dump(store)
    first = store.import_openings(openings(("1", "Chef"), ("2", "Nurse")))
    before = dump(store)
    second = store.import_openings(openings(("1", "Head chef"), ("3", "Cook")))
    store.imports.undo(second.id)
    assert dump(store) == before
    store.imports.undo(first.id)
    assert dump(store) == empty


def test_an_opening_that_a_later_import_told_stays(store):
    first = store.import_openings(openings(("1", "Chef"), ("2", "Nurse"), ("3", "Cook")))
    store.import_openings(openings(("1", "Head chef"), ("2", "Nurse")))
    store.imports.undo(first.id)
    assert {opening.id: opening.title for opening in store.openings()} == {"1": "Head chef", "2": "Nurse"}


def test_openings_that_change_back_and_forth_can_be_undone_in_any_order(store):
    empty = dump(store)
    imports = [store.import_openings(openings(("1", title))).id for title in ("A", "B", "A", "C")]
    store.imports.undo(imports[3])
    assert store.opening("1").title == "A"
    store.imports.undo(imports[0])
    assert store.opening("1").title == "A"
    store.imports.undo(imports[2])
    assert store.opening("1").title == "B"
    store.imports.undo(imports[1])
    assert dump(store) == empty


def test_a_source_was_seen_when_it_was_last_read(store, monkeypatch):
    monkeypatch.setattr("matcher.store.journal.now", lambda: "2024-01-01T00:00:00+00:00")
    store.import_contacts(reading(("Ada", "Engineer")), "me")
    monkeypatch.setattr("matcher.store.journal.now", lambda: "2025-06-01T00:00:00+00:00")
    store.import_contacts(reading(("Ada", "Engineer")), "me")
    (contact,) = store.contacts("me")
    assert contact.sources[0].seen_on == "2025-06-01"
