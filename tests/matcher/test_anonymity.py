from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.anonymity import LEAST, Line, Sketch, lines_of, most_general

LYON = "Lyon, Auvergne-Rhône-Alpes, France"
GRENOBLE = "Grenoble, Auvergne-Rhône-Alpes, France"
LILLE = "Lille, Hauts-de-France, France"


def network(*people: tuple[str, str]) -> list[Sketch]:
    return [Sketch(str(n), f"person {n}", title, place) for n, (title, place) in enumerate(people)]


def shown(sketches: Iterable[Sketch]) -> dict[str, Line]:
    return {contact_id: line for contact_id, (_, line) in lines_of(sketches).items()}


def test_three_who_share_it_all_are_told_with_region_and_without_town() -> None:
    lines = shown(
        network(
            ("Senior Data Engineer", LYON), ("Data Engineer senior", GRENOBLE), ("Sr Data Engineer", LYON)
        )
    )
    assert set(lines.values()) == {Line("Data Engineer", "senior", "Auvergne-Rhône-Alpes, France")}


def test_two_regions_of_a_country_become_the_country() -> None:
    people = [("Senior Nurse", LYON), ("Senior Nurse", LYON), ("Senior Nurse", LILLE)]
    assert set(shown(network(*people)).values()) == {Line("Nurse", "senior", "France")}


def test_places_then_rungs_are_left_out_before_anybody_stands_out() -> None:
    elsewhere = network(("Senior Nurse", LYON), ("Senior Nurse", "Berlin, Germany"), ("Senior Nurse", ""))
    assert set(shown(elsewhere).values()) == {Line("Nurse", "senior")}
    rungs = network(("Senior Nurse", LYON), ("Junior Nurse", LYON), ("Nurse", LYON))
    assert set(shown(rungs).values()) == {Line("Nurse")}


def test_trades_of_one_word_in_common_share_that_word() -> None:
    lines = shown(network(("Data Engineer", ""), ("Software Engineer", ""), ("Sound Engineer", "")))
    assert set(lines.values()) == {Line("Engineer")}


def test_who_would_stand_out_has_no_line() -> None:
    assert shown(network(("Data Engineer", ""), ("Data Engineer", ""), ("Astronaut", ""))) == {}
    assert shown(network(("", LYON), ("", LYON), ("", LYON))) == {}


def test_one_person_imported_three_times_is_one_person() -> None:
    thrice = [Sketch(str(n), "person", "Astronaut", LYON) for n in range(3)]
    assert lines_of(thrice) == {}


def test_the_rest_of_a_group_is_not_told_by_what_it_lacks() -> None:
    """A fourth nurse, from elsewhere, would be the only one called *nurse* and no more."""
    people = network(*[("Senior Nurse", LYON)] * 3, ("Senior Nurse", "Berlin, Germany"))
    assert "3" not in lines_of(people)


def test_both_genders_are_one_trade() -> None:
    people = [
        ("Infirmière en réanimation", ""),
        ("Infirmier en réanimation", ""),
        ("Infirmier·ère en réanimation", ""),
    ]
    assert len(set(shown(network(*people)).values())) == 1


@pytest.mark.parametrize(
    "ending",
    [
        " at Hexalane",
        " chez Hexalane",
        " | Hexalane",
        " @Hexalane",
        " · Hexalane",
        " (Hexalane)",
        ", Hexalane",
    ],
)
def test_employers_are_not_told(ending: str) -> None:
    people = [(f"Data Engineer{ending}", "")] * 3
    assert set(shown(network(*people)).values()) == {Line("Data Engineer")}


def test_who_is_in_two_networks_is_hidden_in_both() -> None:
    precise, vague = (0, Line("Data Engineer", "senior", "France")), (4, Line("Engineer"))
    assert most_general([precise, vague]) == vague[1]
    assert most_general([precise, None]) is None
    assert most_general([]) is None


TITLES = st.sampled_from(
    ["Nurse", "Senior Nurse", "Data Engineer", "Sound Engineer", "Ingénieur data", "CEO", ""]
)
PLACES = st.sampled_from([LYON, GRENOBLE, LILLE, "Berlin, Germany", "Oslo", ""])


@given(st.lists(st.tuples(TITLES, PLACES, st.integers(0, 20)), max_size=40))
def test_whatever_the_network_each_line_is_shared_by_enough_people(
    people: list[tuple[str, str, int]],
) -> None:
    sketches = [Sketch(str(n), str(who), title, place) for n, (title, place, who) in enumerate(people)]
    lines = lines_of(sketches)
    sharing: dict[tuple[int, Line], set[str]] = {}
    for sketch in sketches:
        if sketch.contact_id in lines:
            sharing.setdefault(lines[sketch.contact_id], set()).add(sketch.person)
    assert all(len(persons) >= LEAST for persons in sharing.values())
    assert Counter(lines_of(reversed(sketches)).values()) == Counter(lines.values())
