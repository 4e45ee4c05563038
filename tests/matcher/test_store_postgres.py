"""What the store promises on a PostgreSQL server beyond what it does on SQLite."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, insert, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import NullPool

from matcher.errors import MissingExtra, StoreUnavailable
from matcher.store import Store, engine, postgresql
from matcher.store.tables import Base, ContactRow, TieRow
from tests.conftest import reading

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
PASSWORD = "a-password-that-no-message-tells"

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.postgres


def config_of(connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(engine.__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


@pytest.mark.parametrize("server", [False, True], ids=["sqlite", "postgres"])
def test_migrations_run_down_and_up_and_make_the_tables_of_the_code(request, tmp_path, server):
    url = request.getfixturevalue("new_database") if server else None
    opened = engine.open_engine(tmp_path, url)
    with opened.connect().execution_options(writes=True) as connection, connection.begin():
        command.downgrade(config_of(connection), "base")
        left = text("SELECT count(*) FROM alembic_version")
        assert connection.scalar(left) == 0
        for step in range(1, 10):
            command.upgrade(config_of(connection), f"{step:04}")
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        command.upgrade(config_of(connection), "head")
        assert compare_metadata(context, Base.metadata) == []
    opened.dispose()


def test_texts_compare_by_code_point_whatever_the_language_of_the_database(postgres_url):
    with create_engine(postgres_url, poolclass=NullPool).connect() as connection:
        query = (
            "SELECT DISTINCT collation_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND data_type IN ('text', 'character varying') AND table_name <> 'alembic_version'"
        )
        assert connection.execute(text(query)).scalars().all() == ["C"]


OPENS = """
import sys
from pathlib import Path
from matcher.store import Store
with Store(Path(sys.argv[1]), database_url=sys.argv[2]) as store:
    print(store.version)
"""


def test_processes_that_start_at_once_make_the_tables_once(new_database, tmp_path):
    line = [sys.executable, "-c", OPENS, str(tmp_path), new_database]
    running = [subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(3)]
    assert [process.communicate()[0] for process in running] == [b"0\n"] * 3


IMPORTS = """
import sys
from pathlib import Path
from matcher.store import Store
from tests.conftest import reading
with Store(Path(sys.argv[1]), database_url=sys.argv[2]) as store:
    for round in range(3):
        store.import_contacts(reading(*((f"P{n}", f"Chef {round}") for n in range(50))), sys.argv[3])
