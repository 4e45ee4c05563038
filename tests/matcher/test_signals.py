import dataclasses
from datetime import date

import numpy as np
import pytest

from matcher.contact import Position, Profile
from matcher.facts import LanguageLevel, OpeningFacts, ProfileFacts, Remote, Seniority, SpokenLanguage
from matcher.fragments import fragments_of
from matcher.index import FragmentIndex, IndexedFragment, build, open_current
from matcher.index.facts import FactTable, fact_table, place_key, told_facts
from matcher.network import HowKnown
from matcher.opening import Opening, Requirement, RequirementKind
from matcher.profile_facts import profile_facts
from matcher.readers.report import ContactRow, Reading
from matcher.reindex import reindex
from matcher.signals import Signal, encode_opening, measure
from matcher.signals.facts import fact_signals
from matcher.suggest import Suggester

MUST, NICE = RequirementKind.MUST, RequirementKind.NICE


def opening(title: str, *asked: tuple[str, RequirementKind]) -> Opening:
    text = "\n".join((title, *(words for words, _ in asked)))
    spans = tuple(Requirement(t, kind, text.index(t), text.index(t) + len(t)) for t, kind in asked)
    return Opening("1", title, text, requirements=spans)


@pytest.fixture
def measured(tmp_path_factory, word_encoder):
    """Measures profiles for an opening: a dictionary of signals for each."""

    def signals(asked: Opening, *profiles: Profile) -> list[dict[Signal, float]]:
        fragments = [
            IndexedFragment(place, f"{number:03d}", fragment.kind, fragment.text)
            for number, profile in enumerate(profiles)
            for place, fragment in enumerate(fragments_of(profile))
        ]
        facts = {f"{n:03d}": profile_facts(p, today=date(2026, 1, 1)) for n, p in enumerate(profiles)}
        folder = tmp_path_factory.mktemp("index")
        build(folder, fragments, word_encoder, facts=facts, store_version=0)
        index = FragmentIndex(folder)
        everyone = index.expand(np.arange(len(profiles)))
        table, _ = measure(encode_opening(asked, word_encoder), index, everyone)
        return [dict(zip(Signal, row.tolist(), strict=True)) for row in table.values]

    return signals


def test_titles_worked_by_hand(measured):
    past = Profile("", positions=(Position("chef"), Position("data engineer", summary="sql")))
    (told,) = measured(opening("data engineer"), past)
    assert told[Signal.TITLE] == pytest.approx(1)
    assert told[Signal.TITLE_NOW] == 0
    assert told[Signal.TITLE_ANY] == pytest.approx(1)
    assert told[Signal.THEME] == pytest.approx(1 / 3)


def test_requirements_worked_by_hand(measured):
    asked = opening("chef", ("python sql", MUST), ("nurse", MUST), ("data", NICE))
    profile = Profile("", positions=(Position("chef", summary="python sql"),), skills=("data",))
    (told,) = measured(asked, profile)
    assert told[Signal.MUST] == pytest.approx((1 + 0) / 2)
    assert told[Signal.NICE] == pytest.approx(1)
    assert told[Signal.MET] == pytest.approx(2 / 3)
    assert told[Signal.SKILLS] == pytest.approx((0 + 0 + 1) / 3)


def test_whole_profile_is_its_nearest_lines_and_all_that_is_asked(measured, word_encoder):
    asked = opening("chef", ("python sql", MUST))
    (told,) = measured(asked, Profile("", positions=(Position("chef", summary="sql\nnurse care"),)))
    query = word_encoder.encode_query(["chef", "python sql"]).sum(axis=0)
    chef, sql, care = word_encoder.encode_query(["chef", "sql", "nurse care"]) @ query / np.linalg.norm(query)
    assert chef > sql > care == 0
    assert told[Signal.PROFILE] == pytest.approx(max(chef / 3, (chef + sql) / 4))


def test_no_line_that_is_added_takes_anything_away(measured):
    asked = opening("data engineer", ("python sql", MUST), ("nurse", NICE))
    latest = Position("data engineer", summary="python\nsql")
    older = (Position("chef", summary="kitchen"), Position("data engineer", summary="sql"), Position("nurse"))
    profiles = [Profile("", positions=(latest, *older[:n])) for n in range(len(older) + 1)]
    fewer = measured(asked, profiles[0])[0]
    for profile in profiles[1:]:
        (more,) = measured(asked, profile)
        for signal in (Signal.TITLE, Signal.THEME, Signal.PROFILE, Signal.MUST, Signal.NICE, Signal.MET):
            assert more[signal] >= fewer[signal] - 1e-6, signal


def test_what_is_not_asked_or_not_told_is_unknown(measured):
    bare, resume = measured(
        opening("chef"), Profile("", positions=(Position("chef"),)), Profile("", summary="chef in a kitchen")
    )
    for signal in (Signal.MUST, Signal.NICE, Signal.CORE, Signal.MET, Signal.SKILLS, Signal.LEXICAL):
        assert np.isnan([bare[signal], resume[signal]]).all()
    assert np.isnan([bare[Signal.THEME], bare[Signal.PROFILE], resume[Signal.TITLE]]).all()
    assert not np.isnan([resume[Signal.THEME], resume[Signal.PROFILE], bare[Signal.TITLE]]).any()


