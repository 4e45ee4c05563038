"""Files in: contacts and openings."""

from fastapi import UploadFile

from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentSettings, CurrentWorkspace, make_ready
from api.examples import CONTACTS_IMPORTED, OPENINGS_IMPORTED, UNREADABLE_FILE
from api.openapi import MEDIA_TYPE, answers, problems
from api.schemas import Imported
from api.uploads import kept
from matcher.readers.contacts import read_contacts
from matcher.readers.openings import read_openings

router = protected_router("imports")

_REFUSALS = problems(413, 422)
_REFUSALS[422]["content"][MEDIA_TYPE]["example"] = UNREADABLE_FILE


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
        reading = read_contacts(path)
    make_ready(workspace)  # an index or a model that cannot be used is told before anything is stored
    report = workspace.store.import_contacts(reading, caller.employee)
    return Imported.of(report, workspace.reindex())


@router.post(
    "/imports/openings",
    form_limits={"max_files": 1, "max_fields": 0},
    responses={**_REFUSALS, **answers(200, OPENINGS_IMPORTED, "What the import did")},
)
def import_openings(file: UploadFile, workspace: CurrentWorkspace, settings: CurrentSettings) -> Imported:
    """Adds a file's openings; one that is known already is updated by its id.

    The file holds schema.org JobPosting, France Travail's JSON or columns, or one advertisement as HTML,
    Markdown or plain text.
    """
    with kept(file, settings.max_upload_bytes) as path:
        reading = read_openings(path)
    return Imported.of(workspace.store.import_openings(reading))