"""


def test_processes_that_import_the_same_people_at_once_make_them_once(postgres_url, tmp_path):
    line = [sys.executable, "-c", IMPORTS, str(tmp_path), postgres_url]
    running = [subprocess.Popen([*line, who], cwd=ROOT) for who in ("ada", "bo")]
    assert [process.wait() for process in running] == [0, 0]
    with Store(tmp_path, database_url=postgres_url) as store:
        assert store.network("ada").contact_ids == store.network("bo").contact_ids
        assert len(store.network("ada").contact_ids) == 50


def test_a_reader_sees_one_moment(postgres_url, tmp_path):
    with Store(tmp_path, database_url=postgres_url) as store, store._reading() as connection:
        count = text("SELECT count(*) FROM contacts")
        assert connection.scalar(count) == 0
        store.import_contacts(reading(("Ada", "Engineer")), "me")
        assert connection.scalar(count) == 0
        assert len(store.network("me").contact_ids) == 1


def test_a_reader_cannot_write(postgres_url, tmp_path):
    with (
        Store(tmp_path, database_url=postgres_url) as store,
        store._reading() as connection,
        pytest.raises(Exception, match="read-only"),
    ):
        connection.execute(text("DELETE FROM contacts"))


@pytest.fixture
def stop(postgres_server):
    """Stops the server; it runs again after the test."""
    yield postgres_server.stop
    if postgres_server.process.poll() is not None:
        postgres_server.start()


def test_a_server_that_stops_is_told_and_found_again(stop, postgres_server, postgres_url, tmp_path):
    def delete(store: Store) -> None:
        with store._writing() as connection:
            stop()
            connection.execute(text("DELETE FROM contacts"))

    with Store(tmp_path, database_url=postgres_url) as store:
        store.import_contacts(reading(("Ada", "Engineer")), "me")
        with pytest.raises(StoreUnavailable, match=r"127\.0\.0\.1"):
            delete(store)
        with pytest.raises(StoreUnavailable, match=r"127\.0\.0\.1") as lost:
            store.network("me")
        assert PASSWORD not in str(lost.value)
        postgres_server.start()
        assert len(store.network("me").contact_ids) == 1


def test_a_refused_password_is_not_told(postgres_url, tmp_path):
    wrong = postgres_url.replace(PASSWORD, "another-secret")
    with pytest.raises(StoreUnavailable, match=r"127\.0\.0\.1:\d+/shared.*authentication") as refused:
        Store(tmp_path, database_url=wrong)
    assert "another-secret" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "mysql://ada:hunter2@host/db",
        "postgresql://ada:hunter2@host",
        "postgresql://ada:hunter2@host:port/db",
        "hunter2",
    ],
)
def test_another_address_is_refused_without_quoting_it(tmp_path, address):
    with pytest.raises(
        StoreUnavailable, match=r"expected postgresql\+psycopg://USER@HOST/DATABASE"
    ) as refused:
        Store(tmp_path, database_url=address)
    assert "hunter2" not in str(refused.value)


def test_without_the_extra_its_name_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtra, match=r"coopt\[postgres\]"):
        Store(tmp_path, database_url="postgresql+psycopg://ada@127.0.0.1/coopt")


def test_an_error_does_not_quote_the_row(postgres_url, tmp_path):
    with Store(tmp_path, database_url=postgres_url) as store:
        values = {"id": "ada.vale@example.org", "profile": {}}
        with store._writing() as connection:
            connection.execute(insert(ContactRow), [values])
            with pytest.raises(IntegrityError) as twice:
                connection.execute(insert(ContactRow), [values])
            connection.rollback()
        assert isinstance(twice.value.orig, psycopg.Error)
        assert "example.org" not in f"{twice.value} {twice.value.orig}"


def test_databases_have_an_index_each(postgres_url, new_database, tmp_path):
    folders = set()
    for url in (None, postgres_url, new_database, postgres_url):
        with Store(tmp_path, database_url=url) as store:
            folders.add(store.data_dir)
    assert len(folders) == 3
    assert tmp_path in folders


def test_a_database_of_a_later_version_is_refused(new_database, tmp_path):
    Store(tmp_path, database_url=new_database).close()
    made = create_engine(new_database, poolclass=NullPool)
    with made.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnavailable, match="later version"):
        Store(tmp_path, database_url=new_database)


def test_an_erased_person_leaves_the_tables_of_the_server(postgres_url, tmp_path):
    with Store(tmp_path, database_url=postgres_url) as store:
        store.import_contacts(reading(("Ada", "Engineer")), "me")
        (ada,) = store.network("me").contact_ids
        store.privacy.erase(ada, by="me")
        assert store.compaction.rewrite()
        with store._reading() as connection:
            assert connection.scalar(text(f"SELECT count(*) FROM {TieRow.__tablename__}")) == 0


def test_a_reader_puts_the_rewriting_off(postgres_url, tmp_path):
    with Store(tmp_path, database_url=postgres_url) as store:
        with store._reading() as connection:
            connection.execute(text("SELECT * FROM contacts"))
            assert not store.compaction.rewrite()
        assert store.compaction.rewrite()


def test_a_pool_without_a_free_connection_is_told_and_recovers(tmp_path, postgres_url, monkeypatch):
    monkeypatch.setattr(postgresql, "POOL_SIZE", 1)
    monkeypatch.setattr(postgresql, "POOL_OVERFLOW", 0)
    monkeypatch.setattr(postgresql, "POOL_TIMEOUT_SECONDS", 0.1)
    with Store(tmp_path, database_url=postgres_url) as store:
        with store._reading(), pytest.raises(StoreUnavailable, match="connection"):
            store.employees()
        assert store.employees() == ()