def test_title_alone_meets_nothing_and_misses_nothing(measured):
    (bare,) = measured(opening("chef", ("kitchen", MUST)), Profile("", positions=(Position("chef kitchen"),)))
    assert np.isnan(bare[Signal.MET])


def test_signals_of_one_do_not_depend_on_the_others(measured):
    asked = opening("chef", ("kitchen", MUST), ("python", NICE))
    ada = Profile("", positions=(Position("chef", summary="kitchen care"),))
    alone = measured(asked, ada)[0]
    beside = measured(asked, ada, Profile("", positions=(Position("nurse", summary="python"),)))[0]
    for signal in set(Signal) - {Signal.LEXICAL}:  # BM25 counts how rare a word is among all
        assert alone[signal] == pytest.approx(beside[signal], nan_ok=True), signal


FACTS = ProfileFacts(
    years=4.0,
    languages=(SpokenLanguage("en", LanguageLevel.B2), SpokenLanguage("fr")),
    seniority=Seniority.JUNIOR,
    place="Lyon, France",
    age_years=2.0,
)


def table_of(facts: ProfileFacts) -> FactTable:
    return fact_table(np.array([b"ada"]), [told_facts({"ada": facts})])[0]


@pytest.mark.parametrize(
    ("asked", "signal", "value"),
    [
        (OpeningFacts(years_min=6), Signal.YEARS, -2),
        (OpeningFacts(years_min=3), Signal.YEARS, 0),
        (OpeningFacts(years_max=1), Signal.YEARS, -1),
        (OpeningFacts(years_min=40), Signal.YEARS, -6),
        (OpeningFacts(seniority=Seniority.LEAD), Signal.SENIORITY, -3),
        (OpeningFacts(seniority=Seniority.INTERN), Signal.SENIORITY, -1),
        (OpeningFacts(languages=(SpokenLanguage("en", LanguageLevel.C1),)), Signal.LANGUAGE, 0),
        (OpeningFacts(languages=(SpokenLanguage("fr", LanguageLevel.C1),)), Signal.LANGUAGE, 1),
        (OpeningFacts(languages=(SpokenLanguage("fr"), SpokenLanguage("de"))), Signal.LANGUAGE, 0.5),
        (OpeningFacts(place="LYON (69)"), Signal.PLACE, 1),
        (OpeningFacts(place="Paris, France"), Signal.PLACE, 0),
        (OpeningFacts(place="Paris", remote=Remote.REMOTE), Signal.PLACE, 1),
        (OpeningFacts(), Signal.AGE, -2),
    ],
)
def test_facts_worked_by_hand(asked, signal, value):
    assert fact_signals(asked, table_of(FACTS))[signal][0] == pytest.approx(value)


def test_facts_that_are_not_told_are_unknown():
    asked = OpeningFacts(
        years_min=3, seniority=Seniority.LEAD, languages=(SpokenLanguage("de"),), place="Bonn"
    )
    told = fact_signals(asked, table_of(ProfileFacts()))
    assert all(np.isnan(column).all() for column in told.values())
    assert set(told) == {Signal.YEARS, Signal.SENIORITY, Signal.LANGUAGE, Signal.PLACE, Signal.AGE}


def test_place_is_compared_by_its_first_part():
    assert place_key("Saint-Étienne (42), France") == place_key("saint etienne") == "saint etienne"


def test_who_someone_is_and_how_they_are_known_change_no_score(store, word_encoder):
    """Names, ties, companies, addresses and dates of birth are never signals."""
    work = Profile(
        name="Ada Vale",
        positions=(Position("chef", "Acme", started="2019-01", summary="kitchen care"),),
        skills=("python",),
        location="Lyon, France",
    )
    same_work = dataclasses.replace(
        work,
        name="Mohamed Kaya",
        location="Lyon, 12 rue des Lilas, 69003",
        positions=(dataclasses.replace(work.positions[0], company="Nobody's"),),
    )
    close = ContactRow(
        work, line=1, keys=("mail:a@example.org",), how_known=HowKnown.LINKEDIN, connected_on="2011-01-01"
    )
    distant = ContactRow(same_work, line=2, keys=("mail:b@example.org",), how_known=HowKnown.UNKNOWN)
    store.import_contacts(Reading("json-resume", "a.json", (close, distant)), "me")
    reindex(store, word_encoder)
    suggester = Suggester(store, open_current(store.data_dir / "index"), word_encoder)
    asked = opening("chef", ("kitchen", MUST), ("python", NICE))
    first, second = suggester.suggest(asked, store.network("me")).suggestions
    assert first.contact.name != second.contact.name
    assert first.tie != second.tie
    assert first.score == second.score
    assert first.contributions == second.contributions
