"""A store copied to a server and back: the same rows, the same ids, the same index."""

from operator import attrgetter

import pytest

from matcher.errors import StoreUnavailable
from matcher.feedback import Verdict, VerdictKind
from matcher.moving import move_store
from matcher.opening import Opening
from matcher.privacy.secret import SECRET_FILE
from matcher.readers.report import Reading
from matcher.reindex import reindex
from matcher.store import Store
from matcher.store.engine import DATABASE
from tests.conftest import reading

pytestmark = pytest.mark.postgres


@pytest.fixture
def filled(tmp_path, word_encoder):
    """The address of an SQLite store with a little of everything, and an index."""
    folder = tmp_path / "data"
    with Store(folder) as store:
        for employee in ("me", "you"):
            people = (("Ada Vale", "data engineer"), ("Bo Roe", "chef"), ("Cy É. Moss", "nurse"))
            store.import_contacts(reading(*people), employee)
        store.import_openings(Reading("markdown", "a.md", (Opening("o1", "Chef", "Chef"),)))
        first, second, third = (
            contact.id for contact in sorted(store.contacts("me"), key=attrgetter("name"))
        )
        store.feedback.give(
            Verdict("me", "o1", first, VerdictKind.CONSIDER, contributions={"title": 0.1 + 0.2})
        )
        store.introductions.start("me", second, "o1")
        store.stops.stop(None, reason="Under review", by="olga")
        store.privacy.erase(third, by="me")
        reindex(store, word_encoder)
    return f"sqlite:///{folder / DATABASE}"


def test_there_and_back_nothing_is_lost(filled, postgres_url, tmp_path, word_encoder):
    there = move_store(filled, postgres_url, tmp_path / "server")
    back = move_store(postgres_url, f"sqlite:///{tmp_path / 'back' / DATABASE}", tmp_path / "server")
    assert there.tables == back.tables
    assert there.rows > 40
    with Store(tmp_path / "back") as store:
        assert store.events.verify().ok
        assert [contact.name for contact in store.contacts("me")]
        assert not reindex(store, word_encoder).changed


def test_the_index_comes_along_and_is_true(filled, postgres_url, tmp_path, word_encoder):
    report = move_store(filled, postgres_url, tmp_path / "data")
    assert (report.index, report.secret) == (True, False)
    with Store(tmp_path / "data", database_url=postgres_url) as store:
        assert not reindex(store, word_encoder).changed
        assert store.import_contacts(reading(("Ada Vale", "data engineer")), "me").unchanged == 1


def test_the_erased_stay_out_after_the_move(filled, postgres_url, tmp_path):
    report = move_store(filled, postgres_url, tmp_path / "server")
    assert report.secret
    assert (tmp_path / "server" / SECRET_FILE).stat().st_mode & 0o077 == 0
    with Store(tmp_path / "server", database_url=postgres_url) as store:
        people = reading(("Ada Vale", "data engineer"), ("Bo Roe", "chef"), ("Cy É. Moss", "nurse"))
        assert len(store.import_contacts(people, "me").skipped) == 1


def test_ids_go_on_from_where_they_were(filled, postgres_url, tmp_path):
    def last(store: Store) -> int:
        store.import_contacts(reading(("Di Fay", "cook")), "me")
        return max(id_ for id_, *_ in store.fragments())

    move_store(filled, postgres_url, tmp_path / "server")
    move_store(postgres_url, f"sqlite:///{tmp_path / 'back' / DATABASE}", tmp_path / "server")
    with (
        Store(tmp_path / "data") as sqlite,
        Store(tmp_path / "server", database_url=postgres_url) as server,
        Store(tmp_path / "back") as back,
    ):
        assert last(sqlite) == last(server) == last(back)


def test_a_store_that_holds_anything_is_not_copied_to(filled, postgres_url, tmp_path):
    with Store(tmp_path / "server", database_url=postgres_url) as store:
        store.import_contacts(reading(("Di Fay", "cook")), "me")
        with pytest.raises(StoreUnavailable, match="Expected an empty store"):
            move_store(filled, postgres_url, tmp_path / "server")
        assert len(store.network("me").contact_ids) == 1


def test_what_the_server_cannot_hold_is_told_and_nothing_is_kept(filled, postgres_url, tmp_path):
    with Store(tmp_path / "data") as store:
        store.import_openings(Reading("markdown", "nul\x00.md", (Opening("o2", "Cook", "Cook"),)))
    with pytest.raises(StoreUnavailable, match="imports cannot be copied.*NUL"):
        move_store(filled, postgres_url, tmp_path / "server")
    with Store(tmp_path / "server", database_url=postgres_url) as store:
        assert store.employees() == ()


def test_a_store_that_is_not_there_is_not_made(tmp_path, postgres_url):
    with pytest.raises(StoreUnavailable, match="no store to copy from"):
        move_store(f"sqlite:///{tmp_path / 'none' / DATABASE}", postgres_url, tmp_path)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("address", ["sqlite:///other.db", "sqlite://", "nonsense"])
def test_an_address_that_is_no_store_is_refused(address, postgres_url, tmp_path):
    with pytest.raises(StoreUnavailable, match="xpected") as refused:
        move_store(address, postgres_url, tmp_path)
    assert postgres_url not in str(refused.value)
