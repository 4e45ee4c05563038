"""Whether an index fits on the disk, and errors of the disk told in one way."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import Timeout

from matcher.errors import StoreUnavailable

BYTES_A_VALUE = 4
CODES_A_BYTE = 2  # values, in the index over everybody
BYTES_A_FRAGMENT = 180  # beside its vector: ids, words, facts, groups; measured on a million contacts
MEGABYTE = 1 << 20


def generation_bytes(fragments: int, dimension: int) -> int:
    """Estimates the size of a generation."""
    return fragments * (dimension * BYTES_A_VALUE + dimension // CODES_A_BYTE + BYTES_A_FRAGMENT)


def check_space(index_dir: Path, needed: int) -> None:
    """Makes sure that a generation fits beside the one in use.

    Raises:
        StoreUnavailable: If it does not.
    """
    free = shutil.disk_usage(index_dir).free
    if free < needed:
        raise StoreUnavailable(
            f"{index_dir}: the index takes about {_megabytes(needed)} beside the one in use, and "
            f"{_megabytes(free)} are free. Nothing was changed."
        )


@contextmanager
def disk_errors(index_dir: Path) -> Iterator[None]:
    """Tells a full disk, a read-only folder and the like in one line; the generation in use stays.

    Raises:
        StoreUnavailable: In the place of an `OSError`.
    """
    try:
        yield
    except Timeout:  # of a lock; it is an OSError too
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreUnavailable(
            f"{index_dir}: the index cannot be written ({reason}). The one in use, if any, is unchanged."
        ) from error


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:,.0f} MB"
