"""What people do on the pages, in as few words as it takes them."""

from playwright.sync_api import Page

from tests.api.pages import ADVERT

LOOKS = (
    {"width": 375, "tongue": "fr"},
    {"width": 1280, "tongue": "en"},
    {"width": 375, "tongue": "en", "dark": True},
    {"width": 1280, "tongue": "fr", "dark": True},
)
ASK, SEARCH, CONSIDER = "form:has(#text) button", "main .panel button", "[name=verdict][value=consider]"
_MOST_TABS = 80
_RINGED = """() => {
  const one = document.activeElement;
  const seen = one.matches('input[type=radio]') ? one.nextElementSibling : one;
  const style = getComputedStyle(seen), box = seen.getBoundingClientRect();
  return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0)
    || one === document.body;
}"""


def told(look: dict[str, object]) -> str:
    """Names a look, for the names of tests."""
    return "-".join(
        str(value) for value in (*look.values(), *["dark"] * bool(look.get("dark"))) if value is not True
    )


def ask(page: Page, text: str = ADVERT) -> None:
    """From the pasted job to what was understood."""
    page.goto("/", wait_until="commit")
    page.locator("#text").fill(text)
    page.locator(ASK).click(no_wait_after=True)
    page.wait_for_url("**/ask/*", wait_until="commit")


def answer(page: Page, text: str = ADVERT) -> None:
    """From the pasted job to the answer."""
    ask(page, text)
    page.locator(SEARCH).click(no_wait_after=True)
    page.wait_for_url("**/answer", wait_until="commit")
    page.locator("h1").wait_for()


def names(page: Page) -> list[str]:
    """Who is shown."""
    return page.locator(".card h2").all_inner_texts()


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until something has the focus, and sees a ring around everything on the way."""
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        assert page.evaluate(_RINGED), page.evaluate("() => document.activeElement.outerHTML")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not reach {selector}")
