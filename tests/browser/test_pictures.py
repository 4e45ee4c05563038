"""The pictures of the README, made with `--pictures FOLDER`: the answer and the map of the sample network."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import doing
from tests.browser.conftest import Opener
from tests.browser.pictures import palette_png
from tests.browser.serving import Site

MOST_BYTES = 200_000
SHOWN = {"answer": 1150, "map": 1130}  # height


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Path:
    told = request.config.getoption("--pictures")
    if not told:
        pytest.skip("no folder for pictures was given")
    Path(told).mkdir(parents=True, exist_ok=True)
    return Path(told)


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_for_the_readme(
    site: Site, signed_in: Opener, browser: Browser, folder: Path, name: str
) -> None:
    page, blank = signed_in(), browser.new_page()
    page.set_viewport_size({"width": 1280, "height": SHOWN[name]})
    if name == "answer":
        doing.answer(page)
    else:
        page.goto("/network/map")
        page.locator("#map-frame[data-drawn]").wait_for()
    page.mouse.move(0, 0)
    picture = palette_png(blank, page.screenshot())
    blank.close()
    assert len(picture) < MOST_BYTES
    (folder / f"{name}.png").write_bytes(picture)
