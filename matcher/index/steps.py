"""How far a re-index is."""

from collections.abc import Callable, Iterable, Iterator

from matcher.facts import FactBlock

Progress = Callable[[int, int], None]
"""Is told (done, total) as work goes on."""


class Steps:
    """Counts the steps of a re-index, and tells whoever looks on.

    Args:
        total: How many there are.
    """

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def add(self, n: int) -> None:
        """Tells that `n` more are done."""
        self._done += n
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total)

    def through_facts(self, facts: Iterable[FactBlock]) -> Iterator[FactBlock]:
        """Gives facts on, and counts their contacts."""
        for block in facts:
            yield block
            self.add(len(block.ids))

    def rest(self) -> Progress:
        """Gives what is told of the last part of the work, in steps of its own."""
        before = self._done

        def tell(done: int, total: int) -> None:
            self.add(before + (self._total - before) * done // max(total, 1) - self._done)

        return tell
