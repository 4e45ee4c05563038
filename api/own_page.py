"""What stands on a contact's own page, and what its forms do."""

from collections.abc import Mapping
from typing import Any

from api.pages.forms import as_shown, positions_offered, said
from api.settings import Settings
from matcher.contact import Profile
from matcher.errors import InvalidLink, UnknownContact
from matcher.introduction import ANSWERS, Actor, Move, Party, Stage, next_stages
from matcher.privacy.dossier import Dossier
from matcher.privacy.duties import LONGEST_REASON, Action, Link, LinkUse
from matcher.privacy.links import PATH, new_form
from matcher.privacy.statement import Statement
from matcher.store import Store

ANSWERED = "answer"
DONE = (*Action, ANSWERED)


def dossier_of(store: Store, settings: Settings, contact_id: str) -> Dossier:
    """Gives what is held of a contact.

    Raises:
        InvalidLink: If the contact was erased meanwhile.
    """
    try:
        return store.dossiers.read(contact_id, delays=settings.delays, notice_within=settings.notice_within)
    except UnknownContact:
        raise InvalidLink from None


def page_values(store: Store, settings: Settings, link: Link, token: str) -> dict[str, Any]:
    """Gives what the template of the page shows.

    Raises:
        InvalidLink: If the contact was erased meanwhile.
    """
    dossier = dossier_of(store, settings, link.contact_id)
    return {
        "base": f"{PATH}/{token}",
        "form": new_form(store, link),
        "dossier": dossier,
        "profile": dossier.contact.profile,
        "positions": positions_offered(dossier.contact.profile),
        "answerable": [one for one in dossier.introductions if _answers(one.stage)],
        "taken": store.links.taken(link.id),
        "controller": settings.controller,
        "contact": settings.privacy_contact,
        "expires_at": link.expires_at,
        "error": "",
    }


def take(store: Store, link: Link, use: LinkUse, sent: Mapping[str, str]) -> None:
    """Does what a form asks for.

    Raises:
        InvalidLink: If it was done through this link before, or the contact is gone.
        InvalidStatement: If a correction cannot be kept.
    """
    if use.action is Action.CORRECTION:
        shown = profile_of(store, link.contact_id)
        statement = Statement.of(as_shown(shown), said(sent))
        store.privacy.correct(link.contact_id, statement, remark=_words(sent, "remark"), use=use)
    elif use.action is Action.OBJECTION:
        store.privacy.object(link.contact_id, reason=_words(sent, "reason"), use=use)
    else:
        store.privacy.erase(link.contact_id, use=use)


def answer(store: Store, link: Link, sent: Mapping[str, str]) -> None:
    """Passes the contact's own yes or no on to an introduction.

    Raises:
        InvalidLink: If the answer is none, or to no introduction of theirs.
        UnknownIntroduction, StaleIntroduction, IllegalStep: As `store.introductions.step` does.
    """
    given = next((stage for stage in ANSWERS if stage == sent.get("answer")), None)
    version = sent.get("version", "")
    if given is None or not (version.isdecimal() and len(version) < 10):
        raise InvalidLink
    move = Move(given, Actor(Party.CONTACT, link.contact_id))
    store.introductions.step(sent.get("introduction", ""), move, version=int(version))


def profile_of(store: Store, contact_id: str) -> Profile:
    """Gives the profile that a correction starts from.

    Raises:
        InvalidLink: If the contact was erased meanwhile.
    """
    contact = store.contacts_by_id([contact_id]).get(contact_id)
    if contact is None:
        raise InvalidLink
    return contact.profile


def _answers(stage: Stage) -> bool:
    return any(following in ANSWERS for following in next_stages(stage, Party.CONTACT))


def _words(sent: Mapping[str, str], name: str) -> str:
    return sent.get(name, "").replace("\x00", "").strip()[:LONGEST_REASON]
