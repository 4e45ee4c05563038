"""Makes pages from templates and texts; each carries the headers that keep it to itself."""

import base64
import hashlib
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from api.pages.wording import Words
from matcher.catalogue import Tongue
from matcher.drafts.language import NoteLanguage

FOLDER = Path(__file__).parent
# The look of the other pages, and a few lines of its own; within the page, which loads nothing else.
STYLE = "".join((FOLDER / name).read_text(encoding="utf-8") for name in ("static/coopt.css", "style.css"))
TONGUES = {"fr": "Français", "en": "English", "es": "Español", "de": "Deutsch"}
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",  # the address is the key to the page
    "X-Robots-Tag": "noindex, nofollow",
}
_SOURCES = {
    "linkedin": "linkedin",
    "google": "book",
    "outlook": "book",
    "vcard": "book",
    "resume": "resume",
    "plain-resume": "resume",
    "json-resume": "resume",
    "europass": "resume",
    "person": "resume",
}


def page(
    template: str, language: NoteLanguage, values: Mapping[str, Any] | None = None, *, status: int = 200
) -> HTMLResponse:
    """Makes a page in a language, with every value escaped."""
    texts = texts_of(language)
    html = (
        _environment()
        .get_template(template)
        .render(
            **(values or {}),
            t=texts,
            lang=language.value,
            tongues=TONGUES,
            style=Markup(STYLE),  # our own
            day=partial(_day, texts),
            source=partial(_source, texts),
        )
    )
    return HTMLResponse(html, status, HEADERS)


def language_for(asked: str | None, accepted: str | None, otherwise: NoteLanguage) -> NoteLanguage:
    """Gives the language of a page: the one that was asked for, or the first that the browser accepts.

    Args:
        asked: ISO 639-1 code, such as a parameter gives it.
        accepted: The header `Accept-Language`; only its order counts.
        otherwise: Where neither tells.
    """
    codes = [part.split(";")[0].strip()[:2].lower() for part in (accepted or "").split(",")]
    known = {language.value: language for language in NoteLanguage}
    return next((known[code] for code in (asked or "", *codes) if code in known), otherwise)


@cache
def texts_of(language: NoteLanguage) -> dict[str, Any]:
    """Gives the texts of a language; in French, signs are not parted from their word."""
    written = (FOLDER / "texts" / f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(
        Words(Tongue.FRENCH).typeset(written) if language is NoteLanguage.FRENCH else written
    )


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(FOLDER)
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _day(texts: Mapping[str, Any], written: str) -> str:
    """Writes an ISO date or time as a day in words; one of reduced precision stays as it is."""
    try:
        time = datetime.fromisoformat(written)
    except ValueError:
        return written
    values = {"day": time.day, "month": texts["months"][time.month - 1], "year": time.year}
    return str(texts["date"].format(**values))


def _source(texts: Mapping[str, Any], kind: str) -> str:
    names: dict[str, str] = texts["source"]
    found = next((name for start, name in _SOURCES.items() if kind.startswith(start)), "other")
    return names[found]
