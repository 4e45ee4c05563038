"""What is owed to contacts: their requests, notices, the end of keeping, and the register."""

import json
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import BackgroundTasks, Form, HTTPException, Query
from starlette.responses import HTMLResponse, Response

from api.compaction import compact_soon
from api.dependencies import CurrentSettings, CurrentWorkspace
from api.pages.route import CurrentSession, CurrentVisit, PageCaller, page_router, see
from api.pages.site import HEADERS, page
from api.privacy_schemas import LONGEST_TOLD
from matcher.events import EventKind
from matcher.privacy.duties import LONGEST_REASON
from matcher.privacy.export import dossier_to_json
from matcher.privacy.links import make_link
from matcher.privacy.notice import Practice
from matcher.privacy.register import register
from matcher.privacy.retention import count_by_purpose, run_retention

router = page_router()

MOST_LISTED = 200
ContactId = Annotated[str, Form(min_length=1, max_length=200)]


@router.get("/oversight/duties")
def duties_page(
    visit: CurrentVisit,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
    told: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    """Shows what is owed, to how many, and until when."""
    store, today = workspace.store, _today()
    practice = Practice(settings.responsible, settings.delays)
    owed = [one for one in store.duties.notices(within=settings.notice_within) if one.given_at is None]
    report = run_retention(store, settings.delays, today, by=visit_actor(visit))
    values = {
        "told": session.shown.find(told) if told else None,
        "notices": owed[:MOST_LISTED],
        "owed": len(owed),
        "late": sum(one.due_on < today.isoformat() for one in owed),
        "today": today.isoformat(),
        "expired": report.expired,
        "kept": report.kept,
        "purposes": count_by_purpose(report.expired),
        "most": MOST_LISTED,
        "longest": LONGEST_REASON,
        "register": register(
            store, practice, notice_within=settings.notice_within, today=today, tongue=visit.tongue
        ),
    }
    return page("oversight_duties.html", visit, values)


def visit_actor(visit: CurrentVisit) -> str:
    """Gives the id of who is signed in."""
    return visit.caller.actor if visit.caller else ""


@router.post("/oversight/duties/find")
def find(
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    text: Annotated[str, Form(min_length=1, max_length=LONGEST_TOLD)],
) -> Response:
    """Finds who asks for their rights, by their whole name or an address of theirs; gives ids alone."""
    found = workspace.store.duties.find(text.replace("\x00", ""), by=caller.actor)
    return see(f"/oversight/duties?told={session.shown.add(('found', found))}#person")


@router.post("/oversight/duties/export")
def export(
    caller: PageCaller, workspace: CurrentWorkspace, settings: CurrentSettings, contact_id: ContactId
) -> Response:
    """Gives everything that is held of a contact as a file."""
    store = workspace.store
    dossier = store.dossiers.read(contact_id, delays=settings.delays, notice_within=settings.notice_within)
    store.events.append(EventKind.EXPORTED, caller.actor, contact_id, {"with_notes": False})
    text = json.dumps(dossier_to_json(dossier), ensure_ascii=False, indent=2) + "\n"
    attached = {"Content-Disposition": 'attachment; filename="coopt-person.json"'}
    return Response(text, media_type="application/json", headers=HEADERS | attached)


@router.post("/oversight/duties/link")
def link(
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
    contact_id: ContactId,
) -> Response:
    """Makes the link to a contact's own page, to be handed to them."""
    made = make_link(workspace.store, contact_id, made_by=caller.actor, lifetime=settings.link_lifetime)
    told = ("link", (made.address(settings.base_url), made.link.expires_at))
    return see(f"/oversight/duties?told={session.shown.add(told)}#person")


@router.post("/oversight/duties/objection")
def objection(
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    contact_id: ContactId,
    reason: Annotated[str, Form(max_length=LONGEST_REASON)] = "",
    withdraw: Annotated[str, Form()] = "",
) -> Response:
    """Records an objection, which acts at once, or takes one back that was a mistake."""
    privacy = workspace.store.privacy
    if withdraw:
        privacy.withdraw_objection(contact_id, by=caller.actor)
    else:
        privacy.object(contact_id, by=caller.actor, reason=reason.replace("\x00", "").strip())
    told = ("withdrawn" if withdraw else "objected", contact_id)
    return see(f"/oversight/duties?told={session.shown.add(told)}#person")


@router.post("/oversight/duties/erasure")
def erase(
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    background: BackgroundTasks,
    contact_id: ContactId,
    sure: Annotated[str, Form()] = "",
) -> Response:
    """Erases a contact who asked for it, once the officer said that they are sure."""
    if not sure:
        raise HTTPException(422)
    workspace.store.privacy.erase(contact_id, by=caller.actor)
    background.add_task(compact_soon, workspace)
    return see(f"/oversight/duties?told={session.shown.add(('erased', contact_id))}#person")


@router.post("/oversight/duties/retention")
def retention(
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
    background: BackgroundTasks,
    count: Annotated[int, Form(ge=0)],
    sure: Annotated[str, Form()] = "",
) -> Response:
    """Erases those whose time has come, if they are still as many as the page said."""
    store, today = workspace.store, _today()
    due = run_retention(store, settings.delays, today, by=caller.actor)
    if not sure:
        raise HTTPException(422)
    if len(due.expired) != count:
        return see(f"/oversight/duties?told={session.shown.add(('changed', None))}#retention")
    run_retention(store, settings.delays, today, by=caller.actor, apply=True)
    if count:
        background.add_task(compact_soon, workspace)
    return see(f"/oversight/duties?told={session.shown.add(('retained', count))}#retention")


def _today() -> date:
    return datetime.now(UTC).date()
