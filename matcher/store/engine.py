"""Opens the database of a data folder and brings it to the present schema."""

import sqlite3
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from matcher.errors import StoreUnavailable

DATABASE = "coopt.sqlite3"
BUSY_TIMEOUT_MILLISECONDS = 30_000


def open_engine(data_dir: Path) -> Engine:
    """Opens `data_dir`'s SQLite database in WAL mode, making folder, file and tables where they are missing.

    Raises:
        StoreUnavailable: If the folder or the file cannot be made, read or written, or is no database.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreUnavailable(f"{data_dir}: cannot be made ({error.strerror})") from error
    engine = create_engine(f"sqlite:///{data_dir / DATABASE}", hide_parameters=True)
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    try:
        migrate(engine)
    except DatabaseError as error:
        engine.dispose()
        raise StoreUnavailable(f"{data_dir / DATABASE}: {error.orig}") from error
    return engine


def migrate(engine: Engine) -> None:
    """Brings the schema to the newest revision."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


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


def _begin(connection: Connection) -> None:
    # Taken at the start, the write lock is waited for; a read that turns into a write fails at once instead.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
