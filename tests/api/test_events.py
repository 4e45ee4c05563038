"""The log, replays and stops over HTTP, as an officer; and what users read."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

from api import event_schemas as schemas
from matcher.automation_note import NOTES
from matcher.events import EventKind, Head
from matcher.events.jsonl import read_log
from matcher.events.verification import verify
from tests.api.access import TEXT, World, opened
from tests.api.problems import problem

EXAMPLES: list[tuple[type[BaseModel], dict[str, object]]] = [
    (schemas.EventPage, schemas.EVENTS),
    (schemas.HeadOut, schemas.HEAD),
    (schemas.ReplayOut, schemas.REPLAY),
    (schemas.NewStop, schemas.NEW_STOP),
    (schemas.StopOut, schemas.STOP),
    (schemas.StopList, schemas.STOPS),
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with opened(tmp_path_factory.mktemp("events")) as started:
        yield started


def ask(world: World, **headers: str) -> dict[str, object]:
    response = world.ask("ada", "POST", "/v1/suggestions", json={"text": TEXT}, headers=headers)
    assert response.status_code == 200, response.text
    answer: dict[str, object] = response.json()
    return answer


@pytest.mark.parametrize(("model", "example"), EXAMPLES, ids=lambda value: getattr(value, "__name__", ""))
def test_an_example_is_what_it_illustrates(model: type[BaseModel], example: dict[str, object]) -> None:
    model.model_validate_json(json.dumps(example))


def test_an_officer_replays_what_an_employee_was_shown(world: World) -> None:
    asked = ask(world)
    tom = world.contact("ada", "Tom Okafor")
    path = f"/v1/events/{asked['event']}/replay"
    found = world.ask("olga", "GET", path, params={"contact_id": tom}).json()
    assert (found["same"], found["changes"], found["asked_by"]) == (True, [], "ada")
    assert found["contact"]["standing"] == "below-bar"
    assert found["contact"]["probability"] < found["bar"] <= found["then"][0]["probability"]
    assert "Okafor" not in json.dumps(found)
    assert "Data Engineer" not in json.dumps(found)


def test_what_cannot_be_replayed_is_not_found(world: World) -> None:
    body = problem(world.ask("olga", "GET", "/v1/events/999999/replay"), 404)
    assert body["type"] == "urn:coopt:problem:not-replayable"
    for seq in ("0", "-1", "x", str(2**70)):
        problem(world.ask("olga", "GET", f"/v1/events/{seq}/replay"), 422)


def test_the_log_is_read_by_pages(world: World) -> None:
    ask(world)
    ask(world)
    seen, after = [], 0
    while True:
        page = world.ask("olga", "GET", "/v1/events", params={"after": after, "k": 1}).json()
        seen += [event["seq"] for event in page["items"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert seen == list(range(1, seen[-1] + 1))
    only = world.ask("olga", "GET", "/v1/events", params={"kind": "suggested"}).json()["items"]
    assert {event["kind"] for event in only} == {"suggested"}
    problem(world.ask("olga", "GET", "/v1/events", params={"kind": "rejected"}), 422)


def test_the_exported_log_verifies(world: World, tmp_path: Path) -> None:
    ask(world)
    kept = world.ask("olga", "GET", "/v1/events/head").json()
    answer = world.ask("olga", "GET", "/v1/events/export")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    path = tmp_path / "log.jsonl"
    path.write_bytes(answer.content)
    found = verify(read_log(path), expected=[Head(**kept)])
    assert found.ok
    assert found.events == kept["seq"] + 1  # the export is an event too


def test_a_page_of_contacts_is_one_event(world: World) -> None:
    before = world.store.events.head.seq
    shown = world.ask("bo", "GET", "/v1/contacts").json()["items"]
    world.ask("bo", "GET", "/v1/contacts")
    (event,) = world.store.events.page(after=before)
    assert (event.kind, event.actor) == ("contacts-listed", "bo")
    assert list(event.subjects) == [contact["id"] for contact in shown]


def test_openings_for_a_contact_are_an_event(world: World) -> None:
    contact_id = world.contact("ada", "Lena Vogt")
    answer = world.ask("ada", "GET", f"/v1/contacts/{contact_id}/openings").json()
    (event,) = world.store.events.page(about=contact_id, kind=EventKind.OPENINGS_SUGGESTED)
    assert event.actor == "ada"
    assert answer["note"] == NOTES["en"]


def test_users_read_that_suggestions_are_stopped_and_since_when(world: World) -> None:
    stop = world.ask("olga", "POST", "/v1/stops", json={"reason": "A contact complained"}).json()
    body = problem(world.ask("ada", "POST", "/v1/suggestions", json={"text": TEXT}), 409)
    assert (body["type"], body["since"]) == ("urn:coopt:problem:suggestions-stopped", stop["since"])
    assert "complained" not in str(body)
    contact_id = world.contact("ada", "Inès Carpentier")
    problem(world.ask("ada", "GET", f"/v1/contacts/{contact_id}/openings"), 409)
    assert world.ask("olga", "GET", "/v1/stops").json()["items"] == [stop]
    ended = world.ask("olga", "DELETE", f"/v1/stops/{stop['id']}")
    assert ended.json()["ended_at"]
    problem(world.ask("olga", "DELETE", f"/v1/stops/{stop['id']}"), 404)
    assert ask(world)["suggestions"]


@pytest.mark.parametrize(
    "body",
    [{}, {"reason": ""}, {"reason": "  "}, {"reason": "x" * 501}, {"reason": "x", "by": "y"}, {"reason": 3}],
)
def test_a_strange_stop_is_refused(world: World, body: dict[str, object]) -> None:
    problem(world.ask("olga", "POST", "/v1/stops", json=body), 422)
    assert world.store.stops.standing() == ()


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("fr", "fr"), ("fr-CA, en;q=0.5", "fr"), ("de, fr;q=0.2, en;q=0.9", "en"), ("xx;q=z,,;", "en")],
)
def test_the_note_stands_beside_every_answer_in_the_readers_language(
    world: World, accepted: str, language: str
) -> None:
    assert ask(world, **{"Accept-Language": accepted})["note"] == NOTES[language]


def test_no_endpoint_and_no_state_rejects_anyone(app: FastAPI, client: TestClient) -> None:
    document = app.openapi()
    words = ("reject", "dismiss-contact", "discard", "disqualif", "blacklist", "exclude", "ban")
    names = [*document["paths"], *document["components"]["schemas"]]
    for schema in document["components"]["schemas"].values():
        names += [*schema.get("properties", {}), *map(str, schema.get("enum", ()))]
    for operations in document["paths"].values():
        names += [operation["operationId"] for operation in operations.values()]
    assert [name for name in names if any(word in name.lower().split("-") for word in words)] == []
    assert [name for name in names if "reject" in name.lower() or "disqualif" in name.lower()] == []
