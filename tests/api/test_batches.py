import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from api import batch_schemas as schemas
from api.schemas import Problem
from matcher.batch.jobs import BatchStage, Jobs
from matcher.batch.results import Tally
from matcher.batch.run import Asker
from matcher.batch.worker import BatchWorker
from matcher.feedback import Verdict, VerdictKind
from matcher.readers.openings import opening_from_text
from matcher.readers.report import Reading
from matcher.store.jobs import JobRepository
from tests.api.access import World, opened
from tests.api.problems import problem
from tests.conftest import reading

DESCRIBED: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (schemas.NewBatch, schemas.NEW_BATCH),
    (schemas.BatchOut, schemas.BATCH),
    (Problem, schemas.UNKNOWN_BATCH),
]
OPENINGS = tuple(opening_from_text(title) for title in ("Data Engineer", "Pastry Chef", "Saturation diver"))
IDS = [opening.id for opening in OPENINGS]


@pytest.mark.parametrize(("model", "example"), DESCRIBED, ids=lambda value: getattr(value, "__name__", ""))
def test_an_example_is_what_it_illustrates(model: type[BaseModel], example: dict[str, Any]) -> None:
    model.model_validate_json(json.dumps(example))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened(tmp_path) as started:
        started.store.import_openings(Reading("text", "", OPENINGS))
        yield started


def ask(world: World, body: dict[str, Any] | None = None, **headers: str) -> dict[str, Any]:
    response = world.ask("rita", "POST", "/v1/batches", json=body or {"opening_ids": IDS}, headers=headers)
    assert response.status_code == 202, response.text
    made: dict[str, Any] = response.json()
    return made


def status(world: World, batch_id: str) -> dict[str, Any]:
    found: dict[str, Any] = world.ask("rita", "GET", f"/v1/batches/{batch_id}").json()
    return found


def lines(world: World, batch_id: str, query: str = "?wait=30") -> list[dict[str, Any]]:
    response = world.ask("rita", "GET", f"/v1/batches/{batch_id}/results{query}")
    assert response.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in response.text.splitlines()]


def worker_of(world: World) -> BatchWorker:
    worker: BatchWorker = world.client.app_state["batches"]
    return worker


def test_each_line_is_what_reach_tells_of_its_opening_without_names(world: World) -> None:
    world.store.import_contacts(reading(*[(f"Chef {n}", "Pastry Chef") for n in "ABC"]), "bo")
    found = lines(world, ask(world)["id"])
    assert [line["opening"]["id"] for line in found] == IDS
    for line in found:
        told = world.ask("rita", "POST", "/v1/reach", json={"opening_id": line["opening"]["id"]}).json()
        assert told.pop("named") == []
        assert line == told | {"shared_names": 0, "stopped_since": None}
    assert [line["fits"] for line in found] == [1, 3, 0]  # the least of their bands


def test_its_end_is_told_with_counts(world: World) -> None:
    world.store.stops.stop(IDS[0], reason="under review", by="olga")
    made = ask(world)
    assert made["openings"] == 3
    first = lines(world, made["id"])[0]
    assert (first["fits"], first["colleagues"]) == (None, [])
    assert first["stopped_since"] is not None
    ended = status(world, made["id"])
    assert (ended["state"], ended["done"], ended["stopped"], ended["nobody_fits"]) == ("done", 3, 1, 1)
    assert ended["ended_at"] is not None


def test_every_open_opening(world: World) -> None:
    found = lines(world, ask(world, {"all_open": True})["id"])
    assert [line["opening"]["id"] for line in found] == sorted(IDS)


def test_results_go_on_from_a_line(world: World) -> None:
    made = ask(world)
    whole = lines(world, made["id"])
    assert [lines(world, made["id"], f"?after={n}") for n in range(5)] == [whole[n:] for n in range(5)]


def test_a_shared_name_is_counted_and_not_told(world: World) -> None:
    ines = world.contact("ada", "Inès Carpentier")
    world.ask("ada", "POST", "/v1/shares", json={"contact_id": ines, "opening_id": IDS[0]})
    made = ask(world)
    (line, *_) = lines(world, made["id"])
    assert (line["fits"], line["shared_names"], line["colleagues"]) == (1, 1, ["bo"])
    assert "Carpentier" not in worker_of(world).jobs.results(made["id"]).read_text()


def test_who_objected_or_is_not_known_or_was_erased_counts_nowhere(world: World) -> None:
    world.store.import_contacts(reading(("Max Roth", "Data Engineer"), ("Eva Lind", "Data Engineer")), "bo")
    world.store.privacy.object(world.contact("ada", "Inès Carpentier"), by="contact")
    world.store.privacy.erase(world.contact("bo", "Max Roth"), by="contact")
    unknown = Verdict("bo", IDS[0], world.contact("bo", "Eva Lind"), VerdictKind.DONT_KNOW)
    world.store.feedback.give(unknown)
    (line, *_) = lines(world, ask(world)["id"])
    assert (line["fits"], line["colleagues"]) == (1, ["bo"])


def test_each_opening_is_an_event_without_contacts(world: World) -> None:
    lines(world, ask(world)["id"])
    told = [event for event in world.store.events.all() if event.kind == "reached"]
    assert [event.subjects for event in told] == [(opening_id,) for opening_id in IDS]
    assert told[0].actor.startswith("key-")


