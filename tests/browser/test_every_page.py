"""Each page at the top, for whom it is; each failure; signing in: nothing in the way, nothing too wide."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from api.page_table import NAVIGATION
from tests.browser import doing
from tests.browser.chromium import Troubles
from tests.browser.serving import Site

Look = Callable[[Page, str], None]
Opener = Callable[..., Page]
ROLES = {"ada": "employee", "nils": "newcomer", "rita": "recruiter", "olga": "officer"}


@pytest.mark.parametrize("how", doing.LOOKS, ids=doing.told)
@pytest.mark.parametrize("who", ROLES)
def test_every_page_at_the_top(site: Site, signed_in: Opener, look: Look, who: str, how: dict) -> None:
    page = signed_in(who, **how)
    page.goto("/")
    addresses = page.locator("header nav a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert addresses
    assert set(addresses) <= {path for path, _ in NAVIGATION}
    for address in addresses:
        page.goto(address)
        assert page.locator("h1").count() == 1
        expect(page.locator("header nav [aria-current]")).to_have_attribute("href", address)
        look(page, f"{ROLES[who]}{address.rstrip('/').replace('/', '-') or '-ask'}")


@pytest.mark.parametrize("how", doing.LOOKS, ids=doing.told)
def test_signing_in_and_failures(
    site: Site, visitor: Opener, look: Look, troubles: Troubles, how: dict
) -> None:
    troubles.expected |= {401, 403, 404, 405, 422}
    page = visitor(**how)
    page.goto("/")
    look(page, "sign-in")
    page.locator("#token").fill("not a key")
    page.locator("main form button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "sign-in-refused")
    page.locator("#token").fill(site.keys["ada"])
    page.locator("main form button").click()
    page.wait_for_url(site.url + "/")
    for name, address in {
        "unknown": "/nothing",
        "method": "/ask",
        "gone": "/ask/x",
        "used": "/sign-in/once/x",
    }.items():
        page.goto(address)
        if name != "used":  # who is signed in already is led on
            look(page, f"failure-{name}")
    page.goto("/")
    page.locator("#text").fill("!!")
    page.locator(doing.ASK).click()
    expect(page.locator("main .narrow h1")).to_be_visible()
    look(page, "failure-job")
    page.locator("main a.button").click()
    expect(page.locator("#text")).to_be_visible()


# Of who has pages below those at the top that have no test of their own: their addresses.
BELOW = {
    "ada": ("/reminders",),
    "olga": ("/oversight/events", "/oversight/audit", "/oversight/duties"),
}


@pytest.mark.parametrize("how", doing.LOOKS, ids=doing.told)
@pytest.mark.parametrize("who", BELOW)
def test_every_page_below(site: Site, signed_in: Opener, look: Look, who: str, how: dict) -> None:
    page = signed_in(who, **how)
    for address in BELOW[who]:
        page.goto(address)
        assert page.locator("h1").count() == 1
        look(page, address.strip("/").replace("/", "-"))


def test_the_language_changes_in_place(site: Site, signed_in: Opener) -> None:
    page = signed_in()
    doing.answer(page)
    address = page.url
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    assert page.url == address
    expect(page.get_by_text("Ce que dit le profil").first).to_be_visible()


def test_a_file_that_is_too_large_has_a_page(
    site: Site, signed_in: Opener, troubles: Troubles, tmp_path: Path
) -> None:
    troubles.expected.add(413)
    large = tmp_path / "job.txt"
    large.write_bytes(b"a" * (site.app.state.settings.max_upload_bytes + (10 << 20)))
    page = signed_in()
    page.goto("/")
    page.locator("#file").set_input_files(large)
    page.locator("form:has(#file) button").click()
    expect(page.locator("h1")).to_have_text("This is too large")
