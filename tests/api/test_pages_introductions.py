"""From a card to an introduction, and through its steps, without any script."""

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from matcher.introduction import Actor, Introduction, Move, Party, Stage
from matcher.store import Store
from tests.api.conftest import TOKEN
from tests.api.pages import ask, form, forms, send, sign_in, words

INES = "Inès Carpentier"
ME = Actor(Party.EMPLOYEE, "me")


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
def shown(browser: TestClient) -> Response:
    """The page of an introduction that was taken up from an answer."""
    said = send(browser, ask(browser), "/verdicts", verdict="consider")
    return send(browser, said, "/introductions")


def current(store: Store) -> Introduction:
    (found,) = store.introductions.introductions(ME, k=9)
    return found


def steps(page: Response) -> list[str]:
    return [stage for one in forms(page) if one.action.endswith("/steps") for _, stage in one.buttons]


def step(browser: TestClient, page: Response, stage: str, **more: str) -> Response:
    one = form(page, "/steps", button=stage)
    return browser.post(one.action, data=one.fields | {"stage": stage} | more)


def test_a_considered_card_leads_to_an_introduction(shown: Response, store: Store) -> None:
    assert str(shown.url.path) == f"/introductions/{current(store).id}"
    read = words(shown)
    assert f"{INES} for Data Engineer" in read
    assert "You are thinking about it" in read
    assert steps(shown) == ["asked", "suggested"]


def test_the_card_leads_on_only_once_the_person_is_considered(browser: TestClient) -> None:
    assert not [one for one in forms(ask(browser)) if one.action == "/introductions"]


def test_taking_up_twice_is_one_introduction(browser: TestClient, store: Store) -> None:
    said = send(browser, ask(browser), "/verdicts", verdict="consider")
    first, second = (send(browser, said, "/introductions") for _ in range(2))
    assert first.url == second.url
    assert current(store).version == 1


def test_somebody_who_is_not_of_the_answer_cannot_be_taken_up(browser: TestClient, store: Store) -> None:
    said = send(browser, ask(browser), "/verdicts", verdict="consider")
    other = next(one.id for one in store.contacts("me", k=9) if one.name == "Lena Vogt")
    assert send(browser, said, "/introductions", contact_id=other).status_code == 404
    assert send(browser, said, "/introductions", question="x").status_code == 404
    assert store.introductions.introductions(ME, k=9) == ()


def test_the_list_says_where_each_stands_and_what_may_come(browser: TestClient, shown: Response) -> None:
    page = browser.get("/introductions")
    assert f'href="{shown.url.path}"' in page.text
    assert f"Write to {INES} in your own words" in words(page)
    step(browser, shown, "suggested")
    resting = words(browser.get("/introductions"))
    assert "Nothing is under way." in resting
    assert "Resting or ended 1" in resting


def test_nothing_under_way_says_what_to_do(browser: TestClient) -> None:
    page = browser.get("/introductions")
    assert "Nothing is under way." in words(page)
    assert 'href="/openings-for"' in page.text


def test_the_steps_are_taken_and_told_in_the_history(
    browser: TestClient, shown: Response, store: Store
) -> None:
    page = shown
    for stage in ("asked", "accepted", "introduced"):
        page = step(browser, page, stage)
        assert page.status_code == 200
        assert current(store).stage == stage
    read = words(page)
    assert "passed on" in read
    assert "No step is yours to take from here." in read
    assert page.text.count('<th scope="row">') == 4


def test_the_latest_step_is_taken_back_and_stays_in_the_history(
    browser: TestClient, shown: Response, store: Store
) -> None:
    asked = step(browser, shown, "asked")
    back = send(browser, asked, "/undo")
    assert current(store).stage is Stage.CONSIDERING
    assert "taken back on" in words(back)


def test_a_step_or_an_undo_that_is_sent_twice_counts_once(
    browser: TestClient, shown: Response, store: Store
) -> None:
    first, second = (step(browser, shown, "asked") for _ in range(2))
    assert first.status_code == second.status_code == 200
    assert current(store).version == 2
    pages = [send(browser, second, "/undo") for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert current(store).version == 3


def test_what_happened_meanwhile_is_shown_instead_of_overwritten(
    browser: TestClient, shown: Response, store: Store
) -> None:
    found = current(store)
    store.introductions.step(found.id, Move(Stage.ASKED, ME))
    store.introductions.step(found.id, Move(Stage.DECLINED, Actor(Party.CONTACT, found.contact_id)))
    page = step(browser, shown, "suggested")
    assert page.status_code == 412
    read = words(page)
    assert "you: Asked, no answer yet" in read
    assert "the contact: Said no" in read
    assert current(store).stage is Stage.DECLINED


def test_an_undo_from_a_page_that_is_out_of_date_takes_nothing_back(
    browser: TestClient, shown: Response, store: Store
) -> None:
    asked = step(browser, shown, "asked")
    step(browser, asked, "accepted")
    assert send(browser, asked, "/undo").status_code == 412
    assert current(store).stage is Stage.ACCEPTED


def test_the_contacts_own_yes_is_told_apart(browser: TestClient, shown: Response, store: Store) -> None:
    found = current(store)
    step(browser, shown, "asked")
    store.introductions.step(found.id, Move(Stage.ACCEPTED, Actor(Party.CONTACT, found.contact_id)))
    page = browser.get(str(shown.url.path))
    assert "They said yes themselves" in words(page)
    assert not [one for one in forms(page) if one.action.endswith("/undo")]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"stage": "married"}, 422),
        ({"stage": "hired"}, 409),
        ({"version": ""}, 422),
        ({"version": "²"}, 422),
        ({"version": "-1"}, 422),
    ],
)
def test_what_no_form_sends_is_refused_with_a_page(
    browser: TestClient, shown: Response, store: Store, sent: dict[str, str], status: int
) -> None:
    page = send(browser, shown, "/steps", **({"stage": "asked"} | sent))
    assert page.status_code == status
    assert "<h1>" in page.text
    assert current(store).version == 1


@pytest.mark.parametrize("path", ["", "/steps", "/undo", "/note"])
def test_nobody_elses_introduction_is_shown_or_changed(
    browser: TestClient, shown: Response, path: str
) -> None:
    fields = form(shown, "/steps").fields | {"stage": "asked", "version": "1"}
    address = f"/introductions/{'0' * 16}{path}"
    page = browser.post(address, data=fields) if path else browser.get(address)
    assert page.status_code == 404
    assert INES not in page.text


def test_no_name_is_in_an_address(browser: TestClient, shown: Response, store: Store) -> None:
    page = browser.get("/introductions")
    for secret in (INES.split()[0], "Carpentier", current(store).contact_id):
        assert secret not in str(shown.url)
        assert f'href="/{secret}' not in page.text


def test_the_pages_speak_french(browser: TestClient, shown: Response) -> None:
    browser.headers["Accept-Language"] = "fr"
    page = browser.get(str(shown.url.path))
    assert '<html lang="fr"' in page.text
    assert "Vous y réfléchissez" in words(page)
