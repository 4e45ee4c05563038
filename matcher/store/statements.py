"""Statements that several parts of the store share."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, delete, insert
from sqlalchemy.orm import InstrumentedAttribute

from matcher.store.tables.base import Base

T = TypeVar("T")
VALUES_A_STATEMENT = 10_000  # SQLite takes 32,766 parameters a statement


def rows_in(
    connection: Connection,
    query: Select[*tuple[Any, ...]],
    column: InstrumentedAttribute[Any],
    values: Sequence[Any],
) -> list[Row[Any]]:
    """Runs `query` for the rows whose `column` is one of `values`, however many they are."""
    return [row for part in parts(values) for row in connection.execute(query.where(column.in_(part)))]


def parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cuts a long sequence into pieces that one statement takes."""
    for start in range(0, len(values), VALUES_A_STATEMENT):
        yield values[start : start + VALUES_A_STATEMENT]


def insert_all(connection: Connection, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Adds rows that have the same columns, however many they are."""
    for part in parts(rows):
        connection.execute(insert(table), part)


def delete_all(connection: Connection, column: InstrumentedAttribute[Any], values: Sequence[Any]) -> None:
    """Removes the rows whose `column` is one of `values`, however many they are."""
    for part in parts(values):
        connection.execute(delete(column.class_).where(column.in_(part)))
