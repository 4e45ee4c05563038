import gc
import sys
from threading import Thread

import pytest

from matcher.bulk import bulk_work


def settings() -> tuple[tuple[int, int, int], float]:
    return gc.get_threshold(), sys.getswitchinterval()


def test_the_interpreter_is_as_before_once_the_last_piece_of_work_ended():
    before = settings()
    first, second = bulk_work(), bulk_work()
    first.__enter__()
    within = settings()
    assert within[0][0] > before[0][0]
    assert within[1] < before[1]
    thread = Thread(target=second.__enter__)
    thread.start()
    thread.join()
    first.__exit__(None, None, None)  # the second is at it still
    assert settings() == within
    second.__exit__(None, None, None)
    assert settings() == before


def test_the_interpreter_is_as_before_after_work_that_failed():
    before = settings()
    with pytest.raises(ValueError, match="broken"), bulk_work():
        raise ValueError("broken")
    assert settings() == before
