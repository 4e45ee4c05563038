"""The recruiter's board: openings in, a batch over all networks, and how far they reach for each."""

import secrets
from datetime import date
from typing import Annotated

from fastapi import Depends, Form, HTTPException, Query, UploadFile
from starlette.responses import HTMLResponse, Response, StreamingResponse

from api.auth.caller import Caller
from api.batch_schemas import MOST_OPENINGS
from api.dependencies import CurrentSettings, CurrentWorkspace
from api.pages.board import ROWS_A_PAGE, Order, Row, Show, View, read_rows, table_of
from api.pages.route import CurrentSession, CurrentVisit, PageCaller, page_router, see
from api.pages.site import HEADERS, Visit, page
from api.pages.wording import Words
from api.routers.batches import CurrentBatches
from api.uploads import kept
from matcher.batch.jobs import BatchStage
from matcher.batch.openings import open_ids, openings_of
from matcher.batch.run import Asker
from matcher.batch.worker import BatchStatus, BatchWorker
from matcher.opening import count_not_open
from matcher.reach import reach_of
from matcher.readers.openings import read_openings
from matcher.workspace import Workspace

router = page_router()

LISTED = 100  # openings to choose from at once: a form carries no more
MOST_BATCHES = 20
LONGEST_WORDS = 200  # characters
UNDER_WAY = frozenset({BatchStage.QUEUED, BatchStage.RUNNING})
COLUMNS = ("id", "title", "at-least", "at-most", "colleagues", "lines", "withheld", "shared", "stopped")


def _view(
    q: Annotated[str, Query(max_length=LONGEST_WORDS)] = "",
    show: Show = Show.ALL,
    order: Order = Order.ASKED,
    page: Annotated[int, Query(ge=1, le=MOST_OPENINGS)] = 1,
) -> View:
    return View(q.strip(), show, order, page)


CurrentView = Annotated[View, Depends(_view)]


