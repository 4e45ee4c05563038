from datetime import date

import pytest

from matcher.contact import Position, Profile
from matcher.facts import LanguageLevel, ProfileFacts, Seniority, SpokenLanguage
from matcher.profile_facts import profile_facts

TODAY = date(2025, 7, 1)


def facts(*positions, **fields):
    return profile_facts(Profile("Ada", positions=positions, **fields), today=TODAY)


def spell(started, ended=None, **fields):
    return Position(started=started, ended=ended, **fields)


@pytest.mark.parametrize(
    ("spells", "years"),
    [
        ([spell("2019", "2022")], 3),
        ([spell("2020-01", "2020-12")], 1),
        ([spell("2015", "2020"), spell("2018", "2022")], 7),
        ([spell("2015", "2020"), spell("2016", "2017")], 5),
        ([spell("2010", "2012"), spell("2020", "2021")], 3),
        ([spell("2023-07-01")], 2),
        ([spell("2020", "2020")], 0.5),
        ([spell("2024-07", "2030-01")], 1),
        ([spell("2030")], 0),
        ([spell("2022", "2019")], 0),
    ],
)
def test_the_years_of_dated_positions_count_once(spells, years):
    assert facts(*spells).years == pytest.approx(years, abs=0.02)


@pytest.mark.parametrize("positions", [(), (Position("Gardener"),), (spell(None, "2020"),)])
def test_years_without_a_start_are_unknown(positions):
    assert facts(*positions).years is None


def test_the_age_is_counted_from_the_latest_date_stated():
    assert facts(spell("2018"), spell("2010", "2015-06")).age_years == pytest.approx(6.5, abs=0.6)
    assert facts(spell("2020-01", "2025-06")).age_years == pytest.approx(0, abs=0.01)
    assert facts(spell("2020", "2030")).age_years == 0
    assert facts(Position("Gardener")).age_years is None


def test_languages_keep_their_highest_level():
    listed = ("English (Professional)", "Français - langue maternelle", "English (Fluent)", "Klingon")
    assert facts(languages=listed).languages == (
        SpokenLanguage("en", LanguageLevel.C1),
        SpokenLanguage("fr", LanguageLevel.C2),
    )


def test_the_rung_is_that_of_the_latest_title():
    assert facts(Position("Head gardener"), Position("Intern")).seniority is Seniority.LEAD
    assert facts(headline="Senior gardener").seniority is Seniority.SENIOR
    assert facts(Position("Gardener")).seniority is None


def test_the_place_is_the_profile_s_or_the_latest_position_s():
    assert facts(Position(location="Brest"), location="Quimper").place == "Quimper"
    assert facts(Position(location="Brest")).place == "Brest"


def test_an_empty_profile_tells_nothing():
    assert facts() == ProfileFacts()


def test_name_and_age_of_the_person_are_no_facts():
    with_summary = facts(summary="Born in 1970, married")
    assert with_summary == ProfileFacts()
