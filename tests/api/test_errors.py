from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.errors import KINDS, problem_of
from matcher import errors
from matcher.errors import AlteredModel, CooptError, StoreUnavailable, UnreadableFile
from tests.api.problems import problem


def kinds(of: type[CooptError]) -> Iterator[type[CooptError]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_every_error_of_the_tree_has_a_row() -> None:
    ours = {kind for kind in kinds(CooptError) if kind.__module__.startswith(errors.__name__)}
    assert ours <= set(KINDS)


def test_a_file_is_named_without_the_folder_where_it_was_kept() -> None:
    body = problem_of(UnreadableFile("/tmp/coopt-x/a.zip!Connections.csv", "a header", line=3, column=2)).body
    assert b"/tmp" not in body
    assert b'"a.zip!Connections.csv, line 3, column 2: a header"' in body


@pytest.mark.parametrize("error", [StoreUnavailable("/home/me/x"), AlteredModel("/home/me/x", "altered")])
def test_folders_of_the_server_are_not_told(error: CooptError) -> None:
    response = problem_of(error)
    assert response.status_code == 503
    assert b"/home" not in response.body


def test_an_unknown_route_and_method_are_problems(client: TestClient) -> None:
    problem(client.get("/nope"), 404)
    problem(client.get("/v1/nope"), 404)
    response = client.delete("/v1/contacts")
    problem(response, 405)
    assert "GET" in response.headers["allow"]


def test_an_unforeseen_error_tells_nothing(
    client: TestClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("row of Inès Carpentier")

    monkeypatch.setattr("matcher.store.Store.openings", fail)
    response = client.get("/v1/openings")
    assert problem(response, 500) == {"type": "about:blank", "title": "Internal Server Error", "status": 500}
    assert "Carpentier" not in caplog.text
    record = next(record for record in caplog.records if record.message == "unforeseen error")
    assert record.__dict__["error"] == "ZeroDivisionError"


def test_what_was_sent_is_not_repeated(client: TestClient) -> None:
    response = client.post("/v1/suggestions", json={"text": ["Inès Carpentier"], "k": "Inès"})
    problem(response, 422)
    assert "Carpentier" not in response.text
    assert "Inès" not in response.text
