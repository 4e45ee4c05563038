from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.auth import check_binding, is_loopback, new_token
from api.settings import Settings
from matcher.errors import CooptError
from tests.api.conftest import TOKEN
from tests.api.problems import problem

OPEN = {"/healthz", "/readyz", "/docs", "/openapi.json", "/docs/oauth2-redirect"}


def operations(app: FastAPI) -> list[tuple[str, str]]:
    paths = app.openapi()["paths"]
    return [(method, path) for path, found in paths.items() for method in found]


def test_every_route_of_the_api_asks_for_the_token(stranger: TestClient, app: FastAPI) -> None:
    closed = [(method, path) for method, path in operations(app) if path.startswith("/v1/")]
    assert len(closed) >= 7
    for method, path in closed:
        body = problem(stranger.request(method, path.replace("{opening_id}", "x")), 401)
        assert "Bearer" in body["detail"]


@pytest.mark.parametrize("path", sorted(OPEN))
def test_health_and_docs_are_open(stranger: TestClient, path: str) -> None:
    assert stranger.get(path).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        f"Basic {TOKEN}",
        TOKEN,
        f"Bearer {TOKEN} {TOKEN}",
        "Bearer \xe9",
    ],
)
def test_another_token_is_refused_with_a_challenge(stranger: TestClient, header: str) -> None:
    response = stranger.get("/v1/contacts", headers=[(b"authorization", header.encode("latin-1"))])
    body = problem(response, 401)
    assert response.headers["www-authenticate"].startswith("Bearer ")
    assert TOKEN not in body["detail"]


def test_the_scheme_may_be_written_in_any_case(stranger: TestClient) -> None:
    assert stranger.get("/v1/contacts", headers={"Authorization": f"bearer {TOKEN}"}).status_code == 200


def test_a_body_is_not_looked_at_before_the_token(stranger: TestClient) -> None:
    problem(stranger.post("/v1/suggestions", content=b"{", headers={"content-type": "application/json"}), 401)
    problem(stranger.post("/v1/imports/contacts", content=b"no multipart"), 401)


@pytest.mark.parametrize("host", ["localhost", "localhost:9000", "127.0.0.1", "127.1.2.3:1", "[::1]:8000"])
def test_a_host_that_is_this_machine_is_accepted(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8000",
        "evil.example:localhost",
        "",
        "::",
    ],
)
def test_a_host_that_is_not_this_machine_is_refused(client: TestClient, host: str) -> None:
    for path in ("/healthz", "/v1/contacts", "/docs"):
        problem(client.get(path, headers={"host": host}), 400)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_loopback_may_be_listened_on(tmp_path: Path, host: str) -> None:
    check_binding(Settings(data_dir=tmp_path, host=host))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", ""])
def test_another_address_is_refused(tmp_path: Path, host: str) -> None:
    with pytest.raises(CooptError, match="loopback"):
        check_binding(Settings(data_dir=tmp_path, host=host))


def test_an_application_needs_a_token_and_a_loopback_host(tmp_path: Path) -> None:
    with pytest.raises(CooptError, match="no open mode"):
        create_app(Settings(data_dir=tmp_path))
    with pytest.raises(CooptError, match="loopback"):
        create_app(Settings(data_dir=tmp_path, token=SecretStr(TOKEN), host="0.0.0.0"))


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {new_token().get_secret_value() for _ in range(50)}
    assert len(tokens) == 50
    assert min(map(len, tokens)) >= 40


def test_names_are_not_loopback_but_for_localhost() -> None:
    assert is_loopback("LOCALHOST")
    assert not is_loopback("localhost.localdomain")


def test_routes_under_v1_are_all_protected(app: FastAPI) -> None:
    from api.auth import ProtectedRoute
    from api.routers import contacts, imports, openings, suggestions

    for module in (contacts, imports, openings, suggestions):
        routes = [route for route in module.router.routes if isinstance(route, APIRoute)]
        assert routes
        assert all(isinstance(route, ProtectedRoute) for route in routes)
