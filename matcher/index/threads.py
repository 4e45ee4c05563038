"""How many threads FAISS works with."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Keeps FAISS from sharing small work among threads: waiting for each other takes longer.

    What comes next waits too: threads of FAISS look for more work for some milliseconds, on the processors
    that the next matrix product is shared among. The number is each calling thread's own.
    """
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
