"""The register of processing activities (article 30 of the GDPR), made from the settings and the store."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from matcher.catalogue import Tongue
from matcher.privacy.notice import TEXTS, Practice
from matcher.privacy.retention import Purpose, run_retention

if TYPE_CHECKING:
    from matcher.store import Store

_TITLES = ("activity", "controller", "contact", "purposes", "legal_basis", "subjects", "data", "not_kept")
_MORE = ("sources", "recipients", "transfers", "retention", "security", "decisions", "rights")


def register(
    store: "Store", practice: Practice, *, notice_within: timedelta, today: date, tongue: Tongue
) -> dict[str, Any]:
    """Makes the register as plain JSON values: each heading with its text, and the figures of today."""
    words = _words(tongue)
    texts: Mapping[str, str] = words["texts"]
    own = {
        "controller": practice.controller.name or words["nobody"],
        "contact": practice.controller.contact or words["no_contact"],
        "retention": list(_retention(words, practice)),
    }
    headings: Mapping[str, str] = words["headings"]
    return {
        "title": words["title"],
        "made_on": today.isoformat(),
        "note": words["made_on"].format(day=today.isoformat()),
        "entries": [
            {"key": key, "heading": headings[key], "text": own.get(key) or texts[key]}
            for key in (*_TITLES, *_MORE)
        ],
        "figures_heading": headings["figures"],
        "figures": [
            {"key": key, "name": words["figures"][key], "value": value}
            for key, value in _figures(store, practice, notice_within, today).items()
        ],
    }


def register_to_markdown(made: Mapping[str, Any]) -> str:
    """Writes a register as Markdown."""
    return "\n".join(_lines(made)) + "\n"


def _lines(made: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"# {made['title']}", "", made["note"])
    for entry in made["entries"]:
        yield from ("", f"## {entry['heading']}", "")
        text = entry["text"]
        yield from (text,) if isinstance(text, str) else (f"- {line}" for line in text)
    yield from ("", f"## {made['figures_heading']}", "", "| | |", "|---|---:|")
    yield from (f"| {figure['name']} | {figure['value']} |" for figure in made["figures"])


def _retention(words: Mapping[str, Any], practice: Practice) -> Iterator[str]:
    for purpose in (Purpose.NEVER_APPROACHED, Purpose.DECLINED, Purpose.HIRED, Purpose.LEFT):
        days = words["days"].format(days=practice.delays.of(purpose).days)
        yield words["retention"][purpose.value].format(days=days)


def _figures(store: "Store", practice: Practice, within: timedelta, today: date) -> dict[str, int]:
    notices = store.duties.notices(within=within)
    owed = [notice for notice in notices if notice.given_at is None]
    return {
        "contacts": len(notices),
        "employees": len(store.employees()),
        "objections": len(store.privacy.objected()),
        "other_bases": sum(store.duties.bases().values()),
        "notices_owed": len(owed),
        "notices_late": sum(notice.due_on < today.isoformat() for notice in owed),
        "expired": len(run_retention(store, practice.delays, today, by="coopt").expired),
    }


@cache
def _words(tongue: Tongue) -> dict[str, Any]:
    text = (TEXTS / f"{tongue}.toml").read_text(encoding="utf-8")
    words: dict[str, Any] = tomllib.loads(text)["register"]
    return words
