"""Runs a batch: openings in groups against everybody, a line each as soon as it is known."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.batch.engine import Engine, EngineMaker, LocalEngine
from matcher.batch.everybody import Everybody
from matcher.batch.fitting import Fits, Fitting
from matcher.batch.results import BatchResults, Tally
from matcher.batch.state import BatchState
from matcher.bulk import bulk_work
from matcher.encoder import Encoder
from matcher.events.event import EventKind, NewEvent
from matcher.feedback import multipliers_of
from matcher.index import Progress
from matcher.opening import Opening
from matcher.policy import Role
from matcher.reach import Reach, in_bands, reach_to_json
from matcher.signals import encode_opening
from matcher.store import Store

if TYPE_CHECKING:
    from matcher.workspace import Workspace

OPENINGS_AT_ONCE = 64  # for which everybody's vectors are read once
GROUPS_AHEAD = 3  # that need not wait for the first line; a kill loses at most their work


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
    engine: EngineMaker = LocalEngine,
) -> BatchReport:
    """Answers every opening that has no line yet; each answer holds at the moment its line is written.

    Args:
        path: Where the results go, or go on.
        restart: Whether to begin anew whatever is there.
        engine: Makes what works it out; the results are the same, whichever it is.

    Raises:
        BatchMismatch: If what is there was begun otherwise.
        BatchBusy: If another process is writing it.
        StoreUnavailable: If the results cannot be written.
        IndexMismatch: If the index was made with another model.
    """
    began = time.monotonic()
    store, suggester = workspace.store, workspace.suggester()
    now = BatchState.of(suggester, openings, multipliers_of(store))
    with BatchResults(path, now, [opening.id for opening in openings], restart=restart) as results:
        before = results.tally.done
        fitting = Fitting(suggester.index, results.state.taught(suggester.ranker))
        if before < len(openings):
            with bulk_work(), closing(engine(fitting)) as at_work, ThreadPoolExecutor(1) as aside:
                everybody = aside.submit(Everybody, store, suggester.index)  # while the first are found
                run = _Run(store, suggester.encoder, at_work, everybody, results, asker, watch)
                run.answer_all(openings)
        cancelled = results.tally.done < len(openings)
        return BatchReport(len(openings), before, results.tally, cancelled, time.monotonic() - began)


@dataclass(frozen=True, slots=True)
class _Run:
    """A batch at work."""

    store: Store
    encoder: Encoder
    engine: Engine
    everybody: Future[Everybody]
    results: BatchResults
    asker: Asker
    watch: Watch

    def answer_all(self, openings: Sequence[Opening]) -> None:
        """Goes on where the results end, until all are there or the work is cancelled."""
        tally = self.results.tally
        self.watch.tell(tally, len(openings))
        for opening, fits in self._found(openings):
            if self.watch.cancelled():
                return
            self.results.append(self._answer(opening, fits))
            self.watch.tell(tally, len(openings))

    def _found(self, openings: Sequence[Opening]) -> Iterator[tuple[Opening, Fits]]:
        """Finds who fits, ahead of the lines; groups begin at the same openings after a kill."""
        done = self.results.tally.done
        firsts = range(done - done % OPENINGS_AT_ONCE, len(openings), OPENINGS_AT_ONCE)
        groups = [openings[first : first + OPENINGS_AT_ONCE] for first in firsts]
        if self.watch.cancelled():
            return
        ahead, waiting = ThreadPoolExecutor(1), iter(groups)
        try:
            coming = deque(ahead.submit(self._find, group) for group in islice(waiting, GROUPS_AHEAD))
            for number, group in enumerate(groups):
                found = coming.popleft().result()
                coming.extend(ahead.submit(self._find, group) for group in islice(waiting, 1))
                skipped = done % OPENINGS_AT_ONCE if number == 0 else 0
                yield from list(zip(group, found, strict=True))[skipped:]
        finally:
            ahead.shutdown(cancel_futures=True)

    def _find(self, openings: Sequence[Opening]) -> list[Fits]:
        return self.engine.find([encode_opening(opening, self.encoder) for opening in openings])

    def _answer(self, opening: Opening, fits: Fits) -> dict[str, Any]:
        """Makes a line, and puts into the log that it is about to be shown, if it holds at that moment."""
        everybody = self.everybody.result()
        while True:
            since = everybody.census.stopped_since(opening.id)
            if since is not None and self.store.census.holds(everybody.moment):
                return _line(in_bands(Reach(opening, 0, (), (), 0, ())), stopped_since=since)
            reach = in_bands(everybody.reach(opening, fits.contacts, self.asker.roles))
            shown = {"fits": reach.fits, "lines": len(reach.lines), "batch": True}
            event = NewEvent(EventKind.REACHED, self.asker.by, (opening.id,), shown)
            if since is None and (now := self.store.census.note(event, everybody.moment)) is not None:
                everybody.moment = now
                return _line(reach)
            everybody.look_again()


def _line(reach: Reach, *, stopped_since: str | None = None) -> dict[str, Any]:
    """Writes what a single question would tell, but for names.

    A file is kept, and a name may be taken back: only how many are shared is told, and asking gives them.
    """
    told = reach_to_json(reach)
    told["shared_names"] = len(told.pop("named"))
    return told | {"fits": None if stopped_since else reach.fits, "stopped_since": stopped_since}
