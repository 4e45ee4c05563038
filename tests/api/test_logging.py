import json
import logging
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.logging import configure_logging
from api.settings import LogFormat, LogLevel, Settings
from tests.api.conftest import PEOPLE, TOKEN, connections, upload


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def as_json(level: LogLevel = LogLevel.INFO) -> None:
    configure_logging(Settings(log_format=LogFormat.JSON, log_level=level))


def test_a_request_is_one_line(client: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    as_json()
    response = client.get("/v1/openings/some-id?after=else")
    (line,) = lines(capsys)
    assert line["event"] == "request"
    assert (line["method"], line["route"], line["status"]) == ("GET", "/v1/openings/{opening_id}", 404)
    assert line["request_id"] == response.headers["x-request-id"]
    assert line["duration_ms"] >= 0  # type: ignore[operator]


def test_lines_hold_no_name_text_or_token(client: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    as_json(LogLevel.DEBUG)
    client.post("/v1/imports/contacts", files=upload(connections(*PEOPLE), "Carpentier.csv"))
    client.post("/v1/imports/contacts", files=upload(b"Carpentier", "Carpentier.csv"))
    client.post("/v1/openings", json={"text": "Data engineer for Carpentier"})
    client.post("/v1/suggestions", json={"text": "Data engineer for Carpentier"})
    client.post("/v1/suggestions", json={"text": 3, "Carpentier": 1})
    client.get("/v1/contacts?after=Carpentier")
    client.get("/v1/openings/Carpentier")
    client.get("/Carpentier", headers={"X-Request-ID": "Carpentier"})
    written = capsys.readouterr().err
    assert written.count('"event": "request"') == 8
    for secret in ("Carpentier", "Data engineer", "Acme", TOKEN):
        assert secret not in written


def test_an_error_that_a_library_logs_loses_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    as_json()
    try:
        raise ValueError("row of Inès Carpentier")
    except ValueError:
        logging.getLogger("some.library").exception("it failed")
    (line,) = lines(capsys)
    assert line["error"] == "ValueError"
    assert "Carpentier" not in json.dumps(line)


def test_lines_for_eyes(client: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings())
    client.get("/healthz")
    assert "route=/healthz" in capsys.readouterr().err
