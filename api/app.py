"""The application: built from settings, with one workspace for its lifetime."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, TypedDict

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.concurrency import run_in_threadpool

from api.access_settings import WayIn
from api.auth import Authenticator, check_binding, open_company, open_door
from api.compaction import compact_regularly
from api.dependencies import make_ready
from api.errors import add_error_handlers
from api.logging import describe
from api.middleware import BodyLimit, KnownHost, RequestLog
from api.openapi import describe_problems
from api.pages.drawing import draw_ahead, draw_when_ready, latest_employees, read_ahead
from api.pages.failing import add_failure_pages, refusal
from api.pages.importing import Imports
from api.pages.invitation import Invitations
from api.pages.session import Sessions
from api.reindexing import Reindexer, follow_index
from api.routes import ROUTERS
from api.settings import Settings
from matcher.batch.worker import BatchWorker
from matcher.errors import CooptError
from matcher.map import layout
from matcher.map.kept import Maps
from matcher.readers.openings import opening_from_text
from matcher.workspace import Workspace

if TYPE_CHECKING:
    from api.auth.company import CompanySignIn

logger = logging.getLogger(__name__)

MAX_JSON_BYTES = 8 << 20  # a million characters, most of them written as \uXXXX
_MULTIPART_BYTES = 64 << 10  # what stands around a file in an upload

DESCRIPTION = """\
Who in my network fits this role? A few contacts, with quoted evidence for each, or an honest "nobody".

Every request shows the token that `coopt serve` prints at start, an API key or a token of the single sign-on:
`Authorization: Bearer TOKEN`.
Errors are problems (RFC 9457, `application/problem+json`).
"""


class State(TypedDict):
    """What lives as long as the server."""

    workspace: Workspace
    door: Authenticator
    company: "CompanySignIn | None"
    batches: BatchWorker
    reindexer: Reindexer
    imports: Imports
    maps: Maps
    warming: asyncio.Task[None]


def create_app(settings: Settings) -> FastAPI:
    """Builds the application.

    Raises:
        CooptError: If the settings hold no token, or let in other machines than the ways in are for.
    """
    check_binding(settings)
    if WayIn.LOCAL in settings.auth and settings.token is None:
        raise CooptError("Expected a token in the settings: there is no open mode.")
    app = FastAPIOffline(
        redoc_url=None,
        title="Coopt",
        description=DESCRIPTION,
        version=_version(),
        lifespan=_lifespan,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        swagger_ui_parameters={"validatorUrl": None},  # which would be a host of somebody else
        # Its records would quote what callers send, to wherever the environment says.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.settings = settings
    app.state.sessions = Sessions()
    app.state.invitations = Invitations()
    for router in ROUTERS:
        app.include_router(router)
    describe_problems(app)
    add_error_handlers(app)
    add_failure_pages(app)
    uploads = settings.max_upload_bytes + _MULTIPART_BYTES
    most = {"": MAX_JSON_BYTES, "/v1/imports/": uploads, "/ask": uploads, "/network/": uploads}
    app.add_middleware(BodyLimit, most=most, refusal=refusal)
    app.add_middleware(KnownHost, allowed=settings.allowed_hosts, refusal=refusal)
    app.add_middleware(RequestLog, refusal=refusal)
    return app


def _version() -> str:
    try:
        return version("coopt")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[State]:
    settings: Settings = app.state.settings
    workspace = await run_in_threadpool(
        Workspace,
        settings.data_dir,
        encoder=settings.encoder,
        allow_download=settings.allow_download,
        secret_key=settings.secret,
        database_url=settings.database,
        index=settings.index,
    )
    with workspace:
        door = await run_in_threadpool(open_door, settings, workspace.store)
        company = await run_in_threadpool(open_company, settings)
        maps = Maps(workspace)
        warming = asyncio.create_task(run_in_threadpool(_warm, workspace, maps))
        worker = BatchWorker(workspace)
        await run_in_threadpool(worker.start)
        compacting = asyncio.create_task(compact_regularly(workspace))
        following = asyncio.create_task(follow_index(workspace))
        reindexer = Reindexer(workspace)
        imports = Imports(then=lambda employee: draw_ahead(maps, [employee]))
        drawing = asyncio.create_task(draw_when_ready(warming, workspace.store, maps))
        yield {
            "workspace": workspace,
            "door": door,
            "company": company,
            "batches": worker,
            "reindexer": reindexer,
            "imports": imports,
            "maps": maps,
            "warming": warming,
        }
        await run_in_threadpool(imports.close)
        await run_in_threadpool(worker.close)
        await run_in_threadpool(reindexer.close)
        for task in (compacting, following, drawing):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await warming


def _warm(workspace: Workspace, maps: Maps) -> None:
    """Makes the first question as quick as the next; a failure is told again to each request."""
    try:
        make_ready(workspace)
        opening_from_text("data engineer")  # loads what tells languages apart
        layout.make_ready()
        read_ahead(maps, latest_employees(workspace.store))
    except CooptError as error:
        logger.error("not ready", extra={"error": type(error).__name__, "detail": str(error)})
    except Exception as error:  # a server that says it is not ready tells more than one that is down
        logger.error("not ready", extra=describe(error))
