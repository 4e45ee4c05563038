"""What every part of the store stands on: an engine, and a transaction for each question."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import Connection, Engine, exc

from matcher.errors import StoreUnavailable

_SHARED: ContextVar[Connection | None] = ContextVar("shared", default=None)


class Repository:
    """One part of the store; each of its methods is one transaction, unless it reads within `together`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        shared = _shared(self._engine)
        if shared is not None:
            yield shared
            return
        with _connect(self._engine) as connection, connection.begin():
            yield connection

    @contextmanager
    def _claiming(self) -> Iterator[Connection]:
        """Writes to rows that nothing else depends on: with PostgreSQL, beside other writers."""
        with _connect(self._engine).execution_options(claims=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with _connect(self._engine).execution_options(writes=True) as connection, connection.begin():
            yield connection


@contextmanager
def together(engine: Engine) -> Iterator[None]:
    """Lets what this thread reads meanwhile share one transaction: beginning one takes as long as asking.

    With SQLite all of it sees the store as it was at the first question.
    """
    if _shared(engine) is not None:
        yield
        return
    with _connect(engine) as connection, connection.begin():
        token = _SHARED.set(connection)
        try:
            yield
        finally:
            _SHARED.reset(token)


def _shared(engine: Engine) -> Connection | None:
    shared = _SHARED.get()
    return shared if shared is not None and shared.engine is engine else None


def _connect(engine: Engine) -> Connection:
    try:
        return engine.connect()
    except exc.TimeoutError as error:
        raise StoreUnavailable("Every connection to the database is in use, for too long.") from error
