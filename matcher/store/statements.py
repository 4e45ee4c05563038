"""Statements that several parts of the store share."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Row, Select, bindparam, delete, insert
from sqlalchemy.orm import InstrumentedAttribute

from matcher.store.tables.base import Base

T = TypeVar("T")
VALUES_A_STATEMENT = 10_000  # SQLite takes 32,766 parameters a statement
AMONG = "among"

# A statement takes longer to make than to run: those that are kept as constants are restricted once.
_RESTRICTED: "WeakKeyDictionary[Select[*tuple[Any, ...]], dict[str, Select[*tuple[Any, ...]]]]"
_RESTRICTED = WeakKeyDictionary()


def rows_in(
    connection: Connection,
    query: Select[*tuple[Any, ...]],
    column: InstrumentedAttribute[Any],
    values: Sequence[Any],
    given: Mapping[str, Any] | None = None,
) -> list[Row[Any]]:
    """Runs `query` for the rows whose `column` is one of `values`, however many they are.

    Args:
        given: The query's own parameters.
    """
    statement, more = _restricted(query, column), given or {}
    return [
        row
        for part in parts(values)
        for row in connection.execute(statement, {**more, AMONG: list(part)}).all()
    ]


def _restricted(
    query: Select[*tuple[Any, ...]], column: InstrumentedAttribute[Any]
) -> Select[*tuple[Any, ...]]:
    made = _RESTRICTED.setdefault(query, {})
    name = str(column)
    if name not in made:
        made[name] = query.where(column.in_(bindparam(AMONG, expanding=True)))
    return made[name]


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
