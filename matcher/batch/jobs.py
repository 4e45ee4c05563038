"""Batches that a server works off: each a folder under the data folder, whole from its first moment.

`request.json` tells what was asked, `results.jsonl` grows, `end.json` tells how it ended. A batch without an
end is one to go on with.
"""

import hashlib
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from matcher.batch.files import write_whole
from matcher.batch.results import Tally
from matcher.batch.run import Asker
from matcher.errors import ReusedKey, StoreUnavailable, UnknownBatch
from matcher.policy import Role

FOLDER = "batches"
RESULTS = "results.jsonl"
KEPT = timedelta(days=30)  # after which a batch is removed with its results
_REQUEST, _END = "request.json", "end.json"
_ID_BYTES = 16


class BatchStage(StrEnum):
    """Where a batch stands."""

    QUEUED = "queued"  # waits for the one before, or for the server to start again
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"  # cannot go on: contacts, openings or models changed; ask for it again
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """A batch as it was asked for.

    Attributes:
        opening_ids: In the order of the results.
        made_at: ISO 8601, UTC.
    """

    id: str
    by: str
    roles: tuple[str, ...]
    opening_ids: tuple[str, ...]
    made_at: str
    request: str

    @property
    def asker(self) -> Asker:
        """Who asked."""
        return Asker(self.by, frozenset(map(Role, self.roles)))


@dataclass(frozen=True, slots=True)
class End:
    """How a batch ended.

    Attributes:
        problem: Why it did not reach its end, for whoever asked; empty where it did.
        done: Lines that its results hold; of them, `stopped` by an officer, and `nobody` without a fit.
    """

    stage: BatchStage
    at: str
    problem: str = ""
    done: int = 0
    stopped: int = 0
    nobody: int = 0

    @property
    def tally(self) -> Tally:
        """What stands in the results."""
        return Tally(self.done, self.stopped, self.nobody)


class Jobs:
    """The batches of a data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / FOLDER

    def add(
        self, asker: Asker, opening_ids: Sequence[str], *, request: str, key: str | None = None
    ) -> tuple[Job, bool]:
        """Adds a batch; asked again with the same key, gives the one that is there.

        Args:
            request: What was asked, to tell whether it is the same again.
            key: The caller's Idempotency-Key.

        Returns:
            The batch, and whether it is new.

        Raises:
            ReusedKey: If the key came with another request before.
            StoreUnavailable: If the folder cannot be written.
        """
        job_id = secrets.token_hex(_ID_BYTES) if key is None else _id_of(asker.by, key)
        roles = tuple(sorted(role.value for role in asker.roles))
        job = Job(job_id, asker.by, roles, tuple(opening_ids), _now(), _digest(request))
        if not self._place(job):
            there = self.job(job_id)
            if there.request != job.request:
                raise ReusedKey
            return there, False
        return job, True

    def job(self, job_id: str) -> Job:
        """Gives a batch.

        Raises:
            UnknownBatch: If there is none.
        """
        if not _is_id(job_id):
            raise UnknownBatch(job_id)
        try:
            data = json.loads((self._folder / job_id / _REQUEST).read_bytes())
        except FileNotFoundError as error:
            raise UnknownBatch(job_id) from error
        return Job(**data | {name: tuple(data[name]) for name in ("roles", "opening_ids")})

    def results(self, job_id: str) -> Path:
        """Gives where the results of a batch stand, or will."""
        return self._folder / job_id / RESULTS

    def end_of(self, job_id: str) -> End | None:
        """Tells how a batch ended; None while it has not."""
        try:
            data = json.loads((self._folder / job_id / _END).read_bytes())
        except FileNotFoundError:
            return None
        return End(**data | {"stage": BatchStage(data["stage"])})

    def finish(self, job_id: str, stage: BatchStage, tally: Tally, problem: str = "") -> None:
        """Notes how a batch ended."""
        end = End(stage, _now(), problem, tally.done, tally.stopped, tally.nobody)
        write_whole(self._folder / job_id / _END, json.dumps(asdict(end)) + "\n")

    def of(self, by: str, *, k: int) -> list[Job]:
        """Gives the latest batches that somebody asked for, the newest first."""
        found = [job for job in map(self.job, self._ids()) if job.by == by]
        return sorted(found, key=lambda job: (job.made_at, job.id), reverse=True)[:k]

    def unfinished(self) -> list[Job]:
        """Gives the batches without an end, oldest first."""
        found = [self.job(job_id) for job_id in self._ids() if self.end_of(job_id) is None]
        return sorted(found, key=lambda job: (job.made_at, job.id))

    def sweep(self) -> None:
        """Removes the batches that ended long ago."""
        latest = (datetime.now(UTC) - KEPT).isoformat(timespec="seconds")
        for job_id in self._ids():
            end = self.end_of(job_id)
            if end is not None and end.at < latest:
                shutil.rmtree(self._folder / job_id, ignore_errors=True)

    def _ids(self) -> Iterator[str]:
        if self._folder.is_dir():
            yield from sorted(path.name for path in self._folder.iterdir() if _is_id(path.name))

    def _place(self, job: Job) -> bool:
        """Makes the folder of a batch at once; gives whether it was not there."""
        try:
            self._folder.mkdir(exist_ok=True, mode=0o700)
            aside = Path(tempfile.mkdtemp(prefix="new-", dir=self._folder))
            try:
                write_whole(aside / _REQUEST, json.dumps(asdict(job)) + "\n")
                os.rename(aside, self._folder / job.id)  # refused where a folder with files is in its place
            except OSError:
                shutil.rmtree(aside, ignore_errors=True)
                if (self._folder / job.id / _REQUEST).exists():
                    return False
                raise
        except OSError as error:
            raise StoreUnavailable(f"{self._folder}: cannot be written ({error.strerror})") from error
        return True


def _id_of(by: str, key: str) -> str:
    return _digest(f"{by}\n{key}")[: 2 * _ID_BYTES]


def _is_id(text: str) -> bool:
    return len(text) == 2 * _ID_BYTES and not set(text) - set("0123456789abcdef")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
