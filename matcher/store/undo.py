"""Takes one import's mentions away, and derives again what followed from them."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Integer, Row, bindparam, cast, delete, func, insert, select, update

from matcher.identity.names import parse_name
from matcher.store.duplicates.marks import name_mark
from matcher.store.profiles import forget_retired, renew_profiles
from matcher.store.report import Import, ImportKind
from matcher.store.statements import delete_all, parts, rows_in
from matcher.store.tables import (
    Base,
    ContactRow,
    EmployeeRow,
    ImportRow,
    KeyRow,
    MarkRow,
    MentionRow,
    OpeningMentionRow,
    OpeningRow,
    OpeningVersionRow,
    ProfileVersionRow,
    TieRow,
    TieStatementRow,
)

Mentions = list[Row[Any]]


def undo_contacts(connection: Connection, this: Import) -> None:
    """Undoes an import of contacts, inside the caller's transaction."""
    own = connection.execute(select(MentionRow).filter_by(import_number=this.number)).all()
    connection.execute(delete(MentionRow).where(MentionRow.import_number == this.number))
    touched = sorted({mention.contact_id for mention in own})
    left = _left(connection, touched)
    changed = _undo_versions(connection, own, left, this)
    _undo_keys(connection, own, left)
    _undo_ties(connection, this.employee, touched, left)
    told_of = {mention.contact_id for mention in left}
    delete_all(connection, ContactRow.id, sorted(set(touched) - told_of))
    renew_profiles(connection, sorted(told_of & changed), undoing=this)
    since = {mention.contact_id for mention in left if mention.number > this.number}
    forget_retired(connection, this, sorted(changed & since))
    _undo_marks(connection, sorted(told_of))
    _remove_employee(connection, this.employee)


def undo_openings(connection: Connection, this: Import) -> None:
    """Undoes an import of openings, inside the caller's transaction."""
    query = select(OpeningMentionRow.opening_id).filter_by(import_number=this.number)
    touched = sorted(set(connection.scalars(query)))
    connection.execute(delete(OpeningMentionRow).where(OpeningMentionRow.import_number == this.number))
    mentions = select(OpeningMentionRow.opening_id, OpeningMentionRow.content_hash)
    left = rows_in(connection, mentions.order_by(OpeningMentionRow.id), OpeningMentionRow.opening_id, touched)
    wanted = {row.opening_id: row.content_hash for row in left}
    present = select(OpeningRow.id, OpeningRow.content_hash)
    for row in rows_in(connection, present, OpeningRow.id, touched):
        if wanted.get(row.id) != row.content_hash:
            connection.execute(delete(OpeningRow).where(OpeningRow.id == row.id))
            _bring_back(connection, row.id, wanted.get(row.id))
    _forget_versions(connection, touched, {(row.opening_id, row.content_hash) for row in left})


def _bring_back(connection: Connection, opening_id: str, content_hash: str | None) -> None:
    """Makes an earlier version of an opening the present one, where there is one."""
    if content_hash is None:
        return
    earlier = select(
        OpeningVersionRow.opening_id.label("id"),
        OpeningVersionRow.content_hash,
        OpeningVersionRow.title,
        OpeningVersionRow.opening,
        OpeningVersionRow.imported_at,
    )
    earlier = earlier.where(
        OpeningVersionRow.opening_id == opening_id, OpeningVersionRow.content_hash == content_hash
    )
    connection.execute(insert(OpeningRow), [row._asdict() for row in connection.execute(earlier)])


def _forget_versions(connection: Connection, opening_ids: Sequence[str], told: set[tuple[str, str]]) -> None:
    """Drops versions that are present again, or that no import tells any more."""
    present = select(OpeningRow.id, OpeningRow.content_hash)
    told = told - {
        (row.id, row.content_hash) for row in rows_in(connection, present, OpeningRow.id, opening_ids)
    }
    kept = select(OpeningVersionRow.opening_id, OpeningVersionRow.content_hash)
    for row in rows_in(connection, kept, OpeningVersionRow.opening_id, opening_ids):
        if (row.opening_id, row.content_hash) not in told:
            version = {"opening_id": row.opening_id, "content_hash": row.content_hash}
            connection.execute(delete(OpeningVersionRow).filter_by(**version))


def _left(connection: Connection, contact_ids: Sequence[str]) -> Mentions:
    """Gives what the imports that stand tell of the contacts, in the order in which they told it."""
    query = select(
        MentionRow.id,
        MentionRow.contact_id,
        MentionRow.version_id,
        MentionRow.keys,
        MentionRow.how_known,
        MentionRow.connected_on,
        ImportRow.number,
        ImportRow.employee_id,
        ImportRow.name,
        ImportRow.imported_at,
    ).join(ImportRow, ImportRow.number == MentionRow.import_number)
    return sorted(rows_in(connection, query, MentionRow.contact_id, contact_ids), key=attrgetter("id"))


