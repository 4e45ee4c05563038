"""The results of a batch: JSON Lines, one opening a line; the file itself is the checkpoint.

A line is written whole before the next opening is answered, so a kill takes none away; it reaches the disk
within about a second, so that a power cut takes no more than the last ones. What was left of a line is cut
off when the batch goes on.
"""

import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from errno import ENOSPC
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from filelock import FileLock, Timeout

from matcher.batch.state import BatchState
from matcher.errors import BatchBusy, BatchMismatch, StoreUnavailable

STATE, LOCK = ".state", ".lock"  # added to the name of the results
SECONDS_UNSYNCED = 1.0


@dataclass(slots=True)
class Tally:
    """What stands in the results so far.

    Attributes:
        done: Openings answered: the number of lines.
        stopped: Of them, those that an officer had stopped.
        nobody: Of them, those whom nobody fits.
    """

    done: int = 0
    stopped: int = 0
    nobody: int = 0

    def add(self, line: dict[str, Any]) -> None:
        """Counts one line."""
        self.done += 1
        self.stopped += line["stopped_since"] is not None
        self.nobody += line["fits"] == 0


def is_written(path: Path) -> bool:
    """Tells whether a process is writing results; its lock goes with it, however it ends."""
    try:
        with FileLock(path.with_name(path.name + LOCK), timeout=0):
            return False
    except Timeout:
        return True


def tally_of(path: Path) -> Tally:
    """Counts the lines that are whole in results that somebody else may be writing."""
    tally = Tally()
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return tally
    for line in written[: written.rfind(b"\n") + 1].splitlines():
        tally.add(json.loads(line))
    return tally


class BatchResults:
    """The file of a batch, open for more lines, and nobody else's meanwhile.

    Args:
        path: The results; their state lies beside, with `.state` added to the name.
        now: What the batch would be made with now.
        opening_ids: In the order of the lines.
        restart: Whether to begin anew whatever is there.

    Attributes:
        state: What the batch is made with: of when it began.

    Raises:
        BatchMismatch: If what is there is of another batch, or no batch at all.
        BatchBusy: If another process is writing it.
        StoreUnavailable: If the folder or the file cannot be written.
    """

    def __init__(
        self, path: Path, now: BatchState, opening_ids: Sequence[str], *, restart: bool = False
    ) -> None:
        self.path, self.tally, self._synced = path, Tally(), 0.0
        self._lock = FileLock(path.with_name(path.name + LOCK), timeout=0)
        try:
            self._lock.acquire()
            self.state = self._begin(now, restart=restart)
            self._file = self._open(opening_ids)
        except Timeout as error:
            raise BatchBusy(path.name) from error
        except OSError as error:
            self._lock.release()
            raise StoreUnavailable(f"{path}: cannot be written ({error.strerror})") from error
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        try:
            self._sync()
        except OSError as error:
            raise StoreUnavailable(f"{self.path}: cannot be written ({error.strerror})") from error
        finally:
            self._file.close()
            self._lock.release()

    def append(self, line: dict[str, Any]) -> None:
        """Adds a line; once this returns, the end of the process does not take it away.

        Raises:
            StoreUnavailable: If the disk is full, or fails.
        """
        try:
            data = json.dumps(line, ensure_ascii=False).encode() + b"\n"
            if self._file.write(data) != len(data):
                raise OSError(ENOSPC, os.strerror(ENOSPC))
            self._sync(at_least=SECONDS_UNSYNCED)
        except OSError as error:
            raise StoreUnavailable(f"{self.path}: cannot be written ({error.strerror})") from error
        self.tally.add(line)

    def _sync(self, at_least: float = 0.0) -> None:
        """Brings the lines to the disk, unless that was done less than `at_least` seconds ago."""
        if time.monotonic() - self._synced >= at_least:
            os.fsync(self._file.fileno())
            self._synced = time.monotonic()

    def _begin(self, now: BatchState, *, restart: bool) -> BatchState:
        state_path = self.path.with_name(self.path.name + STATE)
        if self.path.exists() and not self.path.is_file():  # such as /dev/zero, which has no end
            raise BatchMismatch(self.path.name, "by something else than a batch")
        if restart:
            self.path.unlink(missing_ok=True)
            state_path.unlink(missing_ok=True)
        before = BatchState.read(state_path)
        if before is not None:
            before.check(now, self.path.name)
            return before
        if self.path.exists() and self.path.stat().st_size:
            raise BatchMismatch(self.path.name, "by something else than a batch")
        now.write(state_path)
        return now

    def _open(self, opening_ids: Sequence[str]) -> FileIO:
        """Checks the lines that are there, and takes off what is left of one that was not finished."""
        whole = 0
        with self.path.open("a+b") as lines:
            lines.seek(0)
            for number, line in enumerate(lines):
                if line.endswith(b"\n"):
                    self._count(line, opening_ids[number] if number < len(opening_ids) else None)
                    whole += len(line)
            lines.truncate(whole)
        return self.path.open("ab", buffering=0)

    def _count(self, line: bytes, opening_id: str | None) -> None:
        try:
            told = json.loads(line)
            if told["opening"]["id"] != opening_id:
                raise BatchMismatch(self.path.name, "for other openings")
            self.tally.add(told)
        except (ValueError, KeyError, TypeError) as error:
            raise BatchMismatch(self.path.name, "by something else than a batch") from error
