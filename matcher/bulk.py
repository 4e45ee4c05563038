"""Settings of the interpreter for work over millions of rows, beside which others are served."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

OBJECTS_A_COLLECTION = 100_000  # rows are read by tens of thousands, and are no cycles
TURN_SECONDS = 0.0005  # after which a thread that waits has its turn

_lock = Lock()
_at_work, _before = 0, (gc.get_threshold(), sys.getswitchinterval())


@contextmanager
def bulk_work() -> Iterator[None]:
    """Has garbage looked for seldom, and threads take turns often: the encoder's hardly wait for the reader.

    It holds for the whole process, until the last that is within it ends.
    """
    _begin()
    try:
        yield
    finally:
        _end()


def _begin() -> None:
    global _at_work, _before
    with _lock:
        _at_work += 1
        if _at_work == 1:
            _before = gc.get_threshold(), sys.getswitchinterval()
            gc.set_threshold(OBJECTS_A_COLLECTION, *_before[0][1:])
            sys.setswitchinterval(TURN_SECONDS)


def _end() -> None:
    global _at_work
    with _lock:
        _at_work -= 1
        if _at_work == 0:
            gc.set_threshold(*_before[0])
            sys.setswitchinterval(_before[1])
