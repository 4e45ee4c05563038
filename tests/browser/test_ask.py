"""From the job to the verdict, in each look."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import doing
from tests.browser.serving import Site

Look = Callable[[Page, str], None]
Opener = Callable[..., Page]


@pytest.mark.parametrize("how", doing.LOOKS, ids=doing.told)
def test_from_the_job_to_the_verdict(own_site: Site, signed_in: Opener, look: Look, how: dict) -> None:
    page = signed_in(**how)
    page.goto("/")
    look(page, "ask")
    doing.ask(page)
    look(page, "check")
    page.locator(doing.SEARCH).click()
    page.wait_for_url("**/answer")
    look(page, "answer")
    page.locator(doing.CONSIDER).first.click()
    expect(page.locator(".noted")).to_be_visible()
    look(page, "answer-said")
    page.get_by_role("group").locator("summary").first.click()
    look(page, "answer-why")
    assert [one.kind for one in own_site.store.feedback.verdicts("ada")] == ["consider"]


def test_a_requirement_that_is_moved_counts_otherwise(site: Site, signed_in: Opener) -> None:
    page = signed_in()
    doing.ask(page)
    page.locator("fieldset:has-text('Kafka') label:has-text('Must')").click()
    page.locator(doing.SEARCH).click()
    page.wait_for_url("**/answer")
    page.get_by_role("link", name="Correct the requirements").click()
    expect(page.locator("section.group").first).to_contain_text("Kafka")


def test_a_file_and_an_imported_opening_are_ways_in(site: Site, signed_in: Opener) -> None:
    page = signed_in()
    page.goto("/")
    job = {"name": "job.md", "mimeType": "text/markdown", "buffer": doing.ADVERT.encode()}
    page.locator("#file").set_input_files(job)
    page.locator("form:has(#file) button").click()
    expect(page.locator("#title")).to_have_value("Data Engineer")
    page.goto("/")
    page.locator("#opening").select_option(label="Senior Product Designer")
    page.locator("form:has(#opening) button").click()
    expect(page.locator("#title")).to_have_value("Senior Product Designer")


def test_a_file_of_several_openings_asks_which(site: Site, signed_in: Opener, look: Look) -> None:
    page = signed_in(width=375, tongue="fr")
    posting = '{"@type": "JobPosting", "title": "%s", "description": "We look for a %s who knows SQL."}'
    told = "[" + ",".join(posting % (one, one) for one in ("Data Engineer", "Pastry Chef")) + "]"
    page.goto("/")
    page.locator("#file").set_input_files(
        {"name": "jobs.json", "mimeType": "application/json", "buffer": told.encode()}
    )
    page.locator("form:has(#file) button").click()
    page.wait_for_url("**/choose/*")
    look(page, "choose")
    page.get_by_role("link", name="Pastry Chef").click()
    expect(page.locator("#title")).to_have_value("Pastry Chef")
    page.go_back()
    page.get_by_role("link", name="Data Engineer").click()
    expect(page.locator("#title")).to_have_value("Data Engineer")


@pytest.mark.parametrize("how", doing.LOOKS[:2], ids=doing.told)
def test_nobody_is_a_page_that_helps_on(site: Site, signed_in: Opener, look: Look, how: dict) -> None:
    page = signed_in(**how)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    doing.answer(page, "Submarine pilot\n\nRequirements\n- Ten years of deep-sea diving\n- A pilot's licence")
    assert doing.names(page) == []
    look(page, "nobody")
    page.locator("[data-copy]").click()
    expect(page.get_by_role("status").last).not_to_be_empty()
    assert "Submarine pilot" in page.evaluate("() => navigator.clipboard.readText()")
