"""Where a batch is worked out: here, in the threads of one machine, or elsewhere."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Protocol

from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from matcher.batch.fitting import Fits, Fitting
from matcher.signals import Query


class Engine(Protocol):
    """Finds who fits, among everybody; whichever it is, it finds the same."""

    def find(self, queries: Sequence[Query]) -> list[Fits]:
        """Finds who passes the bar for each opening."""

    def close(self) -> None:
        """Gives back what it holds."""


class LocalEngine:
    """Measures the parts of an index in threads of this process.

    Args:
        fitting: What measures a part.
        threads: How many; one for each core that may be used unless told.
    """

    def __init__(self, fitting: Fitting, *, threads: int | None = None) -> None:
        self._fitting, self._threads = fitting, threads or _cores()
        self._blas = ThreadpoolController()

    def find(self, queries: Sequence[Query]) -> list[Fits]:
        """Finds who passes the bar for each opening."""
        fitting, everybody = self._fitting, self._fitting.everybody
        # Each thread multiplies on its own: those of the library would wait for each other meanwhile.
        with self._blas.limit(limits=1, user_api="blas"), ThreadPoolExecutor(self._threads) as threads:
            questions = fitting.questions(queries)
            return joined(
                list(threads.map(partial(fitting.find, questions), fitting.spans(everybody))), len(queries)
            )

    def close(self) -> None:
        """Nothing is held between two calls."""


def joined(parts: Sequence[Sequence[Fits]], count: int) -> list[Fits]:
    """Puts together, for each of `count` openings, what was found in neighbouring parts."""
    return [Fits.joined([of_part[number] for of_part in parts]) for number in range(count)]


def _cores() -> int:
    """Counts those that this process may use; not every system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


EngineMaker = Callable[[Fitting], Engine]
"""Makes what a batch is worked out with."""
