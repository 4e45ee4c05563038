"""What becomes of introductions: each recruiter sees those of their own openings."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from matcher.introduction import Actor, Move, Party, Stage
from matcher.policy import Role
from matcher.readers.openings import opening_from_text
from tests.api.access import TEXT, World, opened
from tests.api.problems import problem

OPENING = opening_from_text(TEXT)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened(tmp_path) as started:
        for who in ("rena", "ruth"):
            started.keys[who] = started.key(Role.RECRUITER, employee=who)
        yield started


def introduced(world: World) -> str:
    """Ada introduces Inès for the opening."""
    introductions = world.store.introductions
    ines = world.contact("ada", "Inès Carpentier")
    found = introductions.start("ada", ines, OPENING.id)
    for stage, party in (
        (Stage.ASKED, Actor(Party.EMPLOYEE, "ada")),
        (Stage.ACCEPTED, Actor(Party.CONTACT, ines)),
        (Stage.INTRODUCED, Actor(Party.EMPLOYEE, "ada")),
    ):
        introductions.step(found.id, Move(stage, party))
    return found.id


def bring_in(world: World, who: str) -> None:
    assert world.ask(who, "POST", "/v1/openings", json={"text": TEXT}).status_code in (200, 201)


def names(world: World, who: str) -> list[str]:
    items: list[dict[str, Any]] = world.ask(who, "GET", "/v1/processes").json()["items"]
    return [one["name"] for one in items]


def step(world: World, who: str, introduction_id: str) -> Any:
    path = f"/v1/processes/{introduction_id}/steps"
    return world.ask(who, "POST", path, json={"stage": "in-process"}, headers={"If-Match": '"4"'})


def test_a_recruiter_sees_and_moves_those_of_their_own_openings(world: World) -> None:
    bring_in(world, "rena")
    made = introduced(world)
    assert (names(world, "rena"), names(world, "ruth"), names(world, "rita")) == (["Inès Carpentier"], [], [])
    problem(step(world, "ruth", made), 404)
    assert step(world, "rena", made).status_code == 200


def test_what_nobody_in_particular_brought_in_is_every_recruiters(world: World) -> None:
    bring_in(world, "rita")  # whose key is no one person's
    introduced(world)
    bring_in(world, "ruth")  # which takes it from nobody
    assert names(world, "rena") == names(world, "ruth") == names(world, "rita") == ["Inès Carpentier"]


def test_who_brings_in_the_same_opening_joins_and_the_log_tells(world: World) -> None:
    bring_in(world, "rena")
    introduced(world)
    bring_in(world, "ruth")
    bring_in(world, "ruth")
    assert names(world, "ruth") == names(world, "rena") == ["Inès Carpentier"]
    joined = [event for event in world.store.events.all() if event.kind == "opening-joined"]
    assert [(event.actor, event.subjects) for event in joined] == [("ruth", (OPENING.id,))]


def test_reading_the_names_is_in_the_log_without_them(world: World) -> None:
    bring_in(world, "rena")
    introduced(world)
    names(world, "rena")
    names(world, "ruth")
    read = [event for event in world.store.events.all() if event.kind == "contacts-listed"]
    ines = world.contact("ada", "Inès Carpentier")
    assert [(event.actor, event.subjects) for event in read] == [("rena", (ines,))]
    assert "Carpentier" not in str(read)


def test_an_introduction_that_is_only_thought_about_is_nobodys_to_see(world: World) -> None:
    bring_in(world, "rena")
    found = world.store.introductions.start("ada", world.contact("ada", "Inès Carpentier"), OPENING.id)
    assert names(world, "rena") == []
    problem(step(world, "rena", found.id), 404)
