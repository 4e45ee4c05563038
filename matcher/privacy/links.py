"""A contact's own page, behind a link that is signed, expires, and is good for nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from matcher.events.event import EventKind
from matcher.introduction import Party
from matcher.privacy.duties import Link
from matcher.privacy.tokens import link_told, read_form, read_link, sign_form, sign_link

if TYPE_CHECKING:
    from matcher.store import Store

PATH = "/my-data"


@dataclass(frozen=True, slots=True)
class SignedLink:
    """A link, and the text that stands for it in an address."""

    link: Link
    token: str

    def address(self, base: str) -> str:
        """Gives the whole address on a server."""
        return f"{base.rstrip('/')}{PATH}/{self.token}"


def make_link(
    store: "Store", contact_id: str, *, made_by: str, lifetime: timedelta, employee: str | None = None
) -> SignedLink:
    """Makes a link to a contact's page.

    Args:
        made_by: Id of who makes it.
        employee: Only for a contact of this employee.

    Raises:
        UnknownContact: If there is no such contact, or not in the employee's network.
    """
    link = store.links.make(contact_id, made_by=made_by, lifetime=lifetime, employee=employee)
    return SignedLink(link, sign_link(store.secret, link.id, datetime.fromisoformat(link.expires_at)))


def open_link(store: "Store", token: str) -> Link:
    """Gives the link that a text stands for.

    Raises:
        InvalidLink: If it was altered, has expired, was never made here, or its contact was erased.
    """
    return store.links.open(read_link(store.secret, token))


def note_refused(store: "Store", token: str) -> None:
    """Puts into the log that a link was refused, where it tells of whom: one that was altered does not."""
    link_id = link_told(store.secret, token)
    contact_id = None if link_id is None else store.links.contact_of(link_id)
    if contact_id is not None:
        store.events.append_read(EventKind.LINK_REFUSED, Party.CONTACT.value, [contact_id])


def new_form(store: "Store", link: Link) -> str:
    """Gives the text that the forms of a page send back."""
    return sign_form(store.secret, link.id, datetime.fromisoformat(link.expires_at))


def read_sent(store: "Store", token: str, form: str) -> tuple[str, str]:
    """Gives the ids of the link and of the form that was sent from its page.

    Raises:
        InvalidLink: If either was altered, has expired, or they do not belong together.
    """
    link_id = read_link(store.secret, token)
    return link_id, read_form(store.secret, form, link_id)
