"""Vectors of an index in PostgreSQL (pgvector): searched where ties and objections are, in one statement.

Each generation of the index has two tables: its fragments' vectors as `halfvec`, and the ids of its contacts.
They are derived, as the index's files are; a generation that is no longer current has none.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from matcher.errors import MissingExtra, StoreUnavailable
from matcher.store.repository import Repository

if TYPE_CHECKING:
    from psycopg import Cursor

PREFIX = "index_vectors_"
CONTACTS = "index_contacts_"
INDEXED_FROM = 20_000  # vectors; fewer are read one by one as quickly
MEMORY = "512MB"  # for building the index; it spills to disk beyond
ROWS_AT_ONCE = 4_096
DEPTHS = (40, 1_000)  # of `hnsw.ef_search`, least and most
_LOCK = 0x636F6F7071  # the advisory lock of those who fill tables

Distances = NDArray[np.float32]
Rows = NDArray[np.int64]
Progress = Callable[[int, int], None]


class UnknownGeneration(Exception):
    """The database holds no vectors of this generation, or not any longer."""


class VectorRepository(Repository):
    """The vectors of a generation, filled in and searched. For PostgreSQL with pgvector alone."""

    def check(self) -> None:
        """Makes sure that the database can hold vectors.

        Raises:
            StoreUnavailable: If it is not PostgreSQL, or pgvector cannot be used there.
            MissingExtra: If the package pgvector is absent.
        """
        if self._engine.dialect.name != "postgresql":
            raise StoreUnavailable(
                "COOPT_INDEX=pgvector expects COOPT_DATABASE_URL to name a PostgreSQL database."
            )
        try:
            import pgvector.psycopg  # noqa: F401
        except ImportError as error:
            raise MissingExtra("pgvector", "postgres") from error
        try:
            with self._claiming() as connection:
                connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
        except DBAPIError as error:
            raise StoreUnavailable(
                "The database has no pgvector that Coopt may use: have it installed there, and let an "
                "administrator run CREATE EXTENSION vector."
            ) from error

    def holds(self, generation: str) -> bool:
        """Tells whether the vectors of a generation are there, all of them."""
        with self._reading() as connection:
            return (
                connection.scalar(text("SELECT to_regclass(:name)"), {"name": _vectors(generation)})
                is not None
            )

    def fill(
        self,
        generation: str,
        vectors: NDArray[np.float32],
        contact_ids: Sequence[str],
        owners: Rows,
        *,
        progress: Progress | None = None,
    ) -> None:
        """Puts the vectors of a generation into the database at once; where they are there already, nothing.

        Args:
            vectors: (n_fragments, dimension), unit length.
            contact_ids: Of the generation, by ordinal.
            owners: int64, (n_fragments,), the ordinal of each fragment's contact.
            progress: Told of vectors.
        """
        table, contacts = _vectors(generation), _contacts(generation)
        with self._claiming() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            if connection.scalar(text("SELECT to_regclass(:name)"), {"name": table}) is not None:
                return
            dimension = vectors.shape[1]
            for statement in (
                f'CREATE TABLE {contacts} (ordinal integer, contact_id text COLLATE "C" NOT NULL)',
                f"CREATE TABLE {table} (place bigint, owner integer, "
                f"embedding halfvec({dimension}) NOT NULL)",
            ):
                connection.execute(text(statement))
            cursor = _cursor(connection)
            with cursor.copy(f"COPY {contacts} FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(["int4", "text"])
                for ordinal, contact_id in enumerate(contact_ids):
                    copy.write_row((ordinal, contact_id))
            _copy_vectors(cursor, table, vectors, owners, progress)
            for statement in _indexes(generation, len(vectors)):
                connection.execute(text(statement))

    def drop_others(self, generation: str) -> None:
        """Removes the vectors of every other generation, and what was erased since with them."""
        kept = (_vectors(generation), _contacts(generation))
        query = text(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() "
            "AND (tablename LIKE 'index\\_vectors\\_%' OR tablename LIKE 'index\\_contacts\\_%')"
        )
        with self._claiming() as connection:
            found = [name for name in connection.scalars(query) if name not in kept]
            for name in sorted(found):
                connection.execute(text(f"DROP TABLE IF EXISTS {name}"))

    def nearest_known(
        self, generation: str, query: NDArray[np.float32], employee: str, k: int
    ) -> tuple[Distances, Rows]:
        """Finds the `k` nearest among the contacts whom an employee knows, all of whom are looked at.

        Returns:
            Inner products of float16 values, float32, descending, and rows, int64.

        Raises:
            UnknownGeneration: If its vectors are not there.
        """
        statement = (
            f"SELECT v.place, -(v.embedding <#> CAST(:query AS halfvec)) AS likeness FROM ties t "
            f"JOIN {_contacts(generation)} c ON c.contact_id = t.contact_id "
            f"JOIN {_vectors(generation)} v ON v.owner = c.ordinal WHERE t.employee_id = :employee "
            f"AND NOT EXISTS (SELECT 1 FROM objections o WHERE o.contact_id = t.contact_id) "
            f"ORDER BY likeness DESC, v.place LIMIT :k"  # by what no index answers: all are looked at
        )
        return self._found(statement, {"query": _written(query), "employee": employee, "k": k})

    def nearest(self, generation: str, query: NDArray[np.float32], k: int) -> tuple[Distances, Rows]:
        """Finds the `k` nearest of everybody who is there and did not object; by HNSW where that is built."""
        statement = (
            f"SELECT v.place, -(v.embedding <#> CAST(:query AS halfvec)) AS likeness "
            f"FROM {_vectors(generation)} v JOIN {_contacts(generation)} c ON c.ordinal = v.owner "
            f"WHERE EXISTS (SELECT 1 FROM contacts p WHERE p.id = c.contact_id) "
            f"AND NOT EXISTS (SELECT 1 FROM objections o WHERE o.contact_id = c.contact_id) "
            f"ORDER BY v.embedding <#> CAST(:query AS halfvec) LIMIT :k"
        )
        depth = min(max(2 * k, DEPTHS[0]), DEPTHS[1])
        settings = (f"SET LOCAL hnsw.ef_search = {depth}", "SET LOCAL hnsw.iterative_scan = strict_order")
        return self._found(statement, {"query": _written(query), "k": k}, *settings)

    def nearest_of(
        self, generation: str, query: NDArray[np.float32], rows: Rows, k: int
    ) -> tuple[Distances, Rows]:
        """Finds the `k` nearest among rows, all of which are looked at."""
        statement = (
            f"SELECT v.place, -(v.embedding <#> CAST(:query AS halfvec)) AS likeness "
            f"FROM unnest(CAST(:rows AS bigint[])) AS r(place) "
            f"JOIN {_vectors(generation)} v ON v.place = r.place ORDER BY likeness DESC, v.place LIMIT :k"
        )
        return self._found(statement, {"query": _written(query), "rows": rows.tolist(), "k": k})

    def _found(self, statement: str, values: dict[str, object], *settings: str) -> tuple[Distances, Rows]:
        try:
            with self._reading() as connection, connection.begin_nested():
                for setting in settings:
                    connection.execute(text(setting))
                found = connection.execute(text(statement), values).all()
        except ProgrammingError as error:
            if getattr(error.orig, "sqlstate", "") == "42P01":  # undefined_table
                raise UnknownGeneration(error.orig) from error
            raise
        return (
            np.array([row.likeness for row in found], np.float32),
            np.array([row.place for row in found], np.int64),
        )


def _copy_vectors(
    cursor: "Cursor[tuple[object, ...]]",
    table: str,
    vectors: NDArray[np.float32],
    owners: Rows,
    progress: Progress | None,
) -> None:
    from pgvector import HalfVector

    with cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["int8", "int4", "halfvec"])
        for start in range(0, len(vectors), ROWS_AT_ONCE):
            part = vectors[start : start + ROWS_AT_ONCE].astype(np.float16)
            for place, (owner, vector) in enumerate(
                zip(owners[start : start + ROWS_AT_ONCE].tolist(), part, strict=True), start=start
            ):
                copy.write_row((place, owner, HalfVector(vector)))
            if progress is not None:
                progress(start + len(part), len(vectors))


def _indexes(generation: str, count: int) -> list[str]:
    table, contacts = _vectors(generation), _contacts(generation)
    made = [
        f"ALTER TABLE {contacts} ADD PRIMARY KEY (ordinal)",
        f"CREATE UNIQUE INDEX ON {contacts} (contact_id)",
        f"ALTER TABLE {table} ADD PRIMARY KEY (place)",
        f"CREATE INDEX ON {table} (owner)",
    ]
    if count >= INDEXED_FROM:
        made += [
            f"SET LOCAL maintenance_work_mem = '{MEMORY}'",
            f"CREATE INDEX ON {table} USING hnsw (embedding halfvec_ip_ops)",
        ]
    return [*made, f"ANALYZE {contacts}", f"ANALYZE {table}"]


def _cursor(connection: Connection) -> "Cursor[tuple[object, ...]]":
    from pgvector.psycopg import register_vector

    driver = connection.connection.driver_connection
    register_vector(driver)  # type: ignore[arg-type]
    cursor: Cursor[tuple[object, ...]] = driver.cursor()  # type: ignore[union-attr]
    return cursor


def _written(vector: NDArray[np.float32]) -> str:
    return "[" + ",".join(map(str, vector.reshape(-1).astype(np.float16).tolist())) + "]"


def _vectors(generation: str) -> str:
    return PREFIX + _name(generation)


def _contacts(generation: str) -> str:
    return CONTACTS + _name(generation)


def _name(generation: str) -> str:
    return hashlib.sha256(generation.encode()).hexdigest()[:16]
