"""Reminders and the calendar, without any script."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from matcher.introduction import Actor, Move, Party, Stage
from matcher.readers.openings import opening_from_text
from matcher.readers.report import Reading
from matcher.store import Store
from tests.api.conftest import TOKEN
from tests.api.pages import ADVERT, form, forms, send, sign_in, words

ME = Actor(Party.EMPLOYEE, "me")
ADDRESS = re.compile(r'id="address" value="([^"]+)"')


@pytest.fixture
def browser(known: TestClient) -> TestClient:
    del known.headers["Authorization"]
    known.headers["Accept-Language"] = "en"
    sign_in(known, TOKEN)
    return known


@pytest.fixture
def store(browser: TestClient) -> Store:
    found: Store = browser.app_state["workspace"].store
    return found


@pytest.fixture
def unanswered(store: Store) -> Iterator[str]:
    """The id of an introduction: Inès was asked a fortnight ago, and has not answered."""
    opening = opening_from_text(ADVERT)
    store.import_openings(Reading("text", "", (opening,)))
    ines = next(one.id for one in store.contacts("me", k=9) if one.name == "Inès Carpentier")
    store.introductions.clock = lambda: datetime.now(UTC) - timedelta(days=14)
    found = store.introductions.start("me", ines, opening.id)
    store.introductions.step(found.id, Move(Stage.ASKED, ME))
    store.introductions.clock = None
    return found.id


def answer(browser: TestClient, page: Response, do: str) -> Response:
    one = next(one for one in forms(page) if do in [value for _, value in one.buttons])
    return browser.post(one.action, data=one.fields | {"do": do})


def test_what_is_due_is_told_and_counted_at_the_top(browser: TestClient, unanswered: str) -> None:
    page = browser.get("/reminders")
    assert "Inès has not answered about “Data Engineer” yet" in words(page).replace("Inès Carpentier", "Inès")
    assert f'href="/introductions/{unanswered}"' in page.text
    assert "(1 due)" in words(browser.get("/"))


def test_nothing_due_says_when_something_will_be(browser: TestClient) -> None:
    assert "ten days without an answer" in words(browser.get("/reminders"))
    assert "due)" not in words(browser.get("/"))


@pytest.mark.parametrize(("do", "told"), [("done", "Done."), ("dismissed", "No need for it.")])
def test_an_answer_is_kept_and_can_be_taken_back(
    browser: TestClient, unanswered: str, do: str, told: str
) -> None:
    page = answer(browser, browser.get("/reminders"), do)
    assert f"{told} Undo" in words(page)
    assert "due)" not in words(page)
    assert "(1 due)" in words(answer(browser, page, "undo"))


def test_one_that_is_put_off_comes_later(browser: TestClient, unanswered: str) -> None:
    page = browser.get("/reminders")
    later = words(answer(browser, page, "snoozed"))
    assert "Later 1" in later
    assert words(answer(browser, page, "snoozed")) == later  # the same form again puts nothing off further


def test_it_is_answered_beside_the_introductions_too(browser: TestClient, unanswered: str) -> None:
    page = answer(browser, browser.get("/introductions"), "done")
    assert str(page.url.path) == "/introductions"
    assert "Nothing to think of today." in words(page)


def test_an_answer_leads_to_no_other_site(browser: TestClient, unanswered: str) -> None:
    one = form(browser.get("/reminders"), unanswered + "-2")
    sent = one.fields | {"do": "done", "back": "https://elsewhere.example"}
    page = browser.post(one.action, data=sent, follow_redirects=False)
    assert page.headers["location"] == "/reminders"


@pytest.mark.parametrize(("address", "do", "status"), [("x-1", "done", 404), ("x-1", "marry", 422)])
def test_what_no_form_sends_is_refused(
    browser: TestClient, unanswered: str, address: str, do: str, status: int
) -> None:
    fields = form(browser.get("/reminders"), unanswered + "-2").fields
    assert browser.post(f"/reminders/{address}", data=fields | {"do": do}).status_code == status


def test_the_calendars_address_is_shown_once_and_can_be_read(browser: TestClient, unanswered: str) -> None:
    page = send(browser, browser.get("/reminders"), "/calendar/address", naming="initials")
    found = ADDRESS.search(page.text)
    assert found is not None
    assert "it is shown this once" in words(page)
    assert found[1] not in str(page.url)
    read = browser.get(found[1])
    assert "A word to I. C.?" in read.text
    assert "Data Engineer" not in read.text
    assert found[1] not in browser.get("/reminders").text


def test_another_address_ends_the_one_before_and_it_can_be_withdrawn(browser: TestClient) -> None:
    made = []
    page = browser.get("/reminders")
    for _ in range(2):
        page = send(browser, page, "/calendar/address", naming="nobody")
        made += ADDRESS.findall(page.text)
    first, second = made
    assert [browser.get(address).status_code for address in (first, second)] == [404, 200]
    assert "Make an address" in words(send(browser, page, "/calendar/end"))
    assert browser.get(second).status_code == 404


def test_the_one_who_made_it_alone_is_shown_the_address(browser: TestClient) -> None:
    page = send(browser, browser.get("/reminders"), "/calendar/address", naming="nobody")
    send(browser, page, "/sign-out")
    sign_in(browser, TOKEN)
    assert not ADDRESS.search(browser.get(page.url.raw_path.decode()).text)
