"""Which openings would be good for somebody, without any script."""

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from matcher.introduction import Actor, Party
from matcher.store import Store
from tests.api.conftest import TOKEN
from tests.api.pages import form, forms, send, sign_in, words

OPENINGS = ("Data engineer\n\nRequirements\n- Data pipelines", "Pastry chef", "Helicopter pilot")
PAGE = "/openings-for"


@pytest.fixture
def browser(known: TestClient) -> TestClient:
    for text in OPENINGS:
        assert known.post("/v1/openings", json={"text": text}).status_code == 201
    del known.headers["Authorization"]
    known.headers["Accept-Language"] = "en"
    sign_in(known, TOKEN)
    return known


@pytest.fixture
def store(browser: TestClient) -> Store:
    found: Store = browser.app_state["workspace"].store
    return found


def search(browser: TestClient, name: str) -> Response:
    return send(browser, browser.get(PAGE), PAGE, words=name)


def ask(browser: TestClient, name: str) -> Response:
    return send(browser, search(browser, name), f"{PAGE}/contact")


@pytest.mark.parametrize("name", ["Inès Carpentier", "ines", "CARP", "carpentier in"])
def test_a_name_is_found_whole_or_in_part(browser: TestClient, name: str) -> None:
    page = search(browser, name)
    assert "Contacts: 1" in words(page)
    assert "Inès Carpentier" in words(page)


def test_nobody_of_the_name_says_so(browser: TestClient) -> None:
    assert "Nobody in your network bears such a name" in words(search(browser, "Zebedee"))


@pytest.mark.parametrize("name", ["", "   ", "\x00"])
def test_no_name_asks_again(browser: TestClient, name: str) -> None:
    assert str(search(browser, name).url.path) == PAGE


def test_the_openings_come_with_their_evidence(browser: TestClient) -> None:
    read = words(ask(browser, "ines"))
    assert "Openings for Inès Carpentier" in read
    assert "Data engineer" in read
    assert "Likely fits" in read or "Very likely fits" in read
    assert "Met Data engineer Data Engineer title, Acme" in read
    assert "Connected on LinkedIn since 11 June 2019" in read
    assert "Coopt may be wrong" in read
    assert "Helicopter" not in read


def test_none_stands_out_is_an_answer(browser: TestClient) -> None:
    assert "No opening stands out" in words(ask(browser, "Lena"))


def test_the_name_is_in_no_address(browser: TestClient, store: Store) -> None:
    ines = next(one.id for one in store.contacts("me", k=9) if one.name == "Inès Carpentier")
    for page in (search(browser, "Carpentier"), ask(browser, "Carpentier")):
        assert "Carpentier" not in str(page.url)
        assert ines not in str(page.url)


def test_the_contact_is_taken_up_for_an_opening_once(browser: TestClient, store: Store) -> None:
    answer = ask(browser, "ines")
    first, second = (send(browser, answer, "/consider") for _ in range(2))
    (found,) = store.introductions.introductions(Actor(Party.EMPLOYEE, "me"), k=9)
    assert str(first.url.path) == str(second.url.path) == f"/introductions/{found.id}"
    assert [one.kind for one in store.feedback.verdicts("me")] == ["consider"]


def test_an_opening_that_was_not_shown_is_not_taken_up(browser: TestClient, store: Store) -> None:
    other = next(one.id for one in store.openings(k=9) if one.title == "Pastry chef")
    assert send(browser, ask(browser, "ines"), "/consider", opening_id=other).status_code == 404


def test_a_contact_of_nobody_is_not_looked_at(browser: TestClient) -> None:
    page = search(browser, "ines")
    assert send(browser, page, f"{PAGE}/contact", contact_id="0" * 16).status_code == 404


def test_whoever_objects_meanwhile_is_shown_no_longer(browser: TestClient, store: Store) -> None:
    answer = ask(browser, "ines")
    ines = next(one.id for one in store.contacts("me", k=9) if one.name == "Inès Carpentier")
    store.privacy.object(ines)
    assert "Carpentier" not in browser.get(str(answer.url.path)).text
    assert not [one for one in forms(search(browser, "ines")) if one.action == f"{PAGE}/contact"]


def test_a_search_of_another_session_is_gone(browser: TestClient) -> None:
    page = search(browser, "ines")
    send(browser, page, "/sign-out")
    sign_in(browser, TOKEN)
    assert browser.get(str(page.url.path)).status_code == 404


def test_a_name_is_shown_as_text(browser: TestClient) -> None:
    page = search(browser, '"><script>')
    assert "<script>" not in page.text.replace("<script src", "")
    assert form(page, PAGE).fields["words"] == '"><script>'
