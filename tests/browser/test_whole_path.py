"""From a first file to an introduction that goes on: everything an employee does, in one go."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from matcher.introduction import Actor, Party, Stage
from tests.browser import doing
from tests.browser.serving import SAMPLE, Site

Look = Callable[[Page, str], None]
Opener = Callable[..., Page]
_MOST_MS = 60_000
OPENED, ASKED = "**/introductions/*", "form[action$='/steps'] button[value='asked']"


def bring_in(page: Page) -> None:
    """From the empty question to the report of the first import."""
    page.goto("/")
    page.locator("main a[href='/network/import']").click()
    page.locator("#upload #file").set_input_files(SAMPLE / "Connections.csv")
    page.locator("#upload button").click(no_wait_after=True)
    page.wait_for_url("**/network/imports/*", timeout=_MOST_MS)
    expect(page.locator(".figures")).to_be_visible()


def consider(page: Page) -> None:
    """From the answer to the introduction of the first of those shown."""
    page.locator(doing.CONSIDER).first.click()
    page.locator("form[action='/introductions'] button").first.click()
    page.wait_for_url(OPENED)


@pytest.mark.parametrize("how", doing.LOOKS[:2], ids=doing.told)
def test_from_a_first_file_to_what_they_said(
    own_site: Site, signed_in: Opener, look: Look, how: dict
) -> None:
    page = signed_in("nils", **how)
    bring_in(page)
    look(page, "import-report")
    doing.answer(page)
    name = doing.names(page)[0]
    consider(page)
    expect(page.locator("h1")).to_contain_text(name)
    page.locator("#body").fill("Hello, is this for you?")
    page.locator("button[value=keep]").click()
    expect(page).to_have_url(re.compile("#note$"))
    page.reload()
    expect(page.locator("#body")).to_have_value("Hello, is this for you?")
    look(page, "introduction")
    page.locator(ASKED).dblclick()
    expect(page.locator("form[action$='/steps'] button[value='accepted']")).to_be_visible()
    look(page, "introduction-asked")
    (kept,) = own_site.store.introductions.introductions(Actor(Party.EMPLOYEE, "nils"))
    assert kept.stage is Stage.ASKED
    page.goto("/introductions")
    expect(page.locator(".stand")).to_contain_text(name)
    look(page, "introductions-under-way")


def test_a_first_import_and_a_note_work_without_javascript(own_site: Site, signed_in: Opener) -> None:
    page = signed_in("nils", width=375, tongue="fr", script=False)
    bring_in(page)
    doing.answer(page)
    consider(page)
    page.locator("#body").fill("Bonjour, est-ce pour vous ?")
    page.locator("button[value=keep]").click()
    page.wait_for_url(OPENED)
    expect(page.locator("#body")).to_have_value("Bonjour, est-ce pour vous ?")
