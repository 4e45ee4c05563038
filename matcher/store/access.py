"""API keys and shares in the store."""

import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from matcher.access import ApiKey, KeyAsked, KeyText, Share, digest_of, is_secret_of, new_salt, stamp
from matcher.errors import UnknownContact, UnknownKey, UnknownOpening, UnknownShare
from matcher.events.event import EventKind, NewEvent
from matcher.policy import Permission, Role
from matcher.store.events import append_event
from matcher.store.repository import Repository
from matcher.store.tables import ApiKeyRow, EmployeeRow, OpeningRow, ShareRow, TieRow

_NO_SALT = "00" * 16  # an unknown id takes as long as a wrong secret
_SHARE_ID_BYTES = 8


class AccessRepository(Repository):
    """The keys and the shares, read and written."""

    # --- keys ---

    def make_key(self, asked: KeyAsked) -> tuple[ApiKey, KeyText]:
        """Makes a key; its text is given this once and kept nowhere."""
        text, salt, now = KeyText.new(), new_salt(), datetime.now(UTC)
        values = {
            "id": text.id,
            "salt": salt,
            "digest": digest_of(text.secret, salt),
            "role": asked.role.value,
            "scopes": None if asked.scopes is None else sorted(asked.scopes),
            "employee_id": asked.employee or None,
            "created_at": stamp(now),
            "expires_at": stamp(now + asked.expires_in),
        }
        with self._writing() as connection:
            if asked.employee:
                _add_employee(connection, asked.employee, stamp(now))
            row = connection.execute(insert(ApiKeyRow).values(values).returning(ApiKeyRow)).one()
            key = _key(row)
            append_event(connection, _about(EventKind.KEY_MADE, key))
            return key, text

    def keys(self) -> tuple[ApiKey, ...]:
        """Gives every key, oldest first."""
        with self._reading() as connection:
            query = select(ApiKeyRow).order_by(ApiKeyRow.created_at, ApiKeyRow.id)
            return tuple(_key(row) for row in connection.execute(query))

    def find_key(self, text: KeyText) -> ApiKey | None:
        """Gives the key of this id if the secret is its own, revoked and expired ones too."""
        with self._reading() as connection:
            row = connection.execute(select(ApiKeyRow).where(ApiKeyRow.id == text.id)).one_or_none()
        salt, digest = (_NO_SALT, "") if row is None else (row.salt, row.digest)
        same = is_secret_of(text.secret, salt=salt, digest=digest)
        return _key(row) if row is not None and same else None

    def note_use(self, key: ApiKey, day: str) -> None:
        """Keeps the day of a key's last use; nothing is written a second time on one day.

        Args:
            day: ISO 8601.
        """
        if key.last_used_on == day:
            return
        with self._writing() as connection:
            connection.execute(update(ApiKeyRow).where(ApiKeyRow.id == key.id).values(last_used_on=day))

    def revoke_key(self, key_id: str) -> ApiKey:
        """Refuses a key from now on; one that was revoked before stays as it is.

        Raises:
            UnknownKey: If no key has this id.
        """
        this = ApiKeyRow.id == key_id
        with self._writing() as connection:
            still_good = update(ApiKeyRow).where(this, ApiKeyRow.revoked_at.is_(None))
            changed = connection.execute(still_good.values(revoked_at=stamp(datetime.now(UTC)))).rowcount
            row = connection.execute(select(ApiKeyRow).where(this)).one_or_none()
            if row is None:
                raise UnknownKey(key_id)
            key = _key(row)
            if changed:
                append_event(connection, _about(EventKind.KEY_REVOKED, key))
            return key

    def latest_use(self) -> datetime | None:
        """Gives the latest time that the keys in force know of: a clock that shows less was set back."""
        with self._reading() as connection:
            latest = select(func.max(ApiKeyRow.created_at), func.max(ApiKeyRow.last_used_on))
            found = connection.execute(latest.where(ApiKeyRow.revoked_at.is_(None))).one()
        times = [datetime.fromisoformat(text) for text in found if text is not None]
        return max((time if time.tzinfo else time.replace(tzinfo=UTC) for time in times), default=None)

    # --- shares ---

    def share(self, employee: str, contact_id: str, opening_id: str) -> tuple[Share, bool]:
        """Shares a contact's name for an opening; shared already, it stays as it is.

        Returns:
            The share, and whether it is new.

        Raises:
            UnknownContact: If the contact is not in the employee's network.
            UnknownOpening: If no opening has this id.
        """
        what = {"employee_id": employee, "contact_id": contact_id}
        with self._writing() as connection:
            if connection.scalar(select(TieRow.contact_id).filter_by(**what)) is None:
                raise UnknownContact(contact_id)
            if connection.scalar(select(OpeningRow.id).where(OpeningRow.id == opening_id)) is None:
                raise UnknownOpening(opening_id)
            what["opening_id"] = opening_id
            known = connection.execute(select(ShareRow).filter_by(**what)).one_or_none()
            if known is not None:
                return _share(known), False
            values = {"id": secrets.token_hex(_SHARE_ID_BYTES), "shared_at": stamp(datetime.now(UTC)), **what}
            added = connection.execute(insert(ShareRow).values(values).returning(ShareRow))
            made = _share(added.one())
            append_event(connection, NewEvent(EventKind.SHARED, employee, (contact_id, opening_id)))
            return made, True

    def shares(self, employee: str) -> tuple[Share, ...]:
        """Gives what an employee shares, latest first."""
        with self._reading() as connection:
            query = select(ShareRow).filter_by(employee_id=employee)
            query = query.order_by(ShareRow.shared_at.desc(), ShareRow.id)
            return tuple(_share(row) for row in connection.execute(query))

    def withdraw_share(self, employee: str, share_id: str) -> Share:
        """Takes a share back.

        Raises:
            UnknownShare: If no share of this employee has this id.
        """
        with self._writing() as connection:
            theirs = delete(ShareRow).filter_by(id=share_id, employee_id=employee).returning(ShareRow)
            row = connection.execute(theirs).one_or_none()
            if row is None:
                raise UnknownShare(share_id)
            share = _share(row)
            subjects = (share.contact_id, share.opening_id)
            append_event(connection, NewEvent(EventKind.UNSHARED, employee, subjects))
            return share

    def shares_for(self, opening_id: str) -> tuple[Share, ...]:
        """Gives what is shared for an opening by those who know the contact still, by employee."""
        tied = (TieRow.employee_id == ShareRow.employee_id) & (TieRow.contact_id == ShareRow.contact_id)
        query = select(ShareRow).join(TieRow, tied).where(ShareRow.opening_id == opening_id)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(ShareRow.employee_id, ShareRow.id))
            return tuple(_share(row) for row in rows)


def _add_employee(connection: Connection, employee: str, now: str) -> None:
    if connection.scalar(select(EmployeeRow.id).where(EmployeeRow.id == employee)) is None:
        connection.execute(insert(EmployeeRow).values(id=employee, created_at=now))


def _about(kind: EventKind, key: ApiKey) -> NewEvent:
    """Tells of a key in the log; keys are made and revoked on the machine itself, by whoever runs it."""
    scopes = None if key.scopes is None else sorted(key.scopes)
    data = {"key": key.id, "role": key.role, "scopes": scopes, "expires_at": key.expires_at}
    return NewEvent(kind, "coopt", (key.employee,) if key.employee else (), data)


def _key(row: Row[Any]) -> ApiKey:
    return ApiKey(
        id=row.id,
        role=Role(row.role),
        scopes=None if row.scopes is None else frozenset(map(Permission, row.scopes)),
        employee=row.employee_id or "",
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_on=row.last_used_on,
    )


def _share(row: Row[Any]) -> Share:
    return Share(row.id, row.employee_id, row.contact_id, row.opening_id, row.shared_at)
