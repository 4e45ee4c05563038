"""Two employees know the same person: what one of them typed is never shown to the other."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.policy_table import RULES
from matcher.feedback import Verdict, VerdictKind
from matcher.network import Relation, Strength, TieStatement
from matcher.readers.openings import opening_from_text
from matcher.readers.report import Reading
from matcher.store import Store
from tests.api.access import TEXT, World, opened
from tests.conftest import reading

OPENING = opening_from_text(TEXT)
NOTE, EXCHANGE = "Met her at the swimming pool", "2024-02-29"
SHARED = ("Zoé Blanc", "Data Engineer")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened(tmp_path) as started:
        store = started.store
        store.import_openings(Reading("text", "", (OPENING,)))
        for employee in ("ada", "bo"):
            store.import_contacts(reading(SHARED), employee)
        _typed(store, started.contact("ada", SHARED[0]))
        yield started


def _typed(store: Store, contact_id: str) -> None:
    """What Ada says of Zoé."""
    store.feedback.give(Verdict("ada", OPENING.id, contact_id, VerdictKind.PINNED, note=NOTE))
    store.relations.state(TieStatement("ada", contact_id, Strength.STRONG, Relation.PRIVATE, EXCHANGE))
    store.access.share("ada", contact_id, OPENING.id)
    store.introductions.start("ada", contact_id, OPENING.id)


def test_they_know_the_same_contact(world: World) -> None:
    assert world.contact("ada", SHARED[0]) == world.contact("bo", SHARED[0])


def test_no_route_of_bos_tells_what_ada_typed(world: World) -> None:
    contact_id = world.contact("bo", SHARED[0])
    told = {
        route: world.ask("bo", "GET", route.removeprefix("GET ").format(contact_id=contact_id)).text
        for route in RULES
        if route.startswith("GET ") and set(_names(route)) <= {"contact_id"}
    }
    told["POST /v1/suggestions"] = world.ask("bo", "POST", "/v1/suggestions", json={"text": TEXT}).text
    assert "Zoé Blanc" in told["GET /v1/contacts"]
    assert "Zoé Blanc" in told["POST /v1/suggestions"]
    everything = json.dumps(told, ensure_ascii=False)
    for typed in (NOTE, EXCHANGE, '"private"', "pinned", '"ada"'):
        assert typed not in everything, typed


def test_ada_sees_it(world: World) -> None:
    assert NOTE in world.ask("ada", "GET", "/v1/feedback").text
    told = world.ask("ada", "POST", "/v1/suggestions", json={"text": TEXT}).text
    assert EXCHANGE in told


def _names(route: str) -> list[str]:
    return [part.partition("}")[0].partition(":")[0] for part in route.split("{")[1:]]
