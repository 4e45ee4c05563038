"""The journal of imports: one row each, kept when it is undone."""

import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from matcher.errors import UnknownImport
from matcher.readers.report import Reading
from matcher.store.report import Import, ImportKind, ImportReport
from matcher.store.tables import ImportRow

ID_BYTES = 4


def add_import(connection: Connection, reading: Reading[Any], *, employee: str, what: ImportKind) -> Import:
    """Begins an import; `finish_import` adds what it did."""
    values = {
        "id": secrets.token_hex(ID_BYTES),
        "employee_id": employee,
        "what": what,
        "kind": reading.kind,
        "name": reading.name,
        "imported_at": now(),
        "counts": {},
    }
    return import_of(connection.execute(insert(ImportRow).values(values).returning(ImportRow)).one())


def finish_import(connection: Connection, this: Import, report: ImportReport) -> None:
    """Keeps the counts of an import."""
    rewrite = update(ImportRow).where(ImportRow.number == this.number)
    connection.execute(rewrite.values(counts=report.counts))


def find_import(connection: Connection, import_id: str, employee: str | None) -> Import:
    """Gives one import, of this employee unless `employee` is None.

    Raises:
        UnknownImport: If there is none of this id, or it is somebody else's.
    """
    query = select(ImportRow).where(ImportRow.id == import_id)
    if employee is not None:
        query = query.where(ImportRow.employee_id == employee)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise UnknownImport(import_id)
    return import_of(row)


def import_of(row: Row[Any]) -> Import:
    """Reads a row of the journal."""
    return Import(
        id=row.id,
        number=row.number,
        employee=row.employee_id,
        what=ImportKind(row.what),
        kind=row.kind,
        name=row.name,
        imported_at=row.imported_at,
        counts=row.counts,
        undone_at=row.undone_at,
    )


def now() -> str:
    """Gives the time, ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
