"""The pages of signed-in users: made from templates and the catalogue, with what keeps them to themselves."""

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.auth.caller import Caller
from api.page_table import NAVIGATION, PAGE_RULES
from api.pages.session import Session
from api.pages.wording import Words
from matcher.catalogue import Tongue

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
TONGUES = {Tongue.FRENCH: "Français", Tongue.ENGLISH: "English"}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a browser.

    Attributes:
        form_token: What the forms of the page carry.
        path: Of this page, where a change of language leads back to; `/` where that is of no use.
        here: Path that was opened; empty where a form was sent.
        session: None where nobody is signed in.
        caller: None where nobody is signed in.
        due: How many reminders wait for them.
    """

    tongue: Tongue
    form_token: str
    path: str = "/"
    here: str = ""
    session: Session | None = None
    caller: Caller | None = None
    due: int = 0


def page(
    template: str, visit: Visit, values: Mapping[str, Any] | None = None, *, status: int = 200
) -> HTMLResponse:
    """Makes a page, with every value escaped."""
    made = _environment().get_template(template)
    html = made.render(
        **(values or {}),
        t=Words(visit.tongue),
        visit=visit,
        navigation=navigation_of(visit.caller),
        tongues=TONGUES,
        asset=asset,
    )
    return HTMLResponse(html, status, HEADERS)


def navigation_of(caller: Caller | None) -> tuple[tuple[str, str], ...]:
    """Gives the pages at the top that somebody may open: address and key of the name."""
    if caller is None:
        return ()
    rules = ((path, key, PAGE_RULES[f"GET {path}"]) for path, key in NAVIGATION)
    allowed = caller.permissions
    return tuple((path, key) for path, key, rule in rules if rule is None or rule.permission in allowed)


def tongue_of(request: Request, chosen: str | None) -> Tongue:
    """Gives the language that was chosen, or the first of those that the browser accepts; else English."""
    accepted = request.headers.get("accept-language", "").split(",")
    codes = (part.split(";")[0].strip()[:2].lower() for part in accepted[:20])
    known = {tongue.value: tongue for tongue in Tongue}
    return next((known[code] for code in (chosen or "", *codes) if code in known), Tongue.ENGLISH)


@cache
def asset(name: str) -> str:
    """Gives the address of a static file, which changes with its content."""
    return f"/assets/{hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}/{name}"


@cache
def static_names() -> frozenset[str]:
    """Gives every static file, by its path in their folder: nothing else is ever served."""
    return frozenset(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file())


@cache
def squeezed(name: str) -> bytes:
    """Gives a static file as gzip."""
    return gzip.compress((STATIC / name).read_bytes(), mtime=0)


def _rich(text: str) -> Markup:
    """Sets what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # escaped here


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["rich"] = _rich
    return made
