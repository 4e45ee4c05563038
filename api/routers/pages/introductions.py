"""Introductions: where each stands, what may come next, and how it came there."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from fastapi import HTTPException
from starlette.responses import HTMLResponse, Response

from api.auth.caller import Caller
from api.dependencies import CurrentSettings, CurrentWorkspace
from api.pages.acting import me, version_of
from api.pages.route import CurrentSession, CurrentVisit, PageCaller, Sent, page_router, see
from api.pages.site import Visit, page
from api.pages.wording import Words
from api.routers.pages.ask import question_of
from api.routers.pages.notes import note_values
from api.routers.pages.reminders import reminder_values
from matcher.errors import StaleIntroduction, UnknownContact
from matcher.introduction import (
    DATED,
    UNDER_WAY,
    Introduction,
    Move,
    Party,
    Stage,
    changes_after,
    next_stages,
    why_no_undo,
)
from matcher.introduction_wire import introductions_to_json
from matcher.store import Store

router = page_router()

MOST_SHOWN = 200
ANSWERED_SHOWN = 5  # of the reminders; their own page shows all


@router.get("/introductions")
def introductions_page(visit: CurrentVisit, caller: PageCaller, workspace: CurrentWorkspace) -> HTMLResponse:
    """Lists them: those under way, then those that rest or have ended."""
    store = workspace.store
    found = store.introductions.introductions(me(caller), k=MOST_SHOWN)
    values = {
        "under_way": _listed(store, [one for one in found if one.stage in UNDER_WAY]),
        "others": _listed(store, [one for one in found if one.stage not in UNDER_WAY]),
        "answered_shown": ANSWERED_SHOWN,
        **reminder_values(store, caller.employee, Words(visit.tongue)),
    }
    return page("introductions.html", visit, values)


@router.post("/introductions")
def start(caller: PageCaller, session: CurrentSession, workspace: CurrentWorkspace, sent: Sent) -> Response:
    """Takes up somebody of an answer; whom one considers already is given as it stands."""
    question, contact_id = question_of(session, sent.get("question", "")), sent.get("contact_id", "")
    shown = () if question.shortlist is None else question.shortlist.suggestions
    if contact_id not in {suggestion.contact.id for suggestion in shown}:
        raise UnknownContact(contact_id)
    store = workspace.store
    found = store.introductions.start(caller.employee, contact_id, question.opening.id)
    return see(f"/introductions/{found.id}")


@router.get("/introductions/{introduction_id}")
def introduction_page(
    introduction_id: str,
    visit: CurrentVisit,
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
) -> HTMLResponse:
    """Shows one: the note, the steps that may come, and those that were taken."""
    store = workspace.store
    found = store.introductions.introduction(introduction_id, me(caller))
    now = datetime.now(UTC)
    values = {
        "one": _listed(store, [found])[0],
        "introduction": found,
        "next": next_stages(found.stage, Party.EMPLOYEE),
        "dated": DATED,
        "may_undo": why_no_undo(found.latest, Party.EMPLOYEE, now) is None,
        **note_values(workspace, session, found, settings),
    }
    return page("introduction.html", visit, values)


@router.post("/introductions/{introduction_id}/steps")
def take_step(
    introduction_id: str, visit: CurrentVisit, caller: PageCaller, workspace: CurrentWorkspace, sent: Sent
) -> Response:
    """Takes a step; the same one sent twice is one."""
    store, move, version = workspace.store, _move(sent, caller), version_of(sent)
    try:
        store.introductions.step(introduction_id, move, version=version)
    except StaleIntroduction:
        found = store.introductions.introduction(introduction_id, me(caller))
        (*_, last) = changes_after(found, version) or (None,)
        if last is None or last.is_undo or found.version != version + 1 or found.stage is not move.stage:
            return _changed(visit, store, found, version)
    return see(f"/introductions/{introduction_id}")


@router.post("/introductions/{introduction_id}/undo")
def undo_step(
    introduction_id: str, visit: CurrentVisit, caller: PageCaller, workspace: CurrentWorkspace, sent: Sent
) -> Response:
    """Takes the latest step back; the same form sent twice takes one back."""
    store, version = workspace.store, version_of(sent)
    try:
        store.introductions.undo(introduction_id, me(caller), version=version)
    except StaleIntroduction:
        found = store.introductions.introduction(introduction_id, me(caller))
        (*_, last) = changes_after(found, version) or (None,)
        if last is None or not last.is_undo or found.version != version + 1:
            return _changed(visit, store, found, version)
    return see(f"/introductions/{introduction_id}")


def _listed(store: Store, found: Sequence[Introduction]) -> list[dict[str, object]]:
    return introductions_to_json(store, found, Party.EMPLOYEE)


def _move(sent: Mapping[str, str], caller: Caller) -> Move:
    stage = next((stage for stage in Stage if stage == sent.get("stage")), None)
    told = sent.get("day", "")
    try:
        day = date.fromisoformat(told) if told and stage in DATED else None
    except ValueError:
        raise HTTPException(422) from None
    if stage is None:
        raise HTTPException(422)
    return Move(stage, me(caller), day)


def _changed(visit: Visit, store: Store, found: Introduction, version: int) -> HTMLResponse:
    """Tells what happened since the page was made from which somebody went on."""
    values = {"one": _listed(store, [found])[0], "changes": changes_after(found, version)}
    return page("introduction_changed.html", visit, values, status=412)
