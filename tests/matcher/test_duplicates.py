import pytest
from sqlalchemy import select

from matcher.contact import Position, Profile
from matcher.errors import ChangedSince, InvalidChange, UnknownChange, UnknownContact
from matcher.feedback import Verdict, VerdictKind
from matcher.identity import mail_key, row_key, url_key
from matcher.network import HowKnown
from matcher.readers.report import ContactRow, Reading
from matcher.store import Store
from matcher.store.tables import Base

# The log only grows, the version tells the index to follow, and a change that is undone stays on record.
NOT_CONTENT = {"state", "events", "event_subjects", "event_head", "identity_changes", "alembic_version"}


def row(name, title="", company="", *, mail="", url="", tel="", on=None, line=2, city="") -> ContactRow:
    keys = [url_key(url) if url else None, mail_key(mail) if mail else None, f"tel:{tel}" if tel else None]
    keys.append(row_key(name, connected_on=on, company=company))
    positions = (Position(title, company),) if title or company else ()
    profile = Profile(name, positions=positions, location=city)
    return ContactRow(profile, line, tuple(k for k in keys if k), HowKnown.ADDRESS_BOOK, on)


def read(store: Store, *rows: ContactRow, kind="vcard", employee="me", name=""):
    return store.import_contacts(Reading(kind, name or f"{kind}.file", rows), employee)


def names(store: Store, employee="me") -> list[str]:
    return sorted(contact.name for contact in store.contacts(employee, k=1_000))


def ids(store: Store, employee="me") -> dict[str, str]:
    return {contact.name: contact.id for contact in store.contacts(employee, k=1_000)}


def dump(store: Store) -> dict[str, list]:
    """Everything that the store holds, but for what only ever grows."""
    with store._engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in Base.metadata.sorted_tables
            if table.name not in NOT_CONTENT
        }


def test_a_row_that_surely_tells_of_a_known_contact_joins_it(store):
    read(store, row("Xavier Kervadec", "Buyer", "Hexalane", mail="x@example.org"))
    report = read(store, row("KERVADEC Xavier", "Buyer", "Hexalane SAS", on="2021-01-01"), kind="csv")
    assert (report.new, report.merged) == (0, 1)
    assert len(names(store)) == 1
    again = read(store, row("KERVADEC Xavier", "Buyer", "Hexalane SAS", on="2021-01-01"), kind="csv")
    assert (again.new, again.merged, again.unchanged) == (0, 0, 1)


def test_a_doubtful_row_is_a_new_contact_and_a_pair_to_review(store):
    read(store, row("Marie Kervadec", "Head nurse", "Clinique du Parc", mail="m@example.org"))
    report = read(store, row("Marie Dupont", "Head nurse", "Clinique du Parc", on="2021-01-01"), kind="csv")
    (pair,) = store.duplicates.pairs("me")
    assert (report.new, report.merged) == (1, 0)
    assert {pair.first_id, pair.second_id} == set(ids(store).values())
    assert {f.field: f.likeness.value for f in pair.fields} == {
        "name": "different",
        "company": "same",
        "title": "same",
    }


def test_rows_of_one_file_are_never_joined_with_each_other(store):
    report = read(
        store,
        row("Xavier Kervadec", "Buyer", "Hexalane", on="2020-01-01"),
        row("Xavier Kervadec", "Buyer", "Hexalane", on="2021-01-01", line=3),
    )
    assert report.new == 2


def test_two_addresses_on_linkedin_are_never_joined_without_asking(store):
    read(store, row("Xavier Kervadec", "Buyer", "Hexalane", url="linkedin.com/in/xavier-k"))
    report = read(
        store, row("Xavier Kervadec", "Buyer", "Hexalane", url="linkedin.com/in/kervadec"), kind="csv"
    )
    assert (report.new, report.merged) == (1, 0)


def test_a_switchboard_joins_nobody(store):
    read(store, row("Xavier Kervadec", "Buyer", "Hexalane", tel="+33240000000"))
    file = [row("Ines Haddad", "Nurse", "Hexalane", tel="+33240000000")]
    assert read(store, *file, kind="csv").new == 1
    assert read(store, *file, kind="csv").unchanged == 1


def test_a_telephone_joins_where_names_agree(store):
    read(store, row("Alexandre Martin", tel="+33612345678"))
    report = read(store, row("Alex MARTIN", "Buyer", "Hexalane", tel="+33612345678"), kind="csv")
    assert (report.new, report.updated) == (0, 1)


def test_a_mailbox_of_a_whole_company_joins_nobody(store):
    read(store, row("Xavier Kervadec", mail="contact@hexalane.example"))
    assert read(store, row("Ines Haddad", mail="contact@hexalane.example"), kind="csv").new == 1


def test_keys_of_two_contacts_in_one_row_ask_whether_they_are_one(store):
    read(store, row("Marie Kervadec", mail="m@example.org"))
    read(store, row("Marie Haddad", url="linkedin.com/in/marie-h"), kind="csv")
    read(store, row("Marie Haddad", mail="m@example.org", url="linkedin.com/in/marie-h"), kind="google-csv")
    (pair,) = store.duplicates.pairs("me")
    assert pair.probability == 0.99


