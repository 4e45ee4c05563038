"""The note to a contact, edited in place and kept by the session, without any script."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from api.settings import Settings
from matcher.introduction import Actor, Move, Party, Stage
from matcher.store import Store
from tests.api.conftest import TOKEN
from tests.api.pages import Form, ask, form, send, sign_in, words

PUBLIC = "https://coopt.example.org"
MINE = "Hello Inès,\n\nHow is the harbour?\n\nNoé"
Edit = Callable[..., Response]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"public_url": PUBLIC})


@pytest.fixture
def browser(known: TestClient) -> TestClient:
    del known.headers["Authorization"]
    known.headers["Accept-Language"] = "en"
    sign_in(known, TOKEN)
    return known


@pytest.fixture
def shown(browser: TestClient) -> Response:
    said = send(browser, ask(browser), "/verdicts", verdict="consider")
    return send(browser, said, "/introductions")


@pytest.fixture
def edit(browser: TestClient) -> Edit:
    """Presses a button of the note's form as a page shows it, with what was changed in it."""

    def pressed(page: Response, do: str = "keep", **changes: str) -> Response:
        return send(browser, page, "/note", do=do, **changes)

    return pressed


def note(page: Response) -> Form:
    return form(page, "/note")


def body(page: Response) -> str:
    return note(page).fields["body"]


def test_a_draft_is_there_at_once(shown: Response) -> None:
    assert "Inès" in body(shown)
    assert "Data Engineer" in note(shown).fields["subject"]
    assert f"{PUBLIC}/my-data/" not in body(shown)


def test_what_one_writes_is_kept(browser: TestClient, shown: Response, edit: Edit) -> None:
    edit(shown, subject="Ahoy", body=MINE)
    page = browser.get(str(shown.url.path))
    assert (note(page).fields["subject"], body(page).strip()) == ("Ahoy", MINE)


def test_the_link_to_the_mail_program_says_what_the_note_says(shown: Response, edit: Edit) -> None:
    page = edit(shown, subject="Ahoy", body=MINE)
    link = page.text.partition('href="mailto:')[2].partition('"')[0].replace("&amp;", "&")
    told = parse_qs(urlsplit(f"mailto:{link}").query)
    assert told["subject"] == ["Ahoy"]
    assert told["body"][0].replace("\r\n", "\n").strip() == MINE


def test_a_note_that_is_too_long_for_a_link_says_so(shown: Response, edit: Edit) -> None:
    page = edit(shown, body="a long story " * 500)
    assert 'href="mailto:' not in page.text
    assert '<span id="mail-long">It is too long' in page.text


@pytest.mark.parametrize(
    ("language", "register", "greeting"),
    [("fr", "formal", "Bonjour"), ("de", "informal", "Inès"), ("es", "formal", "Inès")],
)
def test_a_new_draft_is_in_the_language_and_the_tone_that_were_chosen(
    shown: Response, edit: Edit, language: str, register: str, greeting: str
) -> None:
    page = edit(shown, "anew", language=language, register=register, sender="Noé")
    assert greeting in body(page)
    assert body(page).rstrip().endswith("Noé")
    assert note(page).fields["language"] == language
    assert note(page).fields["register"] == register
    assert f'<textarea id="body" name="body" rows="16" maxlength="10000" lang="{language}">' in page.text


def test_a_new_draft_loses_nothing(shown: Response, edit: Edit) -> None:
    anew = edit(shown, "anew", body=MINE, language="fr", register="formal")
    assert MINE not in body(anew)
    assert body(edit(anew, "back")).strip() == MINE


def test_a_draft_that_nobody_changed_is_not_brought_back(shown: Response, edit: Edit) -> None:
    anew = edit(shown, "anew", language="fr", register="formal")
    assert "What you wrote before" not in words(anew)


