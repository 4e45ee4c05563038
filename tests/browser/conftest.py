"""Tests in a real browser, against a real server over the sample network.

Fixtures for the tests of any page:

* `site`: a server of the whole run, for tests that change nothing; `own_site`: one for this test alone.
* `signed_in("ada", width=375, tongue="fr", dark=True, script=False)`: a page of somebody who is signed in.
  `ada` has the sample network, `nils` none yet, `rita` recruits, `olga` is the officer, `adam`
  the administrator. `visitor(...)`: a page of somebody who is not signed in.
* `troubles.expected.add(404)`: a status that the test is about. Anything else that goes wrong in a page fails
  the test: an error on its console, a request that failed or went to another host.
* `look(page, "ask")`: axe finds nothing serious and nothing is too wide; `--screenshots FOLDER` keeps the
  picture, `--figures` tells when it was painted.

Without a browser the tests are skipped; where `CI` is set, they fail.
"""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from matcher.encoder import load_encoder
from tests.browser import chromium, looking
from tests.browser.chromium import Look, Troubles
from tests.browser.serving import Site, prepare, serving

HERE = Path(__file__).parent
MOST_BYTES = 20 << 20  # of an upload, so that one can be too large
FINDINGS = pytest.StashKey[looking.Findings]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", metavar="FOLDER", help="Keep a picture of each page there.")
    parser.addoption("--pictures", metavar="FOLDER", help="Make the pictures of the README there.")
    parser.addoption("--figures", action="store_true", help="Tell how fast and how heavy each page is.")


def pytest_configure(config: pytest.Config) -> None:
    folder = config.getoption("--screenshots", default=None)
    findings = looking.Findings(timed=config.getoption("--figures", default=False))
    if folder:
        findings.folder = Path(folder)
        findings.folder.mkdir(parents=True, exist_ok=True)
    config.stash[FINDINGS] = findings


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts these tests last: while the browser is driven, this thread is within an event loop."""
    for item in items:
        if item.path.parent == HERE:
            item.add_marker("browser")
    items.sort(key=lambda item: item.path.parent == HERE)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    findings = config.stash.get(FINDINGS, looking.Findings())
    if findings.checked:
        lesser = sorted(
            f"{issue.partition(' (')[0]} ({name})" for name, told in findings.lesser.items() for issue in told
        )
        terminalreporter.write_sep("-", "pages")
        terminalreporter.write_line(f"axe: {findings.checked} pages, nothing serious or critical")
        for issue in lesser:
            terminalreporter.write_line(f"  {issue}")
    for line in findings.lines:
        terminalreporter.write_line(line)
    for name, told in sorted(findings.figures.items()):
        terminalreporter.write_line(
            f"{name:48} painted {told['painted_ms']:5.0f} ms  server {told['server_ms']:5.0f} ms  "
            f"{told['bytes'] / 1000:6.1f} kB"
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium is installed on this machine")
    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=path, args=chromium.OPTIONS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with the sample network, to be copied; the model that ships is loaded once."""
    encoder = load_encoder("fast")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matcher.encoders.load_encoder", lambda *_, **__: encoder)
        for name in [name for name in os.environ if name.startswith("COOPT_") and "TEST" not in name]:
            patch.delenv(name)
        folder = tmp_path_factory.mktemp("prepared") / "data"
        prepare(folder)
        yield folder


@pytest.fixture(scope="session")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(prepared, tmp_path_factory.mktemp("site"), max_upload_bytes=MOST_BYTES) as started:
        yield started


@pytest.fixture
def own_site(prepared: Path, tmp_path: Path) -> Iterator[Site]:
    with serving(prepared, tmp_path) as started:
        yield started


@pytest.fixture
def troubles(request: pytest.FixtureRequest) -> Iterator[Troubles]:
    """What went wrong in the pages of the test, of which nothing may be left at its end."""
    own = "own_site" in request.fixturenames
    watching = Troubles(request.getfixturevalue("own_site" if own else "site"))
    yield watching
    assert not watching.found, "\n".join(watching.found)


Opener = Callable[..., Page]


@pytest.fixture
def visitor(browser: Browser, troubles: Troubles) -> Iterator[Opener]:
    """Opens pages of people who are not signed in, on the test's own site where it has one."""
    opened: list[Page] = []

    def open_page(who: str | None = None, **look: Any) -> Page:
        page = chromium.new_page(browser, troubles.site, Look(**look), who=who)
        page.context.on("page", troubles.watch)
        troubles.watch(page)
        opened.append(page)
        return page

    yield open_page
    for page in opened:
        page.context.close()


@pytest.fixture
def signed_in(visitor: Opener) -> Opener:
    """Opens pages of somebody who is signed in, as Ada unless told."""

    def open_page(who: str = "ada", **look: Any) -> Page:
        return visitor(who, **look)

    return open_page


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    return partial(looking.look_at, findings=request.config.stash[FINDINGS])
