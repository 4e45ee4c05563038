"""How far a re-index is."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from threading import Lock

from matcher.facts import FactBlock

Progress = Callable[[int, int], None]
"""Is told (done, total) as work goes on."""


class Steps:
    """Counts the steps of a re-index in all its threads, and tells whoever looks on.

    Args:
        total: How many there are.
    """

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total, self._progress = 0, total, progress
        self._lock, self._stopped = Lock(), False

    def add(self, n: int) -> None:
        """Tells that `n` more are done."""
        with self._lock:
            self._done += n
            if self._progress is not None:
                self._progress(min(self._done, self._total), self._total)

    def through_facts(self, facts: Iterable[FactBlock]) -> Iterator[FactBlock]:
        """Gives facts on, and counts their contacts."""
        for block in facts:
            yield block
            self.add(len(block.ids))

    def part(self, size: int) -> Progress:
        """Gives what is told of a part of the work that is worth `size` steps, in steps of its own."""
        told = 0

        def tell(done: int, total: int) -> None:
            nonlocal told
            self.go_on()
            reached = size * done // max(total, 1)
            self.add(reached - told)
            told = reached

        return tell

    def stop(self) -> None:
        """Ends what other threads do at their next step."""
        self._stopped = True

    def go_on(self) -> None:
        """Does nothing, unless this was stopped.

        Raises:
            CancelledError: If it was.
        """
        if self._stopped:
            raise CancelledError
