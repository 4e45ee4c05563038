"""Oversight: the stop switch, the log and its check, suggestions looked at again. Ids and figures alone."""

import json
from typing import Annotated

from fastapi import Form, HTTPException, Path, Query
from starlette.responses import HTMLResponse, Response, StreamingResponse

from api.dependencies import CurrentWorkspace
from api.pages.oversight import Log, log_of
from api.pages.route import CurrentSession, CurrentVisit, PageCaller, page_router, see
from api.pages.site import HEADERS, page
from api.routers.events import LARGEST, export_events
from matcher.events import EventKind
from matcher.events.jsonl import event_to_json
from matcher.events.replay import replay
from matcher.events.stop import LONGEST_REASON
from matcher.events.wire import replay_to_json

router = page_router()

EVENTS_A_PAGE = 50
MOST_OPENINGS = 500  # to stop one of
LONGEST_ID = 200  # characters
EventSeq = Annotated[int, Path(ge=1, le=LARGEST)]


def log_asked(
    before: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
    kind: Annotated[str, Query(max_length=40)] = "",
    about: Annotated[str, Query(max_length=LONGEST_ID)] = "",
) -> Log:
    """Reads which part of the log is looked at; a kind that there is not shows all."""
    kinds = {one.value: one for one in EventKind}
    return Log(before, kinds.get(kind), about.strip())


@router.get("/oversight")
def oversight_page(
    visit: CurrentVisit,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    checked: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    """Shows what is stopped, and what the log says of itself."""
    store = workspace.store
    titles = store.opening_titles()
    values = {
        "stops": [
            (stop, titles.get(stop.opening_id or "", stop.opening_id)) for stop in store.stops.standing()
        ],
        "openings": sorted(titles.items(), key=lambda one: one[1].casefold())[:MOST_OPENINGS],
        "longest": LONGEST_REASON,
        "head": store.events.head,
        "checked": session.shown.find(checked) if checked else None,
    }
    return page("oversight.html", visit, values)


@router.post("/oversight/stops")
def stop(
    caller: PageCaller,
    workspace: CurrentWorkspace,
    reason: Annotated[str, Form(min_length=1, max_length=LONGEST_REASON)],
    opening_id: Annotated[str, Form(max_length=LONGEST_ID)] = "",
) -> Response:
    """Stops suggestions for an opening, or altogether; where they are stopped already, nothing changes."""
    if not reason.strip():
        raise HTTPException(422)
    workspace.store.stops.stop(opening_id or None, reason=reason.replace("\x00", ""), by=caller.actor)
    return see("/oversight")


@router.post("/oversight/stops/{stop_id}/end")
def resume(stop_id: EventSeq, caller: PageCaller, workspace: CurrentWorkspace) -> Response:
    """Ends a stop; one that ended meanwhile stays as it is."""
    standing = workspace.store.stops.standing_at(stop_id)
    if standing is not None:
        workspace.store.stops.resume(standing.opening_id, by=caller.actor)
    return see("/oversight")


@router.post("/oversight/check")
def check_log(session: CurrentSession, workspace: CurrentWorkspace) -> Response:
    """Checks the chain of the whole log."""
    return see(f"/oversight?checked={session.shown.add(workspace.store.events.verify())}")


@router.post("/oversight/export")
def export_log(caller: PageCaller, workspace: CurrentWorkspace) -> StreamingResponse:
    """Gives the whole log as JSON Lines; that it was given is an event too."""
    answer = export_events(caller, workspace)
    answer.headers.update(HEADERS)
    return answer


@router.get("/oversight/events")
def events_page(
    visit: CurrentVisit,
    workspace: CurrentWorkspace,
    before: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
    kind: Annotated[str, Query(max_length=40)] = "",
    about: Annotated[str, Query(max_length=LONGEST_ID)] = "",
) -> HTMLResponse:
    """Shows events, the latest first."""
    log = log_asked(before, kind, about)
    found = log_of(workspace.store, log, k=EVENTS_A_PAGE + 1)
    values = {
        "log": log,
        "kinds": list(EventKind),
        "events": found[:EVENTS_A_PAGE],
        "older": found[EVENTS_A_PAGE - 1].seq if len(found) > EVENTS_A_PAGE else None,
    }
    return page("oversight_events.html", visit, values)


@router.get("/oversight/events/{seq}")
def event_page(seq: EventSeq, visit: CurrentVisit, workspace: CurrentWorkspace) -> HTMLResponse:
    """Shows one event, all of it."""
    event = workspace.store.events.event(seq)
    if event is None:
        raise HTTPException(404)
    told = json.dumps(event_to_json(event), indent=2, ensure_ascii=False)
    return page(
        "oversight_event.html", visit, {"event": event, "told": told, "replay": None, "contact_id": ""}
    )


@router.post("/oversight/events/{seq}/replay")
def replay_page(
    seq: EventSeq,
    visit: CurrentVisit,
    caller: PageCaller,
    workspace: CurrentWorkspace,
    contact_id: Annotated[str, Form(max_length=LONGEST_ID)] = "",
) -> HTMLResponse:
    """Asks again what was asked then, and tells where a contact stands: why she, and he not?"""
    wanted = contact_id.strip() or None
    again = replay(workspace, seq, by=caller.actor, contact_id=wanted)
    values = {"event": again.event, "told": "", "replay": replay_to_json(again), "contact_id": wanted or ""}
    return page("oversight_event.html", visit, values)
