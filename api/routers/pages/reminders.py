"""Reminders: what one may want to think of, what one did about it, and a calendar that shows them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import HTTPException, Query
from starlette.responses import HTMLResponse, Response

from api.dependencies import CurrentSettings, CurrentWorkspace
from api.pages.route import CurrentSession, CurrentVisit, PageCaller, Sent, page_router, see
from api.pages.site import page
from api.pages.wording import Words
from api.routers.reminders import calendar_path
from matcher.introduction_wire import reminders_to_json
from matcher.reminder_feed import Feed, Naming
from matcher.reminders import Reminder, ReminderAnswer
from matcher.store import Store

router = page_router()

PAGES = ("/introductions", "/reminders")  # where an answer leads back to
UNDO = "undo"


def reminder_values(store: Store, employee: str, words: Words) -> dict[str, Any]:
    """Gives the reminders that are due, those that come later, and those that were answered."""
    today = datetime.now(UTC).date()
    found = store.reminders.reminders(employee)

    def told(wanted: list[Reminder]) -> list[dict[str, Any]]:
        lines = reminders_to_json(store, wanted, words.tongue, today=today)
        return [line | {"text": words.typeset(line["text"])} for line in lines]

    return {
        "due": told([one for one in found if one.is_open and one.due_on <= today]),
        "later": told([one for one in found if one.is_open and one.due_on > today]),
        "answered": told([one for one in found if not one.is_open]),
    }


@router.get("/reminders")
def reminders_page(
    visit: CurrentVisit,
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
    made: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    """Shows every reminder, and the calendar; its address only after it was made."""
    store = workspace.store
    token = session.shown.find(made) if made else None
    values = {
        "feed": store.reminders.feed_of(caller.employee),
        "address": settings.base_url + calendar_path(str(token)) if token else "",
        "namings": list(Naming),
        "is_public": bool(settings.public_url),
        **reminder_values(store, caller.employee, Words(visit.tongue)),
    }
    return page("reminders.html", visit, values)


@router.post("/reminders/{reminder_id}")
def answer_reminder(
    reminder_id: str, caller: PageCaller, session: CurrentSession, workspace: CurrentWorkspace, sent: Sent
) -> Response:
    """Notes what was done about a reminder, or takes that back; a form that is sent twice counts once."""
    wanted, reminders = sent.get("do", ""), workspace.store.reminders
    answer = next((one for one in ReminderAnswer if one == wanted), None)
    if answer is None and wanted != UNDO:
        raise HTTPException(422)
    with session.lock:
        if answer is None:
            reminders.take_back(caller.employee, reminder_id)
        elif _is_as_seen(reminders.reminders(caller.employee), reminder_id, sent):
            reminders.answer(caller.employee, reminder_id, answer)
    return see(sent.get("back", "") if sent.get("back") in PAGES else "/reminders")


@router.post("/reminders/calendar/address")
def make_calendar(
    visit: CurrentVisit,
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    sent: Sent,
) -> Response:
    """Makes the calendar's secret address, in place of the one before."""
    naming = next((one for one in Naming if one == sent.get("naming")), None)
    if naming is None:
        raise HTTPException(422)
    token = workspace.store.reminders.open_feed(Feed(caller.employee, naming, visit.tongue))
    return see(f"/reminders?made={session.shown.add(token)}#calendar")


@router.post("/reminders/calendar/end")
def end_calendar(caller: PageCaller, workspace: CurrentWorkspace) -> Response:
    """Ends the calendar: its address opens nothing any more."""
    workspace.store.reminders.close_feed(caller.employee)
    return see("/reminders#calendar")


def _is_as_seen(found: tuple[Reminder, ...], reminder_id: str, sent: Mapping[str, str]) -> bool:
    """Whether a reminder still stands where it stood: else it was answered, or put off, by the same form."""
    stands = next((one for one in found if one.id == reminder_id), None)
    if stands is None:
        return True  # which is told as a reminder that nobody has
    return stands.is_open and stands.due_on.isoformat() == sent.get("due_on")
