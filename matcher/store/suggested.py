"""What was suggested, in the store: the events, with what it takes to look at them again."""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from matcher.events.chain import canonical
from matcher.events.event import Event, NewEvent
from matcher.opening import Opening
from matcher.store.codec import content_hash, opening_from_json, opening_to_json
from matcher.store.events import append_event
from matcher.store.repository import Repository
from matcher.store.statements import rows_in
from matcher.store.tables import (
    ContactRow,
    EventOpeningRow,
    EventSaltRow,
    ObjectionRow,
    OpeningRow,
    ProfileVersionRow,
    TieRow,
)

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Known:
    """What the store adds to the record of the contacts shown, by contact id.

    Attributes:
        salts: What the hashes of their texts are keyed with.
        profile_versions: The latest version of each profile.
    """

    salts: Mapping[str, str]
    profile_versions: Mapping[str, int]


# Made once, since making a statement takes longer than running it.
_ASKED_AGAIN = update(EventOpeningRow).where(EventOpeningRow.content_hash == bindparam("asked"))
# Who of those shown is in the network and did not object, with what the event tells of them.
_SHOWN = (
    select(
        TieRow.contact_id,
        EventSaltRow.salt,
        select(func.max(ProfileVersionRow.id))
        .where(ProfileVersionRow.contact_id == TieRow.contact_id)
        .scalar_subquery()
        .label("latest"),
    )
    .outerjoin(EventSaltRow, EventSaltRow.contact_id == TieRow.contact_id)
    .where(
        TieRow.employee_id == bindparam("employee"),
        TieRow.contact_id.in_(bindparam("ids", expanding=True)),
        TieRow.contact_id.not_in(select(ObjectionRow.contact_id)),
    )
)


class SuggestedRepository(Repository):
    """Adds the event of each answer, and finds what changed since."""

    def record(
        self,
        opening: Opening,
        employee: str,
        contact_ids: Sequence[str],
        make: Callable[[str, Known], NewEvent],
    ) -> Event | None:
        """Adds the event of an answer to the log.

        Args:
            contact_ids: Who is shown.
            make: Makes the event from the hash of the opening's content and what is known of the contacts.

        Returns:
            None where somebody who is shown has left the network or objected meanwhile: they are not shown.
        """
        with self._writing() as connection:
            rows = connection.execute(_SHOWN, {"employee": employee, "ids": list(contact_ids)}).all()
            if len(rows) != len(contact_ids):
                return None
            salts = {row.contact_id: row.salt for row in rows if row.salt}
            if len(salts) < len(rows):
                salts |= _new_salts(connection, [row.contact_id for row in rows if not row.salt])
            known = Known(salts, {row.contact_id: row.latest for row in rows})
            return append_event(connection, make(_keep_opening(connection, opening), known))

    def known(self, contact_ids: Sequence[str], *, add: bool = False) -> Known:
        """Gives the salts and the latest profile versions of those of the contacts that have them.

        Args:
            add: Whether to make the salts that are missing, of contacts that are in the store.
        """
        with self._writing() if add else self._reading() as connection:
            return _known(connection, contact_ids, add=add)

    def opening(self, hash_: str) -> Opening | None:
        """Gives an opening as it was when it was asked about, None where it is no longer kept, or altered."""
        with self._reading() as connection:
            text = connection.scalar(
                select(EventOpeningRow.opening).where(EventOpeningRow.content_hash == hash_)
            )
        data = None if text is None else json.loads(text)
        return opening_from_json(data) if data and content_hash(data) == hash_ else None

    def opening_hashes(self, opening_id: str) -> frozenset[str]:
        """Gives the hash of a stored opening's content, as it was stored and as this version reads it."""
        query = select(OpeningRow.content_hash, OpeningRow.opening).where(OpeningRow.id == opening_id)
        with self._reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return frozenset()
        return frozenset({row.content_hash, content_hash(opening_to_json(opening_from_json(row.opening)))})

    def joined_since(self, employee: str, at: str) -> frozenset[str]:
        """Gives the contacts of whom the employee's files first told after a time.

        Args:
            at: ISO 8601, UTC.
        """
        first = select(ProfileVersionRow.contact_id).where(ProfileVersionRow.employee_id == employee)
        first = first.group_by(ProfileVersionRow.contact_id)
        with self._reading() as connection:
            return frozenset(connection.scalars(first.having(func.min(ProfileVersionRow.imported_at) > at)))

    def changed_since(self, contact_ids: Sequence[str], at: str) -> frozenset[str]:
        """Gives those of the contacts of whom a file told something new after a time."""
        query = select(ProfileVersionRow.contact_id).where(ProfileVersionRow.imported_at > at)
        with self._reading() as connection:
            rows = rows_in(connection, query, ProfileVersionRow.contact_id, contact_ids)
        return frozenset(row.contact_id for row in rows)


def _keep_opening(connection: Connection, opening: Opening) -> str:
    """Keeps the opening as it is, once, and notes that it was asked about; gives the hash of its content."""
    data = opening_to_json(opening)
    hash_ = content_hash(data)
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    if not connection.execute(_ASKED_AGAIN, {"asked": hash_, "last_asked_at": now}).rowcount:
        values = {"content_hash": hash_, "opening": canonical(data), "last_asked_at": now}
        connection.execute(insert(EventOpeningRow), values)
    return hash_


def _known(connection: Connection, contact_ids: Sequence[str], *, add: bool) -> Known:
    query = select(EventSaltRow).where(EventSaltRow.contact_id.in_(contact_ids))
    salts = {row.contact_id: row.salt for row in connection.execute(query)}
    if add and len(salts) < len(contact_ids):
        salts |= _new_salts(connection, [key for key in contact_ids if key not in salts])
    latest = select(ProfileVersionRow.contact_id, func.max(ProfileVersionRow.id).label("latest"))
    latest = latest.where(ProfileVersionRow.contact_id.in_(contact_ids)).group_by(
        ProfileVersionRow.contact_id
    )
    versions = {row.contact_id: row.latest for row in connection.execute(latest)}
    return Known(salts, versions)


def _new_salts(connection: Connection, contact_ids: Sequence[str]) -> dict[str, str]:
    held = connection.scalars(select(ContactRow.id).where(ContactRow.id.in_(contact_ids)))
    new = {contact_id: secrets.token_hex(SALT_BYTES) for contact_id in held}
    if new:
        rows = [{"contact_id": contact_id, "salt": salt} for contact_id, salt in new.items()]
        connection.execute(insert(EventSaltRow), rows)
    return new
