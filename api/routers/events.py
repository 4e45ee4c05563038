"""Oversight, for officers: the event log, replays of suggestions, and stops."""

from typing import Annotated, Any

from fastapi import Body, HTTPException, Path, Query
from fastapi.responses import StreamingResponse

from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentWorkspace
from api.event_schemas import (
    EVENTS,
    EXPORTED,
    HEAD,
    NEW_STOP,
    REPLAY,
    STOP,
    STOPS,
    EventOut,
    EventPage,
    HeadOut,
    NewStop,
    ReplayOut,
    StopList,
    StopOut,
)
from api.inputs import Id
from api.openapi import answers, problems
from matcher.events import EventKind
from matcher.events.jsonl import event_to_json, lines_of
from matcher.events.replay import replay
from matcher.events.stop import stop_to_json
from matcher.events.wire import replay_to_json

router = protected_router("oversight")

MOST_EVENTS = 1_000
LARGEST = 2**63 - 1  # that a database counts to


@router.get("/events", responses=answers(200, EVENTS, "A page of the log"))
def list_events(
    workspace: CurrentWorkspace,
    after: Annotated[int, Query(ge=0, le=LARGEST, description="`next` of the page before")] = 0,
    kind: EventKind | None = None,
    about: Annotated[Id | None, Query(description="Id of a contact or an opening")] = None,
    k: Annotated[int, Query(ge=1, le=MOST_EVENTS)] = 50,
) -> EventPage:
    """Gives events, oldest first."""
    found = workspace.store.events.page(after=after, kind=kind, about=about, k=k + 1)
    items = [EventOut.model_validate(event_to_json(event)) for event in found[:k]]
    return EventPage(items=items, next=items[-1].seq if len(found) > k else None)


@router.get("/events/head", responses=answers(200, HEAD, "The last event's place and hash"))
def get_head(workspace: CurrentWorkspace) -> HeadOut:
    """Tells where the log ends: to be kept elsewhere, and given to `coopt events verify --head` later."""
    head = workspace.store.events.head
    return HeadOut(seq=head.seq, hash=head.hash)


@router.get(
    "/events/export",
    response_class=StreamingResponse,
    responses={200: {"description": "The whole log as JSON Lines", "content": EXPORTED}},
)
def export_events(caller: CurrentCaller, workspace: CurrentWorkspace) -> StreamingResponse:
    """Gives the whole log, one event a line; `coopt events verify FILE` checks it anywhere."""
    events = workspace.store.events
    last = events.append(EventKind.LOG_EXPORTED, caller.actor).seq
    lines = lines_of(event for event in events.all() if event.seq <= last)
    headers = {"Content-Disposition": 'attachment; filename="coopt-events.jsonl"'}
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)


@router.get(
    "/events/{seq}/replay",
    response_model=ReplayOut,
    responses={**problems(404), **answers(200, REPLAY, "What was suggested, and what would be now")},
)
def replay_event(
    seq: Annotated[int, Path(ge=1, le=LARGEST)],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    contact_id: Annotated[Id | None, Query(description="Tell where this contact stands, and why")] = None,
) -> dict[str, Any]:
    """Asks again what an event of kind `suggested` tells was asked: why was one suggested, and another not?

    It is asked as it was then, of the models and profiles of now; what changed since is told. Answers hold
    ids and figures: names and texts stay with the employee whose network it is. The replay is an event too.
    """
    return replay_to_json(replay(workspace, seq, by=caller.actor, contact_id=contact_id))


@router.get("/stops", responses=answers(200, STOPS, "What is stopped now"))
def list_stops(workspace: CurrentWorkspace) -> StopList:
    """Gives the stops that stand."""
    return StopList.of([stop_to_json(stop) for stop in workspace.store.stops.standing()])


@router.post(
    "/stops",
    status_code=201,
    response_model=StopOut,
    responses={**problems(413), **answers(201, STOP, "Stopped; where it was already, that stop")},
)
def stop(
    new: Annotated[NewStop, Body(examples=[NEW_STOP])], caller: CurrentCaller, workspace: CurrentWorkspace
) -> dict[str, Any]:
    """Stops suggestions for an opening, or altogether: at once, for every question of anybody.

    Users read that suggestions are stopped, and since when.
    """
    made = workspace.store.stops.stop(new.opening_id, reason=new.reason, by=caller.actor)
    return stop_to_json(made)


@router.delete(
    "/stops/{stop_id}",
    response_model=StopOut,
    responses={**problems(404), **answers(200, STOP | {"ended_at": STOP["since"]}, "Ended")},
)
def resume(
    stop_id: Annotated[int, Path(ge=1, le=LARGEST)], caller: CurrentCaller, workspace: CurrentWorkspace
) -> dict[str, Any]:
    """Ends a stop: suggestions are made again at once."""
    standing = workspace.store.stops.standing_at(stop_id)
    ended = standing and workspace.store.stops.resume(standing.opening_id, by=caller.actor)
    if ended is None:
        raise HTTPException(404, "No stop of this id stands.")
    return stop_to_json(ended)
