"""The ground of the pages: who is let in, what the browser is told, and how failures look."""

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.pages import session as sessions
from api.pages.session import ExpiredSession, Sessions
from matcher.access import KeyText
from tests.api.access import World, opened
from tests.api.conftest import TOKEN
from tests.api.pages import ADVERT, ask, form, send, sign_in, words


@pytest.fixture
def browser(stranger: TestClient) -> TestClient:
    stranger.headers["Accept-Language"] = "en"
    return stranger


@pytest.fixture
def signed_in(browser: TestClient) -> TestClient:
    assert sign_in(browser, TOKEN).status_code == 200
    return browser


def test_who_is_not_signed_in_is_asked_for_the_token(browser: TestClient) -> None:
    page = browser.get("/")
    assert page.url.path == "/sign-in"
    assert "Open the address that Coopt printed when it started" in words(page)


def test_a_token_lets_in_and_is_nowhere_to_be_seen(browser: TestClient) -> None:
    page = sign_in(browser, TOKEN)
    assert page.url.path == "/"
    assert "Who in your network fits this role?" in words(page)
    assert TOKEN not in page.text + str(page.url) + str(dict(browser.cookies))


def test_a_wrong_token_is_told_so(browser: TestClient) -> None:
    page = sign_in(browser, "not-the-token")
    assert page.status_code == 401
    assert "unknown, has expired or was revoked" in words(page)
    assert browser.get("/").url.path == "/sign-in"


def test_cookies_are_out_of_reach(browser: TestClient) -> None:
    one = form(browser.get("/sign-in"), "/sign-in")
    answer = browser.post("/sign-in", data=one.fields | {"token": TOKEN}, follow_redirects=False)
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("coopt-session-8000=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie  # plain http on this machine alone


def test_a_team_gets_cookies_for_tls_alone(tmp_path) -> None:
    with opened(tmp_path, allowed_hosts={"coopt.example.org"}) as world:
        answer = world.client.get("/sign-in", headers={"Host": "coopt.example.org"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-coopt-visitor-")
    assert "Secure" in cookie


def test_a_session_is_another_than_before_the_sign_in(browser: TestClient) -> None:
    browser.cookies.set("coopt-session-8000", "chosen-by-somebody-else", domain="127.0.0.1")
    sign_in(browser, TOKEN)
    assert "chosen-by-somebody-else" not in [cookie.value for cookie in browser.cookies.jar]


@pytest.mark.parametrize("path", ["/sign-in", "/", "/ask/nothing"])
def test_nothing_is_loaded_from_elsewhere_or_kept(signed_in: TestClient, path: str) -> None:
    page = signed_in.get(path)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert page.headers["cache-control"] == "no-store"
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src=\"/assets/)", page.text)
    for address in re.findall(r'(?:src|href|action)="([^"]*)"', page.text):
        assert address.startswith(("/", "#")), address


def test_what_a_page_needs_is_served_and_kept_by_the_browser(browser: TestClient) -> None:
    found = re.findall(r'"(/assets/[^"]+)"', browser.get("/sign-in").text)
    assert len(found) == 3
    for address in found:
        answer = browser.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert browser.get("/assets/0/coopt.css").status_code == 404
    assert browser.get("/assets/0/%2e%2e%2fsession.py").status_code == 404


def test_the_first_page_is_light(signed_in: TestClient) -> None:
    page = signed_in.get("/")
    parts = [signed_in.get(address) for address in re.findall(r'"(/assets/[^"]+)"', page.text)]
    assert sum(len(part.content) for part in (page, *parts)) < 100_000


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_form_of_another_site_is_refused(signed_in: TestClient, token: str) -> None:
    answer = signed_in.post("/ask", data={"form": token, "text": ADVERT})
    assert answer.status_code == 403
    assert "This form cannot be used" in words(answer)
    assert signed_in.post("/sign-out").status_code == 403
    assert signed_in.get("/").url.path == "/"


def test_nobody_is_signed_in_by_a_form_of_another_site(browser: TestClient) -> None:
    foreign = form(browser.get("/sign-in"), "/sign-in").fields
    browser.cookies.clear()
    answer = browser.post("/sign-in", data=foreign | {"token": TOKEN})
    assert answer.status_code == 403


def test_signing_out_ends_the_session(signed_in: TestClient) -> None:
    cookie = {c.name: c.value for c in signed_in.cookies.jar}["coopt-session-8000"]
    assert send(signed_in, signed_in.get("/"), "/sign-out").url.path == "/sign-in"
    signed_in.cookies.set("coopt-session-8000", cookie, domain="127.0.0.1")
    assert signed_in.get("/").url.path == "/sign-in"


def test_an_expired_session_says_so(signed_in: TestClient, app: FastAPI) -> None:
    page = signed_in.get("/")
    app.state.sessions._sessions.clear()
    answer = send(signed_in, page, "/ask", text=ADVERT)
    assert answer.status_code == 401
    assert "You are no longer signed in" in words(answer)


def test_a_session_ends_when_it_is_left_alone() -> None:
    now = 0.0
    kept = Sessions(clock=lambda: now)
    one = kept.open(SecretStr("x"))
    now += sessions.IDLE_SECONDS + 1
    with pytest.raises(ExpiredSession):
        kept.find(one.id)


def test_a_session_ends_at_last_though_it_is_in_use() -> None:
    now = 0.0
    kept = Sessions(clock=lambda: now)
    one = kept.open(SecretStr("x"))
    while now + sessions.IDLE_SECONDS / 2 < sessions.LONGEST_SECONDS:
        now += sessions.IDLE_SECONDS / 2
        kept.find(one.id)
    now += sessions.IDLE_SECONDS / 2 + 1
    with pytest.raises(ExpiredSession):
        kept.find(one.id)


def test_the_language_is_the_browsers_until_one_is_chosen(browser: TestClient) -> None:
    browser.headers["Accept-Language"] = "fr-CA,en;q=0.5"
    page = browser.get("/sign-in")
    assert '<html lang="fr">' in page.text
    page = send(browser, page, "/language", language="en")
    assert page.url.path == "/sign-in"
    assert '<html lang="en">' in page.text
    assert '<html lang="en">' in browser.get("/sign-in").text


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "/v1/contacts", "/ask/x\r\nX: y"])
def test_a_change_of_language_leads_nowhere_else(browser: TestClient, back: str) -> None:
    one = form(browser.get("/sign-in"), "/language")
    sent = one.fields | {"back": back, "language": "fr"}
    assert browser.post("/language", data=sent, follow_redirects=False).headers["location"] == "/"


