"""Failures that no page answers for itself: a page for a browser, a problem for a program."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.api.conftest import TOKEN
from tests.api.pages import form, sign_in, words
from tests.api.problems import problem

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "en"}


@pytest.fixture
def browser(stranger: TestClient) -> TestClient:
    stranger.headers.update(HTML)
    return stranger


def shows(answer: Response, status: int, says: str) -> None:
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert says in words(answer)


def test_an_unknown_address_has_a_page_and_a_way_on(browser: TestClient) -> None:
    shows(browser.get("/nothing/here"), 404, "There is no page here")
    sign_in(browser, TOKEN)
    page = browser.get("/nothing/here")
    shows(page, 404, "There is no page here")
    assert "Sign out" in words(page)
    assert form(page, "/language").fields["form"]


def test_a_forms_address_that_is_opened_has_a_page(browser: TestClient) -> None:
    page = browser.get("/ask")
    shows(page, 405, "This address does not open like that")
    assert page.headers["allow"] == "POST"


@pytest.mark.parametrize("host", ["evil.example", "[", "", "a b"])
def test_another_host_has_a_page_without_any_form(browser: TestClient, host: str) -> None:
    page = browser.get("/", headers={"Host": host})
    shows(page, 400, "Coopt does not answer to this name")
    assert "<form" not in page.text
    assert "set-cookie" not in page.headers


def test_a_body_that_is_announced_too_large_has_a_page(browser: TestClient) -> None:
    page = browser.post("/sign-in", content=b"", headers={"Content-Length": str(1 << 30)})
    shows(page, 413, "This is too large")


def test_an_unforeseen_error_has_a_page(
    browser: TestClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("row of Inès Carpentier")

    monkeypatch.setattr("api.pages.route._stranger", fail)
    page = browser.get("/sign-in")
    shows(page, 500, "Something went wrong")
    assert "Carpentier" not in page.text


def test_failures_are_told_in_the_language_that_was_chosen(browser: TestClient) -> None:
    chosen = form(browser.get("/sign-in"), "/language")
    browser.post(chosen.action, data=chosen.fields | {"language": "fr"})
    assert "Il n'y a pas de page ici" in words(browser.get("/nothing"))
    assert "C'est trop volumineux" in words(
        browser.post("/sign-in", content=b"", headers={"Content-Length": str(1 << 30)})
    )


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1/contacts"])
def test_the_api_answers_problems_to_a_browser_too(browser: TestClient, path: str) -> None:
    assert browser.get(path).headers["content-type"] == "application/problem+json"


def test_a_program_gets_a_problem_for_a_page(browser: TestClient) -> None:
    problem(browser.get("/nothing", headers={"Accept": "*/*"}), 404)
    problem(browser.get("/", headers={"Accept": "*/*", "Host": "evil.example"}), 400)


def test_an_upload_that_breaks_off_is_no_error_of_ours(
    app: FastAPI, browser: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    """The browser is gone; what is left is that the log tells nobody of a failure."""
    sign_in(browser, TOKEN)
    parts = iter(
        [{"type": "http.request", "body": b"--x\r\n", "more_body": True}, {"type": "http.disconnect"}]
    )
    sent: list[dict[str, Any]] = []

    async def receive() -> Any:
        return next(parts)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(_scope(browser), receive, send))
    assert sent[0]["status"] == 400
    assert b"interrupted" in b"".join(message.get("body", b"") for message in sent)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def _scope(browser: TestClient) -> dict[str, Any]:
    headers: Iterator[tuple[str, str]] = iter(
        {
            "host": "127.0.0.1:8000",
            "content-type": "multipart/form-data; boundary=x",
            "accept-language": "en",
            "cookie": "; ".join(f"{one.name}={one.value}" for one in browser.cookies.jar),
        }.items()
    )
    return {
        "type": "http",
        "method": "POST",
        "path": "/ask",
        "raw_path": b"/ask",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
        "server": ("127.0.0.1", 8000),
        "scheme": "http",
        "http_version": "1.1",
        "state": dict(browser.app_state),
    }
