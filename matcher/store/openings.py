"""Openings in the store."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from matcher.opening import Opening
from matcher.readers.report import Reading
from matcher.store.codec import content_hash, opening_from_json, opening_to_json
from matcher.store.report import ImportReport
from matcher.store.statements import rows_in
from matcher.store.tables import OpeningRow


def import_openings(connection: Connection, reading: Reading[Opening]) -> ImportReport:
    """Adds or updates openings by id; of two with one id in a file, the later counts."""
    rows = {opening.id: _row(opening) for opening in reading.items}
    query = select(OpeningRow.id, OpeningRow.content_hash)
    known = {row.id: row.content_hash for row in rows_in(connection, query, OpeningRow.id, list(rows))}
    changed = [row for key, row in rows.items() if known.get(key) != row["content_hash"]]
    stale = [row["id"] for row in changed if row["id"] in known]
    for opening_id in stale:
        connection.execute(delete(OpeningRow).where(OpeningRow.id == opening_id))
    if changed:
        connection.execute(insert(OpeningRow), changed)
    return ImportReport(
        kind=reading.kind,
        name=reading.name,
        read=len(reading.items) + len(reading.skipped),
        new=len(changed) - len(stale),
        updated=len(stale),
        unchanged=len(reading.items) - len(changed),
        skipped=reading.skipped,
    )


def opening(connection: Connection, opening_id: str) -> Opening | None:
    """Gives one opening, None if nobody imported it."""
    data = connection.scalar(select(OpeningRow.opening).where(OpeningRow.id == opening_id))
    return opening_from_json(data) if data else None


def page(connection: Connection, *, after: str, k: int) -> tuple[Opening, ...]:
    """Gives `k` openings by id, from the first whose id comes after `after`."""
    query = select(OpeningRow.opening).where(OpeningRow.id > after).order_by(OpeningRow.id).limit(k)
    return tuple(opening_from_json(data) for data in connection.scalars(query))


def titles(connection: Connection) -> dict[str, str]:
    """Gives the title of every opening by id, in the order of the ids."""
    query = select(OpeningRow.id, OpeningRow.title).order_by(OpeningRow.id)
    return {row.id: row.title for row in connection.execute(query)}


def by_id(connection: Connection, opening_ids: Sequence[str]) -> dict[str, Opening]:
    """Gives these openings by id; ids that nobody imported are left out."""
    query = select(OpeningRow.id, OpeningRow.opening)
    rows = rows_in(connection, query, OpeningRow.id, opening_ids)
    return {row.id: opening_from_json(row.opening) for row in rows}


def _row(opening: Opening) -> dict[str, Any]:
    data = opening_to_json(opening)
    return {
        "id": opening.id,
        "content_hash": content_hash(data),
        "title": opening.title,
        "opening": data,
        "imported_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
