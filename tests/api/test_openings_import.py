"""Openings from files and from the web."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.routers.imports import fetcher
from matcher.readers.addresses import AddressPolicy
from matcher.readers.fetch import Fetcher
from tests.api.conftest import upload
from tests.api.problems import problem

JOBS: list[dict[str, Any]] = [
    {
        "id": "1",
        "title": "Cook",
        "jobUrl": "https://jobs.ashbyhq.com/inn/1",
        "descriptionPlain": "Cook for forty.",
    },
    {"id": "2", "title": "Waiter", "isListed": False, "descriptionPlain": "Serve the guests."},
]
BOARD = json.dumps({"jobs": JOBS}).encode()


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(BOARD)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def page(app: FastAPI) -> Iterator[str]:
    """The address of a page on this machine, which this test alone lets the server fetch."""
    policy = AddressPolicy(resolve=lambda *_: ["127.0.0.1"], allows=lambda _: True)
    app.dependency_overrides[fetcher] = lambda: Fetcher(policy)
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://jobs.example.test:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_board_s_answer_is_imported_and_what_is_not_open_is_counted(client: TestClient) -> None:
    body = client.post("/v1/imports/openings", files=upload(BOARD, "jobs.json")).json()
    assert (body["kind"], body["new"], body["not_open"]) == ("ashby", 2, {"unlisted": 1})
    listed = client.get("/v1/openings").json()["items"]
    assert [(one["id"], one["company"], one["availability"]) for one in listed] == [
        ("ashby-1", "inn", "open"),
        ("ashby-2", "", "unlisted"),
    ]


def test_the_format_may_be_named(client: TestClient) -> None:
    asked = "/v1/imports/openings?format="
    assert client.post(f"{asked}text", files=upload(b"Cook", "a")).json()["kind"] == "text"
    refused = client.post(f"{asked}taleo", files=upload(b"Cook", "a"))
    assert "expected a format among" in problem(refused, 422)["detail"]


def test_a_page_is_fetched_and_imported_once(
    client: TestClient, page: str, count: Callable[[], tuple[int, int]]
) -> None:
    body = client.post("/v1/imports/openings/url", json={"url": page}).json()
    assert (body["kind"], body["name"], body["new"]) == ("ashby", "jobs.example.test", 2)
    again = client.post("/v1/imports/openings/url", json={"url": page}).json()
    assert (again["new"], again["unchanged"]) == (0, 2)
    assert count() == (0, 2)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8000/v1/contacts", "http://169.254.169.254/", "file:///etc/passwd", "http://[::1]/"],
)
def test_the_server_fetches_nothing_from_its_own_network(client: TestClient, url: str) -> None:
    answer = problem(client.post("/v1/imports/openings/url", json={"url": url}), 422)
    assert answer["type"] == "urn:coopt:problem:forbidden-address"


def test_a_host_that_is_not_there_is_told(client: TestClient) -> None:
    answer = client.post("/v1/imports/openings/url", json={"url": "http://nowhere.invalid/"})
    assert "nowhere.invalid" in problem(answer, 502)["detail"]


def test_nobody_fetches_without_the_token(stranger: TestClient) -> None:
    problem(stranger.post("/v1/imports/openings/url", json={"url": "http://a.example/"}), 401)
