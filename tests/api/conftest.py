"""A real server in memory: real settings, SQLite, readers, index, and the model that ships."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.settings import Settings
from matcher.encoder import Encoder, load_encoder

TOKEN = "only-for-the-tests-of-the-api"
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
MAX_UPLOAD = 1 << 20
PEOPLE = (
    ("Inès", "Carpentier", "Data Engineer"),
    ("Tom", "Okafor", "Pastry Chef"),
    ("Lena", "Vogt", "Registered Nurse"),
    ("Aram", "Petit", "Ingénieur données"),
)


def connections(*people: tuple[str, str, str]) -> bytes:
    """LinkedIn's file of connections."""
    rows = [
        f"{first},{last},https://www.linkedin.com/in/{number}-{first},,Acme,{title},11 Jun 2019"
        for number, (first, last, title) in enumerate(people)
    ]
    return "\n".join((HEADER, *rows, "")).encode()


def upload(content: bytes, name: str = "Connections.csv") -> dict[str, tuple[str, bytes]]:
    return {"file": (name, content)}


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return load_encoder("fast")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("COOPT_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", token=SecretStr(TOKEN), max_upload_bytes=MAX_UPLOAD)


@pytest.fixture
def app(settings: Settings, encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    monkeypatch.setattr("matcher.encoders.load_encoder", lambda *_, **__: encoder)
    return create_app(settings)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """Shows the token; `started` by the time it is given."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with TestClient(app, base_url="http://127.0.0.1:8000", headers=headers) as opened:
        wait_until_ready(opened)
        yield opened


@pytest.fixture
def stranger(client: TestClient) -> TestClient:
    """Shows no token."""
    del client.headers["Authorization"]
    return client


@pytest.fixture
def known(client: TestClient) -> TestClient:
    """Serves someone whose network holds `PEOPLE`."""
    assert client.post("/v1/imports/contacts", files=upload(connections(*PEOPLE))).status_code == 200
    return client


@pytest.fixture
def count(client: TestClient) -> Callable[[], tuple[int, int]]:
    """How many contacts and openings the store holds."""

    def counted() -> tuple[int, int]:
        pages = (client.get(f"/v1/{kind}?k=200").json() for kind in ("contacts", "openings"))
        contacts, openings = (len(page["items"]) for page in pages)
        return contacts, openings

    return counted


def wait_until_ready(client: TestClient, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < end, "the server never became ready"
        time.sleep(0.01)
