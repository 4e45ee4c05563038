"""The notice of article 14 of the GDPR, in the contact's language. A human gives it: nothing is sent."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from matcher.drafts.language import NoteLanguage, language_of
from matcher.drafts.names import full_name
from matcher.network import HowKnown, Tie
from matcher.privacy.dossier import Dossier
from matcher.privacy.duties import Controller, LegalBasis
from matcher.privacy.retention import Delays

UNNAMED = "me"
TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class PageLink:
    """Where the contact finds their page, and until when.

    Attributes:
        expires_on: ISO 8601 date.
    """

    url: str
    expires_on: str


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A notice, ready to be read again by a human and sent from their own mail program."""

    language: NoteLanguage
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Practice:
    """What a notice tells beyond the contact: who answers for the data, and how long it is kept."""

    controller: Controller = Controller()
    delays: Delays = Delays()


def notice_text(
    dossier: Dossier,
    practice: Practice,
    *,
    link: PageLink | None = None,
    language: NoteLanguage | None = None,
) -> NoticeText:
    """Writes the notice for one contact; what nobody has told yet stands in brackets.

    Args:
        language: The contact's own where it is None, as far as their profile tells it.
    """
    language = language or language_of(dossier.contact.profile)
    words = _words(language)
    ties = [_signed(words, tie) for tie in dossier.ties] or [Tie(words["no_sender"], dossier.contact.id)]
    values = {
        "employee": words["source_joined"].join(tie.employee for tie in ties),
        "controller": practice.controller.name or words["nobody"],
        "contact": practice.controller.contact or words["no_contact"],
        "sources": words["source_joined"].join(_source(words, tie) for tie in ties),
        "collected_on": dossier.notice.collected_on if dossier.notice else "?",
        "basis": words["basis"][dossier.basis.value],
        "withdraw": words["withdraw"] if dossier.basis is LegalBasis.CONSENT else "",
        "link": link.url if link else words["no_link"],
        "expires_on": link.expires_on if link else "…",
    }
    values |= {name: words["days"].format(days=days) for name, days in _days(practice.delays).items()}
    greeting = words["greeting"].format(name=full_name(dossier.contact.name))
    return NoticeText(language, words["subject"], f"{greeting}\n{words['body'].format(**values)}".strip())


def _signed(words: Mapping[str, Any], tie: Tie) -> Tie:
    """The one local user is called `me`, which a contact cannot know them by."""
    return replace(tie, employee=words["no_sender"]) if tie.employee == UNNAMED else tie


def _source(words: Mapping[str, Any], tie: Tie) -> str:
    sources: dict[str, str] = words["sources"]
    known = tie.how_known if tie.how_known is not HowKnown.UNKNOWN else "other"
    return sources.get(known, sources["other"]).format(employee=tie.employee)


def _days(delays: Delays) -> dict[str, int]:
    return {
        "never_approached": delays.never_approached.days,
        "declined": delays.declined.days,
        "hired": delays.hired.days,
        "left": delays.left.days,
    }


@cache
def _words(language: NoteLanguage) -> dict[str, Any]:
    text = (TEXTS / f"{language}.toml").read_text(encoding="utf-8")
    words: dict[str, Any] = tomllib.loads(text)["notice"]
    return words
