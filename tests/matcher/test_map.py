"""The map: where everybody stands, and who is found on it."""

from datetime import date

import numpy as np
import pytest

from matcher.contact import Contact, Position, Profile
from matcher.map.layout import Layout, lay_out
from matcher.map.person import Level, Person, named, person_in
from matcher.network import Tie

TODAY = date(2026, 11, 23)
TRADES, DIM = 300, 16


def person(title: str, name: str = "Nora Haddad", connected_on: str | None = None) -> Person:
    profile = Profile(name, positions=(Position(title, "Orsena SAS"),))
    return person_in(Contact("1", profile), Tie("ada", "1", connected_on=connected_on), today=TODAY)


@pytest.fixture(scope="module")
def many() -> tuple[np.ndarray, np.ndarray]:
    """Trades around ten middles, each with one person or more."""
    rng = np.random.default_rng(7)
    middles = rng.normal(size=(10, DIM))
    vectors = middles[rng.integers(10, size=TRADES)] + 0.3 * rng.normal(size=(TRADES, DIM))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return vectors, rng.integers(1, 12, size=TRADES)


@pytest.fixture(scope="module")
def layout(many: tuple[np.ndarray, np.ndarray]) -> Layout:
    return lay_out(*many)


def test_the_same_trades_give_the_same_picture(many, layout):
    again = lay_out(*many)
    assert np.array_equal(again.places, layout.places)
    assert np.array_equal(again.groups, layout.groups)


def test_no_two_discs_overlap(layout):
    apart = np.linalg.norm(layout.centres[:, None] - layout.centres[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    assert (apart >= layout.radii[:, None] + layout.radii[None]).all()


def test_everybody_stands_in_the_disc_of_their_group_at_a_place_of_their_own(many, layout):
    groups = np.repeat(layout.groups, many[1])
    from_middle = np.linalg.norm(layout.places - layout.centres[groups], axis=1)
    assert (from_middle <= layout.radii[groups] + 1e-3).all()
    assert len(np.unique(layout.places.round(3), axis=0)) == len(groups)


def test_the_largest_group_is_the_first(many, layout):
    sizes = np.bincount(layout.groups, weights=many[1])
    assert sizes.tolist() == sorted(sizes, reverse=True)


@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_few_trades_have_a_picture_too(count):
    vectors = np.eye(count, DIM, dtype=np.float32)
    made = lay_out(vectors, np.full(count, 3))
    assert made.places.shape == (3 * count, 2)
    assert np.isfinite(made.places).all()


def test_equal_titles_are_one_trade_whatever_their_level_and_speciality():
    assert person("Senior Data Engineer, R&D").trade == person("Data engineer").trade


@pytest.mark.parametrize(
    ("title", "level"),
    [("Head of Sales", Level.HEAD), ("Senior Nurse", Level.SENIOR), ("Intern", Level.BEGINNER)],
)
def test_a_title_tells_the_level(title, level):
    assert person(title).level is level


@pytest.mark.parametrize(
    ("connected_on", "years"), [("2024-11-23", 2.0), ("2024", 2.4), (None, None), ("soon", None), ("2031", 0)]
)
def test_the_age_of_a_tie(connected_on, years):
    told = person("Chef", connected_on=connected_on).tie_years
    assert told == (None if years is None else pytest.approx(years, abs=0.05))


@pytest.mark.parametrize("words", ["haddad", "NÓRA chef", "orsena", "  chef  "])
def test_somebody_is_found_by_name_title_or_company(words):
    assert named([person("Chef")], words) == {"1"}


@pytest.mark.parametrize("words", ["", "   ", "chef plumber"])
def test_nobody_is_found_by_other_words(words):
    assert named([person("Chef")], words) == frozenset()
