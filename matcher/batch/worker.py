"""Works off batches, one after the other; several processes over one data folder and database share them.

Each process holds the batch that it works off, and says so again while it does: what a process that was
killed held is free at its next start or after `LEASE`, and goes on there or in another process.
"""

import logging
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from matcher.batch.jobs import BatchStage, Job, Jobs
from matcher.batch.openings import openings_of
from matcher.batch.results import Tally, is_written, tally_of
from matcher.batch.run import Asker, Watch, run_batch
from matcher.errors import BatchBusy, BatchMismatch, CooptError, UnknownBatch, UnknownOpening

if TYPE_CHECKING:
    from matcher.workspace import Workspace

logger = logging.getLogger(__name__)

KIND = "batch"  # of work, among that which processes share
LEASE, BEAT_SECONDS = timedelta(seconds=60), 15.0
LOOK_SECONDS = 1.0  # how often an idle process looks for what others took in, or left
BUSY = timedelta(seconds=5)  # until a batch is looked at again whose results somebody writes still


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
    left: Event = field(default_factory=Event)  # nobody is at it any more
    lost: Event = field(default_factory=Event)  # another process is

    @property
    def ending(self) -> bool:
        return self.cancelled.is_set() or self.lost.is_set()

    def note(self, tally: Tally) -> None:
        if self.began is None:
            self.began, self.before = time.monotonic(), tally.done
        self.tally = replace(tally)


class BatchWorker:
    """The batches of a workspace, taken in, worked off and told of. May be shared by threads."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace, self.jobs = workspace, Jobs(workspace.store.data_dir)
        self._shared, self._name = workspace.store.jobs, secrets.token_hex(8)
        self._running: dict[str, _Running] = {}
        self._changing, self._closing, self._wanted = Lock(), Event(), Event()
        self._thread = Thread(target=self._work_off_all, name="batch", daemon=True)

    @property
    def closing(self) -> bool:
        """Whether the server is about to end."""
        return self._closing.is_set()

    def start(self) -> None:
        """Goes on with what was cut short, and removes what is old."""
        self.jobs.sweep()
        for job in self.jobs.unfinished():
            self._shared.add(job.id, KIND, job.made_at)
            if not is_written(self.jobs.results(job.id)):  # whoever held it was killed
                self._shared.free(job.id)
        self._thread.start()

    def close(self) -> None:
        """Stops after the line at work; what is left goes on elsewhere, or at the next start."""
        self._closing.set()
        self._wanted.set()
        if self._thread.ident is not None:
            self._thread.join()

    def add(self, asker: Asker, opening_ids: Sequence[str], *, request: str, key: str | None = None) -> Job:
        """Takes in a batch of stored openings, or gives the one that came with the same key.

        Raises:
            ReusedKey: If the key came with another request before.
            StoreUnavailable: If the data folder or the database cannot be written.
        """
        job, _ = self.jobs.add(asker, opening_ids, request=request, key=key)
        if self.jobs.end_of(job.id) is None:  # also where it was taken in, and not told to the others
            self._shared.add(job.id, KIND, job.made_at)
            self._wanted.set()
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
            elsewhere = running is None and self._shared.is_held(job_id)
            tally = tally_of(self.jobs.results(job_id)) if elsewhere else Tally()
            return BatchStatus(job, BatchStage.RUNNING if elsewhere else BatchStage.QUEUED, tally)
        stage = BatchStage.CANCELLED if running.cancelled.is_set() else BatchStage.RUNNING
        made = running.tally.done - running.before
        rate = made / max(time.monotonic() - running.began, 1e-3)
        left = (len(job.opening_ids) - running.tally.done) / rate if rate else None
        return BatchStatus(job, stage, running.tally, per_second=rate, seconds_left=left)

    def _work_off_all(self) -> None:
        while not self._closing.is_set():
            try:
                job_id = self._shared.claim(KIND, self._name, LEASE)
                if job_id is not None:
                    self._work_off(self.jobs.job(job_id))
                    continue
            except UnknownBatch:  # its folder was removed
                self._shared.finish(job_id or "")
            except CooptError as error:  # such as a database that is starting again
                logger.error("no work", extra={"error": type(error).__name__})
            self._wanted.wait(LOOK_SECONDS)
            self._wanted.clear()

    def _work_off(self, job: Job) -> None:
        running = self._running[job.id] = _Running()
        beating = Thread(target=self._beat, args=(job, running), daemon=True)
        beating.start()
        try:
            if self.jobs.end_of(job.id) is None:
                self._work(job, running)
        except BatchBusy:
            logger.info("batch left to another process", extra={"batch": job.id})
            self._shared.release(job.id, self._name, wait=BUSY)
        except CooptError as error:
            refused = isinstance(error, BatchMismatch | UnknownOpening)
            stage = BatchStage.INTERRUPTED if refused else BatchStage.FAILED
            logger.error("batch ended early", extra={"batch": job.id, "error": type(error).__name__})
            self.jobs.finish(job.id, stage, running.tally, _told(error))
        except Exception as error:  # the thread has other batches to work off
            logger.error("batch ended early", extra={"batch": job.id, "error": type(error).__name__})
            self.jobs.finish(job.id, BatchStage.FAILED, running.tally, "The server's log tells more.")
        finally:
            running.left.set()
            beating.join()
            self._running.pop(job.id, None)
            self._give_back(job)

    def _beat(self, job: Job, running: _Running) -> None:
        """Says that the work goes on; where another holds it by now, it ends here."""
        while not running.left.wait(BEAT_SECONDS):
            try:
                if not self._shared.extend(job.id, self._name, LEASE):
                    running.lost.set()
            except CooptError:  # the lease outlasts a database that starts again
                logger.warning("lease not extended", extra={"batch": job.id})

    def _give_back(self, job: Job) -> None:
        try:
            if self.jobs.end_of(job.id) is not None:
                self._shared.finish(job.id)
            elif self._closing.is_set():
                self._shared.release(job.id, self._name)
        except CooptError as error:  # it is free once the lease is over
            logger.error("batch not given back", extra={"batch": job.id, "error": type(error).__name__})

    def _work(self, job: Job, running: _Running) -> None:
        def stopped() -> bool:
            ended = self.jobs.end_of(job.id) is not None  # as another process may have been told
            return ended or running.ending or self._closing.is_set()

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
