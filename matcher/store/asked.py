"""Openings that employees asked about without anybody having imported them, as the event log keeps them."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection, select

from matcher.events.event import EventKind
from matcher.opening import Opening
from matcher.store import openings
from matcher.store.codec import opening_from_json
from matcher.store.statements import rows_in
from matcher.store.tables import EventOpeningRow, EventRow, EventSubjectRow


def openings_known(
    connection: Connection, opening_ids: Sequence[str], *, employee: str | None = None
) -> dict[str, Opening]:
    """Gives openings by id: as they are imported, else as they were last asked about.

    Args:
        employee: Takes of those that were not imported only what this employee asked about.
    """
    found = openings.by_id(connection, opening_ids)
    missing = [opening_id for opening_id in opening_ids if opening_id not in found]
    return found | _asked_about(connection, missing, employee) if missing else found


def _asked_about(
    connection: Connection, opening_ids: Sequence[str], employee: str | None
) -> dict[str, Opening]:
    events = select(EventSubjectRow.subject, EventRow.data).join(
        EventRow, EventRow.seq == EventSubjectRow.seq
    )
    events = events.where(EventRow.kind == EventKind.SUGGESTED).order_by(EventRow.seq)
    if employee is not None:
        events = events.where(EventRow.actor == employee)
    hashes: dict[str, str] = {}
    for row in rows_in(connection, events, EventSubjectRow.subject, opening_ids):  # the latest counts
        hashes[row.subject] = json.loads(row.data)["opening"]["content_hash"]
    query = select(EventOpeningRow.content_hash, EventOpeningRow.opening)
    kept = rows_in(connection, query, EventOpeningRow.content_hash, sorted(set(hashes.values())))
    texts = {row.content_hash: row.opening for row in kept}
    return {key: opening_from_json(json.loads(texts[one])) for key, one in hashes.items() if one in texts}
