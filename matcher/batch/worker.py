"""Works off a server's batches in one thread, one after the other; those that a stop cut short go on."""

import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Event, Lock
from typing import TYPE_CHECKING

from matcher.batch.jobs import BatchStage, Job, Jobs
from matcher.batch.openings import openings_of
from matcher.batch.results import Tally
from matcher.batch.run import Asker, Watch, run_batch
from matcher.errors import BatchBusy, BatchMismatch, CooptError, UnknownOpening

if TYPE_CHECKING:
    from matcher.workspace import Workspace

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BatchStatus:
    """How far a batch is.

    Attributes:
        tally: What its results hold.
        per_second: Openings, since it began or went on; None unless it runs.
        seconds_left: At that rate; None while it is not known.
        problem: Why it did not reach its end; empty where it did, or may.
    """

    job: Job
    stage: BatchStage
    tally: Tally
    ended_at: str | None = None
    per_second: float | None = None
    seconds_left: float | None = None
    problem: str = ""


@dataclass(slots=True)
class _Running:
    """A batch in memory; `before` lines were there when the work on it began."""

    cancelled: Event = field(default_factory=Event)
    tally: Tally = field(default_factory=Tally)
    before: int = 0
    began: float | None = None

    def note(self, tally: Tally) -> None:
        if self.began is None:
            self.began, self.before = time.monotonic(), tally.done
        self.tally = replace(tally)


class BatchWorker:
    """The batches of a workspace, taken in, worked off and told of. May be shared by threads."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace, self.jobs = workspace, Jobs(workspace.store.data_dir)
        self._running: dict[str, _Running] = {}
        self._changing, self._closing = Lock(), Event()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="batch")

    @property
    def closing(self) -> bool:
        """Whether the server is about to end."""
        return self._closing.is_set()

    def start(self) -> None:
        """Goes on with what was cut short, and removes what is old."""
        self.jobs.sweep()
        for job in self.jobs.unfinished():
            self._queue(job)

    def close(self) -> None:
        """Stops after the line at work; what is left goes on at the next start."""
        self._closing.set()
        self._thread.shutdown(cancel_futures=True)

    def add(self, asker: Asker, opening_ids: Sequence[str], *, request: str, key: str | None = None) -> Job:
        """Takes in a batch of stored openings, or gives the one that came with the same key.

        Raises:
            ReusedKey: If the key came with another request before.
            StoreUnavailable: If the data folder cannot be written.
        """
        job, new = self.jobs.add(asker, opening_ids, request=request, key=key)
        if new:
            self._queue(job)
        return job

    def cancel(self, job_id: str) -> BatchStatus:
        """Ends a batch after the line at work; one that ended stays as it is.

        Raises:
            UnknownBatch: If there is none of this id.
        """
        job = self.jobs.job(job_id)
        with self._changing:
            running = self._running.get(job_id)
            if running is not None:
                running.cancelled.set()
            if self.jobs.end_of(job_id) is None and (running is None or running.began is None):
                self.jobs.finish(job_id, BatchStage.CANCELLED, Tally())
        return self.status(job.id)

    def status(self, job_id: str) -> BatchStatus:
        """Tells how far a batch is.

        Raises:
            UnknownBatch: If there is none of this id.
        """
        job, end = self.jobs.job(job_id), self.jobs.end_of(job_id)
        if end is not None:
            return BatchStatus(job, end.stage, end.tally, end.at, problem=end.problem)
        running = self._running.get(job_id)
        if running is None or running.began is None:
            return BatchStatus(job, BatchStage.QUEUED, Tally())
        stage = BatchStage.CANCELLED if running.cancelled.is_set() else BatchStage.RUNNING
        made = running.tally.done - running.before
        rate = made / max(time.monotonic() - running.began, 1e-3)
        left = (len(job.opening_ids) - running.tally.done) / rate if rate else None
        return BatchStatus(job, stage, running.tally, per_second=rate, seconds_left=left)

    def _queue(self, job: Job) -> None:
        with self._changing:
            self._running[job.id] = _Running()
            self._thread.submit(self._work_off, job)

    def _work_off(self, job: Job) -> None:
        running = self._running[job.id]
        try:
            if not self._closing.is_set() and self.jobs.end_of(job.id) is None:
                self._work(job, running)
        except BatchBusy:
            logger.info("batch left to another process", extra={"batch": job.id})
        except CooptError as error:
            refused = isinstance(error, BatchMismatch | UnknownOpening)
            stage = BatchStage.INTERRUPTED if refused else BatchStage.FAILED
            logger.error("batch ended early", extra={"batch": job.id, "error": type(error).__name__})
            self.jobs.finish(job.id, stage, running.tally, _told(error))
        except Exception as error:  # the thread has other batches to work off
            logger.error("batch ended early", extra={"batch": job.id, "error": type(error).__name__})
            self.jobs.finish(job.id, BatchStage.FAILED, running.tally, "The server's log tells more.")
        finally:
            self._running.pop(job.id, None)

    def _work(self, job: Job, running: _Running) -> None:
        def stopped() -> bool:
            ended = self.jobs.end_of(job.id) is not None  # as another process may have been told
            return ended or running.cancelled.is_set() or self._closing.is_set()

        openings = openings_of(self._workspace.store, job.opening_ids)
        watch = Watch(tally=running.note, cancelled=stopped)
        report = run_batch(self._workspace, openings, self.jobs.results(job.id), job.asker, watch=watch)
        with self._changing:
            if not report.cancelled:
                self.jobs.finish(job.id, BatchStage.DONE, report.tally)
            elif running.cancelled.is_set():
                self.jobs.finish(job.id, BatchStage.CANCELLED, report.tally)


def _told(error: CooptError) -> str:
    """Tells what a caller can mend; the rest may name folders of the server."""
    if isinstance(error, UnknownOpening):
        return str(error)
    if isinstance(error, BatchMismatch):
        return f"It was begun {error.begun}. Ask for it again, with another Idempotency-Key."
    return "The server's log tells more."
