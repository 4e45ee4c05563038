from datetime import date

import pytest

from matcher.breaks import is_break
from matcher.contact import Position, Profile
from matcher.facts import Seniority
from matcher.fragments import FragmentKind, fragments_of
from matcher.profile_facts import profile_facts

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
