"""How far do our networks reach for hundreds of openings? Worked off in the background, read as it grows."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path as FilePath
from typing import Annotated

from fastapi import Body, Depends, Header, Path, Query, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from api.auth import protected_router
from api.batch_schemas import BATCH, LINES, NEW_BATCH, BatchOut, NewBatch
from api.dependencies import CurrentCaller, CurrentWorkspace
from api.inputs import LONGEST_FIELD
from api.openapi import answers, problems
from matcher.batch.openings import open_ids, openings_of
from matcher.batch.run import Asker
from matcher.batch.worker import BatchWorker

router = protected_router("batches")

LONGEST_WAIT_SECONDS = 60
LOOK_AGAIN_SECONDS = 0.2
BLOCK_BYTES = 1 << 16


async def _worker(request: Request) -> BatchWorker:
    worker: BatchWorker = request.state.batches
    return worker


CurrentBatches = Annotated[BatchWorker, Depends(_worker)]
BatchId = Annotated[str, Path(min_length=1, max_length=64)]


@router.post(
    "/batches",
    status_code=202,
    responses={**problems(404, 409, 413), **answers(202, BATCH, "Taken in; it runs as soon as it can")},
)
def add_batch(
    asked: Annotated[NewBatch, Body(examples=[NEW_BATCH])],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    batches: CurrentBatches,
    idempotency_key: Annotated[
        str | None,
        Header(min_length=1, max_length=LONGEST_FIELD, description="The same key again gives the same batch"),
    ] = None,
) -> BatchOut:
    """Asks for many openings what `POST /v1/reach` answers for one, over everybody's networks.

    Batches run one at a time, in the order they came, and go on after a restart of the server.
    """
    store = workspace.store
    if asked.opening_ids is None:
        opening_ids = open_ids(store, date.today())
    else:
        opening_ids = [opening.id for opening in openings_of(store, asked.opening_ids)]
    asker = Asker(caller.actor, caller.roles)
    job = batches.add(asker, opening_ids, request=asked.model_dump_json(), key=idempotency_key)
    return BatchOut.of(batches.status(job.id))


@router.get("/batches/{batch_id}", responses={**problems(404), **answers(200, BATCH, "How far it is")})
def get_batch(batch_id: BatchId, batches: CurrentBatches) -> BatchOut:
    """Tells how far a batch is, at which rate, and how long it will take."""
    return BatchOut.of(batches.status(batch_id))


@router.delete(
    "/batches/{batch_id}",
    responses={**problems(404), **answers(200, BATCH | {"state": "cancelled"}, "It ends")},
)
def cancel_batch(batch_id: BatchId, batches: CurrentBatches) -> BatchOut:
    """Ends a batch after the opening at work; what was answered can be read still."""
    return BatchOut.of(batches.cancel(batch_id))


@router.get(
    "/batches/{batch_id}/results",
    response_class=StreamingResponse,
    responses={**problems(404), 200: {"description": "JSON Lines, one an opening", "content": LINES}},
)
async def stream_results(
    batch_id: BatchId,
    batches: CurrentBatches,
    after: Annotated[int, Query(ge=0, description="Lines that you have already")] = 0,
    wait: Annotated[
        int, Query(ge=0, le=LONGEST_WAIT_SECONDS, description="Seconds for which to wait for more lines")
    ] = 20,
) -> StreamingResponse:
    """Gives the results, and those that are made meanwhile, until the batch ends or the wait is over.

    To go on, ask again with `after` the number of lines you have: lines are never changed.
    """
    status = await run_in_threadpool(batches.status, batch_id)
    path = batches.jobs.results(status.job.id)
    lines = _follow(path, batches, status.job.id, after=after, wait=wait)
    return StreamingResponse(lines, media_type="application/x-ndjson")


async def _follow(
    path: FilePath, batches: BatchWorker, batch_id: str, *, after: int, wait: int
) -> AsyncIterator[bytes]:
    """Gives whole lines alone: what is being written is left for the next look."""
    until, place, left = time.monotonic() + wait, 0, after
    while True:
        ended = (
            await run_in_threadpool(batches.status, batch_id)
        ).ended_at is not None  # asked before the look
        while block := await run_in_threadpool(_whole_lines, path, place):
            place += len(block)
            skipped = min(left, block.count(b"\n"))
            left -= skipped
            if rest := block.split(b"\n", skipped)[-1] if skipped else block:
                yield rest
        if ended or batches.closing or time.monotonic() >= until:
            return
        await asyncio.sleep(LOOK_AGAIN_SECONDS)


def _whole_lines(path: FilePath, place: int) -> bytes:
    """Gives what stands from a place to the end of a line; a line may be longer than a block."""
    try:
        with path.open("rb") as file:
            file.seek(place)
            block = file.read(BLOCK_BYTES)
            if b"\n" not in block:
                block += file.readline()
    except FileNotFoundError:
        return b""
    return block[: block.rfind(b"\n") + 1]
