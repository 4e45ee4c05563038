import sqlite3
from pathlib import Path

import pytest

from matcher.contact import Position, Profile
from matcher.errors import EmptyNetwork, StoreUnavailable, UnknownEmployee, UnknownOpening
from matcher.network import HowKnown
from matcher.opening import Opening, Requirement, RequirementKind
from matcher.readers.report import ContactRow, Reading, SkippedRow
from matcher.store import Store
from tests.conftest import reading


def names(store: Store, employee: str) -> list[str]:
    return sorted(contact.name for contact in store.contacts(employee))


def test_import_counts_new_contacts(store):
    report = store.import_contacts(reading(("Ada", "Engineer"), ("Bo", "Chef")), "me")
    assert (report.read, report.new, report.updated, report.unchanged) == (2, 2, 0, 0)
    assert names(store, "me") == ["Ada", "Bo"]


def test_same_file_twice_changes_nothing(store):
    store.import_contacts(reading(("Ada", "Engineer")), "me")
    before = store.version, list(store.fragments())
    report = store.import_contacts(reading(("Ada", "Engineer")), "me")
    assert (report.new, report.updated, report.unchanged) == (0, 0, 1)
    assert (store.version, list(store.fragments())) == before


def test_changed_title_updates_the_contact_and_renews_its_fragments(store):
    store.import_contacts(reading(("Ada", "Engineer"), ("Bo", "Chef")), "me")
    kept = {text: key for key, _, _, text in store.fragments()}
    report = store.import_contacts(reading(("Ada", "Director"), ("Bo", "Chef")), "me")
    assert (report.new, report.updated, report.unchanged) == (0, 1, 1)
    texts = {text: key for key, _, _, text in store.fragments()}
    assert texts.keys() == {"Director", "Chef"}
    assert texts["Chef"] == kept["Chef"]
    assert texts["Director"] not in kept.values()


def test_skipped_rows_are_in_the_report(store):
    file = reading(("Ada", "Engineer"))
    file = Reading(file.kind, file.name, file.items, (SkippedRow(9, "expected a name"),))
    report = store.import_contacts(file, "me")
    assert report.read == 2
    assert report.skipped == (SkippedRow(9, "expected a name"),)


def test_two_rows_of_one_person_are_one_contact_and_one_skipped_row(store):
    row = reading(("Ada", "Engineer")).items[0]
    again = ContactRow(row.profile, line=7, keys=("url:example.org/ada", *row.keys))
    report = store.import_contacts(Reading("linkedin-connections", "c.csv", (row, again)), "me")
    assert (report.new, [skipped.line for skipped in report.skipped]) == (1, [7])


def test_two_employees_share_one_contact_and_keep_their_ties(store):
    store.import_contacts(reading(("Ada", "Engineer")), "me")
    report = store.import_contacts(reading(("Ada", "Engineer")), "you")
    mine, yours = store.network("me"), store.network("you")
    assert report.new == 1
    assert mine.contact_ids == yours.contact_ids
    assert len(list(store.fragments())) == 1


def test_a_network_follows_what_changes(store):
    store.import_contacts(reading(("Ada", "Engineer")), "me")
    store.import_contacts(reading(("Bo", "Chef")), "you")
    (ada,), (bo,) = store.network("me").contact_ids, store.network("you").contact_ids
    store.import_contacts(reading(("Ada", "Engineer")), "you")  # whom the store knew already
    assert store.network("you").contact_ids == tuple(sorted((ada, bo)))
    store.imports.undo(store.imports.list(k=1)[0].id, "you")
    assert store.network("you").contact_ids == (bo,)
    store.privacy.erase(bo)
    with pytest.raises(EmptyNetwork):
        store.network("you")


def test_people_of_one_name_stay_two_in_two_networks(store):
    row = ContactRow(Profile(name="Jean Martin"), line=2, keys=("row:jean martin|2020-01-01",))
    file = Reading("linkedin-connections", "c.csv", (row,))
    store.import_contacts(file, "me")
    store.import_contacts(file, "you")
    assert store.network("me").contact_ids != store.network("you").contact_ids


def test_namesakes_with_their_own_addresses_stay_two(store):
    rows = tuple(
        ContactRow(
            Profile(name="Jean Martin"), line=line, keys=(f"url:example.org/{line}", "row:jean martin|2020")
        )
        for line in (2, 3)
    )
    assert store.import_contacts(Reading("linkedin-connections", "c.csv", rows), "me").new == 2


