"""Dates, ties and ages in words."""

from datetime import date

import pytest

from api.pages.wording import Words
from matcher.catalogue import Tongue
from matcher.contact import Position, Profile
from matcher.network import HowKnown, Relation, Strength, Tie, TieStatement
from matcher.ties import shared_work, with_facts


def test_every_tie_is_told_in_french() -> None:
    mine = Profile("A", positions=(Position("x", "Orsena", started="2016-01", ended="2018-12"),))
    now = Profile("A", positions=(Position("x", "Orsena", started="2016-01"),))
    undated = Profile("A", positions=(Position("x", "Orsena"),))
    today, french = date(2026, 11, 23), Words(Tongue.FRENCH)
    for own, theirs in ((mine, mine), (now, now), (undated, undated)):
        shared = shared_work(own, theirs, today=today)
        for relation in Relation:
            for strength in Strength:
                statement = TieStatement("me", "c", strength, relation, "2026-05")
                tie = with_facts(Tie("me", "c", HowKnown.LINKEDIN), statement, shared, today=today)
                told = french.reasons(tie)
                assert tie.reasons
                assert not [one for one in told if "you said" in one or "both at" in one]


@pytest.mark.parametrize("tongue", list(Tongue))
def test_dates_of_any_precision_are_written_out(tongue: Tongue) -> None:
    told = Words(tongue)
    assert told.day("2019") == "2019"
    assert told.day("2019-03") in ("March 2019", "mars 2019")
    assert told.day("2019-03-04") in ("4 March 2019", "4 mars 2019")
    assert told.period("2019-03 – 2021-12") in ("March 2019 – December 2021", "mars 2019 – décembre 2021")
    assert told.period("2020-02 –") in ("since February 2020", "depuis février 2020")


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 9, 1_500, 250_000])
def test_a_band_is_told_and_never_its_count(count: int) -> None:
    told = {0: "0", 1: "moins de 3", 2: "moins de 3", 3: "3 à 4", 4: "3 à 4", 9: "5 à 9"}
    told |= {1_500: "1\u202f000 à 1\u202f999", 250_000: "100\u202f000 ou plus"}
    assert Words(Tongue.FRENCH).band(count) == told[count]
