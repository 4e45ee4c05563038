"""Files of contacts, brought in: the upload, how far it is, what it did, and how to undo it."""

from contextlib import ExitStack, suppress
from typing import Annotated

from fastapi import Depends, Query, Request, UploadFile
from starlette.responses import HTMLResponse, Response

from api.dependencies import CurrentSettings, CurrentWorkspace, make_ready
from api.importing import Stage
from api.inputs import Cursor
from api.pages.importing import Imports
from api.pages.network_words import NetworkWords
from api.pages.route import CurrentVisit, PageCaller, page_router, see
from api.pages.site import Visit, page
from api.pages.wording import Words
from api.uploads import kept, safe_name
from matcher.errors import AlreadyUndone, UnreadableFile
from matcher.store import ImportKind, Store

router = page_router()

IMPORTS_A_PAGE = 20
SKIPPED_SHOWN = 200
COUNTS = ("read", "new", "updated", "unchanged", "merged", "skipped")
PROGRESS = "/network/import/progress"
_STAGES = (Stage.READING, Stage.STORING, Stage.INDEXING)


async def _imports(request: Request) -> Imports:
    imports: Imports = request.state.imports
    return imports


CurrentImports = Annotated[Imports, Depends(_imports)]


@router.get("/network/import")
def import_page(
    visit: CurrentVisit,
    caller: PageCaller,
    workspace: CurrentWorkspace,
    imports: CurrentImports,
    before: Annotated[Cursor, Query()] = "",
) -> HTMLResponse:
    """Asks for a file, and lists those that were brought in before."""
    return _asking(visit, workspace.store, imports, before=before)


@router.post("/network/import")
def begin_import(
    visit: CurrentVisit,
    caller: PageCaller,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
    imports: CurrentImports,
    file: UploadFile | None = None,
) -> Response:
    """Takes a whole file and begins to bring it in; the page that follows tells how far it is."""
    if file is None or not file.filename:
        return _asking(visit, workspace.store, imports, told="nothing", status=422)
    folder = ExitStack()  # which the import closes, when this request is long answered
    path = folder.enter_context(kept(file, settings.max_upload_bytes))
    begun = imports.start(workspace, caller.employee, path, folder)
    going_on = imports.latest(caller.employee)
    if begun or (going_on is not None and going_on.name == safe_name(file.filename)):  # sent twice
        return see(PROGRESS)
    return _asking(visit, workspace.store, imports, told="busy", status=409)


@router.get("/network/import/progress")
def progress_page(visit: CurrentVisit, caller: PageCaller, imports: CurrentImports) -> Response:
    """Tells how far the import is, and leads to its report when it is done."""
    latest = imports.latest(caller.employee)
    if latest is None:
        return see("/network/import")
    if latest.stage is Stage.DONE:
        return see(f"/network/imports/{latest.report_id}")
    expected = latest.error.expected if isinstance(latest.error, UnreadableFile) else str(latest.error or "")
    values = {"going_on": latest, "stages": _STAGES, "expected": expected}
    return page("network_progress.html", visit, values)


@router.get("/network/imports/{import_id}")
def report_page(
    import_id: str,
    visit: CurrentVisit,
    caller: PageCaller,
    workspace: CurrentWorkspace,
    imports: CurrentImports,
) -> HTMLResponse:
    """Shows what an import did."""
    one = workspace.store.imports.find(import_id, caller.employee)
    values = {
        "one": one,
        "counts": COUNTS,
        "report": imports.report(caller.employee, import_id),
        "most_skipped": SKIPPED_SHOWN,
        "undoable": one.undone_at is None and one.what is ImportKind.CONTACTS,
        "say": NetworkWords(Words(visit.tongue)),
    }
    return page("network_import.html", visit, values)


@router.post("/network/imports/{import_id}/undo")
def undo_import(import_id: str, caller: PageCaller, workspace: CurrentWorkspace) -> Response:
    """Restores the state before an import; sent twice, it is undone once."""
    make_ready(workspace)
    with suppress(AlreadyUndone):
        workspace.store.imports.undo(import_id, caller.employee)
        workspace.reindex()
    return see(f"/network/imports/{import_id}")


def _asking(
    visit: Visit, store: Store, imports: Imports, *, before: str = "", told: str = "", status: int = 200
) -> HTMLResponse:
    employee = visit.caller.employee if visit.caller else ""
    found = store.imports.list(employee, before=before, k=IMPORTS_A_PAGE + 1)
    latest = imports.latest(employee)
    values = {
        "past": found[:IMPORTS_A_PAGE],
        "older": found[IMPORTS_A_PAGE - 1].id if len(found) > IMPORTS_A_PAGE else "",
        "going_on": latest if latest is not None and not latest.over else None,
        "told": told,
        "say": NetworkWords(Words(visit.tongue)),
    }
    return page("network_imports.html", visit, values, status=status)
