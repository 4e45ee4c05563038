"""One contact made of two: whatever was of the one is of the other from then on."""

from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Table,
    UniqueConstraint,
    and_,
    delete,
    select,
    update,
)

from matcher.network import HowKnown, Strength
from matcher.store.duplicates.pairs import move_pairs
from matcher.store.duplicates.rows import DERIVED, contact_columns, key_of, with_key
from matcher.store.profiles import renew_profiles
from matcher.store.tables import ContactRow, PairRow, ProfileVersionRow, TieRow

_OWN_WAY = DERIVED | {PairRow.__tablename__, TieRow.__tablename__}
_UNTOLD = (None, HowKnown.UNKNOWN.value, Strength.UNKNOWN.value)


def merge_contacts(connection: Connection, keep: str, gone: str) -> None:
    """Makes a contact part of another, inside the caller's transaction."""
    _settle_versions(connection, keep, gone)
    _move_ties(connection, keep, gone)
    move_pairs(connection, keep, gone)
    for table, column in contact_columns():
        if table.name not in _OWN_WAY:
            _move(connection, table, column, keep=keep, gone=gone)
    connection.execute(delete(ContactRow).where(ContactRow.id == gone))  # with fragments, which are cut anew
    renew_profiles(connection, [keep])


def _settle_versions(connection: Connection, keep: str, gone: str) -> None:
    """Of two current versions from one source, the later stays current."""
    query = select(ProfileVersionRow).filter_by(is_current=True)
    rows = connection.execute(query.where(ProfileVersionRow.contact_id.in_((keep, gone)))).all()
    latest: dict[tuple[str, str], Any] = {}
    for row in sorted(rows, key=lambda row: (row.imported_at, row.id)):
        latest[row.employee_id, row.source_kind] = row
    outdated = [row.id for row in rows if latest[row.employee_id, row.source_kind] is not row]
    changed = update(ProfileVersionRow).where(ProfileVersionRow.id.in_(outdated))
    connection.execute(changed.values(is_current=False))


def _move_ties(connection: Connection, keep: str, gone: str) -> None:
    """Gives each employee one tie; what it does not tell, the other one does."""
    query = select(TieRow).where(TieRow.contact_id.in_((keep, gone)))
    ties = {(row.employee_id, row.contact_id): dict(row._mapping) for row in connection.execute(query)}
    for (employee, contact_id), tie in ties.items():
        if contact_id != gone:
            continue
        of_keep = update(TieRow).filter_by(employee_id=employee, contact_id=keep)
        kept = ties.get((employee, keep))
        if kept is None:
            moved = update(TieRow).filter_by(employee_id=employee, contact_id=gone)
            connection.execute(moved.values(contact_id=keep))
            continue
        told = {name: tie[name] for name, value in kept.items() if value in _UNTOLD and name in tie}
        if tie["connected_on"] and not kept["connected_on"]:  # a day comes with how it is known
            told["how_known"] = tie["how_known"]
        if told:
            connection.execute(of_keep.values(told))
        connection.execute(delete(TieRow).filter_by(employee_id=employee, contact_id=gone))


def _move(connection: Connection, table: Table, column: Column[Any], *, keep: str, gone: str) -> None:
    """Moves the rows of a table, but for those that the other contact has already."""
    for row in connection.execute(select(table).where(column == gone)).all():
        values = dict(row._mapping)
        here = with_key(table, key_of(table, values))
        if _has(connection, table, values | {column.name: keep}, column):
            connection.execute(delete(table).where(here))
        else:
            connection.execute(update(table).where(here).values({column.name: keep}))


def _has(connection: Connection, table: Table, values: dict[str, Any], column: Column[Any]) -> bool:
    uniques = [list(table.primary_key.columns)]
    uniques += [list(c.columns) for c in table.constraints if isinstance(c, UniqueConstraint)]
    uniques += [list(index.columns) for index in table.indexes if _is_unique(index)]
    for columns in uniques:
        if column in columns:
            same = and_(*(c == values[c.name] for c in columns))
            if connection.execute(select(1).select_from(table).where(same)).first() is not None:
                return True
    return False


def _is_unique(index: Index) -> bool:
    partial = any(options.get("where") is not None for options in index.dialect_options.values())
    return index.unique and not partial