@router.get("/board")
def board_page(
    visit: CurrentVisit,
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    batches: CurrentBatches,
    q: Annotated[str, Query(max_length=LONGEST_WORDS)] = "",
    imported: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    """Shows the openings to choose from, and the batches that were asked for."""
    report = session.shown.find(imported) if imported else None
    return _board(visit, caller, workspace, batches, {"words": q.strip(), "report": report})


@router.post("/board/openings")
def add_openings(
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
    file: UploadFile,
) -> Response:
    """Takes in a file of openings, and leads to what it brought."""
    with kept(file, settings.max_upload_bytes) as path:
        reading = read_openings(path)
    report = workspace.store.import_openings(reading, caller.employee, owner=caller.recruiter)
    told = (report, sum(count_not_open(reading.items, date.today()).values()))
    return see(f"/board?imported={session.shown.add(told)}")


@router.post("/board/batches")
def add_batch(
    visit: CurrentVisit,
    caller: PageCaller,
    workspace: CurrentWorkspace,
    batches: CurrentBatches,
    key: Annotated[str, Form(min_length=8, max_length=64)],
    which: Annotated[str, Form()] = "",
    opening: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Asks how far all networks reach; a form that is sent twice asks once."""
    store = workspace.store
    ids = open_ids(store, date.today()) if which == "all" else list(opening or ())
    if not ids:
        return _board(visit, caller, workspace, batches, {"nothing": True}, status=422)
    chosen = [one.id for one in openings_of(store, ids[:MOST_OPENINGS])]
    job = batches.add(Asker(caller.actor, caller.roles), chosen, request=f"page {which}", key=key)
    return see(f"/board/{job.id}")


@router.get("/board/{batch_id}")
def batch_page(
    batch_id: str, visit: CurrentVisit, caller: PageCaller, batches: CurrentBatches, view: CurrentView
) -> HTMLResponse:
    """Shows how far a batch is, and what it found so far."""
    status = _own(batches, batch_id, caller)
    rows = view.pick(read_rows(batches.jobs.results(batch_id)))
    values = {
        "status": status,
        "under_way": status.stage in UNDER_WAY,
        "view": view,
        "shows": list(Show),
        "orders": list(Order),
        "rows": view.part(rows),
        "found": len(rows),
        "pages": max(1, -(-len(rows) // ROWS_A_PAGE)),
    }
    return page("batch.html", visit, values)


@router.post("/board/{batch_id}/cancel")
def cancel_batch(batch_id: str, caller: PageCaller, batches: CurrentBatches) -> Response:
    """Ends a batch; what it found stays."""
    _own(batches, batch_id, caller)
    batches.cancel(batch_id)
    return see(f"/board/{batch_id}")


@router.get("/board/{batch_id}/table")
def batch_table(
    batch_id: str, visit: CurrentVisit, caller: PageCaller, batches: CurrentBatches, view: CurrentView
) -> Response:
    """Gives the rows that are looked at as a table for a spreadsheet, all pages of them."""
    _own(batches, batch_id, caller)
    words = Words(visit.tongue)
    header = [words("board-columns", column) for column in COLUMNS]
    table = table_of(view.pick(read_rows(batches.jobs.results(batch_id))), header)
    attached = {"Content-Disposition": 'attachment; filename="coopt-board.csv"'}
    return StreamingResponse(table, media_type="text/csv; charset=utf-8", headers=HEADERS | attached)


@router.get("/board/{batch_id}/{place}")
def reach_page(
    batch_id: str, place: int, visit: CurrentVisit, caller: PageCaller, batches: CurrentBatches
) -> HTMLResponse:
    """Shows what a batch found for one opening: whom to ask, and the anonymous lines."""
    row = _row(batches, batch_id, place, caller)
    return page("reach.html", visit, {"batch_id": batch_id, "row": row, "reach": None})


@router.post("/board/{batch_id}/{place}")
def look_again(
    batch_id: str,
    place: int,
    visit: CurrentVisit,
    caller: PageCaller,
    workspace: CurrentWorkspace,
    batches: CurrentBatches,
) -> HTMLResponse:
    """Looks again as things stand now, with the names that colleagues share at this moment."""
    row = _row(batches, batch_id, place, caller)
    opening = workspace.store.opening(row.opening_id)
    reach = reach_of(workspace, opening, by=caller.actor, roles=caller.roles)
    return page("reach.html", visit, {"batch_id": batch_id, "row": row, "reach": reach})


def _board(
    visit: Visit,
    caller: Caller,
    workspace: Workspace,
    batches: BatchWorker,
    told: dict[str, object],
    *,
    status: int = 200,
) -> HTMLResponse:
    over, words = workspace.store.openings_not_open(date.today()), str(told.get("words", ""))
    titles = workspace.store.opening_titles()
    open_ones = [(key, title) for key, title in titles.items() if key not in over]
    wanted = words.casefold().split()
    found = [one for one in open_ones if all(word in one[1].casefold() for word in wanted)]
    found.sort(key=lambda one: (one[1].casefold(), one[0]))
    jobs = batches.jobs.of(caller.actor, k=MOST_BATCHES)
    values = {
        "words": words,
        "report": None,
        "nothing": False,
        "key": secrets.token_urlsafe(16),
        "open_now": len(open_ones),
        "found": len(found),
        "openings": found[:LISTED],
        "asked": [batches.status(job.id) for job in jobs],
        **told,
    }
    return page("board.html", visit, values, status=status)


def _own(batches: BatchWorker, batch_id: str, caller: Caller) -> BatchStatus:
    """Gives a batch of the caller's.

    Raises:
        HTTPException: With status 404, if they asked for none of this id.
    """
    status = batches.status(batch_id)
    if status.job.by != caller.actor:
        raise HTTPException(404)
    return status


def _row(batches: BatchWorker, batch_id: str, place: int, caller: Caller) -> Row:
    _own(batches, batch_id, caller)
    rows = read_rows(batches.jobs.results(batch_id))
    if not 0 < place <= len(rows):
        raise HTTPException(404)
    return rows[place - 1]
