"""Erasure in the store: one transaction after which nothing tells of the person any more."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, select, update

from matcher.identity import fold
from matcher.privacy.secret import Secret
from matcher.store.statements import parts, rows_in
from matcher.store.suppression import NOT_KEPT, suppress
from matcher.store.tables import ContactRow, ImportRow, MentionRow, PrivacyStateRow, StateRow, VerdictRow

SHORTEST_NAME = 3  # letters; shorter words stand in the names of many files
_NO_WORD = re.compile(r"[\W_]+")

Purge = Callable[[Connection, Sequence[str]], None]
"""Removes what a part of the store holds of contacts beyond the rows that go with theirs."""


def purge_file_names(connection: Connection, contact_ids: Sequence[str]) -> None:
    """Forgets the names of files that held one of the contacts alone, or that are named after one."""
    mentions = select(MentionRow.import_number, func.count().label("people")).group_by(
        MentionRow.import_number
    )
    of_them = select(MentionRow.import_number, MentionRow.contact_id)
    names = _names(connection, contact_ids)
    told = rows_in(connection, of_them, MentionRow.contact_id, contact_ids)
    people = {
        row.import_number: row.people
        for row in rows_in(
            connection, mentions, MentionRow.import_number, [row.import_number for row in told]
        )
    }
    files = select(ImportRow.number, ImportRow.name)
    for row in rows_in(connection, files, ImportRow.number, list(people)):
        ours = [names[t.contact_id] for t in told if t.import_number == row.number]
        if people[row.number] == 1 or any(_tells(row.name, name) for name in ours):
            connection.execute(update(ImportRow).where(ImportRow.number == row.number).values(name=NOT_KEPT))


def purge_notes(connection: Connection, contact_ids: Sequence[str]) -> None:
    """Forgets notes on other contacts that name one of these."""
    names = [fold(name) for name in _names(connection, contact_ids).values() if name]
    noted = select(VerdictRow.id, VerdictRow.note).where(VerdictRow.note != "")
    naming = [row.id for row in connection.execute(noted) if any(name in fold(row.note) for name in names)]
    for part in parts(naming):
        connection.execute(update(VerdictRow).where(VerdictRow.id.in_(part)).values(note=""))


def _names(connection: Connection, contact_ids: Sequence[str]) -> dict[str, str]:
    rows = rows_in(connection, select(ContactRow.id, ContactRow.profile), ContactRow.id, contact_ids)
    return {row.id: row.profile["name"] for row in rows}


def _tells(file_name: str, name: str) -> bool:
    """Whether a file's name holds a word of a person's name."""
    words = _NO_WORD.split(fold(file_name))
    return any(len(word) >= SHORTEST_NAME and word in words for word in _NO_WORD.split(fold(name)))


PURGES: tuple[Purge, ...] = (purge_file_names, purge_notes)


def erase(connection: Connection, secret: Secret, contact_ids: Sequence[str], *, for_good: bool) -> None:
    """Removes contacts with all that is held of them, and schedules the rewriting of the files.

    Rows of other tables go by their foreign keys; what quotes a contact without one has its `Purge`.

    Args:
        for_good: Whether they asked for it: keyed hashes then block every later import. Those of contacts who
            objected stay as they are, and begin to block.
    """
    if for_good:
        suppress(connection, secret, contact_ids, for_good=True)
    for purge in PURGES:
        purge(connection, contact_ids)
    for part in parts(contact_ids):
        connection.execute(delete(ContactRow).where(ContactRow.id.in_(part)))
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    connection.execute(update(StateRow).values(version=StateRow.version + 1))
    connection.execute(update(PrivacyStateRow).values(erased_at=now))