def test_the_link_to_the_contacts_page_is_made_on_demand_and_opens_it(
    browser: TestClient, shown: Response, edit: Edit
) -> None:
    page = edit(shown, "link")
    address = body(page).partition(PUBLIC)[2].split()[0]
    assert address.startswith("/my-data/")
    assert "Inès Carpentier" in words(browser.get(address))
    assert body(edit(page, "link")).count("/my-data/") == 1


def test_a_link_goes_into_a_note_that_was_changed(shown: Response, edit: Edit) -> None:
    page = edit(shown, "link", body=MINE)
    assert body(page).startswith(MINE)
    assert "/my-data/" in body(page)


def test_two_tabs_do_not_overwrite_each_other(browser: TestClient, shown: Response, edit: Edit) -> None:
    edit(shown, body=MINE)
    late = edit(shown, body="Another text altogether")
    assert late.status_code == 412
    assert MINE in late.text
    assert "Another text altogether" in late.text
    assert body(browser.get(str(shown.url.path))).strip() == MINE
    kept = send(browser, late, "/note")  # the one of this window is chosen
    assert body(kept).strip() == "Another text altogether"


def test_a_form_that_is_sent_twice_is_no_conflict(shown: Response, edit: Edit) -> None:
    assert [edit(shown, body=MINE).status_code for _ in range(2)] == [200, 200]


def test_a_script_is_told_the_version_and_the_link(browser: TestClient, shown: Response) -> None:
    sent, headers = note(shown), {"Accept": "application/json"}
    kept = browser.post(sent.action, data=sent.fields | {"body": MINE}, headers=headers)
    assert kept.json()["version"] == 2
    assert kept.json()["mailto"].startswith("mailto:")
    late = browser.post(sent.action, data=sent.fields | {"body": "other"}, headers=headers)
    assert (late.status_code, late.json()) == (412, {"version": 2})


def test_what_a_note_says_is_shown_as_text(shown: Response, edit: Edit) -> None:
    page = edit(shown, subject='"><script>', body="</textarea><script>alert(1)</script>")
    assert "<script>alert" not in page.text
    assert body(page).strip() == "</textarea><script>alert(1)</script>"


@pytest.mark.parametrize("changes", [{"language": "xx"}, {"register": "rude"}])
def test_a_language_that_there_is_not_is_refused(
    shown: Response, edit: Edit, changes: dict[str, str]
) -> None:
    assert edit(shown, "anew", **changes).status_code == 422


def test_whoever_objects_is_not_written_to(browser: TestClient, shown: Response, edit: Edit) -> None:
    store: Store = browser.app_state["workspace"].store
    (found,) = store.introductions.introductions(Actor(Party.EMPLOYEE, "me"), k=9)
    edit(shown, body=MINE)
    store.privacy.object(found.contact_id, by="contact")
    page = browser.get(str(shown.url.path))
    assert "There is no note to write" in words(page)
    assert MINE not in page.text
    assert edit(shown, body="other").status_code >= 400


def test_once_they_have_answered_there_is_no_note(browser: TestClient, shown: Response) -> None:
    store: Store = browser.app_state["workspace"].store
    me = Actor(Party.EMPLOYEE, "me")
    (found,) = store.introductions.introductions(me, k=9)
    for stage in (Stage.ASKED, Stage.ACCEPTED):
        store.introductions.step(found.id, Move(stage, me))
    page = browser.get(str(shown.url.path))
    assert 'name="body"' not in page.text


def test_without_a_public_address_the_page_says_what_is_missing(
    browser: TestClient, app: FastAPI, shown: Response, edit: Edit
) -> None:
    app.state.settings = app.state.settings.model_copy(update={"public_url": ""})
    page = browser.get(str(shown.url.path))
    assert "COOPT_PUBLIC_URL" in page.text
    assert "/my-data/" not in body(edit(shown, "link"))


def test_signing_out_forgets_the_note(browser: TestClient, shown: Response, edit: Edit) -> None:
    edit(shown, body=MINE)
    send(browser, browser.get("/"), "/sign-out")
    sign_in(browser, TOKEN)
    assert MINE not in browser.get(str(shown.url.path)).text
