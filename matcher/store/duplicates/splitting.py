"""Two contacts made of one: what some of an employee's sources tell is taken for another person's."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute

from matcher.errors import InvalidChange
from matcher.identity.names import parse_name
from matcher.network import Strength
from matcher.store.codec import profile_from_json
from matcher.store.duplicates.marks import ADDRESS, NAME, name_mark
from matcher.store.duplicates.pairs import keep_apart
from matcher.store.duplicates.rows import contact_columns
from matcher.store.profiles import renew_profiles
from matcher.store.tables import (
    ContactRow,
    IdentityChangeRow,
    ImportRow,
    KeyRow,
    MarkRow,
    MentionRow,
    PairRow,
    ProfileVersionRow,
    TieRow,
)

Rows = Sequence[Row[Any]]
_OWN_WAY = {table.__tablename__ for table in (TieRow, ProfileVersionRow, PairRow, IdentityChangeRow)}


def split_contact(connection: Connection, employee: str, contact_id: str, sources: Collection[str]) -> str:
    """Makes a new contact of what some sources tell, inside the caller's transaction.

    Args:
        sources: Formats or names of the employee's files; where there are none, the file imported last.

    Returns:
        The new contact's id.

    Raises:
        InvalidChange: If no source is left on either side, or one that is named tells nothing of the contact.
    """
    versions = connection.execute(
        select(ProfileVersionRow).filter_by(contact_id=contact_id).order_by(ProfileVersionRow.id)
    ).all()
    leaving = _leaving(versions, employee, sources)
    new_id = secrets.token_hex(8)
    current = [row for row in leaving if row.is_current] or leaving
    connection.execute(insert(ContactRow).values(id=new_id, profile=current[-1].profile))
    told = _mentions(connection, contact_id)
    theirs, rest = _parted(told, employee, {row.id for row in leaving})
    ids = sorted({row.id for row in leaving} | {mention.version_id for mention in theirs})
    _hand_over(connection, ProfileVersionRow.id, ids, new_id)
    _hand_over(connection, MentionRow.id, [mention.id for mention in theirs], new_id)
    _move_keys(connection, theirs, rest, new_id)
    for known_by in sorted({employee, *(mention.employee_id for mention in theirs)}):
        _share_tie(connection, known_by, (contact_id, new_id), (rest, theirs))
    renew_profiles(connection, [contact_id, new_id])
    for one in (contact_id, new_id):
        _renew_name_mark(connection, one)
    keep_apart(connection, employee, contact_id, new_id)
    return new_id


def _leaving(versions: Rows, employee: str, sources: Collection[str]) -> list[Row[Any]]:
    own = [row for row in versions if row.employee_id == employee]
    current = {row.source_kind: row for row in own if row.is_current}
    kinds = {kind for kind, row in current.items() if {kind, row.source_name} & set(sources)}
    unknown = set(sources) - kinds - {row.source_name for row in current.values()}
    known = ", ".join(sorted(f"{kind} ({row.source_name})" for kind, row in current.items()))
    if unknown:
        raise InvalidChange(f"expected sources among {known or 'none'}, found {sorted(unknown)[0]!r}")
    if not sources and len(current) > 1:
        kinds = {max(current.values(), key=lambda row: (row.imported_at, row.id)).source_kind}
    leaving = [row for row in own if row.source_kind in kinds]
    if not leaving or len(leaving) == len(versions):
        raise InvalidChange(f"expected a source that goes and one that stays, found {known or 'none'}")
    return leaving


def _mentions(connection: Connection, contact_id: str) -> list[Row[Any]]:
    query = select(
        MentionRow.id,
        MentionRow.version_id,
        MentionRow.keys,
        MentionRow.how_known,
        MentionRow.connected_on,
        ImportRow.employee_id,
    ).join(ImportRow, ImportRow.number == MentionRow.import_number)
    query = query.where(MentionRow.contact_id == contact_id).order_by(MentionRow.id)
    return list(connection.execute(query))


def _parted(told: Rows, employee: str, leaving: Collection[int]) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """Parts what is told into what leaves and what stays.

    What other employees' files tell goes along where its keys are those of the one side alone: whoever knows
    the person by that address knows the new contact.
    """
    own = [mention for mention in told if mention.employee_id == employee]
    going = _keys(mention for mention in own if mention.version_id in leaving)
    staying = _keys(mention for mention in own if mention.version_id not in leaving)
    follows = {
        mention.id
        for mention in told
        if mention.employee_id != employee and going & _keys([mention]) and not staying & _keys([mention])
    }
    theirs = [mention for mention in told if mention.id in follows or mention.version_id in leaving]
    return theirs, [mention for mention in told if mention not in theirs]


def _keys(mentions: Iterable[Row[Any]]) -> set[str]:
    return {digest for mention in mentions for digest in mention.keys.split()}


def _hand_over(
    connection: Connection, column: InstrumentedAttribute[int], ids: Sequence[int], to: str
) -> None:
    connection.execute(update(column.class_).where(column.in_(ids)).values(contact_id=to))


def _move_keys(connection: Connection, theirs: Rows, rest: Rows, new_id: str) -> None:
    """Gives the new contact the keys that only its sources tell."""
    leaving = sorted(_keys(theirs) - _keys(rest))
    for table, where in ((KeyRow, KeyRow.digest), (MarkRow, MarkRow.digest)):
        moved = update(table).where(where.in_(leaving))
        if table is MarkRow:
            moved = moved.where(MarkRow.kind == ADDRESS)
        connection.execute(moved.values(contact_id=new_id))


def _share_tie(
    connection: Connection, employee: str, contact_ids: tuple[str, str], told: tuple[Rows, Rows]
) -> None:
    """Gives each of the two the tie that its sources tell of."""
    old_id, new_id = contact_ids
    for contact_id, mentions in zip(contact_ids, told, strict=True):
        own = [mention for mention in mentions if mention.employee_id == employee]
        tie = {"employee_id": employee, "contact_id": contact_id}
        if not own:
            connection.execute(delete(TieRow).filter_by(**tie))
            _follow(connection, employee, old_id, new_id)
            continue
        by = next((mention for mention in reversed(own) if mention.connected_on), own[0])
        values = {"how_known": by.how_known, "connected_on": by.connected_on}
        if contact_id == new_id:
            connection.execute(insert(TieRow).values(tie | values | {"strength": Strength.UNKNOWN}))
        else:
            connection.execute(update(TieRow).filter_by(**tie).values(values))


def _follow(connection: Connection, employee: str, old_id: str, new_id: str) -> None:
    """Takes along what an employee said of a contact whom they know as the new one alone."""
    for table, column in contact_columns():
        if "employee_id" in table.c and table.name not in _OWN_WAY:
            theirs = update(table).where(table.c.employee_id == employee, column == old_id)
            connection.execute(theirs.values({column.name: new_id}))


def _renew_name_mark(connection: Connection, contact_id: str) -> None:
    profile = connection.scalar(select(ContactRow.profile).where(ContactRow.id == contact_id))
    if profile is None:
        return
    connection.execute(delete(MarkRow).filter_by(contact_id=contact_id, kind=NAME))
    digest = name_mark(parse_name(profile_from_json(profile).name))
    connection.execute(insert(MarkRow).values(contact_id=contact_id, kind=NAME, digest=digest))
