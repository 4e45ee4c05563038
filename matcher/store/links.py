"""Links to contacts' own pages, in the store. A link is named by a random id, never by its contact's."""

import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from matcher.errors import InvalidLink, UnknownContact
from matcher.privacy.duties import Link, LinkUse
from matcher.store.repository import Repository
from matcher.store.tables import ContactLinkRow, ContactRow, EventRow, LinkUseRow, PrivacyStateRow, TieRow

_ID_BYTES = 16


class LinkRepository(Repository):
    """The links, made and opened.

    Time is the latest that the store has seen: a clock that is set back gives no link a longer life.
    """

    def make(
        self, contact_id: str, *, made_by: str, lifetime: timedelta, employee: str | None = None
    ) -> Link:
        """Makes a link to a contact's page; links that expired leave the store.

        Args:
            made_by: Id of who made it.
            employee: Only for a contact of this employee.

        Raises:
            UnknownContact: If there is no such contact, or not in the employee's network.
        """
        with self._writing() as connection:
            check_contact(connection, contact_id, employee)
            now = seen_now(connection)
            connection.execute(delete(ContactLinkRow).where(ContactLinkRow.expires_at <= _text(now)))
            link = Link(secrets.token_urlsafe(_ID_BYTES), contact_id, _text(now + lifetime))
            values = {
                "id": link.id,
                "contact_id": contact_id,
                "made_by": made_by,
                "made_at": _text(now),
                "expires_at": link.expires_at,
            }
            connection.execute(insert(ContactLinkRow).values(values))
            return link

    def open(self, link_id: str) -> Link:
        """Gives a link that works.

        Raises:
            InvalidLink: If it was never made, has expired, or its contact was erased.
        """
        with self._writing() as connection:  # the time is kept, whether the link works or not
            now = _text(seen_now(connection))
            connection.execute(update(PrivacyStateRow).values(latest_seen=now))
        with self._reading() as connection:
            return _alive(connection, link_id)

    def contact_of(self, link_id: str) -> str | None:
        """Gives whose page a link led to, whether it works or not; None once they were erased."""
        with self._reading() as connection:
            return connection.scalar(select(ContactLinkRow.contact_id).where(ContactLinkRow.id == link_id))

    def was_sent(self, use: LinkUse) -> bool:
        """Whether this very form was sent before, and the link has not expired since."""
        with self._reading() as connection:
            sent = select(LinkUseRow.form).where(
                LinkUseRow.link_id == use.link_id,
                LinkUseRow.action == use.action,
                LinkUseRow.form == use.form,
                ContactLinkRow.expires_at > _text(seen_now(connection)),
            )
            sent = sent.join(ContactLinkRow, ContactLinkRow.id == LinkUseRow.link_id)
            return connection.scalar(sent) is not None

    def taken(self, link_id: str) -> frozenset[str]:
        """Gives the actions that were taken through a link."""
        with self._reading() as connection:
            return frozenset(connection.scalars(select(LinkUseRow.action).filter_by(link_id=link_id)))


def claim(connection: Connection, contact_id: str, use: LinkUse) -> bool:
    """Notes that an action is taken through a link, in the transaction of what it does.

    Returns:
        False if this very form was sent before: there is nothing to do.

    Raises:
        InvalidLink: If the link does not work, or the action was taken through it before.
    """
    sent = connection.scalar(select(LinkUseRow.form).filter_by(link_id=use.link_id, action=use.action))
    if sent is not None:
        if sent == use.form:
            return False
        raise InvalidLink
    if _alive(connection, use.link_id).contact_id != contact_id:
        raise InvalidLink
    values = {"link_id": use.link_id, "action": use.action, "form": use.form}
    values |= {"used_at": _text(seen_now(connection))}
    connection.execute(insert(LinkUseRow).values(values))
    return True


def check_contact(connection: Connection, contact_id: str, employee: str | None = None) -> None:
    """Makes sure that a contact exists, in an employee's network where one is given.

    Raises:
        UnknownContact: If not.
    """
    known = select(ContactRow.id).where(ContactRow.id == contact_id)
    if employee is not None:
        known = select(TieRow.contact_id).filter_by(contact_id=contact_id, employee_id=employee)
    if connection.scalar(known) is None:
        raise UnknownContact(contact_id)


def seen_now(connection: Connection) -> datetime:
    """Gives the time, or the latest that the store has seen where the clock was set back since."""
    latest = connection.scalar(select(PrivacyStateRow.latest_seen)) or ""
    last_event = connection.scalar(select(EventRow.at).order_by(EventRow.seq.desc()).limit(1)) or ""
    told = (datetime.fromisoformat(text) for text in (latest, last_event) if text)
    return max(datetime.now(UTC), *told) if latest or last_event else datetime.now(UTC)


def _alive(connection: Connection, link_id: str) -> Link:
    now = _text(seen_now(connection))
    row = connection.execute(select(ContactLinkRow).filter_by(id=link_id)).one_or_none()
    if row is None or row.contact_id is None or row.expires_at <= now:
        raise InvalidLink
    return Link(row.id, row.contact_id, row.expires_at)


def _text(time: datetime) -> str:
    return time.isoformat(timespec="seconds")