def test_employees_share_a_contact_only_without_a_doubt(store):
    read(store, row("Xavier Kervadec", "Purchasing manager", "Hexalane", on="2019-01-01"))
    sure = row("Xavier Kervadec", "Purchasing manager", "Hexalane", on="2020-02-02")
    unsure = row("Xavier Kervadec", "Pastry chef", "Plume & Encre", on="2020-02-02")
    assert read(store, sure, employee="you").merged == 1
    assert read(store, unsure, employee="they").merged == 0
    assert ids(store, "you") == ids(store) != ids(store, "they")
    assert store.duplicates.pairs("they") == ()


def test_nobody_is_shown_a_pair_with_a_contact_of_somebody_else(store):
    read(store, row("Marie Kervadec", "Head nurse", "Clinique du Parc", mail="m@example.org"))
    read(store, row("Marie Dupont", "Head nurse", "Clinique du Parc", mail="d@example.org"), employee="you")
    assert store.duplicates.find("you") == 0
    assert store.duplicates.pairs("me") == store.duplicates.pairs("you") == ()


@pytest.fixture
def two(store) -> tuple[str, str]:
    """Two contacts who are one person, each with a source, keys, a tie, a verdict; one is another's too."""
    read(store, row("Marie Kervadec", "Nurse", "Clinique du Parc", mail="m@example.org"))
    read(
        store,
        row("Marie Dupont", "Head nurse", "CHU de Nantes", mail="d@example.org", on="2020-05-05"),
        kind="csv",
    )
    read(store, row("Marie Dupont", "Head nurse", "CHU de Nantes", mail="d@example.org"), employee="you")
    known = ids(store)
    for opening, contact_id in enumerate(known.values()):
        store.feedback.give(Verdict("me", str(opening), contact_id, VerdictKind.CONSIDER))
    return known["Marie Kervadec"], known["Marie Dupont"]


def test_merge_leaves_one_contact_with_everything_of_both(store, two):
    keep, gone = two
    version = store.version
    change = store.duplicates.merge("me", keep, gone)
    (contact,) = store.contacts("me")
    assert (contact.id, change.other_id) == (keep, gone)
    assert {source.kind for source in contact.sources} == {"vcard", "csv"}
    assert {position.company for position in contact.profile.positions} == {
        "Clinique du Parc",
        "CHU de Nantes",
    }
    assert store.ties("me", [keep])[keep].connected_on == "2020-05-05"
    assert store.network("you").contact_ids == (keep,)
    assert len(store.feedback.verdicts("me")) == 2
    assert store.version > version
    assert {contact_id for _, contact_id, _, _ in store.fragments()} == {keep}


def test_a_merged_file_changes_nothing_when_it_is_read_again(store, two):
    store.duplicates.merge("me", *two)
    report = read(
        store,
        row("Marie Dupont", "Head nurse", "CHU de Nantes", mail="d@example.org", on="2020-05-05"),
        kind="csv",
    )
    assert (report.new, report.updated, report.unchanged) == (0, 0, 1)


def test_undo_of_a_merge_restores_every_table(store, two):
    before = dump(store)
    store.duplicates.merge("me", *two)
    assert dump(store) != before
    version = store.version
    store.duplicates.undo("me")
    assert dump(store) == before
    assert store.version > version


def test_undo_of_a_merge_leaves_what_came_since(store, two):
    keep, gone = two
    store.duplicates.merge("me", keep, gone)
    store.feedback.give(Verdict("me", "later", keep, VerdictKind.PINNED))
    read(store, row("Marie Kervadec", "Ward manager", "Clinique du Parc", mail="m@example.org"))
    store.duplicates.undo("me")
    found = store.contacts_by_id(two)
    assert {p.title for p in found[keep].profile.positions} == {"Ward manager"}
    assert {p.title for p in found[gone].profile.positions} == {"Head nurse"}
    judged = [verdict for verdict in store.feedback.verdicts("me") if verdict.contact_id == keep]
    assert len(judged) == 2
    texts = {contact_id: text for _, contact_id, _, text in store.fragments()}
    assert texts == {keep: "Ward manager", gone: "Head nurse"}


def test_a_change_that_was_built_upon_is_not_undone(store, two):
    keep, gone = two
    read(store, row("Zoe Tazi", "Cook", "Accor", mail="z@example.org"))
    other = ids(store)["Zoe Tazi"]
    first = store.duplicates.merge("me", keep, gone)
    store.duplicates.merge("me", other, keep)
    before = dump(store)
    with pytest.raises(ChangedSince, match="split"):
        store.duplicates.undo("me", first.id)
    assert dump(store) == before


