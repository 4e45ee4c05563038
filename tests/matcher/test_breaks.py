import tomllib
from datetime import date
from pathlib import Path

import pytest

from matcher.breaks import is_break
from matcher.contact import Position, Profile
from matcher.facts import Seniority
from matcher.fragments import FragmentKind, fragments_of
from matcher.profile_facts import profile_facts

UNSEEN = tomllib.loads(Path(__file__).with_name("breaks_unseen.toml").read_text(encoding="utf-8"))
LEAVE = Position("Parental leave", started="2024-06", summary="At home with twins.")
JOB = Position("Senior Data Engineer", "Foxglove", started="2018-06", ended="2024-06")


@pytest.mark.parametrize(
    "title",
    [
        "Congé parental",
        "Congé maternité (6 mois)",
        "Pause carrière – enfants",
        "En recherche d’emploi",
        "À la recherche de nouvelles opportunités",
        "Demandeuse d'emploi",
        "Mère au foyer",
        "Career break - full-time parent",
        "Maternity leave",
        "Seeking new opportunities",
        "Unemployed",
        "Stay-at-home dad",
        "Open to work",
        "Excedencia",
        "Desempleada",
        "Elternzeit",
    ],
)
def test_a_break_is_known_by_its_title(title):
    assert is_break(Position(title))
    assert is_break(Position(title, "Foxglove"))


@pytest.mark.parametrize(
    "title",
    ["Parental leave cover", "Leave manager", "Chargé de recherche", "Career coach", "Break bulk agent", ""],
)
def test_a_job_is_no_break(title):
    assert not is_break(Position(title))


@pytest.mark.parametrize("written", UNSEEN)
@pytest.mark.parametrize("language", ["en", "fr", "es", "de"])
def test_breaks_are_known_in_words_that_the_list_was_not_made_from(written, language):
    titles = UNSEEN[written]["breaks"][language]
    assert sum(is_break(Position(title)) for title in titles) >= 0.8 * len(titles)


@pytest.mark.parametrize("title", [t for r in UNSEEN.values() for of in r["work"].values() for t in of])
def test_work_that_sounds_like_a_break_is_none(title):
    assert not is_break(Position(title))
    assert not is_break(Position(title, "Foxglove"))


@pytest.mark.parametrize(
    "title", ["World trip", "Voyage en Asie", "Servicio militar", "Umzug nach Wien", "Student", "Relocation"]
)
def test_what_may_be_work_is_a_break_only_without_a_company(title):
    assert is_break(Position(title))
    assert not is_break(Position(title, "Foxglove"))


def test_two_breaks_in_one_title():
    assert is_break(Position("Maternity leave and career break", "Foxglove"))
    assert not is_break(Position("Maternity leave and payroll", "Foxglove"))


def test_care_is_a_job_where_there_is_a_company():
    assert is_break(Position("Full-time caregiver"))
    assert not is_break(Position("Full-time caregiver", "Linden Home"))


def test_a_break_is_no_title_and_what_is_told_of_it_may_be_quoted():
    fragments = fragments_of(Profile("Inès", positions=(LEAVE, JOB)))
    assert [f.text for f in fragments if f.kind is FragmentKind.TITLE] == ["Senior Data Engineer"]
    assert "At home with twins." in [fragment.text for fragment in fragments]


def test_a_break_gives_no_years_and_no_rung_and_keeps_the_profile_fresh():
    facts = profile_facts(Profile("Inès", positions=(LEAVE, JOB)), today=date(2026, 6, 1))
    assert (facts.years, facts.seniority) == (6.08, Seniority.SENIOR)
    assert facts.age_years == pytest.approx(1.92, abs=0.02)