def _undo_versions(connection: Connection, own: Sequence[Row[Any]], left: Mentions, this: Import) -> set[str]:
    """Drops versions that nobody tells any more; gives the contacts whose profile that may change.

    A version that a later import told too is of that import now.
    """
    heirs = {mention.version_id: mention for mention in reversed(left)}
    later = {version_id for version_id, heir in heirs.items() if heir.number > this.number}
    gone = {mention.version_id for mention in own} - heirs.keys()
    inherited = [
        {"key": m.version_id, "name": heirs[m.version_id].name, "at": heirs[m.version_id].imported_at}
        for m in own
        if m.version_id in later
    ]
    if inherited:
        dated = update(ProfileVersionRow).where(ProfileVersionRow.id == bindparam("key"))
        connection.execute(
            dated.values(source_name=bindparam("name"), imported_at=bindparam("at")), inherited
        )
    delete_all(connection, ProfileVersionRow.id, sorted(gone))
    moved = gone | later
    changed = {mention.contact_id for mention in own if mention.version_id in moved}
    _make_latest_current(connection, sorted(changed))
    return changed


def _make_latest_current(connection: Connection, contact_ids: Sequence[str]) -> None:
    """Makes the latest version of a source current where the one that was is gone."""
    columns = (ProfileVersionRow.contact_id, ProfileVersionRow.employee_id, ProfileVersionRow.source_kind)
    current = func.max(cast(ProfileVersionRow.is_current, Integer))
    query = select(func.max(ProfileVersionRow.id).label("latest")).group_by(*columns).having(current == 0)
    latest = [row.latest for row in rows_in(connection, query, ProfileVersionRow.contact_id, contact_ids)]
    rewrite = update(ProfileVersionRow).values(is_current=True)
    for part in parts(latest):
        connection.execute(rewrite.where(ProfileVersionRow.id.in_(part)))


def _undo_keys(connection: Connection, own: Sequence[Row[Any]], left: Mentions) -> None:
    still = {digest for mention in left for digest in mention.keys.split()}
    gone = sorted({digest for mention in own for digest in mention.keys.split()} - still)
    delete_all(connection, KeyRow.digest, gone)


def _undo_marks(connection: Connection, contact_ids: Sequence[str]) -> None:
    """Drops what contacts were recognised by, and no version and no key of theirs tells any more."""
    versions = select(
        ProfileVersionRow.contact_id, ProfileVersionRow.profile["name"].as_string().label("name")
    )
    told = {
        (row.contact_id, name_mark(parse_name(row.name)))
        for row in rows_in(connection, versions, ProfileVersionRow.contact_id, contact_ids)
    }
    keys = select(KeyRow.contact_id, KeyRow.digest)
    told |= {
        (row.contact_id, row.digest) for row in rows_in(connection, keys, KeyRow.contact_id, contact_ids)
    }
    marks = select(MarkRow.contact_id, MarkRow.digest)
    for row in rows_in(connection, marks, MarkRow.contact_id, contact_ids):
        if (row.contact_id, row.digest) not in told:
            gone = delete(MarkRow).where(MarkRow.contact_id == row.contact_id, MarkRow.digest == row.digest)
            connection.execute(gone)


def _undo_ties(connection: Connection, employee: str, contact_ids: Sequence[str], left: Mentions) -> None:
    """Gives ties back what the other imports of the employee tell of them; a tie that none tells of goes."""
    theirs: dict[str, Mentions] = {}
    for mention in left:
        if mention.employee_id == employee:
            theirs.setdefault(mention.contact_id, []).append(mention)
    untied = [key for key in contact_ids if key not in theirs]
    for part in parts(untied):
        for table in (TieRow, TieStatementRow):
            of_theirs = table.employee_id == employee, table.contact_id.in_(part)
            connection.execute(delete(table).where(*of_theirs))
    rewrite = update(TieRow).where(TieRow.employee_id == employee, TieRow.contact_id == bindparam("key"))
    rewrite = rewrite.values(how_known=bindparam("how"), connected_on=bindparam("day"))
    told = ((key, _latest_dated(mentions)) for key, mentions in theirs.items())
    values = [{"key": key, "how": by.how_known, "day": by.connected_on} for key, by in told]
    if values:
        connection.execute(rewrite, values)


def _latest_dated(mentions: Mentions) -> Row[Any]:
    """Gives the mention that a tie follows, as an import does: the latest with a day, or else the first."""
    return next((mention for mention in reversed(mentions) if mention.connected_on), mentions[0])


def _remove_employee(connection: Connection, employee: str) -> None:
    """Removes an employee of whom nothing is left, in any table."""
    stands = select(ImportRow.number).filter_by(
        employee_id=employee, what=ImportKind.CONTACTS, undone_at=None
    )
    if len(connection.execute(stands.limit(2)).all()) > 1:  # this import and another
        return
    references = [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table is EmployeeRow.__table__ for key in column.foreign_keys)
    ]
    if all(connection.execute(select(c).where(c == employee).limit(1)).first() is None for c in references):
        connection.execute(delete(EmployeeRow).where(EmployeeRow.id == employee))
