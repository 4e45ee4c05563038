import time
from threading import Event

import pytest
from fastapi.testclient import TestClient

from matcher.index import current_name
from matcher.reindex import reindex
from matcher.store import Store
from matcher.workspace import Workspace
from tests.api.conftest import PEOPLE
from tests.api.problems import problem

NOTICED_SECONDS = 2


def ended(client: TestClient, seconds: float = 60) -> dict[str, object]:
    end = time.monotonic() + seconds
    while (body := client.get("/v1/reindex").json())["state"] == "running":
        assert time.monotonic() < end, "the re-index never ended"
        time.sleep(0.01)
    return dict(body)


def test_a_reindex_runs_in_the_background_and_tells_what_it_did(known: TestClient) -> None:
    problem(known.get("/v1/reindex"), 404)
    begun = known.post("/v1/reindex", json={"full": True})
    assert begun.status_code == 202
    body = ended(known)
    assert (body["id"], body["state"], body["encoded"]) == (begun.json()["id"], "done", len(PEOPLE))
    known.post("/v1/reindex")
    again = ended(known)
    assert (again["state"], again["changed"], again["generation"]) == ("done", False, body["generation"])


def test_while_one_runs_another_is_the_same(known: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, reindex_now = Event(), Workspace.reindex

    def held(self, **asked):
        assert go_on.wait(60)
        return reindex_now(self, **asked)

    monkeypatch.setattr(Workspace, "reindex", held)
    first, second = (known.post("/v1/reindex").json() for _ in range(2))
    go_on.set()
    assert first["id"] == second["id"] == ended(known)["id"]
    assert known.post("/v1/reindex").json()["id"] != first["id"]


def test_a_server_lets_go_of_an_index_that_another_process_replaced(known, settings, encoder) -> None:
    index_dir = settings.data_dir / "index"
    before = current_name(index_dir)
    with Store(settings.data_dir) as other:
        reindex(other, encoder, full=True)
    end = time.monotonic() + NOTICED_SECONDS
    while (index_dir / before).exists():  # it is removed by its last reader
        assert time.monotonic() < end, "the server holds the old generation still"
        time.sleep(0.02)
    assert current_name(index_dir) != before
