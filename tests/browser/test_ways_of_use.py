"""By keyboard alone, without JavaScript, with a script that never comes, in two tabs, twice, and back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import doing
from tests.browser.serving import Site

Opener = Callable[..., Page]


def test_the_keyboard_is_enough_from_sign_in_to_verdict(own_site: Site, visitor: Opener) -> None:
    page = visitor()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    doing.tab_to(page, "#token")
    page.keyboard.insert_text(own_site.keys["ada"])
    page.keyboard.press("Enter")
    page.wait_for_url(own_site.url + "/")
    doing.tab_to(page, "#text")
    page.keyboard.insert_text(doing.ADVERT)
    doing.tab_to(page, "form:has(#text) button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask/*")
    doing.tab_to(page, "input[type=radio]")
    page.keyboard.press("ArrowRight")
    expect(page.locator("input[type=radio]:focus")).to_have_value("nice")
    doing.tab_to(page, ".ends button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/answer")
    doing.tab_to(page, ".why summary")
    page.keyboard.press("Space")
    doing.tab_to(page, ".why select")
    page.keyboard.press("ArrowDown")
    doing.tab_to(page, ".why button")
    page.keyboard.press("Enter")
    expect(page.locator("#card-1 .noted")).to_be_visible()
    page.keyboard.press("Tab")  # goes on from the card that was said something about
    assert page.evaluate("() => document.activeElement.closest('article')?.id") == "card-1"
    assert [one.kind for one in own_site.store.feedback.verdicts("ada")] == ["not-for-this-role"]


@pytest.mark.parametrize("width", [375, 1280])
def test_the_main_path_works_without_javascript(own_site: Site, signed_in: Opener, width: int) -> None:
    page = signed_in(width=width, tongue="fr", script=False)
    doing.answer(page)
    page.locator(doing.CONSIDER).first.dblclick()
    expect(page.locator(".noted")).to_contain_text("Noté")
    page.locator("form[action$='/undo'] button").dblclick()
    expect(page.locator(".noted")).to_have_count(0)
    expect(page.locator("[data-copy]")).to_have_count(0)
    assert own_site.store.feedback.verdicts("ada") == ()


def test_a_script_that_never_comes_holds_nothing_up(own_site: Site, signed_in: Opener) -> None:
    page = signed_in()
    page.route("**/*.js", lambda _: None)
    doing.answer(page)
    page.locator(doing.CONSIDER).first.click(no_wait_after=True)
    expect(page.locator(".noted")).to_be_visible()


def test_a_double_click_does_nothing_twice(own_site: Site, signed_in: Opener) -> None:
    page = signed_in()
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    page.goto("/")
    page.locator("#text").fill(doing.ADVERT)
    page.locator(doing.ASK).dblclick()
    page.wait_for_url("**/ask/*")
    page.locator(doing.SEARCH).dblclick()
    page.wait_for_url("**/answer")
    page.locator(doing.CONSIDER).first.dblclick()
    expect(page.locator(".noted")).to_be_visible()
    assert len(sent) == 3
    assert len(own_site.store.feedback.verdicts("ada")) == 1


def test_the_back_button_leads_back_to_pages_that_work(own_site: Site, signed_in: Opener) -> None:
    page = signed_in()
    doing.answer(page)
    page.locator(doing.CONSIDER).first.click()
    expect(page.locator(".noted")).to_be_visible()
    page.go_back()  # the verdict is a page of its own, as its card has an address
    page.go_back()
    page.wait_for_url("**/ask/*")
    page.locator("#title").fill("Registered Nurse")
    page.locator(doing.SEARCH).click()
    page.wait_for_url("**/answer")
    expect(page.locator("h1")).to_have_text("Registered Nurse")
    page.go_back()
    page.go_back()
    expect(page.locator("#text")).to_be_visible()
    page.locator("#text").fill("Chef")
    page.locator(doing.ASK).click()
    expect(page.locator("#title")).to_have_value("Chef")


def test_two_tabs_do_not_disturb_each_other(own_site: Site, signed_in: Opener) -> None:
    first = signed_in()
    second = first.context.new_page()
    doing.answer(first)
    doing.answer(second, "Registered Nurse")
    assert set(doing.names(first)).isdisjoint(doing.names(second))
    first.reload()
    expect(first.locator("h1")).to_have_text("Data Engineer")
    third = first.context.new_page()
    third.goto(first.url)
    first.locator(doing.CONSIDER).first.click()
    expect(first.locator(".noted")).to_be_visible()
    third.locator("[name=verdict][value=dont-know]").first.click()  # it shows the card as it was before
    expect(third.locator(".noted")).to_contain_text("don't know")
    first.locator("form[action$='/undo'] button").first.click()  # takes back what it showed, and nothing else
    expect(first.locator(".noted")).to_contain_text("don't know")


def test_signing_out_in_one_tab_is_told_in_the_other(
    own_site: Site, signed_in: Opener, troubles: object
) -> None:
    troubles.expected.add(401)
    first = signed_in()
    doing.answer(first)
    second = first.context.new_page()
    second.goto("/")
    second.locator("form[action='/sign-out'] button").click()
    second.wait_for_url("**/sign-in")
    first.locator(doing.CONSIDER).first.click()
    expect(first.locator("h1")).to_have_text("You are no longer signed in")
    first.get_by_role("link", name="Sign in").click()
    first.wait_for_url("**/sign-in")
