"""Signing in with a company account: the browser is led to another host, which signs in, and back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from api.access_settings import WayIn
from tests.api.issuer import AUDIENCE, CLIENT, Issuer, issuing
from tests.browser import doing
from tests.browser.chromium import Troubles
from tests.browser.serving import Site, serving

Look = Callable[[Page, str], None]
Opener = Callable[..., Page]
BUTTON = "a[href^='/sign-in/company']"


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with issuing() as started:
        started.url = started.url.replace("127.0.0.1", "localhost")  # another site, as in life
        yield started


@pytest.fixture
def own_site(prepared: Path, tmp_path: Path, issuer: Issuer) -> Iterator[Site]:
    ways = {
        "auth": {WayIn.OIDC},
        "oidc_issuer": issuer.url,
        "oidc_audience": AUDIENCE,
        "oidc_client_id": CLIENT,
        "oidc_redirect_base": "{url}",
    }
    with serving(prepared, tmp_path, **ways) as started:
        yield started


@pytest.fixture
def led_away(troubles: Troubles, issuer: Issuer) -> None:
    troubles.known = (issuer.url,)


@pytest.mark.usefixtures("led_away")
@pytest.mark.parametrize("how", doing.LOOKS, ids=doing.told)
def test_a_company_account_is_enough(own_site: Site, visitor: Opener, look: Look, how: dict) -> None:
    page = visitor(**how)
    page.goto("/introductions")
    page.wait_for_url("**/sign-in*")
    expect(page.locator("#token")).to_have_count(0)
    look(page, "sign-in-company")
    page.locator(BUTTON).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    doing.answer(page)
    assert doing.names(page)
    page.locator("form[action='/sign-out'] button").click()
    page.wait_for_url("**/sign-in*")
    page.go_back()
    expect(page.locator(".card")).to_have_count(0)


@pytest.mark.usefixtures("led_away")
def test_an_account_that_is_refused_has_a_page(
    own_site: Site, visitor: Opener, look: Look, troubles: Troubles, issuer: Issuer
) -> None:
    troubles.expected |= {401, 403, 502, 503}
    page = visitor(width=375, tongue="fr")
    issuer.declines = True
    page.goto("/sign-in")
    page.locator(BUTTON).click()
    expect(page.locator("main .alert, main h1").first).to_be_visible()
    look(page, "sign-in-company-refused")
    issuer.declines = False
    page.goto("/sign-in")
    page.locator(BUTTON).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    expect(page.locator("#text")).to_be_visible()