@pytest.fixture
def world(tmp_path) -> World:
    with opened(tmp_path) as started:
        started.client.headers["Accept-Language"] = "en"
        yield started


def test_a_key_is_typed_where_there_are_keys(world: World) -> None:
    assert "API key" in words(world.client.get("/sign-in"))
    assert "Sign out" in words(sign_in(world.client, world.keys["ada"]))


def test_a_revoked_key_ends_the_session_at_the_next_click(world: World) -> None:
    sign_in(world.client, world.keys["ada"])
    text = KeyText.parse(world.keys["ada"])
    assert text is not None
    key = world.store.access.find_key(text)
    assert key is not None
    world.store.access.revoke_key(key.id)
    answer = world.client.get("/")
    assert answer.status_code == 401
    assert "You are no longer let in" in words(answer)
    assert world.client.get("/").url.path == "/sign-in"


def test_whom_no_page_is_for_is_told_so(world: World) -> None:
    answer = sign_in(world.client, world.keys["adam"])
    assert answer.status_code == 403
    assert "Your key does not allow this" in words(answer)
    assert "Sign out" in words(answer)


def test_a_session_is_no_way_into_the_api(signed_in: TestClient) -> None:
    assert signed_in.get("/v1/contacts").status_code == 401


def test_one_question_is_not_anothers(world: World) -> None:
    sign_in(world.client, world.keys["ada"])
    address = str(ask(world.client).url)
    world.client.cookies.clear()
    sign_in(world.client, world.keys["bo"])
    answer = world.client.get(address)
    assert answer.status_code == 404
    assert "Carpentier" not in answer.text


def test_no_name_is_in_a_log_line(known: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    del known.headers["Authorization"]
    sign_in(known, TOKEN)
    assert "Carpentier" in ask(known).text
    assert "Carpentier" not in " ".join(str(record.__dict__) for record in caplog.records)
