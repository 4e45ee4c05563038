"""How many threads one product of matrices takes."""

import os

LIBRARIES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")


def use_one_thread() -> None:
    """Lets numerical libraries work on one thread each, unless the environment tells how many.

    To be called before they are loaded. One question is a small product: threads that wait for the next one
    only take the core of the other question.
    """
    for threads in LIBRARIES:
        os.environ.setdefault(threads, "1")
