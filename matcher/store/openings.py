"""Openings in the store."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, or_, select

from matcher.events.event import EventKind, NewEvent
from matcher.opening import Availability, Opening, Posting
from matcher.readers.report import Reading
from matcher.store.codec import content_hash, opening_from_json, opening_to_json
from matcher.store.events import append_event
from matcher.store.journal import add_import, finish_import
from matcher.store.report import Import, ImportKind, ImportReport
from matcher.store.statements import delete_all, insert_all, rows_in
from matcher.store.tables import OpeningMentionRow, OpeningOwnerRow, OpeningRow, OpeningVersionRow

_OPENING = select(OpeningRow.opening).where(OpeningRow.id == bindparam("opening_id"))


def import_openings(
    connection: Connection, reading: Reading[Opening], *, employee: str = "", owner: str = ""
) -> ImportReport:
    """Adds or updates openings by id; of two with one id in a file, the later counts.

    Args:
        owner: The recruiter whose openings they are from now on, beside those whose they were.
    """
    this = add_import(connection, reading, employee=employee, what=ImportKind.OPENINGS)
    rows = {opening.id: _row(opening, this.imported_at) for opening in reading.items}
    query = select(OpeningRow.id, OpeningRow.content_hash)
    known = {row.id: row.content_hash for row in rows_in(connection, query, OpeningRow.id, list(rows))}
    changed = [row for key, row in rows.items() if known.get(key) != row["content_hash"]]
    stale = [row["id"] for row in changed if row["id"] in known]
    _retire(connection, stale)
    delete_all(connection, OpeningRow.id, stale)
    insert_all(connection, OpeningRow, changed)
    _mention(connection, this, rows)
    if owner:
        _own(connection, list(rows), known, owner, this.imported_at)
    report = ImportReport(
        kind=reading.kind,
        name=reading.name,
        read=len(reading.items) + len(reading.skipped),
        new=len(changed) - len(stale),
        updated=len(stale),
        unchanged=len(reading.items) - len(changed),
        skipped=reading.skipped,
        dropped=reading.dropped,
        id=this.id,
    )
    finish_import(connection, this, report)
    return report


def _retire(connection: Connection, opening_ids: Sequence[str]) -> None:
    """Keeps what is going to be replaced, for an undo."""
    query = select(
        OpeningRow.id.label("opening_id"),
        OpeningRow.content_hash,
        OpeningRow.title,
        OpeningRow.opening,
        OpeningRow.imported_at,
    )
    replaced = [row._asdict() for row in rows_in(connection, query, OpeningRow.id, opening_ids)]
    for row in replaced:
        version = {"opening_id": row["opening_id"], "content_hash": row["content_hash"]}
        connection.execute(delete(OpeningVersionRow).filter_by(**version))
    insert_all(connection, OpeningVersionRow, replaced)


def _mention(connection: Connection, this: Import, rows: Mapping[str, dict[str, Any]]) -> None:
    mentions = [
        {"import_number": this.number, "opening_id": key, "content_hash": row["content_hash"]}
        for key, row in rows.items()
    ]
    insert_all(connection, OpeningMentionRow, mentions)


def _own(
    connection: Connection, opening_ids: Sequence[str], known: Mapping[str, str], owner: str, now: str
) -> None:
    """Makes openings a recruiter's; that they join in one that was there is told in the log.

    One that nobody in particular brought in before stays every recruiter's.
    """
    owners = rows_in(connection, select(OpeningOwnerRow), OpeningOwnerRow.opening_id, opening_ids)
    owned = {row.opening_id for row in owners}
    theirs = {row.opening_id for row in owners if row.owner == owner}
    new = [key for key in opening_ids if key not in theirs and (key in owned or key not in known)]
    rows = [{"opening_id": key, "owner": owner, "since": now} for key in new]
    insert_all(connection, OpeningOwnerRow, rows)
    for key in new:
        if key in owned:
            append_event(connection, NewEvent(EventKind.OPENING_JOINED, owner, (key,)))


def opening(connection: Connection, opening_id: str) -> Opening | None:
    """Gives one opening, None if nobody imported it."""
    data = connection.scalar(_OPENING, {"opening_id": opening_id})
    return opening_from_json(data) if data else None


def page(connection: Connection, *, after: str, k: int) -> tuple[Opening, ...]:
    """Gives `k` openings by id, from the first whose id comes after `after`."""
    query = select(OpeningRow.opening).where(OpeningRow.id > after).order_by(OpeningRow.id).limit(k)
    return tuple(opening_from_json(data) for data in connection.scalars(query))


def titles(connection: Connection) -> dict[str, str]:
    """Gives the title of every opening by id, in the order of the ids."""
    query = select(OpeningRow.id, OpeningRow.title).order_by(OpeningRow.id)
    return {row.id: row.title for row in connection.execute(query)}


def not_open(connection: Connection, day: date) -> dict[str, Availability]:
    """Gives the state of every opening that is not open on a day, by id."""
    posting = OpeningRow.opening["posting"]
    until, stated = posting["valid_through"].as_string(), posting["stated"].as_string()
    query = select(OpeningRow.id, until.label("until"), stated.label("stated")).order_by(OpeningRow.id)
    query = query.where(or_(until < day.isoformat(), stated != Availability.OPEN.value))
    return {
        row.id: Posting(valid_through=row.until, stated=Availability(row.stated)).availability_on(day)
        for row in connection.execute(query)
    }


def by_id(connection: Connection, opening_ids: Sequence[str]) -> dict[str, Opening]:
    """Gives these openings by id; ids that nobody imported are left out."""
    query = select(OpeningRow.id, OpeningRow.opening)
    rows = rows_in(connection, query, OpeningRow.id, opening_ids)
    return {row.id: opening_from_json(row.opening) for row in rows}


def _row(opening: Opening, imported_at: str) -> dict[str, Any]:
    data = opening_to_json(opening)
    return {
        "id": opening.id,
        "content_hash": content_hash(data),
        "title": opening.title,
        "opening": data,
        "imported_at": imported_at,
    }
