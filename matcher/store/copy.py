"""Copies everything from one database to another: in one transaction, compared by counts and hashes."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from matcher.errors import StoreUnavailable
from matcher.store.tables import Base, EventHeadRow, PrivacyStateRow, StateRow

ROWS_A_PART = 2_000
# Each has one row in a new store.
SEEDED = frozenset(row.__tablename__ for row in (StateRow, EventHeadRow, PrivacyStateRow))

Progress = Callable[[int, int], None]  # told (done, total) rows


@dataclass(frozen=True, slots=True)
class TableCopy:
    """One table, the same in both databases.

    Attributes:
        digest: SHA-256 (hex) of its rows, in the order of the primary key.
    """

    name: str
    rows: int
    digest: str


def copy_store(source: Engine, target: Engine, *, progress: Progress | None = None) -> tuple[TableCopy, ...]:
    """Copies every row as it stands at one moment; the target holds all of them afterwards, or is as it was.

    Ids go on from where they were: one that was given to a text that is gone is not given again.

    Raises:
        StoreUnavailable: If the target holds anything, cannot hold what there is, or reads otherwise.
    """
    tables = Base.metadata.sorted_tables
    with (
        source.connect() as reading,
        reading.begin(),
        target.connect().execution_options(writes=True) as writing,
        writing.begin(),
    ):
        _check_empty(writing, tables)
        total, done = sum(_count(reading, table) for table in tables), 0
        copies = []
        for table in tables:
            told = _Sum(table.name)
            for rows in _copied(reading, writing, table, told):
                done += rows
                if progress is not None:
                    progress(done, total)
            copies.append(_compared(writing, table, told))
        for table in tables:
            _carry_last_id(reading, writing, table)
    return tuple(copies)


def _check_empty(connection: Connection, tables: Sequence[Table]) -> None:
    for table in tables:
        rows = 0 if table.name in SEEDED else _count(connection, table)
        if rows:
            raise StoreUnavailable(
                f"Expected an empty store to copy to, found {rows:,} rows in {table.name}."
            )


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _copied(reading: Connection, writing: Connection, table: Table, told: "_Sum") -> Iterator[int]:
    """Copies a table; gives how many rows each part has."""
    if table.name in SEEDED:
        writing.execute(delete(table))
    try:
        for part in _parts(reading, table):
            told.add(part)
            writing.execute(insert(table), [dict(row._mapping) for row in part])
            yield len(part)
    except DBAPIError as error:
        raise StoreUnavailable(f"{table.name} cannot be copied: {error.orig}") from error


def _parts(connection: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    query = select(table).order_by(*table.primary_key.columns)
    return connection.execute(query.execution_options(yield_per=ROWS_A_PART)).partitions()


def _compared(writing: Connection, table: Table, told: "_Sum") -> TableCopy:
    found = _Sum(table.name)
    for part in _parts(writing, table):
        found.add(part)
    if told.result != found.result:
        raise StoreUnavailable(
            f"{table.name} reads otherwise after it was copied ({told.rows:,} rows, {found.rows:,} there); "
            "nothing was kept."
        )
    return found.result


class _Sum:
    """Counts and hashes the rows of a table as they pass by."""

    def __init__(self, name: str) -> None:
        self._name, self._digest, self.rows = name, hashlib.sha256(), 0

    def add(self, part: Sequence[Row[Any]]) -> None:
        self.rows += len(part)
        for row in part:
            self._digest.update(json.dumps(list(row)).encode() + b"\n")

    @property
    def result(self) -> TableCopy:
        return TableCopy(self._name, self.rows, self._digest.hexdigest())


def _carry_last_id(reading: Connection, writing: Connection, table: Table) -> None:
    column = table.autoincrement_column
    last = 0 if column is None else _last_id(reading, table, column.name)
    if not last or column is None:
        return
    if writing.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        writing.execute(select(func.setval(sequence, last)))
    elif table.dialect_options["sqlite"]["autoincrement"]:
        name = {"name": table.name, "last": last}
        writing.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), name)
        writing.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), name)


def _last_id(connection: Connection, table: Table, column: str) -> int:
    """Gives the highest id that was ever given, as far as the database knows."""
    if connection.dialect.name == "postgresql":
        ever = text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:table, :column)::regclass)")
        given = connection.scalar(ever, {"table": table.name, "column": column})
    elif table.dialect_options["sqlite"]["autoincrement"]:
        given = connection.scalar(
            text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}
        )
    else:
        given = None
    return max(given or 0, connection.scalar(select(func.max(table.columns[column]))) or 0)
