"""Whether an opening is open is judged on the day one asks, by what its source said of it."""

import json
from datetime import date, timedelta

import pytest

from matcher.availability_note import availability_note
from matcher.opening import Availability, Opening, Posting, count_not_open
from matcher.readers.openings import read_openings
from matcher.readers.report import Reading
from matcher.store.codec import opening_from_json, opening_to_json
from matcher.wire import opening_to_json as written

DAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("posting", "expected"),
    [
        (Posting(), "open"),
        (Posting(valid_through="2026-06-15"), "open"),
        (Posting(valid_through="2026-06-14"), "expired"),
        (Posting(stated=Availability.UNLISTED), "unlisted"),
        (Posting(valid_through="2026-06-14", stated=Availability.CLOSED), "closed"),
    ],
)
def test_the_last_day_still_counts_and_what_the_source_states_wins(posting, expected):
    assert posting.availability_on(DAY).value == expected


def test_the_note_is_in_the_reader_s_language_and_silent_where_all_is_well():
    expired = Posting(valid_through="2026-06-14")
    assert availability_note(expired, DAY) == (
        "This opening expired on 2026-06-14: ask whether it is still to be filled."
    )
    assert availability_note(expired, DAY, ["fr_FR.UTF-8"]).startswith("Cette offre a expiré le 2026-06-14")
    assert availability_note(Posting(valid_through="2026-06-15"), DAY) == ""


def test_a_posting_says_until_when_it_is_valid_and_what_it_pays(tmp_path):
    value = {"@type": "QuantitativeValue", "minValue": 35000, "maxValue": 42000.5, "unitText": "YEAR"}
    posting = {
        "@type": "JobPosting",
        "title": "Cook",
        "description": "Cook for forty.",
        "datePosted": "2026-01-31T09:00:00+01:00",
        "validThrough": "2026-03-18T00:00",
        "url": "https://acme.example/7",
        "baseSalary": {"@type": "MonetaryAmount", "currency": "EUR", "value": value},
    }
    path = tmp_path / "posting.json"
    path.write_text(json.dumps(posting), encoding="utf-8")
    told = read_openings(path).items[0].posting
    assert (told.published_on, told.valid_through) == ("2026-01-31", "2026-03-18")
    assert (told.pay, told.url) == ("35000-42000.50 EUR a year", "https://acme.example/7")


def test_an_opening_that_an_earlier_version_stored_is_open():
    opening = Opening("o1", "Cook", "Cook for forty.")
    stored = opening_to_json(opening)
    del stored["posting"]
    assert opening_from_json(stored) == opening


def test_the_store_tells_which_openings_are_not_open_on_a_day(store):
    openings = (
        Opening("a", "Cook", "Cook"),
        Opening("b", "Cook", "Cook", posting=Posting(valid_through="2026-06-14")),
        Opening("c", "Cook", "Cook", posting=Posting(stated=Availability.UNLISTED)),
        Opening("d", "Cook", "Cook", posting=Posting(valid_through="2026-06-15")),
    )
    store.import_openings(Reading("ashby", "jobs.json", openings))
    assert store.opening("b") == openings[1]
    assert store.openings_not_open(DAY) == {"b": Availability.EXPIRED, "c": Availability.UNLISTED}
    assert "d" in store.openings_not_open(DAY + timedelta(days=1))
    assert count_not_open(openings, DAY) == {"expired": 1, "unlisted": 1}


def test_the_answer_judges_by_today():
    today = date.today()
    closed = Opening("a", "Cook", "Cook", posting=Posting(valid_through=str(today - timedelta(days=1))))
    assert written(closed)["availability"] == "expired"
    assert (
        written(Opening("b", "Cook", "Cook", posting=Posting(valid_through=str(today))))["availability"]
        == "open"
    )
