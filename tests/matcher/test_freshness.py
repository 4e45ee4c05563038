from datetime import date

import pytest

from matcher.contact import Contact, Position, Profile, Source
from matcher.freshness import Basis, Depth, depth, freshness, helps, missing
from matcher.network_map import map_network, thin_contacts, trade_key
from matcher.readers.report import ContactRow, Reading

TODAY = date(2026, 11, 23)


def contact(*kinds: tuple[str, str], **fields) -> Contact:
    return Contact("c", Profile("Ada", **fields), tuple(Source(kind, "f", day) for kind, day in kinds))


def test_a_list_of_connections_is_as_old_as_its_import():
    found = freshness(contact(("linkedin-connections", "2024-11-23")), today=TODAY)
    assert (found.as_of, found.basis, found.words) == ("2024-11-23", Basis.EXPORT, "2 years old")


def test_a_resume_is_as_old_as_the_latest_date_in_it():
    positions = (Position("Engineer", "Acme", started="2015-03", ended="2019-06"),)
    found = freshness(contact(("json-resume", "2026-11-01"), positions=positions), today=TODAY)
    assert (found.as_of, found.basis, found.words) == ("2019-06", Basis.POSITION, "7 years old")


def test_a_file_without_dates_is_as_old_as_its_import():
    found = freshness(contact(("vcard", "2026-08-20")), today=TODAY)
    assert (found.as_of, found.basis, found.words) == ("2026-08-20", Basis.IMPORT, "3 months old")


def test_the_latest_source_counts():
    positions = (Position("Engineer", "Acme", started="2015"),)
    kinds = (("linkedin-connections", "2021-01-01"), ("json-resume", "2026-11-01"))
    assert freshness(contact(*kinds, positions=positions), today=TODAY).as_of == "2021-01-01"


@pytest.mark.parametrize("written", ["2031", "2026-12"])
def test_a_date_that_is_yet_to_come_is_today(written):
    found = freshness(
        contact(("json-resume", "2026-11-01"), positions=(Position("A", ended=written),)), today=TODAY
    )
    assert found.age_years == 0


def test_a_date_that_is_none_is_passed_over():
    positions = (Position("A", started="2020-13"), Position("B", started="2019-01"))
    assert (
        freshness(contact(("json-resume", "2026-11-01"), positions=positions), today=TODAY).as_of == "2019-01"
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, Depth.THIN),
        ({"positions": (Position("Engineer"),)}, Depth.THIN),
        ({"positions": (Position(company="Acme"),)}, Depth.THIN),
        ({"positions": (Position("Engineer", "Acme"),)}, Depth.ROW),
        ({"headline": "Engineer", "positions": (Position(company="Acme"),)}, Depth.ROW),
        ({"positions": (Position("Engineer", "Acme", started="2019"),)}, Depth.HISTORY),
        ({"skills": ("Steel",)}, Depth.HISTORY),
    ],
)
def test_how_much_a_profile_tells(fields, expected):
    assert depth(Profile("Ada", **fields)) is expected


def test_what_a_thin_profile_lacks_and_what_helps():
    assert missing(Profile("Ada", positions=(Position(company="Acme"),))) == ("title",)
    assert missing(Profile("Ada")) == ("title", "company")
    assert len(helps(contact(("vcard", "2026-01-01")))) == 2
    (only,) = helps(contact(("linkedin-archive", "2026-01-01")))
    assert "saved as PDF" in only


@pytest.mark.parametrize(
    "title",
    [
        "Data Engineer",
        "Senior data engineer",
        "Data Engineer at Acme",
        "DATA ENGINEER | Python",
        "Data engineer (H/F)",
    ],
)
def test_a_trade_is_one_however_it_is_written(title):
    assert trade_key(title) == "data engineer"


def test_a_network_is_counted():
    rows = [
        contact(("linkedin-connections", "2026-11-01"), positions=(Position(title, "Acme SAS"),))
        for title in ("Data engineer", "Senior Data engineer", "Chef", "")
    ]
    found = map_network(rows, today=TODAY)
    assert (found.contacts, found.depths) == (4, {"thin": 1, "row": 3, "history": 0})
    assert found.trades == {"Data engineer": 2, "Chef": 1}
    assert found.companies == {"Acme SAS": 4}
    assert found.ages["under 1 year"] == 4


def test_thin_contacts_come_by_id(store):
    rows = tuple(
        ContactRow(
            Profile(f"P{i}", positions=(Position("", "Acme"),) if i % 2 else ()), i, (f"mail:{i}@x.org",)
        )
        for i in range(1, 8)
    )
    store.import_contacts(Reading("vcard", "a.vcf", rows), "me")
    ids = store.network("me").contact_ids
    first = thin_contacts(store, "me", k=3)
    rest = thin_contacts(store, "me", after=first[-1].contact.id)
    assert tuple(thin.contact.id for thin in (*first, *rest)) == ids
