"""Make the index true again: in the background, one at a time, while the old one answers."""

from typing import Annotated

from fastapi import Body, Depends, Request

from api.auth import protected_router
from api.openapi import answers, problems
from api.reindex_schemas import NEW_REINDEX, REINDEX, NewReindex, ReindexOut
from api.reindexing import Reindexer
from matcher.errors import UnknownReindex

router = protected_router("index")


async def _reindexer(request: Request) -> Reindexer:
    reindexer: Reindexer = request.state.reindexer
    return reindexer


CurrentReindexer = Annotated[Reindexer, Depends(_reindexer)]


@router.post("/reindex", status_code=202, responses=answers(202, REINDEX, "It runs; ask how far it is"))
def start_reindex(
    reindexer: CurrentReindexer, asked: Annotated[NewReindex | None, Body(examples=[NEW_REINDEX])] = None
) -> ReindexOut:
    """Begins a re-index; while one runs, gives that one.

    Questions are answered from the old index until the new one is whole. After a server that was killed, this
    goes on where it stopped.
    """
    return ReindexOut.of(reindexer.start(full=asked is not None and asked.full))


@router.get("/reindex", responses={**problems(404), **answers(200, REINDEX, "How far it is")})
def get_reindex(reindexer: CurrentReindexer) -> ReindexOut:
    """Tells how far the latest re-index of this server is, at which rate, and how long it will take."""
    if reindexer.latest is None:
        raise UnknownReindex
    return ReindexOut.of(reindexer.latest)
