"""Moves a store from SQLite to PostgreSQL or back, with the index that was made from it."""

import shutil
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError

from matcher.errors import StoreUnavailable
from matcher.privacy.secret import SECRET_FILE
from matcher.reindex import INDEX, LOCK
from matcher.store.copy import Progress, TableCopy, copy_store
from matcher.store.engine import DATABASE, derived_dir, open_engine

SQLITE = "sqlite"


@dataclass(frozen=True, slots=True)
class MoveReport:
    """What a move did.

    Attributes:
        index: Whether the index came along; where it did not, the next question makes it.
        secret: Whether the secret that keys links and the list of erased people was copied to another folder.
    """

    tables: tuple[TableCopy, ...]
    index: bool
    secret: bool
    seconds: float

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables)


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a move: a database, its data folder, and the folder of its index."""

    engine: Engine
    folder: Path
    derived: Path

    def close(self) -> None:
        self.engine.dispose()


def move_store(source: str, target: str, data_dir: Path, *, progress: Progress | None = None) -> MoveReport:
    """Copies a store to an empty database; the source stays as it is, but for its schema, made the newest.

    Args:
        source: `sqlite:///FOLDER/coopt.sqlite3` or `postgresql+psycopg://…`.
        target: The same; what is missing of it is made, except for a PostgreSQL database itself.
        data_dir: The data folder that a PostgreSQL store is used with.

    Raises:
        StoreUnavailable: If either cannot be opened, the source is not there, or the target is not empty.
        MissingExtra: If what PostgreSQL needs is not installed.
    """
    began = time.monotonic()
    with closing(_open(source, data_dir, there=True)) as old, closing(_open(target, data_dir)) as new:
        tables = copy_store(old.engine, new.engine, progress=progress)
        index, secret = _carry_index(old.derived, new.derived), _carry_secret(old.folder, new.folder)
    return MoveReport(tables, index, secret, time.monotonic() - began)


def _open(address: str, data_dir: Path, *, there: bool = False) -> _End:
    folder = _folder(address)
    if folder is None:
        engine = open_engine(data_dir, address)
        return _End(engine, data_dir, derived_dir(engine, data_dir))
    if there and not (folder / DATABASE).is_file():
        raise StoreUnavailable(f"{folder / DATABASE}: there is no store to copy from")
    return _End(open_engine(folder), folder, folder)


def _folder(address: str) -> Path | None:
    """Gives the folder of an SQLite store, None for another address."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        return None  # opening it tells what is wrong
    if url.get_backend_name() != SQLITE:
        return None
    path = Path(url.database or "")
    if path.name != DATABASE:
        raise StoreUnavailable(f"Expected {SQLITE}:///FOLDER/{DATABASE}, found {path.name or 'no file'}")
    return path.parent


def _carry_index(old: Path, new: Path) -> bool:
    """Copies the index whole or not at all; ids and contents are the same, so it is as true as it was."""
    if not (old / INDEX).is_dir() or (new / INDEX).exists():
        return False
    with FileLock(old / LOCK), FileLock(new / LOCK):
        aside = Path(tempfile.mkdtemp(prefix="copying-", dir=new))
        try:
            shutil.copytree(old / INDEX, aside, dirs_exist_ok=True)
            aside.rename(new / INDEX)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    return True


def _carry_secret(old: Path, new: Path) -> bool:
    if not (old / SECRET_FILE).is_file() or (new / SECRET_FILE).exists():
        return False
    shutil.copy2(old / SECRET_FILE, new / SECRET_FILE)  # with its permissions
    return True
