"""The re-index that a server runs in the background, and its eye on those that other processes run."""

import asyncio
import logging
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from threading import Lock

from starlette.concurrency import run_in_threadpool

from api.logging import describe
from matcher.errors import CooptError
from matcher.reindex import ReindexReport
from matcher.workspace import Workspace

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0  # how soon a server that is asked nothing lets go of an index that was replaced


class ReindexStage(StrEnum):
    """Where a re-index is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReindexStatus:
    """How far a re-index is.

    Attributes:
        done: Fragments and contacts that were read, of `total`; both are 0 while nothing is known.
        per_second: At which rate; None unless it runs.
        problem: Why it failed, and what to do; empty unless it did.
        report: What it did, once it has.
    """

    id: str
    full: bool
    made_at: str
    stage: ReindexStage = ReindexStage.RUNNING
    done: int = 0
    total: int = 0
    per_second: float | None = None
    ended_at: str | None = None
    problem: str = ""
    report: ReindexReport | None = None

    @property
    def seconds_left(self) -> float | None:
        """How long it will take at that rate; None while it is not known."""
        return (self.total - self.done) / self.per_second if self.per_second else None


@dataclass(slots=True)
class Reindexer:
    """One re-index of a workspace at a time, and what became of the last. May be shared by threads."""

    workspace: Workspace
    latest: ReindexStatus | None = None
    _changing: Lock = field(default_factory=Lock)
    _thread: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=1, thread_name_prefix="reindex")
    )

    def start(self, *, full: bool = False) -> ReindexStatus:
        """Begins a re-index, or gives the one that runs."""
        with self._changing:
            if self.latest is not None and self.latest.stage is ReindexStage.RUNNING:
                return self.latest
            begun = self.latest = ReindexStatus(secrets.token_hex(8), full, _now())
            self._thread.submit(self._run, full)
            return begun

    def close(self) -> None:
        """Waits for the one that runs."""
        self._thread.shutdown()

    def _run(self, full: bool) -> None:
        began = time.monotonic()

        def told(done: int, total: int) -> None:
            rate = done / max(time.monotonic() - began, 1e-3)
            self._note(done=done, total=total, per_second=rate)

        try:
            report = self.workspace.reindex(full=full, progress=told)
        except CooptError as error:
            logger.error("not re-indexed", extra={"error": type(error).__name__})
            self._end(ReindexStage.FAILED, problem=str(error))
        except Exception as error:  # whoever polls is to be told, and the next one may start
            logger.error("not re-indexed", extra=describe(error))
            self._end(ReindexStage.FAILED, problem="The server failed; its log tells more.")
        else:
            self._end(ReindexStage.DONE, report=report)

    def _note(self, **changes: object) -> None:
        with self._changing:
            if self.latest is not None:
                self.latest = replace(self.latest, **changes)  # type: ignore[arg-type]

    def _end(self, stage: ReindexStage, **changes: object) -> None:
        self._note(stage=stage, ended_at=_now(), per_second=None, **changes)


async def follow_index(workspace: Workspace) -> None:
    """Goes over to an index that another process made, as long as the server runs."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            await run_in_threadpool(workspace.notice)
        except Exception as error:  # the next question tells it, and the next look may succeed
            logger.error("index not followed", extra=describe(error))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