def test_second_source_completes_the_first(store):
    store.import_contacts(reading(("Ada", "Engineer")), "me")
    resume = ContactRow(
        Profile(
            name="Ada",
            positions=(
                Position(title="Engineer", company="Acme", started="2019-03", summary="Built bridges."),
            ),
            skills=("Steel",),
        ),
        line=1,
        keys=("mail:ada@example.org",),
        how_known=HowKnown.RESUME,
    )
    report = store.import_contacts(Reading("json-resume", "ada.json", (resume,)), "me")
    (contact,) = store.contacts("me")
    assert report.updated == 1
    assert [source.kind for source in contact.sources] == ["linkedin-connections", "json-resume"]
    assert contact.profile.skills == ("Steel",)
    assert len(contact.profile.positions) == 1
    assert contact.profile.positions[0].started == "2019-03"
    tie = store.ties("me", [contact.id])[contact.id]
    assert (tie.how_known, tie.connected_on) == (HowKnown.LINKEDIN, "2020-01-31")


def test_ids_are_random(tmp_path):
    ids = set()
    for folder in ("a", "b"):
        with Store(tmp_path / folder) as store:
            store.import_contacts(reading(("Ada", "Engineer")), "me")
            ids.update(store.network("me").contact_ids)
    assert len(ids) == 2


def test_unknown_employee_and_empty_network_are_told_apart(store):
    with pytest.raises(UnknownEmployee):
        store.network("me")
    store.import_contacts(Reading("linkedin-connections", "c.csv", ()), "me")
    with pytest.raises(EmptyNetwork):
        store.network("me")


def test_contacts_come_in_pages_by_id(store):
    store.import_contacts(reading(*((f"P{i}", "Chef") for i in range(7))), "me")
    ids = list(store.network("me").contact_ids)
    first = store.contacts("me", k=3)
    rest = store.contacts("me", after=first[-1].id, k=10)
    assert [contact.id for contact in (*first, *rest)] == ids == sorted(ids)


def test_openings_round_trip_with_requirements(store):
    text = "Chef\n- cooks"
    opening = Opening("1", "Chef", text, requirements=(Requirement("cooks", RequirementKind.MUST, 7, 12),))
    report = store.import_openings(Reading("markdown", "chef.md", (opening,)))
    assert report.new == 1
    assert store.opening("1") == opening
    assert store.openings() == (opening,)


def test_opening_is_updated_by_its_id(store):
    store.import_openings(Reading("markdown", "a.md", (Opening("1", "Chef", "Chef"),)))
    report = store.import_openings(Reading("markdown", "a.md", (Opening("1", "Head chef", "Head chef"),)))
    again = store.import_openings(Reading("markdown", "a.md", (Opening("1", "Head chef", "Head chef"),)))
    assert (report.updated, again.unchanged) == (1, 1)
    assert store.opening("1").title == "Head chef"


def test_unknown_opening(store):
    with pytest.raises(UnknownOpening, match="nowhere"):
        store.opening("nowhere")


def test_failed_import_leaves_nothing(store):
    good = reading(("Ada", "Engineer")).items[0]
    bad = ContactRow(Profile(name=b"bytes"), line=3, keys=("mail:b@example.org",))
    with pytest.raises(TypeError):
        store.import_contacts(Reading("linkedin-connections", "c.csv", (good, bad)), "me")
    assert store.employees() == ()
    assert list(store.fragments()) == []


def test_store_reopens_with_what_it_held(tmp_path):
    with Store(tmp_path) as store:
        store.import_contacts(reading(("Ada", "Engineer")), "me")
    with Store(tmp_path) as store:
        assert names(store, "me") == ["Ada"]


def test_store_writes_ahead(tmp_path):
    with Store(tmp_path):
        pass
    with sqlite3.connect(tmp_path / "coopt.sqlite3") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


@pytest.mark.parametrize("make", [lambda p: p.write_text("no database " * 500), lambda p: p.mkdir()])
def test_data_folder_that_is_no_store_is_refused(tmp_path: Path, make):
    make(tmp_path / "coopt.sqlite3")
    with pytest.raises(StoreUnavailable, match=r"coopt\.sqlite3"):
        Store(tmp_path)


def test_data_folder_that_is_a_file_is_refused(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreUnavailable, match="file"):
        Store(tmp_path / "file")
