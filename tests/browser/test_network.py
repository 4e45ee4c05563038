"""My network: a file brought in, everybody as a table and as a map, one person, and back."""

import re
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api import importing
from api.importing import Stage, Told
from tests.browser import doing
from tests.browser.chromium import Troubles
from tests.browser.serving import SAMPLE, Site

Look = Callable[[Page, str], None]
Opener = Callable[..., Page]
DRAWN = "#map-frame[data-drawn]"
MOST_SECONDS = 60.0


def open_map(page: Page) -> None:
    page.goto("/network/map")
    page.locator(DRAWN).wait_for()


def bring_in(page: Page, path: Path) -> None:
    page.goto("/network/import")
    page.locator("#file").set_input_files(path)
    page.locator("#upload button").click(no_wait_after=True)
    page.wait_for_url(re.compile(r"/network/imports/"))


@pytest.mark.parametrize("how", doing.LOOKS, ids=doing.told)
def test_each_page_of_the_network(site: Site, signed_in: Opener, look: Look, how: dict) -> None:
    page = signed_in(**how)
    for name in ("people", "thin", "duplicates", "import"):
        page.goto(f"/network/{name}")
        look(page, f"network-{name}")
    page.goto("/network/people")
    page.locator("tbody tr th[scope=row] a").first.click()
    page.locator("#tie").wait_for()
    look(page, "network-person")
    page.locator("form[action='/openings-for/contact'] button").click()
    page.wait_for_url("**/openings-for/*")
    open_map(page)
    look(page, "network-map")
    page.locator("#words").fill("data engineer")
    page.locator("#found-list li").first.wait_for()
    look(page, "network-map-found")


@pytest.mark.parametrize("how", doing.LOOKS[:2], ids=doing.told)
def test_a_file_is_brought_in_and_undone(own_site: Site, signed_in: Opener, look: Look, how: dict) -> None:
    page = signed_in("nils", **how)
    bring_in(page, SAMPLE / "Connections.csv")
    look(page, "network-report")
    page.goto("/network/people")
    expect(page.locator("tbody th[scope=row]").first).to_be_visible()
    page.goto("/network/import")
    page.locator("tbody a").first.click()
    page.locator("details summary").click()
    page.locator("form[action$='/undo'] button").dblclick()
    expect(page.locator("main .alert")).to_be_visible()
    page.goto("/network")
    expect(page.locator("main a.button")).to_have_attribute("href", "/network/import")  # as before the file


def test_a_file_that_is_dropped_on_the_page_is_taken(own_site: Site, signed_in: Opener) -> None:
    page = signed_in("nils")
    page.goto("/network/import")
    page.evaluate(
        """text => {
          const dropped = new DataTransfer();
          dropped.items.add(new File([text], "Connections.csv", {type: "text/csv"}));
          const told = {dataTransfer: dropped, cancelable: true, bubbles: true};
          document.dispatchEvent(new DragEvent("drop", told));
        }""",
        (SAMPLE / "Connections.csv").read_text(),
    )
    page.locator("#upload button").click(no_wait_after=True)
    page.wait_for_url(re.compile(r"/network/imports/"))
    assert own_site.store.contacts("nils")


@pytest.mark.parametrize("how", doing.LOOKS, ids=doing.told)
def test_an_import_tells_how_far_it_is_and_why_it_failed(
    own_site: Site, signed_in: Opener, look: Look, how: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def slowly(*given: Any, told: Told) -> Any:
        def tell(stage: Stage, done: int, total: int) -> None:
            told(stage, done, total)
            assert stage is not Stage.STORING or go_on.wait(MOST_SECONDS)

        return importing.bring_in(*given, told=tell)

    monkeypatch.setattr("api.pages.importing.bring_in", slowly)
    page = signed_in("nils", **how)
    page.goto("/network/import")
    page.locator("#file").set_input_files(SAMPLE / "Connections.csv")
    page.locator("#upload button").click(no_wait_after=True)
    page.wait_for_url("**/network/import/progress")
    expect(page.locator("progress[max]")).to_be_visible()
    look(page, "network-progress")
    go_on.set()
    page.wait_for_url(re.compile(r"/network/imports/"))
    page.goto("/network/import")
    nothing = {"name": "contacts.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"}
    page.locator("#file").set_input_files(nothing)
    page.locator("#upload button").click(no_wait_after=True)
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "network-failed")


def test_an_upload_that_breaks_off_says_so_and_keeps_nothing(
    own_site: Site, signed_in: Opener, troubles: Troubles
) -> None:
    page = signed_in("nils")
    page.goto("/network/import")
    page.route("**/network/import", lambda one: one.abort())
    page.locator("#file").set_input_files(SAMPLE / "Connections.csv")
    page.locator("#upload button").click(no_wait_after=True)
    expect(page.locator("#sending-words")).to_contain_text("interrupted")
    troubles.found.clear()  # the connection that broke
    page.unroute("**/network/import")
    page.locator("#upload button").click(no_wait_after=True)  # and it can be sent again
    page.wait_for_url(re.compile(r"/network/imports/"))


def test_a_file_is_brought_in_without_javascript(own_site: Site, signed_in: Opener) -> None:
    page = signed_in("nils", script=False)
    bring_in(page, SAMPLE / "Connections.csv")
    page.goto("/network/map")
    expect(page.get_by_role("link", name="The same as a table")).to_be_visible()


def test_the_map_is_walked_by_the_keyboard(site: Site, signed_in: Opener) -> None:
    page = signed_in()
    open_map(page)
    doing.tab_to(page, "#map-frame")
    page.keyboard.press("ArrowRight")
    first = page.locator("#chosen-name").inner_text()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#chosen-name")).not_to_have_text(first)
    chosen = page.locator("#chosen-name").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/network/person/*")
    expect(page.locator("h1")).to_have_text(chosen)


def test_each_point_is_a_person(site: Site, signed_in: Opener) -> None:
    page = signed_in()
    open_map(page)
    page.locator("#words").fill("data engineer")
    page.locator("#found-list button").first.wait_for()
    name = page.locator("#found-list button").first.inner_text()
    page.locator("#found-list button").first.click()
    page.wait_for_url("**/network/person/*")
    expect(page.locator("h1")).to_have_text(name)


def test_colours_have_a_legend_that_counts_everybody(site: Site, signed_in: Opener) -> None:
    page = signed_in()
    open_map(page)
    for by in ("group", "company", "level", "tie", "profile"):
        page.locator("#colour").select_option(by)
        counts = page.locator("#legend .count").all_inner_texts()
        assert sum(map(int, counts)) == len(site.store.contacts("ada", k=1_000))


def test_a_tie_is_stated_and_taken_back(own_site: Site, signed_in: Opener) -> None:
    page = signed_in()
    page.goto("/network/people")
    page.locator("tbody tr th[scope=row] a").first.click()
    page.locator("#strength").select_option("weak")
    page.locator("#exchange").fill("2026-05")
    page.locator("form[action$='/tie'] button").dblclick()
    expect(page.locator("#tie")).to_contain_text("weak, as you said")
    page.locator("form[action$='/tie/undo'] button").dblclick()
    expect(page.locator("#tie")).not_to_contain_text("as you said")
