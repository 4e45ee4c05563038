from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.settings import Settings
from matcher.errors import UnknownModel
from matcher.index.sums import write_sums
from tests.api.conftest import PEOPLE, TOKEN, connections, upload, wait_until_ready
from tests.api.problems import problem


def test_a_server_lives_and_becomes_ready(stranger: TestClient) -> None:
    assert stranger.get("/healthz").json() == {"status": "alive"}
    assert stranger.get("/readyz").json() == {"status": "ready"}


def test_the_model_that_ships_is_loaded_by_name(settings: Settings) -> None:
    with TestClient(create_app(settings), base_url="http://localhost") as client:
        wait_until_ready(client)


def test_without_a_model_the_server_lives_and_is_not_ready(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(name: str, **_: object) -> None:
        raise UnknownModel(name, "/home/me has none")

    monkeypatch.setattr("matcher.encoders.load_encoder", load)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with TestClient(create_app(settings), base_url="http://localhost", headers=headers) as client:
        assert client.get("/healthz").status_code == 200
        while client.get("/readyz").json()["title"] == "Service Unavailable":  # loading still
            pass
        body = problem(client.get("/readyz"), 503)
        assert body["type"] == "urn:coopt:problem:unknown-model"
        assert "/home" not in body["detail"]
        problem(client.post("/v1/imports/contacts", files=upload(connections(*PEOPLE))), 503)
        assert client.get("/v1/contacts").json()["items"] == []


def test_an_index_of_another_model_is_told(known: TestClient, settings: Settings) -> None:
    for manifest in Path(settings.data_dir).rglob("manifest.json"):
        text = manifest.read_text()
        manifest.write_text(text.replace('"revision": "', '"revision": "0'))
        write_sums(manifest.parent)
    with TestClient(known.app, base_url="http://localhost") as other:  # opens the index afresh
        while (answer := other.get("/readyz")).json()["title"] == "Service Unavailable":
            pass
        body = problem(answer, 503)
    assert body["type"] == "urn:coopt:problem:index-mismatch"
    assert "coopt reindex --full" in body["detail"]


def test_a_store_that_cannot_be_opened_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "coopt.sqlite3").write_bytes(b"no database" * 200)
    app = create_app(Settings(data_dir=tmp_path, token=SecretStr(TOKEN)))
    with pytest.raises(Exception, match="coopt.sqlite3"), TestClient(app):
        pass
