"""What a server does after erasures by itself: it rewrites files, at once where cheap, else within a day."""

import asyncio
import logging

from starlette.concurrency import run_in_threadpool

from api.logging import describe
from matcher.errors import CooptError
from matcher.privacy.compaction import compact_if_due
from matcher.workspace import Workspace

logger = logging.getLogger(__name__)

BETWEEN_SECONDS = 6 * 3600.0  # well within the day that an erasure has


def compact_soon(workspace: Workspace) -> None:
    """Rewrites the files after an erasure, unless that takes long; what fails is tried again later."""
    _compact(workspace, only_if_cheap=True)


async def compact_regularly(workspace: Workspace) -> None:
    """Rewrites the files as long as the server runs, whenever somebody was erased since the last time."""
    while True:
        await run_in_threadpool(_compact, workspace, only_if_cheap=False)
        await asyncio.sleep(BETWEEN_SECONDS)


def _compact(workspace: Workspace, *, only_if_cheap: bool) -> None:
    try:
        report = compact_if_due(workspace, only_if_cheap=only_if_cheap)
    except CooptError as error:
        logger.error("not compacted", extra={"error": type(error).__name__})
    except Exception as error:  # a background task that ends would leave erased bytes for ever
        logger.error("not compacted", extra=describe(error))
    else:
        if report is not None:
            logger.info("compacted", extra={"done": report.done, "generation": report.generation})
