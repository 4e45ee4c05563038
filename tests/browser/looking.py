"""What is looked at on every page: barriers, what does not fit, how fast it is there, and a picture of it."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SERIOUS = ("serious", "critical")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_AXE = "rules => axe.run({runOnly: rules, resultTypes: ['violations']})"
# What reaches past the window, unless it scrolls within something of its own.
_TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth <= width ? [] :
    [...document.querySelectorAll('body *')]
      .filter(one => one.getBoundingClientRect().right > width + 1)
      .slice(0, 5).map(one => one.outerHTML.slice(0, 120));
}"""
_PAINTED = """() => new Promise(done => {
  let last = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) last = one.startTime; })
    .observe({type: 'largest-contentful-paint', buffered: true});
  setTimeout(() => {
    const [visit] = performance.getEntriesByType('navigation');
    const parts = performance.getEntriesByType('resource');
    done({
      painted_ms: last,
      server_ms: visit.responseStart - visit.requestStart,
      bytes: [visit, ...parts].reduce((sum, one) => sum + one.transferSize, 0),
    });
  }, 50);
})"""


@dataclass
class Findings:
    """What was seen on all pages of a run, for the summary at its end.

    Attributes:
        folder: Where pictures go; None keeps none.
        timed: Whether the figures of each page are noted.
        lesser: Issues of axe that are neither serious nor critical, by page.
        figures: Of each page: when its largest part was painted, what the server took, bytes.
        lines: What else was measured.
    """

    folder: Path | None = None
    timed: bool = False
    checked: int = 0
    lesser: dict[str, list[str]] = field(default_factory=dict)
    figures: dict[str, dict[str, float]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


def accessible(page: Page) -> list[str]:
    """Makes sure that axe finds nothing serious or critical; gives the lesser issues.

    It is put in by the browser's own debugger, so that the page keeps its Content-Security-Policy.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    violations: list[dict[str, Any]] = page.evaluate(_AXE, RULES)["violations"]
    told = [_told(one) for one in violations]
    grave = [text for one, text in zip(violations, told, strict=True) if one["impact"] in SERIOUS]
    assert not grave, f"{page.url}\n" + "\n".join(grave)
    return told


def fits(page: Page) -> None:
    """Makes sure that nothing has to be scrolled sideways."""
    assert page.evaluate(_TOO_WIDE) == [], f"{page.url} is too wide"


def timed(page: Page) -> dict[str, float]:
    """Gives the figures of a page that was just opened."""
    figures: dict[str, float] = page.evaluate(_PAINTED)
    return figures


def picture_name(page: Page, name: str) -> str:
    size = page.viewport_size
    dark = page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
    tongue = page.evaluate("() => document.documentElement.lang")
    return f"{name}-{size['width'] if size else 0}-{tongue}-{'dark' if dark else 'light'}"


def look_at(page: Page, name: str, findings: Findings) -> None:
    """Checks a page as it stands, and keeps its picture and figures where they were asked for."""
    fits(page)
    lesser, name = accessible(page), picture_name(page, name)
    findings.checked += 1
    if lesser:
        findings.lesser[name] = lesser
    if findings.timed:
        findings.figures[name] = timed(page)
    if findings.folder is not None:
        page.screenshot(path=findings.folder / f"{name}.png", full_page=True)


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def _told(violation: dict[str, Any]) -> str:
    places = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:5])
    return f"{violation['impact']}: {violation['id']}: {violation['help']} ({places})"
