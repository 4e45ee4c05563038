"""A disk that is full for good: what is in use stays, and the error says what happened."""

from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from matcher.errors import StoreUnavailable
from matcher.index import current_name
from matcher.reindex import reindex
from matcher.store import Store
from tests.conftest import WordEncoder
from tests.faults import children
from tests.faults.children import people

resource = pytest.importorskip("resource", reason="this system limits no file's size")

LIMITS = (1, 300, 3_000, 7_000)  # bytes that a file may have: where the work, a vector or a word is cut


def indexing_on_a_full_disk(data_dir: Path, limit: int, told: Connection) -> None:
    import signal

    with Store(data_dir) as store:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails, as on a disk that is full
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            reindex(store, WordEncoder())
        except StoreUnavailable as error:
            told.send(str(error))
        else:
            told.send("")


@pytest.mark.parametrize("limit", LIMITS)
def test_a_write_that_does_not_fit_leaves_the_old_index(tmp_path: Path, limit: int) -> None:
    with Store(tmp_path) as store:
        store.import_contacts(people(0), "me")
        first = reindex(store, WordEncoder())
        store.import_contacts(people(1), "me")
    context = children.FORKING
    mine, its = context.Pipe(duplex=False)
    child = context.Process(target=indexing_on_a_full_disk, args=(tmp_path, limit, its))
    child.start()
    its.close()
    assert "the index cannot be written" in mine.recv()
    child.join()
    assert current_name(tmp_path / "index") == first.generation
    with Store(tmp_path) as store:
        assert reindex(store, WordEncoder()).contacts == first.contacts * 2
