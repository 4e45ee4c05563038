"""The browser, found on this machine and never downloaded; and what goes wrong in its pages."""

import os
import re
import shutil
from collections.abc import Collection
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.browser.serving import Site

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
# Root has no sandbox of its own; /dev/shm is small in containers.
OPTIONS = ["--no-sandbox", "--disable-dev-shm-usage", "--font-render-hinting=none"]
PATIENCE_MS = 20_000
TALL = {375: 812, 1280: 800}
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
_STATUS = re.compile(r"status of (\d{3})")


def find() -> str | None:
    """Gives the path of a browser; `COOPT_TEST_BROWSER` names another."""
    named = os.environ.get("COOPT_TEST_BROWSER")
    return next((path for name in (named, *NAMES) if name and (path := shutil.which(name))), None)


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody looks at pages.

    Attributes:
        width: Of the window, in pixels.
        script: Whether JavaScript is on.
    """

    width: int = 1280
    tongue: str = "en"
    dark: bool = False
    script: bool = True


@dataclass
class Troubles:
    """What went wrong in the pages of one test: errors on the console, requests that failed or left the site.

    Attributes:
        expected: Statuses that the test is about.
        known: Other hosts that a page may lead to.
    """

    site: Site
    expected: set[int] = field(default_factory=set)
    known: tuple[str, ...] = ()
    found: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.found.append(f"script: {error.message}"))
        page.on("console", lambda said: self._console(said.type, said.text))
        page.on("response", self._response)
        page.on("requestfailed", lambda request: self._failed(request.url, request.failure or ""))

    def _console(self, kind: str, text: str) -> None:
        status = _STATUS.search(text)
        if kind in ("error", "warning") and not (status and int(status[1]) in self.expected):
            self.found.append(f"console: {text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.found.append(f"{response.status}: {response.request.method} {response.url}")
        if not response.url.startswith((self.site.url, *self.known, "data:", "blob:")):
            self.found.append(f"elsewhere: {response.url}")

    def _failed(self, url: str, why: str) -> None:
        if "ERR_ABORTED" not in why:  # the page was left, or a file was downloaded
            self.found.append(f"failed: {url} ({why})")


def new_page(
    browser: Browser, site: Site, look: Look, *, who: str | None = None, cookies: Collection[str] = ()
) -> Page:
    """Opens a page in a browser of its own; somebody who is named is signed in already."""
    context: BrowserContext = browser.new_context(
        base_url=site.url,
        viewport={"width": look.width, "height": TALL.get(look.width, 800)},
        locale=LOCALES[look.tongue],
        color_scheme="dark" if look.dark else "light",
        java_script_enabled=look.script,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    if who is not None:
        name = f"coopt-session-{site.port}"
        context.add_cookies(
            [
                {
                    "name": name,
                    "value": site.session_of(who),
                    "url": site.url,
                    "httpOnly": True,
                    "sameSite": "Strict",
                }
            ]
        )
    return context.new_page()
