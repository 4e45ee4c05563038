"""The recruiter: openings in, a batch that goes on, how far each reaches, and a table of it."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import doing
from tests.browser.serving import Site

Look = Callable[[Page, str], None]
Opener = Callable[..., Page]
OPENINGS = ("Data Engineer", "Registered Nurse", "Saturation diver")
BEGINNINGS = {"en": "Fit, at least", "fr": "Conviennent, au moins"}
BANDS = {"en": r"fewer than 3|\d+ to \d+|0", "fr": r"moins de 3|\d+ à \d+|0"}
_DONE_MS = 90_000


def bring_in(page: Page) -> None:
    told = [{"@type": "JobPosting", "title": one, "description": f"We look for a {one}."} for one in OPENINGS]
    file = {"name": "jobs.json", "mimeType": "application/json", "buffer": json.dumps(told).encode()}
    page.goto("/board")
    page.locator("#file").set_input_files(file)
    page.locator("form[action='/board/openings'] button").click()
    expect(page.get_by_role("status").first).to_contain_text("3")


def ask_all(page: Page) -> None:
    page.locator("form:has([name=which]) button").first.dblclick()
    page.wait_for_url(re.compile(r"/board/[0-9a-f]+$"))


@pytest.mark.parametrize("how", doing.LOOKS, ids=doing.told)
def test_from_a_file_of_openings_to_a_table(
    own_site: Site, signed_in: Opener, look: Look, how: dict, tmp_path: Path
) -> None:
    page, tongue = signed_in("rita", **how), str(how["tongue"])
    bring_in(page)
    look(page, "board-openings")
    ask_all(page)
    look(page, "board-under-way")
    expect(page.locator("form[action$='/cancel']")).to_have_count(0, timeout=_DONE_MS)  # it shows by itself
    expect(page.locator("#found tbody tr")).to_have_count(5)
    for told in page.locator("#found td.number").all_inner_texts():
        assert re.fullmatch(BANDS[tongue], told), told
    look(page, "board-done")
    page.locator("#q").fill("engineer")
    page.locator("#show").select_option("somebody")
    page.locator("form:has(#show) button").click()
    expect(page.locator("#found tbody tr")).to_have_count(1)
    with page.expect_download() as saved:
        page.locator("a[download]").click()
    rows = list(csv.DictReader(saved.value.path().read_text("utf-8-sig").splitlines()))
    assert [int(row[BEGINNINGS[tongue]]) > 0 for row in rows] == [True]
    page.locator("#found tbody a").click()
    expect(page.locator("h1")).to_have_text("Data Engineer")
    look(page, "reach")
    page.locator("form[action^='/board/'] button").click()
    expect(page.get_by_role("status").first).to_be_visible()
    look(page, "reach-again")
    assert "Olivia" not in page.content()


def test_a_batch_is_followed_without_javascript(own_site: Site, signed_in: Opener) -> None:
    page = signed_in("rita", script=False)
    page.goto("/board")
    ask_all(page)
    rows = page.locator("#found tbody tr")
    for _ in range(200):
        if rows.count() == 2 and not page.locator("form[action$='/cancel']").count():
            return
        page.reload()
    raise AssertionError("the batch never ended")


def test_a_name_is_shown_once_a_colleague_shares_it(own_site: Site, signed_in: Opener) -> None:
    page = signed_in("rita", width=375)
    page.goto("/board")
    ask_all(page)
    expect(page.locator("form[action$='/cancel']")).to_have_count(0, timeout=_DONE_MS)
    opening = next(one for one in own_site.store.openings() if one.title == "Senior Product Designer")
    page.get_by_role("link", name=opening.title).click()
    own_site.store.access.share("ada", own_site.contact("Olivia Harlow"), opening.id)
    assert "Olivia" not in page.content()
    page.locator("form[action^='/board/'] button").click()
    expect(page.locator("main")).to_contain_text("Olivia Harlow")
