"""Runs a batch: openings in groups against everybody, a line each as soon as it is known."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.batch.fitting import Fits, Fitting
from matcher.batch.results import BatchResults, Tally
from matcher.batch.state import BatchState
from matcher.errors import SuggestionsStopped
from matcher.events.event import EventKind
from matcher.feedback import multipliers_of
from matcher.index import Progress
from matcher.opening import Opening
from matcher.policy import Role
from matcher.reach import LinesIn, Reach, reach_among, reach_to_json
from matcher.store import Store

if TYPE_CHECKING:
    from matcher.workspace import Workspace

OPENINGS_AT_ONCE = 16  # for which everybody's vectors are read once; a kill loses at most their work


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for a batch.

    Attributes:
        by: Their id.
        roles: What they are, which decides what they are shown.
    """

    by: str
    roles: frozenset[Role] = frozenset({Role.RECRUITER})


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What a run did.

    Attributes:
        openings: Of the whole batch.
        before: Lines that were there already.
        cancelled: Whether it ended early, because it was told to.
        tally: What stands in the results now.
    """

    openings: int
    before: int
    tally: Tally
    cancelled: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Watch:
    """What looks on while a batch runs.

    Attributes:
        progress: Is told (done, total), at first and after every line.
        tally: Is told what stands in the results, as often.
        cancelled: Is asked before every line; yes ends the run, and the batch can go on later.
    """

    progress: Progress = lambda done, total: None
    tally: Callable[[Tally], None] = lambda tally: None
    cancelled: Callable[[], bool] = lambda: False

    def tell(self, tally: Tally, total: int) -> None:
        """Tells how far the work is."""
        self.tally(tally)
        self.progress(tally.done, total)


NOBODY = Watch()


def run_batch(
    workspace: "Workspace",
    openings: Sequence[Opening],
    path: Path,
    asker: Asker,
    *,
    restart: bool = False,
    watch: Watch = NOBODY,
) -> BatchReport:
    """Answers every opening that has no line yet; each answer holds at the moment its line is written.

    Args:
        path: Where the results go, or go on.
        restart: Whether to begin anew whatever is there.

    Raises:
        BatchMismatch: If what is there was begun otherwise.
        BatchBusy: If another process is writing it.
        StoreUnavailable: If the results cannot be written.
        IndexMismatch: If the index was made with another model.
    """
    began = time.monotonic()
    suggester = workspace.suggester()
    now = BatchState.of(suggester, openings, multipliers_of(workspace.store))
    with BatchResults(path, now, [opening.id for opening in openings], restart=restart) as results:
        before = results.tally.done
        fitting = Fitting(suggester.index, suggester.encoder, results.state.taught(suggester.ranker))
        run = _Run(workspace.store, fitting, results, asker, watch)
        run.answer_all(openings)
        cancelled = results.tally.done < len(openings)
        return BatchReport(len(openings), before, results.tally, cancelled, time.monotonic() - began)


@dataclass(frozen=True, slots=True)
class _Run:
    """A batch at work."""

    store: Store
    fitting: Fitting
    results: BatchResults
    asker: Asker
    watch: Watch

    def answer_all(self, openings: Sequence[Opening]) -> None:
        """Goes on where the results end, until all are there or the work is cancelled."""
        tally = self.results.tally
        self.watch.tell(tally, len(openings))
        while tally.done < len(openings) and not self.watch.cancelled():
            group = openings[tally.done : tally.done + OPENINGS_AT_ONCE]
            lines_in = cache(self.store.reach.lines)  # a look at each network for every group, not opening
            for fits in self.fitting.of(group):
                if self.watch.cancelled():
                    return
                self.results.append(self._answer(fits, lines_in))
                self.watch.tell(tally, len(openings))

    def _answer(self, fits: Fits, lines_in: LinesIn) -> dict[str, Any]:
        """Makes a line, and puts into the log that it is about to be shown."""
        opening = fits.opening
        try:
            self.store.stops.check(opening.id)
        except SuggestionsStopped as stopped:
            return _line(Reach(opening, 0, (), (), 0, ()), stopped_since=stopped.since)
        roles = self.asker.roles
        reach = reach_among(self.store, opening, fits.contact_ids, roles=roles, lines_in=lines_in)
        shown = {"fits": reach.fits, "lines": len(reach.lines), "batch": True}
        self.store.events.append(EventKind.REACHED, self.asker.by, opening.id, shown)
        return _line(reach)


def _line(reach: Reach, *, stopped_since: str | None = None) -> dict[str, Any]:
    """Writes what a single question would tell, but for names.

    A file is kept, and a name may be taken back: only how many are shared is told, and asking gives them.
    """
    told = reach_to_json(reach)
    told["shared_names"] = len(told.pop("named"))
    return told | {"fits": None if stopped_since else reach.fits, "stopped_since": stopped_since}
