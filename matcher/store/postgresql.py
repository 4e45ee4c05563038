"""PostgreSQL beneath the store: the same tables and the same guarantees as SQLite, on a server.

SQLite lets one writer in at a time, and the store relies on it: an import looks up who is known and then
writes, the log's head is read and then moved, a merge is compared with what it found. Here every writing
transaction begins by taking one advisory lock, and runs at READ COMMITTED, where each statement sees all that
was committed before it: what a writer has read stays true until it ends. SERIALIZABLE would let writers run
side by side, but they all meet at the head of the log, and each act would have to bear being run twice.
Reading transactions are REPEATABLE READ and READ ONLY: one state from the first statement to the last, and
they wait for nobody, as in SQLite's WAL mode.
"""

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from matcher.errors import MissingExtra, StoreUnavailable
from matcher.store.tables import Base

if TYPE_CHECKING:
    import psycopg

DRIVER = "postgresql+psycopg"
ACCEPTED = frozenset({DRIVER, "postgresql", "postgres"})
EXPECTED = f"expected {DRIVER}://USER@HOST/DATABASE"
POOL_SIZE, POOL_OVERFLOW = 5, 15  # connections of one process; a server takes 100 unless told
POOL_TIMEOUT_SECONDS = 10.0  # a request waits that long for one
RECYCLE_SECONDS = 1_800
CONNECT_SECONDS = 10
LOCK_TIMEOUT_MILLISECONDS = 30_000
WRITERS = 0x636F6F7074  # the advisory lock that writers take: "coopt"


def postgresql_url(address: str) -> URL:
    """Reads the address of a database.

    Raises:
        StoreUnavailable: If it is not one of PostgreSQL's, or names no database. The text never quotes it.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):  # the latter where the port is no number
        raise StoreUnavailable(f"The address of the database: {EXPECTED}") from None
    if url.drivername not in ACCEPTED or not url.database:
        raise StoreUnavailable(f"The address of the database: {EXPECTED}, found {url.drivername}://…")
    return url.set(drivername=DRIVER)


def open_postgresql(url: URL) -> Engine:
    """Makes the engine, with its pool of connections; each is tried before it is used again.

    Raises:
        MissingExtra: If psycopg is absent.
    """
    try:
        import psycopg  # noqa: F401
    except ImportError as error:  # also where the library that it stands on is missing
        raise MissingExtra("psycopg", "postgres") from error
    given = {"connect_timeout": CONNECT_SECONDS, "application_name": "coopt", "client_encoding": "utf8"}
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=POOL_TIMEOUT_SECONDS,
        pool_pre_ping=True,
        pool_recycle=RECYCLE_SECONDS,
        connect_args={name: value for name, value in given.items() if name not in url.query},
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _tell)
    return engine


def place_of(url: URL) -> str:
    """Names a database by host and name; neither user nor password."""
    named = URL.create("postgresql", host=url.host, port=url.port, database=url.database)
    return named.render_as_string()


def folder_of(engine: Engine) -> str:
    """Names the folder of what is derived from this very database; one made anew under its name has another.

    Raises:
        StoreUnavailable: If the database cannot hold every text.
    """
    query = text(
        "SELECT oid, current_schema() AS schema, pg_encoding_to_char(encoding) AS encoding "
        "FROM pg_database WHERE datname = current_database()"
    )
    with engine.connect() as connection, connection.begin():
        row = connection.execute(query).one()
    if row.encoding != "UTF8":
        raise StoreUnavailable(f"{place_of(engine.url)}: expected a database in UTF8, found {row.encoding}")
    key = f"{place_of(engine.url)}\n{row.oid}\n{row.schema}"
    return f"postgresql-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def compare_by_code_point(connection: Connection) -> None:
    """Makes texts compare as they do in Python and SQLite, whatever the language of the database."""
    query = text(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND data_type IN ('text', 'character varying') "
        "AND collation_name IS DISTINCT FROM 'C' ORDER BY table_name, ordinal_position"
    )
    columns: dict[str, list[str]] = {}
    for row in connection.execute(query):
        if row.table_name in Base.metadata.tables:
            columns.setdefault(row.table_name, []).append(row.column_name)
    for name, found in columns.items():
        table = Base.metadata.tables[name]
        types = ((column, table.columns[column].type) for column in found if column in table.columns)
        changes = [
            f'ALTER COLUMN "{column}" TYPE {type_.compile(connection.dialect)} COLLATE "C"'
            for column, type_ in types
        ]
        if changes:
            connection.exec_driver_sql(f'ALTER TABLE "{name}" {", ".join(changes)}')


def _configure(connection: "psycopg.Connection[Any]", _: ConnectionPoolEntry) -> None:
    connection.execute(f"SET lock_timeout = {LOCK_TIMEOUT_MILLISECONDS}".encode())
    connection.commit()


def _begin(connection: Connection) -> None:
    # The driver begins with the first statement, in the words of these settings: no message of its own.
    from psycopg import IsolationLevel

    options = connection.get_execution_options()
    claims = bool(options.get("claims", False))  # which hold no more than their own rows
    writes = claims or bool(options.get("writes", False))
    driver: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    level = IsolationLevel.READ_COMMITTED if writes else IsolationLevel.REPEATABLE_READ
    if driver.isolation_level is not level:
        driver.isolation_level = level
        driver.read_only = not writes
    if writes and not claims:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")


def _tell(context: ExceptionContext) -> None:
    """Tells a server that is lost, full or busy from a fault of Coopt's, and keeps rows out of messages."""
    from psycopg import Error, OperationalError

    original = context.original_exception
    if context.is_pre_ping or not isinstance(original, Error):
        return
    told = original.diag.message_primary or str(original).partition("\n")[0]
    if isinstance(original, OperationalError) and context.engine is not None:
        raise StoreUnavailable(f"{place_of(context.engine.url)}: {told}") from original
    # What follows the first line quotes the row, which may be about a person.
    original.args = (told,)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (told,)
