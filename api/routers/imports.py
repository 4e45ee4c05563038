"""Files in: contacts and openings."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Path, Query, UploadFile

from api.auth import Caller, protected_router
from api.dependencies import CurrentCaller, CurrentSettings, CurrentWorkspace, make_ready
from api.examples import CONTACTS_IMPORTED, OPENINGS_FETCHED, OPENINGS_IMPORTED, UNREADABLE_FILE
from api.import_schemas import (
    IMPORTS,
    UNDONE,
    UNKNOWN_IMPORT,
    Imported,
    ImportOut,
    ImportPage,
    OpeningsImported,
)
from api.importing import bring_in
from api.inputs import Cursor, Id, OpeningsUrl
from api.openapi import MEDIA_TYPE, answers, problems
from api.uploads import kept
from matcher.opening import Opening, count_not_open
from matcher.readers.fetch import Fetcher
from matcher.readers.openings import FORMATS, read_openings
from matcher.readers.openings.from_url import read_openings_at
from matcher.readers.report import Reading
from matcher.workspace import Workspace

router = protected_router("imports")

OpeningFormat = Annotated[
    str | None,
    Query(description="The format, where it is not recognised", json_schema_extra={"enum": list(FORMATS)}),
]


MOST_IMPORTS = 200

_NOT_FOUND = problems(404)
_NOT_FOUND[404]["content"][MEDIA_TYPE]["example"] = UNKNOWN_IMPORT
_REFUSALS = problems(413, 422)
_REFUSALS[422]["content"][MEDIA_TYPE]["example"] = UNREADABLE_FILE


def fetcher() -> Fetcher:
    """Gives what fetches from public addresses alone, for one request."""
    return Fetcher()


@router.post(
    "/imports/contacts",
    form_limits={"max_files": 1, "max_fields": 0},
    responses={**_REFUSALS, **answers(200, CONTACTS_IMPORTED, "What the import did")},
)
def import_contacts(
    file: UploadFile, caller: CurrentCaller, workspace: CurrentWorkspace, settings: CurrentSettings
) -> Imported:
    """Adds a file's contacts to the caller's network and makes the index true again.

    The file is LinkedIn's archive or its `Connections.csv`, a JSON Resume, or a resume as plain text. Sent
    twice, it changes nothing the second time. A row that cannot be used is skipped and reported.
    """
    with kept(file, settings.max_upload_bytes) as path:
        return Imported.of(*bring_in(workspace, path, caller.employee))


@router.post(
    "/imports/openings",
    form_limits={"max_files": 1, "max_fields": 0},
    responses={**_REFUSALS, **answers(200, OPENINGS_IMPORTED, "What the import did")},
)
def import_openings(
    file: UploadFile,
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
    format: OpeningFormat = None,
) -> OpeningsImported:
    """Adds a file's openings; one that is known already is updated by its id.

    The file holds an answer of Greenhouse, Lever, Ashby, Workable or SmartRecruiters, schema.org JobPosting,
    France Travail's JSON or columns, or one advertisement as PDF, DOCX, ODT, HTML, Markdown or plain text.
    """
    with kept(file, settings.max_upload_bytes) as path:
        reading = read_openings(path, format)
    return _imported(reading, caller, workspace)


@router.post(
    "/imports/openings/url",
    responses={**problems(422, 502), **answers(200, OPENINGS_FETCHED, "What the import did")},
)
def import_openings_at(
    asked: OpeningsUrl,
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    fetcher: Annotated[Fetcher, Depends(fetcher)],
) -> OpeningsImported:
    """Adds the openings of a job board's page, or of any page with a posting in it.

    Only public addresses are fetched, over http and https.
    """
    return _imported(read_openings_at(asked.url, fetcher), caller, workspace)


@router.get("/imports", responses={**problems(404), **answers(200, IMPORTS, "A page of imports")})
def list_imports(
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    before: Annotated[Cursor, Query(description="`next` of the page before")] = "",
    k: Annotated[int, Query(ge=1, le=MOST_IMPORTS)] = 50,
) -> ImportPage:
    """Gives the caller's imports, latest first; those that were undone too."""
    found = workspace.store.imports.list(caller.employee, before=before, k=k + 1)
    items = [ImportOut.of(one) for one in found[:k]]
    return ImportPage(items=items, next=items[-1].id if len(found) > k else None)


@router.delete(
    "/imports/{import_id}",
    responses={**_NOT_FOUND, **problems(409), **answers(200, UNDONE, "The import, undone")},
)
def undo_import(
    import_id: Annotated[Id, Path()], caller: CurrentCaller, workspace: CurrentWorkspace
) -> ImportOut:
    """Restores the state before an import of the caller; what later imports told stays.

    A contact of whom no other import tells goes, with all that was said of them since.
    """
    make_ready(workspace)
    undone = workspace.store.imports.undo(import_id, caller.employee)
    workspace.reindex()
    return ImportOut.of(undone)


def _imported(reading: Reading[Opening], caller: Caller, workspace: Workspace) -> OpeningsImported:
    report = Imported.of(workspace.store.import_openings(reading, caller.actor, owner=caller.recruiter))
    not_open = count_not_open(reading.items, date.today())
    return OpeningsImported(**report.model_dump(), not_open=not_open)
