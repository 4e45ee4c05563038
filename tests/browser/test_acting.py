"""The note, the reminders, openings for somebody, and the contact's own page."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from matcher.introduction import Actor, Move, Party, Stage
from tests.browser import doing
from tests.browser.chromium import Troubles
from tests.browser.serving import Site

Look = Callable[[Page, str], None]
Opener = Callable[..., Page]
WHOM, OPENING = "Olivia Harlow", "Senior Product Designer"
ADA = Actor(Party.EMPLOYEE, "ada")
KEEP = "button[value=keep]"


def start(site: Site, *, asked: bool = False, days_ago: int = 0) -> str:
    """Takes Olivia up for the opening; gives the address of the introduction."""
    opening = next(one.id for one in site.store.openings() if one.title == OPENING)
    introductions = site.store.introductions
    introductions.clock = lambda: datetime.now(UTC) - timedelta(days=days_ago)
    found = introductions.start("ada", site.contact(WHOM), opening)
    if asked:
        introductions.step(found.id, Move(Stage.ASKED, ADA))
    introductions.clock = None
    return f"/introductions/{found.id}"


def test_a_note_is_kept_while_it_is_written_and_two_tabs_lose_nothing(
    own_site: Site, signed_in: Opener, look: Look, troubles: Troubles
) -> None:
    troubles.expected.add(412)
    first = signed_in(width=375)
    first.context.grant_permissions(["clipboard-read", "clipboard-write"])
    address = start(own_site)
    first.goto(address)
    second = first.context.new_page()
    second.goto(address)
    first.locator("#body").fill("From the first window")
    expect(first.locator("#kept")).to_have_text("Kept.")
    expect(first.locator("#mail")).to_have_attribute("href", re.compile("From%20the%20first%20window"))
    first.locator("[data-copy]").click()
    expect(first.locator(".tools [role=status]")).to_have_text("Copied.")
    second.locator("#body").fill("From the second window")
    expect(second.locator("#kept")).to_contain_text("changed in another window")
    second.locator(KEEP).first.click()
    expect(second.locator("#yours")).to_have_value("From the second window")
    expect(second.locator("#other")).to_have_value("From the first window")
    look(second, "note-changed")
    second.locator(KEEP).click()
    expect(second.locator("#body")).to_have_value("From the second window")


@pytest.mark.parametrize("how", doing.LOOKS, ids=doing.told)
def test_a_note_in_another_language_with_a_link_to_the_contacts_page(
    own_site: Site, signed_in: Opener, look: Look, how: dict
) -> None:
    settings = own_site.app.state.settings
    own_site.app.state.settings = settings.model_copy(update={"public_url": "https://coopt.example.org"})
    page = signed_in(**how)
    page.goto(start(own_site))
    page.locator("button[value=link]").click()
    expect(page.locator("#body")).to_have_value(re.compile("https://coopt.example.org/my-data/"))
    page.locator("#note-form details summary").click()
    look(page, "note")
    page.locator("#language").select_option("de")
    page.locator("#sender").fill("Noé")
    page.locator("button[value=anew]").click()
    expect(page.locator("#body")).to_have_attribute("lang", "de")
    expect(page.locator("#body")).to_have_value(re.compile(r"Noé\s*$"))


@pytest.mark.parametrize("how", doing.LOOKS, ids=doing.told)
def test_what_is_due_is_counted_answered_and_put_into_a_calendar(
    own_site: Site, signed_in: Opener, look: Look, how: dict
) -> None:
    start(own_site, asked=True, days_ago=14)
    page = signed_in(**how)
    page.goto("/introductions")
    expect(page.locator("header .due")).to_have_text("1")
    look(page, "introductions-due")
    page.goto("/reminders")
    page.locator("form[action$='/address'] button").click()
    expect(page.locator("#address")).to_have_value(re.compile(r"/calendar/.+\.ics$"))
    look(page, "reminders")
    page.locator("button[value=dismissed]").click()
    expect(page.locator("header .due")).to_have_count(0)
    page.goto("/introductions")
    page.locator("details:has(button[value=undo]) summary").click()
    page.locator("button[value=undo]").click()
    expect(page.locator("header .due")).to_have_text("1")


@pytest.mark.parametrize("how", doing.LOOKS, ids=doing.told)
def test_openings_for_somebody_lead_to_an_introduction(
    own_site: Site, signed_in: Opener, look: Look, how: dict
) -> None:
    page = signed_in(**how)
    page.goto("/openings-for")
    page.locator("#words").fill("harlow")
    page.keyboard.press("Enter")
    people = page.locator(".people li")
    expect(people.filter(has_text=WHOM)).to_be_visible()
    look(page, "openings-for-people")
    people.filter(has_text=WHOM).locator("button").click()
    expect(page.locator(".card h2").first).to_have_text(OPENING)
    look(page, "openings-for-answer")
    page.locator("form[action$='/consider'] button").first.dblclick()
    page.wait_for_url("**/introductions/*")
    assert len(own_site.store.introductions.introductions(ADA)) == 1


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("how", doing.LOOKS[1:3], ids=doing.told)
def test_a_contact_answers_and_erases_themselves(
    own_site: Site, visitor: Opener, look: Look, troubles: Troubles, how: dict, script: bool
) -> None:
    troubles.expected.add(404)
    start(own_site, asked=True)
    contact = visitor(**how, script=script)
    address = own_site.link_of(WHOM)
    contact.goto(address)
    contact.locator("button[value=accepted]").click()
    expect(contact.locator("h1")).not_to_contain_text(WHOM)
    if script:
        look(contact, "my-data-answered")
    contact.goto(address)
    expect(contact.locator("button[value=accepted]")).to_have_count(0)
    contact.locator("a[href*='/erasure']").click()
    if script:
        look(contact, "my-data-erasure")
    contact.locator("button.grave").click()
    expect(contact.get_by_role("status")).to_be_visible()
    if script:
        look(contact, "my-data-erased")
    contact.goto(address)
    assert WHOM not in contact.content()
    assert WHOM not in {one.name for one in own_site.store.contacts("ada", k=1_000)}
