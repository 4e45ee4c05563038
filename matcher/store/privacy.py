"""What contacts asked for, in the store: objections, own statements, erasure. Each act is an event too."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select

from matcher.contact import Profile
from matcher.events import EventKind, NewEvent
from matcher.identity import stands_alone
from matcher.privacy.duties import LinkUse, Objection
from matcher.privacy.secret import Secret
from matcher.privacy.statement import Statement, statement_to_json
from matcher.readers.report import ContactRow as ReadRow
from matcher.readers.report import Reading
from matcher.store.erasure import erase
from matcher.store.events import append_event
from matcher.store.importing import stored_key
from matcher.store.links import check_contact, claim
from matcher.store.own_statements import statements_of
from matcher.store.profiles import renew_profiles
from matcher.store.repository import Repository
from matcher.store.statements import rows_in
from matcher.store.suppression import release, suppress, suppress_stranger, without_suppressed
from matcher.store.tables import ContactRow, KeyRow, ObjectionRow, StatementRow

CONTACT = "contact"  # the actor of what is done through a contact's own page
_OBJECTED = select(ObjectionRow.contact_id)
_PRESENTABLE = select(ContactRow.id).where(ContactRow.id.not_in(_OBJECTED))


class PrivacyRepository(Repository):
    """What contacts asked for. Each act takes effect with its transaction, for every question after it.

    Args:
        secret: Keys the hashes that erased people leave behind.
    """

    def __init__(self, engine: Engine, secret: Secret) -> None:
        super().__init__(engine)
        self._secret = secret

    # --- objections ---

    def object(
        self,
        contact_id: str,
        *,
        by: str = CONTACT,
        reason: str = "",
        use: LinkUse | None = None,
        employee: str | None = None,
    ) -> None:
        """Notes that a contact does not want to be suggested; an earlier objection stands as it is.

        Args:
            by: Id of who records it for the contact.
            use: The link that it is done through.
            employee: Only for a contact of this employee.

        Raises:
            UnknownContact: If there is no such contact, or not in the employee's network.
            InvalidLink: If the link does not work, or was used for this before.
        """
        with self._writing() as connection:
            if not _may(connection, contact_id, use, employee):
                return
            if connection.scalar(select(ObjectionRow.contact_id).filter_by(contact_id=contact_id)):
                return
            values = {"contact_id": contact_id, "objected_at": _now(), "recorded_by": by, "reason": reason}
            connection.execute(insert(ObjectionRow).values(values))
            suppress(connection, self._secret, [contact_id], for_good=False)
            append_event(connection, NewEvent(EventKind.OBJECTED, by, (contact_id,)))

    def without_suppressed(
        self, connection: Connection, reading: Reading[ReadRow], employee: str
    ) -> Reading[ReadRow]:
        """Leaves out of a file, in the import's transaction, whoever asked not to be imported.

        Raises:
            WrongSecret: If they were noted with another secret; nobody could be recognised.
        """
        return without_suppressed(connection, self._secret, reading, lambda key: stored_key(key, employee))

    def withdraw_objection(self, contact_id: str, *, by: str, employee: str | None = None) -> bool:
        """Takes back an objection that was recorded by mistake, or that the contact changed their mind about.

        Returns:
            Whether there was one.

        Raises:
            UnknownContact: If there is no such contact, or not in the employee's network.
        """
        with self._writing() as connection:
            check_contact(connection, contact_id, employee)
            gone = connection.execute(delete(ObjectionRow).filter_by(contact_id=contact_id)).rowcount
            if gone:
                release(connection, [contact_id])
                event = NewEvent(EventKind.OBJECTED, by, (contact_id,), {"withdrawn": True})
                append_event(connection, event)
            return bool(gone)

    def objected(self) -> frozenset[str]:
        """Gives everybody who objected: they are never suggested."""
        with self._reading() as connection:
            return frozenset(connection.scalars(_OBJECTED))

    def objection(self, contact_id: str) -> Objection | None:
        """Gives a contact's objection."""
        with self._reading() as connection:
            row = connection.execute(select(ObjectionRow).filter_by(contact_id=contact_id)).one_or_none()
            return row and Objection(row.contact_id, row.objected_at, row.recorded_by, row.reason)

    def presentable(self, contact_ids: Sequence[str]) -> frozenset[str]:
        """Gives those of the contacts who may be suggested at this moment: still held, and not objecting.

        Asked last thing before an answer goes out, it holds for answers that were begun before.
        """
        with self._reading() as connection:
            return frozenset(row.id for row in rows_in(connection, _PRESENTABLE, ContactRow.id, contact_ids))

    # --- own statements ---

    def correct(
        self, contact_id: str, statement: Statement, *, remark: str = "", use: LinkUse | None = None
    ) -> None:
        """Keeps what a contact corrects of their profile; it wins over every source, from now on.

        Raises:
            UnknownContact: If there is no such contact.
            InvalidLink: If the link does not work, or was used for this before.
        """
        with self._writing() as connection:
            if not _may(connection, contact_id, use):
                return
            earlier = statements_of(connection, [contact_id]).get(contact_id, Statement())
            connection.execute(delete(StatementRow).filter_by(contact_id=contact_id))
            fields = statement_to_json(statement.over(earlier))
            values = {"contact_id": contact_id, "fields": fields, "remark": remark, "stated_at": _now()}
            connection.execute(insert(StatementRow).values(values))
            renew_profiles(connection, [contact_id])
            data = {"fields": sorted(statement_to_json(statement)), "remark": bool(remark)}
            append_event(connection, NewEvent(EventKind.CORRECTED, CONTACT, (contact_id,), data))

    def statement(self, contact_id: str) -> dict[str, Any] | None:
        """Gives what a contact stated of themselves, as JSON values: `fields`, `remark`, `stated_at`."""
        with self._reading() as connection:
            row = connection.execute(select(StatementRow).filter_by(contact_id=contact_id)).one_or_none()
            return row and {"fields": row.fields, "remark": row.remark, "stated_at": row.stated_at}

    # --- erasure ---

    def erase(
        self,
        contact_id: str,
        *,
        by: str = CONTACT,
        use: LinkUse | None = None,
        employee: str | None = None,
    ) -> None:
        """Erases a contact at their request, everywhere; nobody imports them again.

        Raises:
            UnknownContact: If there is no such contact, or not in the employee's network.
            InvalidLink: If the link does not work, or was used for this before.
            WrongSecret: If those who were erased before were noted with another secret.
        """
        with self._writing() as connection:
            if _may(connection, contact_id, use, employee):
                erase(connection, self._secret, [contact_id], for_good=True)
                append_event(connection, NewEvent(EventKind.ERASED, by, (contact_id,)))

    def refuse(self, told: Profile, keys: Sequence[str], *, by: str) -> None:
        """Notes that somebody asks never to be held; whoever one of their own keys identifies is erased.

        Args:
            told: Their name and companies, as far as they tell them.
            keys: Addresses of theirs, normalised by `matcher.identity`.

        Raises:
            WrongSecret: If those who were noted before were noted with another secret.
        """
        digests = [stored_key(key, "") for key in keys if stands_alone(key)]
        with self._writing() as connection:
            found = rows_in(connection, select(KeyRow.contact_id), KeyRow.digest, digests)
            held = tuple(sorted({row.contact_id for row in found}))
            if held:
                erase(connection, self._secret, held, for_good=True)
                append_event(connection, NewEvent(EventKind.ERASED, by, held))
            suppress_stranger(connection, self._secret, told, digests)

    def expire(self, contact_ids: Collection[str], *, by: str) -> int:
        """Erases contacts whose time has come, and gives how many; a later import may bring them back."""
        with self._writing() as connection:
            held = rows_in(connection, select(ContactRow.id), ContactRow.id, sorted(contact_ids))
            expired = tuple(row.id for row in held)
            if expired:
                erase(connection, self._secret, expired, for_good=False)
                append_event(connection, NewEvent(EventKind.RETENTION, by, expired))
            return len(expired)


def _may(connection: Connection, contact_id: str, use: LinkUse | None, employee: str | None = None) -> bool:
    """Whether there is anything to do: not where this very form was sent before."""
    if use is not None:
        return claim(connection, contact_id, use)
    check_contact(connection, contact_id, employee)
    return True


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
