"""A file is brought in by the pages: how far it is, what it did, what went wrong, and back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.importing import Stage
from api.pages.importing import Imports
from tests.api.conftest import PEOPLE, TOKEN, connections, upload
from tests.api.pages import send, sign_in, words

HERE = "/network/import"
EMPLOYEE = "me"  # of the token, unless the settings say otherwise


@pytest.fixture
def browser(client: TestClient) -> TestClient:
    """Somebody without a network, signed in, who reads English."""
    del client.headers["Authorization"]
    client.headers["Accept-Language"] = "en"
    sign_in(client, TOKEN)
    return client


@pytest.fixture
def imports(browser: TestClient) -> Imports:
    going_on: Imports = browser.app_state["imports"]
    return going_on


def begin(browser: TestClient, content: bytes, name: str = "Connections.csv") -> Response:
    return send(browser, browser.get(HERE), HERE, files=upload(content, name))


def bring_in(browser: TestClient, content: bytes, name: str = "Connections.csv") -> Response:
    """To the end: what the page that follows an import leads to."""
    begin(browser, content, name)
    while not browser.app_state["imports"].latest(EMPLOYEE).over:
        threading.Event().wait(0.01)
    return browser.get(f"{HERE}/progress")


@contextmanager
def held(browser: TestClient) -> Iterator[None]:
    """Nothing can be stored in the meantime, so that an import stays where it is."""
    with browser.app_state["workspace"].store.privacy._writing():
        yield


def test_an_import_leads_to_its_report(browser: TestClient) -> None:
    page = bring_in(browser, connections(*PEOPLE) + b",,,,Acme,Baker,11 Jun 2019\n")
    assert page.url.path.startswith("/network/imports/")
    read = words(page)
    assert "What Connections.csv brought" in read
    assert "5 Read 4 New" in read
    assert "1 Left out" in read
    assert "6 no name: LinkedIn leaves such rows for members who left" in read


def test_people_who_were_brought_in_are_searchable(browser: TestClient) -> None:
    bring_in(browser, connections(*PEOPLE))
    assert "Inès Carpentier" in words(browser.get("/network/people"))


def test_what_is_no_matter_of_work_is_told_of(browser: TestClient) -> None:
    card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Nora Haddad\r\nTITLE:Chef\r\nBDAY:1990-01-01\r\nEND:VCARD\r\n"
    read = words(bring_in(browser, card, "nora.vcf"))
    assert "birthday 1" in read


def test_the_same_file_again_changes_nothing(browser: TestClient) -> None:
    bring_in(browser, connections(*PEOPLE))
    assert "Nothing changed" in words(bring_in(browser, connections(*PEOPLE)))


def test_an_unreadable_file_says_what_is_read_and_keeps_nothing(browser: TestClient) -> None:
    page = bring_in(browser, b"%PDF-1.4 broken", "cv.pdf")
    read = words(page)
    assert "cv.pdf was not brought in" in read
    assert "Nothing was kept" in read
    assert browser.get("/network/map/data").json()["name"] == []
    assert "4 New" in words(bring_in(browser, connections(*PEOPLE)))


def test_no_file_is_asked_for_again(browser: TestClient) -> None:
    page = send(browser, browser.get(HERE), HERE)
    assert page.status_code == 422
    assert "There was no file to read" in words(page)


def test_while_it_goes_on_the_page_tells_how_far_it_is(browser: TestClient, imports: Imports) -> None:
    with held(browser):
        page = begin(browser, connections(*PEOPLE))
        assert page.url.path == f"{HERE}/progress"
        assert "Bringing in Connections.csv" in words(page)
        assert 'http-equiv="refresh"' in page.text
        assert browser.get(HERE).text.count(f'href="{HERE}/progress"') == 1
        assert not imports.latest(EMPLOYEE).over


def test_the_same_file_sent_twice_is_brought_in_once(browser: TestClient, imports: Imports) -> None:
    with held(browser):
        begin(browser, connections(*PEOPLE))
        again = begin(browser, connections(*PEOPLE))
        assert again.url.path == f"{HERE}/progress"
    imports.close()
    assert browser.get(HERE).text.count('href="/network/imports/') == 1


def test_another_file_waits_for_its_sender(browser: TestClient, imports: Imports) -> None:
    with held(browser):
        begin(browser, connections(*PEOPLE))
        other = begin(browser, connections(("Nora", "Haddad", "Chef")), "other.csv")
        assert other.status_code == 409
        assert "this one was not taken" in words(other)


def test_an_unforeseen_error_has_a_page_and_leaves_nothing_half_done(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Nora Haddad")

    monkeypatch.setattr("matcher.store.store.import_contacts", fail)
    page = bring_in(browser, connections(*PEOPLE))
    assert "Something went wrong that nobody foresaw" in words(page)
    assert "Haddad" not in page.text
    assert browser.get("/network/map/data").json()["name"] == []


def test_an_import_is_undone_once_however_often_it_is_sent(browser: TestClient) -> None:
    report = bring_in(browser, connections(*PEOPLE))
    undone = send(browser, report, "/undo")
    assert "Undone on" in words(undone)
    assert "Undone on" in words(send(browser, report, "/undo"))
    assert "Your network is empty" in words(browser.get("/network"))


def test_the_report_of_somebody_else_is_unknown(browser: TestClient) -> None:
    assert browser.get("/network/imports/nothing").status_code == 404


def test_progress_is_told_stage_by_stage(browser: TestClient, imports: Imports) -> None:
    seen: list[Stage] = []
    tell = imports._tell

    def note(employee: str, stage: Stage, done: int, total: int) -> None:
        seen.append(stage)
        tell(employee, stage, done, total)

    imports._tell = note  # type: ignore[method-assign]
    bring_in(browser, connections(*PEOPLE))
    assert list(dict.fromkeys(seen)) == [Stage.READING, Stage.STORING, Stage.INDEXING]


def test_without_an_import_progress_leads_to_the_form(browser: TestClient) -> None:
    assert browser.get(f"{HERE}/progress").url.path == HERE
