"""Signing in to the pages with a company account, against a real issuer: there, back, each way to fail."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import SecretStr

from api.access_settings import WayIn
from api.app import create_app
from api.auth.company import LONGEST_SECONDS, CompanySignIn, SignInFailed
from api.settings import Settings
from matcher.errors import CooptError
from tests.api.issuer import AUDIENCE, CLIENT, Issuer, issuing
from tests.api.pages import ADVERT, send, words

HOME = "http://127.0.0.1:8000"
BACK = "/sign-in/company/back"


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with issuing() as started:
        yield started


@pytest.fixture
def settings(issuer: Issuer, tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path / "data",
        auth={WayIn.OIDC},
        oidc_issuer=issuer.url,
        oidc_audience=AUDIENCE,
        oidc_client_id=CLIENT,
        oidc_redirect_base=HOME,
    )


@pytest.fixture
def browser(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=HOME, headers={"Accept-Language": "en"}) as opened:
        yield opened


def leave(browser: TestClient, path: str = "/") -> str:
    """Clicks on the button; gives the address at the issuer."""
    answer = browser.get("/sign-in/company", params={"path": path}, follow_redirects=False)
    assert answer.status_code == 303, words(answer)
    return str(answer.headers["location"])


def come_back(browser: TestClient, issuer: Issuer, address: str) -> Response:
    """Signs in there, and follows the issuer back."""
    return browser.get(issuer.authorize(urlsplit(address).query))


def sign_in(browser: TestClient, issuer: Issuer, path: str = "/") -> Response:
    return come_back(browser, issuer, leave(browser, path))


def test_a_company_account_signs_in_without_anything_to_type(browser: TestClient, issuer: Issuer) -> None:
    page = browser.get("/")
    assert page.url.path == "/sign-in"
    assert "Sign in with your company account" in words(page)
    assert "password" not in page.text
    page = sign_in(browser, issuer)
    assert "You are signed in" in words(page)
    assert "Who in your network fits this role?" in words(browser.get("/"))


def test_the_issuer_is_asked_with_what_protects_the_way_back(browser: TestClient, issuer: Issuer) -> None:
    asked = [parse_qs(urlsplit(leave(browser)).query) for _ in range(2)]
    for one in asked:
        assert one["redirect_uri"] == [HOME + BACK]
        assert one["code_challenge_method"] == ["S256"]
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]
        assert len(asked[0][name][0]) >= 43
    come_back(browser, issuer, leave(browser))
    assert len(issuer.exchanged[0]["code_verifier"]) >= 43
    assert "client_secret" not in issuer.exchanged[0]


def test_what_leads_back_holds_against_other_sites_and_the_session_more(
    browser: TestClient, issuer: Issuer
) -> None:
    gone = browser.get("/sign-in/company", follow_redirects=False)
    (begun,) = [one for one in gone.headers.get_list("set-cookie") if one.startswith("coopt-begun")]
    assert {"HttpOnly", "SameSite=lax"} <= set(begun.split("; "))
    back = come_back(browser, issuer, gone.headers["location"])
    (session,) = [one for one in back.headers.get_list("set-cookie") if one.startswith("coopt-session")]
    assert {"HttpOnly", "SameSite=strict"} <= set(session.split("; "))


def test_no_token_is_in_a_page_an_address_a_cookie_or_the_log(
    browser: TestClient, issuer: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        address = leave(browser)
        page = come_back(browser, issuer, address)
    (session,) = browser.app.state.sessions._sessions.values()  # type: ignore[attr-defined]
    token = session.token.get_secret_value()
    assert token.count(".") == 2
    logged = " ".join(str(record.__dict__) for record in caplog.records if record.name.startswith("api"))
    for place in (address, page.text, str(page.url), str(dict(browser.cookies)), logged):
        assert token.split(".")[1] not in place
    assert parse_qs(urlsplit(str(page.url)).query)["code"][0] not in logged


@pytest.mark.parametrize(
    ("path", "leads"), [("/ask/x", "/ask/x"), ("https://evil.example/", "/"), ("//evil", "/")]
)
def test_one_comes_back_to_where_one_was_going(
    browser: TestClient, issuer: Issuer, path: str, leads: str
) -> None:
    assert f'content="0; url={leads}"' in sign_in(browser, issuer, path).text


def test_an_identity_token_serves_where_coopt_is_its_audience(
    issuer: Issuer, settings: Settings, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer.access, issuer.identity = None, {"roles": ["employee"]}
    with TestClient(
        create_app(settings.model_copy(update={"oidc_audience": CLIENT})), base_url=HOME
    ) as browser:
        sign_in(browser, issuer)
        assert browser.get("/").url.path == "/"


@pytest.mark.parametrize(
    "methods", [None, ["client_secret_post"], ["client_secret_basic", "private_key_jwt"]]
)
@pytest.mark.parametrize("known", [True, False])
def test_a_client_secret_is_shown_as_the_issuer_takes_it(
    issuer: Issuer, settings: Settings, app: FastAPI, methods: list[str] | None, known: bool
) -> None:
    issuer.secret = "between coopt & the issuer: é"
    if methods:
        issuer.document = {"token_endpoint_auth_methods_supported": methods}
    secret = SecretStr(issuer.secret if known else "another")
    changed = settings.model_copy(update={"oidc_client_secret": secret})
    with TestClient(create_app(changed), base_url=HOME) as browser:
        assert sign_in(browser, issuer).status_code == (200 if known else 403)


REFUSED = {
    "another state": {"state": "made-up"},
    "no state": {"state": None},
    "another issuer": {"iss": "https://evil.example"},
    "a made-up code": {"code": "made-up"},
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_answer_that_is_not_to_this_sign_in_is_refused(
    browser: TestClient, issuer: Issuer, name: str
) -> None:
    back = issuer.authorize(urlsplit(leave(browser)).query)
    query = {key: value[0] for key, value in parse_qs(urlsplit(back).query).items()} | REFUSED[name]
    page = browser.get(BACK, params={key: value for key, value in query.items() if value})
    assert page.status_code == 403
    assert "Signing in did not work" in words(page)
    assert browser.get("/").url.path == "/sign-in"


def test_another_browser_cannot_be_signed_in_by_a_link(browser: TestClient, issuer: Issuer) -> None:
    back = issuer.authorize(urlsplit(leave(browser)).query)
    browser.cookies.clear()
    assert browser.get(back).status_code == 403
    assert issuer.exchanged == []


def test_an_answer_is_good_for_once(browser: TestClient, issuer: Issuer) -> None:
    back = issuer.authorize(urlsplit(leave(browser)).query)
    assert browser.get(back).status_code == 200
    assert browser.get(back).status_code == 403


def test_a_sign_in_is_not_waited_for_without_end(issuer: Issuer, settings: Settings) -> None:
    now = 0.0
    company = CompanySignIn(settings, clock=lambda: now)
    address, cookie = company.begin("/")
    sent = {
        key: value[0]
        for key, value in parse_qs(urlsplit(issuer.authorize(urlsplit(address).query)).query).items()
    }
    now += LONGEST_SECONDS + 1
    with pytest.raises(SignInFailed):
        company.finish(cookie, sent)


@pytest.mark.parametrize(
    "identity",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": AUDIENCE},
        {"iss": "https://evil.example"},
        {"exp": int(time.time()) - 3600},
        {"azp": "another-client", "aud": [CLIENT, "another-client"]},
    ],
)
def test_an_identity_token_of_another_sign_in_is_refused(
    browser: TestClient, issuer: Issuer, identity: dict[str, Any]
) -> None:
    issuer.identity = identity
    page = sign_in(browser, issuer)
    assert page.status_code == 403
    assert browser.get("/").url.path == "/sign-in"


@pytest.mark.parametrize("access", [{"aud": "another"}, None])
def test_an_account_without_a_token_for_coopt_is_refused(
    browser: TestClient, issuer: Issuer, access: dict[str, Any] | None
) -> None:
    issuer.access = access
    assert sign_in(browser, issuer).status_code == 403


def test_who_gives_up_is_told_what_to_do(browser: TestClient, issuer: Issuer) -> None:
    issuer.declines = True
    page = sign_in(browser, issuer)
    assert page.status_code == 403
    assert "You are not signed in" in words(page)


def test_an_issuer_that_is_down_has_a_page(browser: TestClient, issuer: Issuer) -> None:
    address = leave(browser)
    issuer.down = True
    page = come_back(browser, issuer, address)
    assert page.status_code == 503
    assert "does not answer" in words(page)


@pytest.mark.parametrize(
    "document", [{"token_endpoint": "http://evil.example"}, {"authorization_endpoint": None}]
)
def test_addresses_that_could_be_listened_to_are_not_used(
    browser: TestClient, issuer: Issuer, document: dict[str, Any]
) -> None:
    issuer.document = document
    assert browser.get("/sign-in/company", follow_redirects=False).status_code == 503


def expire(browser: TestClient, issuer: Issuer) -> None:
    (session,) = browser.app.state.sessions._sessions.values()  # type: ignore[attr-defined]
    session.token = SecretStr(issuer.token(exp=int(time.time()) - 3600))


def test_a_session_ends_with_its_token_and_goes_on_with_the_next(browser: TestClient, issuer: Issuer) -> None:
    sign_in(browser, issuer)
    asked = send(browser, browser.get("/"), "/ask", text=ADVERT)
    expire(browser, issuer)
    gone = browser.get(asked.url.path, follow_redirects=False)
    assert gone.headers["location"].startswith("/sign-in/company?path=%2Fask%2F")
    sign_in(browser, issuer, asked.url.path)
    assert browser.get(asked.url.path).status_code == 200  # what was asked is still there


def test_what_was_being_written_when_the_token_expired_can_be_sent_again(
    browser: TestClient, issuer: Issuer
) -> None:
    sign_in(browser, issuer)
    page = browser.get("/")
    expire(browser, issuer)
    refused = send(browser, page, "/ask", text=ADVERT)
    assert refused.status_code == 401
    assert "Your sign-in has to be renewed" in words(refused)
    sign_in(browser, issuer)
    assert send(browser, page, "/ask", text=ADVERT).status_code == 200


def test_somebody_else_does_not_go_on_with_a_session(browser: TestClient, issuer: Issuer) -> None:
    sign_in(browser, issuer)
    asked = send(browser, browser.get("/"), "/ask", text=ADVERT)
    expire(browser, issuer)
    issuer.access = {"sub": "bo"}
    sign_in(browser, issuer, asked.url.path)
    assert browser.get(asked.url.path).status_code == 404


def test_signing_out_ends_the_session(browser: TestClient, issuer: Issuer) -> None:
    sign_in(browser, issuer)
    page = send(browser, browser.get("/"), "/sign-out")
    assert page.url.path == "/sign-in"
    assert "leaves your company account open" in words(page)
    assert browser.get("/").url.path == "/sign-in"


def test_without_a_client_there_is_no_such_way(settings: Settings, app: FastAPI) -> None:
    without = settings.model_copy(update={"oidc_client_id": "", "oidc_redirect_base": ""})
    with TestClient(create_app(without), base_url=HOME) as browser:
        assert browser.get("/sign-in/company").status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"oidc_redirect_base": ""},
        {"oidc_client_id": ""},
        {"oidc_redirect_base": "http://coopt.example.org"},
        {"oidc_redirect_base": "https://coopt.example.org/below"},
        {"auth": {WayIn.KEYS}},
        {"oidc_client_id": "", "oidc_redirect_base": "", "oidc_client_secret": SecretStr("x")},
    ],
)
def test_settings_that_do_not_go_together_are_told_at_start(
    settings: Settings, changes: dict[str, Any]
) -> None:
    with pytest.raises(CooptError, match="COOPT_OIDC"):
        create_app(settings.model_copy(update=changes))
