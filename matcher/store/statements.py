"""Statements that several parts of the store share."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select
from sqlalchemy.orm import InstrumentedAttribute

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
