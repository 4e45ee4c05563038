"""How fast the pages are on large networks, told with `--figures`; a figure is never a test.

pytest tests/browser/test_figures.py --figures
"""

import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from matcher.workspace import Workspace
from scripts.benchmarks.synthetic import synthetic_network
from tests.browser import chromium, doing, looking
from tests.browser.chromium import Look
from tests.browser.conftest import FINDINGS
from tests.browser.looking import Findings
from tests.browser.serving import Site, serving

CONTACTS, ON_THE_MAP = 5_000, 10_000
ASKED = 15  # times, of which the median is told
PAGES = (
    "/network/people",
    "/",
    "/network",
    "/network/people?sort=name",
    "/network/thin",
    "/network/duplicates",
    "/network/import",
    "/introductions",
    "/reminders",
    "/openings-for",
)
PATIENCE_MS = 120_000


@pytest.fixture
def findings(request: pytest.FixtureRequest) -> Findings:
    found = request.config.stash[FINDINGS]
    if not found.timed:
        pytest.skip("no figures were asked for")
    return found


@pytest.fixture(scope="module")
def large(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of two large networks."""
    folder = tmp_path_factory.mktemp("large") / "data"
    with Workspace(folder) as workspace:
        workspace.store.import_contacts(synthetic_network(CONTACTS), "ada")
        workspace.store.import_contacts(synthetic_network(ON_THE_MAP, seed=8, start=CONTACTS), "nils")
        workspace.reindex()
    return folder


@pytest.fixture
def site(findings: Findings, large: Path, tmp_path: Path) -> Iterator[Site]:
    with serving(large, tmp_path) as started:
        yield started


@pytest.fixture
def ada(site: Site, browser: Browser) -> Iterator[Page]:
    page = chromium.new_page(browser, site, Look(), who="ada")
    page.set_default_timeout(PATIENCE_MS)
    yield page
    page.context.close()


def test_each_page_of_a_large_network(ada: Page, site: Site, findings: Findings) -> None:
    for address in PAGES:
        for time in ("first", "again"):
            ada.goto(address)
            findings.figures[f"{CONTACTS:,} contacts, {address}, {time}"] = looking.timed(ada)


def test_the_answer(ada: Page, site: Site, findings: Findings) -> None:
    doing.answer(ada)
    assert doing.names(ada)
    findings.figures[f"{CONTACTS:,} contacts, answer, shown"] = looking.timed(ada)
    took = []
    for _ in range(ASKED):
        doing.ask(ada)
        with ada.expect_response(lambda one: one.request.method == "POST") as searched:
            ada.locator(doing.SEARCH).click(no_wait_after=True)
        ada.wait_for_url("**/answer")
        searching = searched.value.request.timing
        took.append(searching["responseStart"] - searching["requestStart"] + looking.timed(ada)["server_ms"])
    findings.lines.append(
        f"answer over {CONTACTS:,} contacts, search and page: server {statistics.median(took):.0f} ms "
        f"(median of {ASKED}, slowest {max(took):.0f})"
    )


def test_the_map(site: Site, browser: Browser, findings: Findings) -> None:
    page = chromium.new_page(browser, site, Look(), who="nils")
    page.set_default_timeout(PATIENCE_MS)
    for time in ("first", "again"):
        page.goto("/network/map")
        page.locator("#map-frame[data-drawn]").wait_for()
        drawn = page.evaluate("() => performance.now()")
        told = page.locator("#map-frame").get_attribute("data-drawn")
        findings.lines.append(
            f"map of {ON_THE_MAP:,} contacts, {time}: drawn {drawn:.0f} ms after the click, "
            f"{told} ms after its script began"
        )
    page.context.close()
