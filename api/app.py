"""The application: built from settings, with one workspace for its lifetime."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from typing import TypedDict

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.concurrency import run_in_threadpool

from api.access_settings import WayIn
from api.auth import Authenticator, check_binding, open_door
from api.compaction import compact_regularly
from api.dependencies import make_ready
from api.errors import add_error_handlers
from api.logging import describe
from api.middleware import BodyLimit, KnownHost, RequestLog
from api.openapi import describe_problems
from api.pages.session import Sessions
from api.pages.shelf import Shelf
from api.routes import ROUTERS
from api.settings import Settings
from matcher.batch.worker import BatchWorker
from matcher.errors import CooptError
from matcher.readers.openings import opening_from_text
from matcher.workspace import Workspace

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
    batches: BatchWorker
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
    app.state.shelf = Shelf()
    for router in ROUTERS:
        app.include_router(router)
    describe_problems(app)
    add_error_handlers(app)
    uploads = settings.max_upload_bytes + _MULTIPART_BYTES
    app.add_middleware(BodyLimit, most={"": MAX_JSON_BYTES, "/v1/imports/": uploads, "/ask": uploads})
    app.add_middleware(KnownHost, allowed=settings.allowed_hosts)
    app.add_middleware(RequestLog)
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
    )
    with workspace:
        door = await run_in_threadpool(open_door, settings, workspace.store)
        warming = asyncio.create_task(run_in_threadpool(_warm, workspace))
        worker = BatchWorker(workspace)
        await run_in_threadpool(worker.start)
        compacting = asyncio.create_task(compact_regularly(workspace))
        yield {"workspace": workspace, "door": door, "batches": worker, "warming": warming}
        await run_in_threadpool(worker.close)
        compacting.cancel()
        with suppress(asyncio.CancelledError):
            await compacting
        await warming


def _warm(workspace: Workspace) -> None:
    """Makes the first question as quick as the next; a failure is told again to each request."""
    try:
        make_ready(workspace)
        opening_from_text("data engineer")  # loads what tells languages apart
    except CooptError as error:
        logger.error("not ready", extra={"error": type(error).__name__, "detail": str(error)})
    except Exception as error:  # a server that says it is not ready tells more than one that is down
        logger.error("not ready", extra=describe(error))
