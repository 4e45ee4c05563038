"""All that the store holds of some contacts, whatever the table: compared, and put back as it was.

Tables are found by their foreign keys, so a table that is added later is carried along without a word here.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKeyConstraint,
    Table,
    and_,
    delete,
    insert,
    or_,
    select,
    update,
)

from matcher.store.statements import parts
from matcher.store.tables import (
    Base,
    ContactRow,
    FragmentRow,
    IdentityChangeRow,
    ProfileVersionRow,
    RetiredFragmentRow,
)

Values = dict[str, Any]
Snapshot = dict[tuple[Any, ...], Values]
"""From a table's name and a row's primary key to the row."""

CONTACTS: Table = Base.metadata.tables[ContactRow.__tablename__]
# What follows from the versions of profiles, and is made again from them where it changed meanwhile.
DERIVED = frozenset({FragmentRow.__tablename__, RetiredFragmentRow.__tablename__})
# A change holds rows itself: what it holds is never changed by another.
_LEFT_OUT = {IdentityChangeRow.__tablename__: {"rows"}}
# Of the versions of one source only one may be current at any moment: they are put back in two steps.
_ALWAYS = {ProfileVersionRow.__tablename__: {"is_current"}}


def snapshot(connection: Connection, contact_ids: Iterable[str]) -> Snapshot:
    """Reads the rows of some contacts and all that hang on them."""
    found: dict[str, list[Values]] = {}
    ids = sorted(set(contact_ids))
    for table in Base.metadata.sorted_tables:  # what is pointed at comes first
        if table is CONTACTS:
            conditions = [table.c.id.in_(ids)]
        else:
            conditions = [
                condition for key in table.foreign_key_constraints for condition in _pointing(key, found)
            ]
        if conditions:
            found[table.name] = _read(connection, table, conditions)
    return {
        (name, *key_of(Base.metadata.tables[name], row)): row for name, rows in found.items() for row in rows
    }


def contact_columns() -> list[tuple[Table, Column[Any]]]:
    """Gives every column of any table that names a contact, with its table."""
    return [
        (table, column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table is CONTACTS for key in column.foreign_keys)
    ]


def key_of(table: Table, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Gives a row's primary key."""
    return tuple(row[column.name] for column in table.primary_key.columns)


def with_key(table: Table, key: Sequence[Any]) -> Any:  # noqa: ANN401 - a condition
    """Gives the condition that a row has this primary key."""
    return and_(*(column == value for column, value in zip(table.primary_key.columns, key, strict=True)))


def differences(before: Snapshot, after: Snapshot) -> list[Values]:
    """Gives the rows that changed: of one that is in both, only the columns that did."""
    changes: list[Values] = []
    for place in sorted(before.keys() | after.keys(), key=str):
        old, new = before.get(place), after.get(place)
        if old == new:
            continue
        if old is not None and new is not None:
            always = _ALWAYS.get(place[0], set())
            columns = [name for name in old if old[name] != new[name] or name in always]
            old, new = ({name: row[name] for name in columns} for row in (old, new))
        changes.append({"table": place[0], "key": list(place[1:]), "before": old, "after": new})
    return changes


def altered(connection: Connection, changes: Sequence[Values]) -> set[str]:
    """Gives the tables in which a row is no longer what a change made of it."""
    made = [
        change["key"][0] for change in changes if change["table"] == CONTACTS.name and not change["before"]
    ]
    own = {(change["table"], *change["key"]) for change in changes}
    # What was said since of a contact who is to go would go with them.
    found = {place[0] for place in snapshot(connection, made) if place not in own} if made else set()
    for change in changes:
        table = Base.metadata.tables[change["table"]]
        row = connection.execute(select(table).where(with_key(table, change["key"]))).one_or_none()
        if not _stands(change["after"], None if row is None else dict(row._mapping)):
            found.add(table.name)
    return found


def _stands(after: Values | None, row: Values | None) -> bool:
    if after is None or row is None:
        return after is None and row is None
    return all(row[name] == value for name, value in after.items())


def put_back(connection: Connection, changes: Sequence[Values]) -> None:
    """Makes rows again what they were before a change: first what others point at, last what goes."""
    order = {table.name: i for i, table in enumerate(Base.metadata.sorted_tables)}
    ranked = sorted(changes, key=lambda change: order[change["table"]])
    for change in ranked:
        if not change["after"]:
            connection.execute(insert(_table(change)).values(change["before"]))
    both = [change for change in ranked if change["before"] and change["after"]]
    for change in both:
        if change["table"] in _ALWAYS:
            _rewrite(connection, change, dict.fromkeys(_ALWAYS[change["table"]], False))
    for change in both:
        _rewrite(connection, change, change["before"])
    for change in reversed(ranked):
        if not change["before"]:
            connection.execute(delete(_table(change)).where(with_key(_table(change), change["key"])))


def _rewrite(connection: Connection, change: Values, values: Values) -> None:
    table = _table(change)
    connection.execute(update(table).where(with_key(table, change["key"])).values(values))


def _table(change: Values) -> Table:
    return Base.metadata.tables[change["table"]]


def _pointing(key: ForeignKeyConstraint, found: Mapping[str, list[Values]]) -> list[Any]:
    """Gives the conditions that a row points at one that was found."""
    pointed = [(element.parent, element.column.name) for element in key.elements]
    rows = found.get(key.referred_table.name, [])
    if len(pointed) == 1:
        column, name = pointed[0]
        values = sorted({row[name] for row in rows})
        return [column.in_(part) for part in parts(values)]
    return [and_(*(column == row[name] for column, name in pointed)) for row in rows]


def _read(connection: Connection, table: Table, conditions: Sequence[Any]) -> list[Values]:
    left_out = _LEFT_OUT.get(table.name, set())
    columns = [column for column in table.columns if column.name not in left_out]
    rows = connection.execute(select(*columns).where(or_(*conditions)))
    return [dict(row._mapping) for row in rows]
