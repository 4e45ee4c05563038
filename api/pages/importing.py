"""Imports that go on while their page is left: one at a time for each employee, in threads of their own."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from api.importing import Stage, bring_in
from api.logging import describe
from matcher.errors import CooptError
from matcher.store import ImportReport
from matcher.workspace import Workspace

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 2  # of different employees; they write one after the other anyway
MOST_EMPLOYEES, MOST_REPORTS = 500, 20  # of each employee


@dataclass(frozen=True, slots=True)
class Import:
    """An import as it stands.

    Attributes:
        name: Of the file.
        done: Of this stage; how much there is, is 0 where that is not known.
        error: Why it failed; None where nobody foresaw it.
        report_id: Of its report, once it is done.
    """

    name: str
    stage: Stage = Stage.WAITING
    done: int = 0
    total: int = 0
    error: CooptError | None = None
    report_id: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.stage in (Stage.DONE, Stage.FAILED)


class Imports:
    """The imports of a server; what they did is kept in memory until it ends.

    Args:
        then: Called after an import with whose it was, when its page tells already that it is done.
    """

    def __init__(self, *, then: Callable[[str], None] = lambda _: None) -> None:
        self._then = then
        self._pool = ThreadPoolExecutor(MOST_AT_ONCE, "import")
        self._lock = Lock()
        self._latest: OrderedDict[str, Import] = OrderedDict()
        self._reports: OrderedDict[str, OrderedDict[str, ImportReport]] = OrderedDict()

    def start(self, workspace: Workspace, employee: str, path: Path, folder: ExitStack) -> bool:
        """Begins an import, unless one of this employee goes on.

        Args:
            folder: What holds the file; closed when the import is over, or at once where none begins.
        """
        with self._lock:
            latest = self._latest.get(employee)
            going_on = latest is not None and not latest.over
            if not going_on:
                self._put(employee, Import(path.name))
        if going_on:
            folder.close()
            return False
        self._pool.submit(self._run, workspace, employee, path, folder)
        return True

    def latest(self, employee: str) -> Import | None:
        """Gives the import that goes on, or the one that was over last; None where there was none."""
        with self._lock:
            return self._latest.get(employee)

    def report(self, employee: str, import_id: str) -> ImportReport | None:
        """Gives what an import did, row by row; None where that is not kept any longer."""
        with self._lock:
            return self._reports.get(employee, OrderedDict()).get(import_id)

    def close(self) -> None:
        """Waits until every import is over."""
        self._pool.shutdown()

    def _run(self, workspace: Workspace, employee: str, path: Path, folder: ExitStack) -> None:
        try:
            with folder:
                report, _ = bring_in(workspace, path, employee, told=lambda *at: self._tell(employee, *at))
        except CooptError as error:
            self._end(employee, error)
        except Exception as error:  # the page says so; the log says where, without anybody's data
            logger.error("unforeseen error", extra=describe(error))
            self._end(employee, None)
        else:
            self._finish(employee, report)
            self._then(employee)

    def _tell(self, employee: str, stage: Stage, done: int, total: int) -> None:
        with self._lock:
            self._put(employee, replace(self._latest[employee], stage=stage, done=done, total=total))

    def _end(self, employee: str, error: CooptError | None) -> None:
        with self._lock:
            self._put(employee, replace(self._latest[employee], stage=Stage.FAILED, error=error))

    def _finish(self, employee: str, report: ImportReport) -> None:
        with self._lock:
            reports = self._reports.setdefault(employee, OrderedDict())
            reports[report.id] = report
            while len(reports) > MOST_REPORTS:
                reports.popitem(last=False)
            self._put(employee, replace(self._latest[employee], stage=Stage.DONE, report_id=report.id))

    def _put(self, employee: str, state: Import) -> None:
        """Keeps a state, with the lock held; the oldest of those that are over make room."""
        self._latest[employee] = state
        self._latest.move_to_end(employee)
        over = (key for key, one in self._latest.items() if one.over)
        for forgotten in list(over)[: max(0, len(self._latest) - MOST_EMPLOYEES)]:
            del self._latest[forgotten]
            self._reports.pop(forgotten, None)