def test_the_same_key_gives_the_same_batch(world: World) -> None:
    first = ask(world, **{"Idempotency-Key": "monday"})
    lines(world, first["id"])
    again = ask(world, **{"Idempotency-Key": "monday"})
    assert (again["id"], again["state"]) == (first["id"], "done")
    assert ask(world)["id"] != first["id"]


def test_a_key_of_another_request_is_refused(world: World) -> None:
    ask(world, **{"Idempotency-Key": "monday"})
    headers = {"Idempotency-Key": "monday"}
    other = world.ask("rita", "POST", "/v1/batches", json={"opening_ids": IDS[:1]}, headers=headers)
    assert problem(other, 422)["type"] == "urn:coopt:problem:reused-key"


def test_a_waiting_batch_is_cancelled_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(JobRepository, "claim", lambda *_: None)  # nobody takes anything up
    made = ask(world)
    assert (made["state"], lines(world, made["id"], "?wait=0")) == ("queued", [])
    cancelled = world.ask("rita", "DELETE", f"/v1/batches/{made['id']}").json()
    monkeypatch.undo()
    lines(world, ask(world)["id"])  # the next one passes
    assert cancelled["state"] == "cancelled"
    assert status(world, made["id"]) == cancelled


def test_an_ended_batch_stays_as_it_is(world: World) -> None:
    made = ask(world)
    found = lines(world, made["id"])
    assert world.ask("rita", "DELETE", f"/v1/batches/{made['id']}").json()["state"] == "done"
    assert lines(world, made["id"]) == found


def test_a_batch_goes_on_after_a_restart_of_the_server(tmp_path: Path) -> None:
    with opened(tmp_path) as before:
        before.store.import_openings(Reading("text", "", OPENINGS))
        whole = lines(before, ask(before)["id"])
        job = worker_of(before).jobs.add(Asker("rita"), IDS, request="cut short")[0]
        results = worker_of(before).jobs.results(job.id)
        done = worker_of(before).jobs.results(ask(before)["id"])
        wait_for(before, done.parent.name, "done")
        results.with_name("results.jsonl.state").write_bytes(
            done.with_name("results.jsonl.state").read_bytes()
        )
        results.write_bytes(done.read_bytes().splitlines(keepends=True)[0] + b'{"opening": {"id')
    with opened(tmp_path) as after:
        assert lines(after, job.id) == whole
        assert status(after, job.id)["state"] == "done"


def test_a_batch_that_cannot_go_on_tells_why(tmp_path: Path) -> None:
    with opened(tmp_path) as before:
        before.store.import_openings(Reading("text", "", OPENINGS))
        job = Jobs(before.store.data_dir).add(Asker("rita"), IDS, request="cut short")[0]
        made = worker_of(before).jobs.results(ask(before)["id"])
        wait_for(before, made.parent.name, "done")
        state = made.with_name("results.jsonl.state").read_bytes()
        worker_of(before).jobs.results(job.id).with_name("results.jsonl.state").write_bytes(state)
        before.store.import_contacts(reading(("Max Roth", "Data Engineer")), "bo")
        before.client.app_state["workspace"].suggester()  # brings the index up to date
    with opened(tmp_path) as after:
        wait_for(after, job.id, "interrupted")
        assert "before contacts changed" in status(after, job.id)["problem"]


def wait_for(world: World, batch_id: str, state: str) -> None:
    end = time.monotonic() + 30
    while status(world, batch_id)["state"] != state:
        assert time.monotonic() < end, status(world, batch_id)
        time.sleep(0.05)


def test_old_batches_are_removed(tmp_path: Path) -> None:
    jobs = Jobs(tmp_path)
    old, new = (jobs.add(Asker("rita"), IDS, request="x")[0] for _ in range(2))
    jobs.finish(new.id, BatchStage.DONE, Tally())
    jobs.finish(old.id, BatchStage.DONE, Tally())
    end = tmp_path / "batches" / old.id / "end.json"
    end.write_text(end.read_text().replace('"at": "20', '"at": "19'))
    jobs.sweep()
    assert [path.name for path in (tmp_path / "batches").iterdir()] == [new.id]


@pytest.mark.parametrize(
    "body",
    [{}, {"opening_ids": []}, {"opening_ids": ["x"], "all_open": True}, {"opening_ids": [7]}, {"k": 5}],
)
def test_a_strange_request_is_refused(world: World, body: dict[str, Any]) -> None:
    problem(world.ask("rita", "POST", "/v1/batches", json=body), 422)


def test_an_unknown_opening_makes_no_batch(world: World) -> None:
    problem(world.ask("rita", "POST", "/v1/batches", json={"opening_ids": [*IDS, "nowhere"]}), 404)
    assert worker_of(world).jobs.unfinished() == []


@pytest.mark.parametrize("batch_id", ["0" * 32, "..", "x"])
def test_an_unknown_batch_is_not_found(world: World, batch_id: str) -> None:
    for method, path in (("GET", ""), ("GET", "/results"), ("DELETE", "")):
        problem(world.ask("rita", method, f"/v1/batches/{batch_id}{path}"), 404)
