"""Whether the server lives, and whether it can answer questions. Open to all: there is nothing in it."""

import asyncio

from fastapi import APIRouter, HTTPException, Request
from starlette.concurrency import run_in_threadpool

from api.dependencies import CurrentWorkspace, make_ready
from api.openapi import problems
from api.schemas import Health

router = APIRouter(tags=["health"])


@router.get("/healthz", responses=problems(500))
async def healthz() -> Health:
    """Says that the server lives."""
    return Health(status="alive")


@router.get("/readyz", responses=problems(500, 503))
async def readyz(request: Request, workspace: CurrentWorkspace) -> Health:
    """Says that the store opens, the encoder is loaded and the index can be searched."""
    warming: asyncio.Task[None] = request.state.warming
    if not warming.done():
        raise HTTPException(503, "The server is starting: the encoder is being loaded.")
    await run_in_threadpool(make_ready, workspace)
    return Health(status="ready")
