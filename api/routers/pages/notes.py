"""The note to a contact: drafted, changed in place, and sent by the employee themselves, or not."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from fastapi import HTTPException, Request
from starlette.responses import JSONResponse, Response

from api.dependencies import CurrentSettings, CurrentWorkspace
from api.pages.acting import me, version_of
from api.pages.notes import LONGEST_BODY, LONGEST_SUBJECT, Note, Text
from api.pages.route import CurrentSession, CurrentVisit, PageCaller, Sent, page_router, see
from api.pages.session import Session
from api.pages.site import HEADERS, page
from api.settings import Settings
from matcher.drafts import DRAFTED, NoteLanguage, OwnPages, Register, Wishes, draft_for, link_for
from matcher.drafts.note import LONGEST_WORDS
from matcher.errors import Objected, UnknownContact, UnknownOpening
from matcher.introduction import Introduction
from matcher.workspace import Workspace

router = page_router()

JSON = "application/json"
_WHY_NONE = {Objected: "objected", UnknownContact: "left", UnknownOpening: "no-opening"}


class Wish(StrEnum):
    """What the form of a note asks for, once its text is kept."""

    KEEP = "keep"
    ANEW = "anew"
    BACK = "back"
    LINK = "link"


def note_values(
    workspace: Workspace, session: Session, introduction: Introduction, settings: Settings
) -> dict[str, Any]:
    """Gives what the page of an introduction shows of its note, and why there is none."""
    values = {
        "note": None,
        "no_note": "",
        "languages": list(NoteLanguage),
        "registers": list(Register),
        "has_public_url": bool(settings.public_url),
        "link_days": settings.link_days,
        "longest": {"subject": LONGEST_SUBJECT, "body": LONGEST_BODY, "sender": LONGEST_WORDS},
    }
    if introduction.stage not in DRAFTED:
        return values
    try:
        return values | {"note": _note(workspace, session, introduction)}
    except tuple(_WHY_NONE) as error:
        return values | {"no_note": _WHY_NONE[type(error)]}


@router.post("/introductions/{introduction_id}/note")
def change_note(
    introduction_id: str,
    request: Request,
    visit: CurrentVisit,
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
    sent: Sent,
) -> Response:
    """Keeps the text, and then drafts anew, brings a text back or puts in a link, where that is asked for."""
    found = workspace.store.introductions.introduction(introduction_id, me(caller))
    seen, text = version_of(sent), Text.sent(sent.get("subject", ""), sent.get("body", ""))
    for_script = request.headers.get("accept") == JSON
    with session.lock:
        note = _note(workspace, session, found)
        if note.version != seen and note.text != text:
            if for_script:
                return JSONResponse({"version": note.version}, 412, HEADERS)
            values = {"introduction_id": found.id, "note": note, "yours": text}
            return page("note_changed.html", visit, values, status=412)
        note = _wished(workspace, found, note.says(text), sent, settings)
        session.notes.put(found.id, note)
    if for_script:
        return JSONResponse({"version": note.version, "mailto": note.mailto}, headers=HEADERS)
    return see(f"/introductions/{found.id}#note")


def _note(workspace: Workspace, session: Session, introduction: Introduction) -> Note:
    """Gives the note that is being written, drafted now where there is none yet.

    Raises:
        IllegalStep: If the contact has answered already.
        Objected, UnknownContact, UnknownOpening: If there is nobody, or nothing, to write about any more.
    """
    note = session.notes.find(introduction.id)
    if note is None or not _may_write(workspace, introduction):
        latest = session.notes.latest()
        sender = "" if latest is None else latest.sender
        note = Note.of(draft_for(workspace, introduction, wishes=Wishes(sender=sender)), sender)
        session.notes.put(introduction.id, note)
    return note


def _may_write(workspace: Workspace, introduction: Introduction) -> bool:
    store, ids = workspace.store, [introduction.contact_id]
    known = store.privacy.presentable(ids) & store.ties(introduction.employee, ids).keys()
    return bool(known) and introduction.stage in DRAFTED


def _wished(
    workspace: Workspace,
    introduction: Introduction,
    note: Note,
    sent: Mapping[str, str],
    settings: Settings,
) -> Note:
    wish = sent.get("do", Wish.KEEP)
    if wish == Wish.ANEW:
        wishes = _wishes(sent)
        return note.anew(draft_for(workspace, introduction, wishes=wishes), wishes.sender)
    if wish == Wish.BACK:
        return note.brought_back()
    if wish == Wish.LINK and settings.public_url and not note.has_link:
        pages = OwnPages(settings.public_url, settings.link_lifetime)
        return note.linked(link_for(workspace, introduction, pages))
    return note


def _wishes(sent: Mapping[str, str]) -> Wishes:
    try:
        language, register = NoteLanguage(sent.get("language", "")), Register(sent.get("register", ""))
    except ValueError:
        raise HTTPException(422) from None
    sender = " ".join(sent.get("sender", "").replace("\x00", "").split())[:LONGEST_WORDS]
    return Wishes(language=language, register=register, sender=sender)
