"""Opens the database of a data folder, or one on a server, and brings it to the present schema."""

import sqlite3
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from matcher.errors import StoreUnavailable
from matcher.store.postgresql import folder_of, open_postgresql, place_of, postgresql_url

DATABASE = "coopt.sqlite3"
BUSY_TIMEOUT_MILLISECONDS = 30_000
OF_THE_DISK = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR}


def open_engine(data_dir: Path, url: str | None = None) -> Engine:
    """Opens a database, making folder, file and tables where they are missing.

    Args:
        url: Of a PostgreSQL database; without one it is `data_dir`'s SQLite database, in WAL mode.

    Raises:
        StoreUnavailable: If the folder or the database cannot be made, reached, read or written, or is no
            database of this version of Coopt.
        MissingExtra: If what PostgreSQL needs is not installed.
    """
    make_folder(data_dir)
    engine = _open_sqlite(data_dir / DATABASE) if url is None else open_postgresql(postgresql_url(url))
    place = str(data_dir / DATABASE) if url is None else place_of(engine.url)
    try:
        migrate(engine)
    except DatabaseError as error:
        engine.dispose()
        raise StoreUnavailable(f"{place}: {error.orig}") from error
    except CommandError as error:
        engine.dispose()
        raise StoreUnavailable(f"{place}: made by a later version of Coopt ({error})") from error
    except BaseException:
        engine.dispose()
        raise
    return engine


def make_folder(folder: Path) -> None:
    """Makes a folder that its owner alone may read, unless it is there.

    Raises:
        StoreUnavailable: If it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreUnavailable(f"{folder}: cannot be made ({error.strerror})") from error


def derived_dir(engine: Engine, data_dir: Path) -> Path:
    """Gives the folder of what is derived from a database: an index never serves another one.

    Raises:
        StoreUnavailable: If it cannot be made.
    """
    if engine.dialect.name == "sqlite":
        return data_dir
    folder = data_dir / folder_of(engine)
    make_folder(folder)
    return folder


def migrate(engine: Engine) -> None:
    """Brings the schema to the newest revision; of processes that start at once, one does it."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.connect() as connection, connection.begin():
        present = MigrationContext.configure(connection).get_current_heads()
    if set(present) == set(ScriptDirectory.from_config(config).get_heads()):
        return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _open_sqlite(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", hide_parameters=True)
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _tell)
    return engine


def _configure(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    # The driver's own transactions leave DDL outside; with None, SQLAlchemy's `begin` event opens them.
    connection.isolation_level = None
    cursor: Any = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what is erased leaves the file's bytes too
    cursor.close()


def _tell(context: ExceptionContext) -> None:
    """Tells of a disk that is full, read-only or gone in one line; the transaction was rolled back."""
    error = context.original_exception
    if isinstance(error, sqlite3.Error) and (error.sqlite_errorcode & 0xFF) in OF_THE_DISK:
        place = context.engine.url.database if context.engine is not None else DATABASE
        raise StoreUnavailable(f"{place}: {error}. Nothing was changed.") from error


def _begin(connection: Connection) -> None:
    # Taken at the start, the write lock is waited for; a read that turns into a write fails at once instead.
    options = connection.get_execution_options()
    writes = options.get("writes", False) or options.get("claims", False)
    if writes:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:  # which takes no lock and cannot fail: a suggestion begins a dozen
        connection.connection.cursor().execute("BEGIN")