def test_merges_upon_merges_are_undone_one_by_one(store, two):
    keep, gone = two
    read(store, row("Zoe Tazi", "Cook", "Accor", mail="z@example.org"))
    other = ids(store)["Zoe Tazi"]
    start = dump(store)
    store.duplicates.merge("me", keep, gone)
    store.duplicates.merge("me", other, keep)
    store.duplicates.undo("me")
    store.duplicates.undo("me")
    assert dump(store) == start
    with pytest.raises(UnknownChange):
        store.duplicates.undo("me")


def test_split_gives_a_source_with_its_keys_and_tie_to_a_new_contact(store, two):
    keep, gone = two
    store.duplicates.merge("me", keep, gone)
    change = store.duplicates.split("me", keep, ["csv"])
    found = {contact.id: contact for contact in store.contacts("me")}
    assert found[keep].name == "Marie Kervadec"
    assert found[change.other_id].name == "Marie Dupont"
    assert store.ties("me", [keep, change.other_id])[change.other_id].connected_on == "2020-05-05"
    assert store.ties("me", [keep])[keep].connected_on is None
    assert store.network("you").contact_ids == (change.other_id,)
    report = read(
        store,
        row("Marie Dupont", "Matron", "CHU de Nantes", mail="d@example.org", on="2020-05-05"),
        kind="csv",
    )
    assert (report.new, report.updated) == (0, 1)


def test_undo_of_a_split_restores_every_table(store):
    read(store, row("Xavier Kervadec", "Buyer", "Hexalane", mail="x@example.org"))
    read(
        store, row("Xavier Kervadec", "Buyer", "Hexalane", mail="x@example.org", on="2020-05-05"), kind="csv"
    )
    (contact_id,) = ids(store).values()
    before = dump(store)
    store.duplicates.split("me", contact_id)
    assert len(store.contacts("me")) == 2
    assert store.duplicates.find("me") == 0
    store.duplicates.undo("me")
    assert dump(store) == before


def test_a_split_is_not_undone_over_what_was_said_of_the_new_contact(store):
    read(store, row("Xavier Kervadec", "Buyer", "Hexalane", mail="x@example.org"))
    read(
        store, row("Xavier Kervadec", "Buyer", "Hexalane", mail="x@example.org", on="2020-05-05"), kind="csv"
    )
    change = store.duplicates.split("me", *ids(store).values())
    store.feedback.give(Verdict("me", "0", change.other_id, VerdictKind.PINNED))
    with pytest.raises(ChangedSince):
        store.duplicates.undo("me")


def test_a_contact_of_one_source_cannot_be_split(store):
    read(store, row("Xavier Kervadec", "Buyer", "Hexalane"))
    (contact_id,) = ids(store).values()
    with pytest.raises(InvalidChange, match="vcard"):
        store.duplicates.split("me", contact_id)
    with pytest.raises(InvalidChange, match="nothing.csv"):
        store.duplicates.split("me", contact_id, ["nothing.csv"])


def test_who_is_kept_apart_is_not_proposed_again(store):
    read(store, row("Marie Kervadec", "Head nurse", "Clinique du Parc", mail="m@example.org"))
    read(store, row("Marie Dupont", "Head nurse", "Clinique du Parc", mail="d@example.org"), kind="csv")
    (pair,) = store.duplicates.pairs("me")
    before = dump(store)
    store.duplicates.keep_apart("me", pair.first_id, pair.second_id)
    assert store.duplicates.pairs("me") == ()
    assert store.duplicates.find("me") == 0
    store.duplicates.undo("me")
    assert dump(store) == before


def test_find_compares_a_network_with_itself(store):
    read(store, row("Xavier Kervadec", "Buyer", "Hexalane", mail="a@example.org"),
         row("KERVADEC Xavier", "Buyer", "Hexalane", mail="b@example.org", line=3))  # fmt: skip
    assert store.duplicates.find("me") == 1
    assert store.duplicates.find("me") == 0
    assert store.duplicates.pairs("me")[0].probability > 0.9


@pytest.mark.parametrize("change", ["merge", "keep_apart"])
def test_only_the_own_network_can_be_changed(store, two, change):
    read(store, row("Zoe Tazi", "Cook", "Accor"), employee="you")
    stranger = ids(store, "you")["Zoe Tazi"]
    with pytest.raises(UnknownContact):
        getattr(store.duplicates, change)("me", two[0], stranger)
    with pytest.raises(UnknownContact):
        store.duplicates.split("me", stranger)
    with pytest.raises(InvalidChange):
        getattr(store.duplicates, change)("me", two[0], two[0])


def test_nobody_undoes_the_change_of_somebody_else(store, two):
    change = store.duplicates.merge("me", *two)
    with pytest.raises(UnknownChange):
        store.duplicates.undo("you", change.id)
    assert store.duplicates.changes("you") == ()
    assert [made.kind.value for made in store.duplicates.changes("me")] == ["merge"]


def test_an_undone_change_keeps_nothing_of_anybody(store, two):
    store.duplicates.merge("me", *two)
    store.duplicates.undo("me")
    with store._engine.connect() as connection:
        (kept,) = connection.execute(select(Base.metadata.tables["identity_changes"].c.rows)).scalars()
    assert kept == []
