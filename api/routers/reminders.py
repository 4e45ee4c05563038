"""Reminders of the caller: as a list, and as a calendar to subscribe to."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException, Path, Query, Response

from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentWorkspace
from api.inputs import Id
from api.introduction_schemas import (
    CALENDAR,
    ENDED,
    NEW_ANSWER,
    NEW_CALENDAR,
    REMINDER,
    REMINDERS,
    CalendarEnded,
    CalendarOut,
    NewAnswer,
    NewCalendar,
    ReminderList,
    ReminderOut,
)
from api.openapi import answers, problems
from matcher.catalogue import Tongue
from matcher.introduction_wire import contact_names, reminders_to_json
from matcher.reminder_feed import MEDIA_TYPE, Feed, calendar
from matcher.reminders import Reminder
from matcher.workspace import Workspace

router = protected_router("reminders")
# Calendar programs show no token of ours: the address itself is the secret. No page is documented for it.
feed_router = APIRouter(include_in_schema=False)

ReminderId = Annotated[Id, Path()]
Language = Annotated[Tongue, Query(description="Of the texts")]


@router.get(
    "/reminders", response_model=ReminderList, responses=answers(200, REMINDERS, "The earliest first")
)
def list_reminders(
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    everything: Annotated[bool, Query(description="Those that were done or dismissed too")] = False,
    language: Language = Tongue.ENGLISH,
) -> dict[str, Any]:
    """Gives what the caller may want to think of, now and later."""
    found = workspace.store.reminders.reminders(caller.employee)
    shown = [reminder for reminder in found if everything or reminder.is_open]
    return {"items": reminders_to_json(workspace.store, shown, language, today=_today())}


@router.put(
    "/reminders/{reminder_id}",
    response_model=ReminderOut,
    responses={**problems(404, 413), **answers(200, REMINDER, "Noted")},
)
def answer_reminder(
    reminder_id: ReminderId,
    new: Annotated[NewAnswer, Body(examples=[NEW_ANSWER])],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    language: Language = Tongue.ENGLISH,
) -> dict[str, Any]:
    """Notes that a reminder is done or dismissed, or puts it off."""
    reminders = workspace.store.reminders
    found = reminders.answer(caller.employee, reminder_id, new.answer, until=new.until)
    return _told(workspace, found, language)


@router.delete(
    "/reminders/{reminder_id}",
    response_model=ReminderOut,
    responses={**problems(404), **answers(200, REMINDER, "As if nothing had been done")},
)
def take_answer_back(
    reminder_id: ReminderId,
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    language: Language = Tongue.ENGLISH,
) -> dict[str, Any]:
    """Takes back what the caller did with a reminder: it stands again."""
    found = workspace.store.reminders.take_back(caller.employee, reminder_id)
    return _told(workspace, found, language)


@router.post(
    "/calendar",
    status_code=201,
    response_model=CalendarOut,
    responses={**problems(409, 413), **answers(201, CALENDAR, "The address, told this once")},
)
def open_calendar(
    new: Annotated[NewCalendar, Body(examples=[NEW_CALENDAR])],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
) -> dict[str, Any]:
    """Makes a new address under which a calendar program reads the caller's reminders; the one before ends.

    Whoever keeps the calendar reads it too, so an entry tells a day and a few words, of the contact initials
    at most unless the caller wants the first name, and never the opening or how it went.
    """
    token = workspace.store.reminders.open_feed(Feed(caller.employee, new.naming, new.language))
    return {"path": calendar_path(token), "naming": new.naming, "language": new.language}


@router.delete("/calendar", responses=answers(200, ENDED, "The address opens nothing any more"))
def end_calendar(caller: CurrentCaller, workspace: CurrentWorkspace) -> CalendarEnded:
    """Ends the caller's calendar."""
    return CalendarEnded(ended=workspace.store.reminders.close_feed(caller.employee))


def calendar_path(token: str) -> str:
    """Gives the address of a calendar on this server."""
    return f"/calendar/{token}.ics"


@feed_router.get("/calendar/{token}.ics")
def read_calendar(token: Annotated[str, Path(max_length=100)], workspace: CurrentWorkspace) -> Response:
    """Gives the calendar that an address opens."""
    feed = workspace.store.reminders.feed(token)
    if feed is None:
        raise HTTPException(404)
    found = workspace.store.reminders.reminders(feed.employee)
    names = contact_names(workspace.store, (reminder.contact_id for reminder in found))
    headers = {"Cache-Control": "private, no-cache", "Referrer-Policy": "no-referrer"}
    return Response(calendar(feed, found, names), media_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)


def _told(workspace: Workspace, reminder: Reminder, language: Tongue) -> dict[str, Any]:
    return reminders_to_json(workspace.store, [reminder], language, today=_today())[0]


def _today() -> date:
    return datetime.now(UTC).date()
