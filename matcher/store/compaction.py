"""Rewrites the database's files, so that what was erased leaves the bytes on disk as well."""

import sqlite3
from typing import Any

from sqlalchemy import select, update

from matcher.errors import StoreUnavailable
from matcher.store.engine import BUSY_TIMEOUT_MILLISECONDS
from matcher.store.postgresql import LOCK_TIMEOUT_MILLISECONDS
from matcher.store.repository import Repository
from matcher.store.tables import Base, PrivacyStateRow

PATIENCE_MILLISECONDS = 2_000  # with who else is at the database; what waits is tried again
CHEAP_BYTES = 256 << 20  # a database of this size is rewritten in a few seconds


class CompactionRepository(Repository):
    """Whether files are due to be rewritten, and the rewriting."""

    @property
    def due_since(self) -> str | None:
        """When somebody was erased whose bytes may still be on disk: ISO 8601, UTC; None where nobody is."""
        with self._reading() as connection:
            return connection.scalar(select(PrivacyStateRow.erased_at))

    @property
    def is_cheap(self) -> bool:
        """Whether rewriting the database is a matter of seconds."""
        if self._engine.dialect.name != "sqlite":
            return False
        with self._reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
        return bool(pages * size <= CHEAP_BYTES)

    def rewrite_if_due(self, since: str | None) -> None:
        """Rewrites the database where that is cheap, after an index without the erased was made.

        Args:
            since: What `due_since` was before the index was made; whoever was erased later waits.
        """
        if since is not None and self.is_cheap and self.rewrite():
            self.note_done(since)

    def rewrite(self) -> bool:
        """Writes the database anew and empties its journal.

        On PostgreSQL Coopt's tables are vacuumed in full, and the planner's samples of them taken anew; what
        its own write-ahead log and backups hold goes with their rotation.

        Returns:
            Whether everything was rewritten; not where another process is reading the old pages.
        """
        raw = self._engine.raw_connection()
        try:
            driver: Any = raw.driver_connection
            return _sqlite(driver) if self._engine.dialect.name == "sqlite" else _postgresql(driver)
        finally:
            raw.close()

    def note_done(self, since: str) -> None:
        """Notes that everything that was erased up to `since` has left the disk."""
        with self._writing() as connection:
            done = update(PrivacyStateRow).where(PrivacyStateRow.erased_at == since)
            connection.execute(done.values(erased_at=None))


def _sqlite(driver: Any) -> bool:  # noqa: ANN401
    cursor = driver.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MILLISECONDS}")
    try:
        # Deleted content is zeroed as it goes; written anew, no page that was shuffled before is left either.
        cursor.execute("VACUUM")
        busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreUnavailable(f"the database cannot be rewritten: {error}") from error
        return False
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MILLISECONDS}")
        cursor.close()
    return not busy


def _postgresql(driver: Any) -> bool:  # noqa: ANN401
    from psycopg.errors import LockNotAvailable

    tables = ", ".join(f'"{name}"' for name in Base.metadata.tables)
    before, driver.autocommit = driver.autocommit, True  # VACUUM runs in no transaction
    try:
        driver.execute(f"SET lock_timeout = {PATIENCE_MILLISECONDS}")
        driver.execute(f"VACUUM (FULL, ANALYZE) {tables}")
        driver.execute("VACUUM pg_catalog.pg_statistic")
    except LockNotAvailable:
        return False
    finally:
        driver.execute(f"SET lock_timeout = {LOCK_TIMEOUT_MILLISECONDS}")
        driver.autocommit = before
    return True
