"""What tests read and change in a store's database behind Coopt's back, on SQLite and PostgreSQL alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.pool import NullPool

from matcher.store import Store


def ask(store: Store, question: str) -> list[tuple[Any, ...]]:
    """Gives the rows that answer a question in SQL."""
    with _behind(store) as connection:
        return [tuple(row) for row in connection.exec_driver_sql(question)]


def change(store: Store, *statements: str) -> None:
    """Runs statements of SQL; what a foreign key asks for is not done."""
    with _behind(store) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for statement in statements:
            connection.exec_driver_sql(statement)


def tables(store: Store, *, but: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Gives every row of every table."""
    with _behind(store) as connection:
        names = sorted(set(inspect(connection).get_table_names()) - {"alembic_version", *but})
        return {
            name: sorted(map(tuple, connection.exec_driver_sql(f'SELECT * FROM "{name}"')), key=repr)
            for name in names
        }


def address(store: Store) -> str | None:
    """Gives the URL of the store's database, None where it is the data folder's own."""
    url = store._engine.url
    return None if url.drivername == "sqlite" else url.render_as_string(hide_password=False)


@contextmanager
def _behind(store: Store) -> Iterator[Connection]:
    engine = create_engine(store._engine.url, poolclass=NullPool)
    with engine.begin() as connection:
        yield connection
