"""A notice with a fresh link to the contact's page, for a human to hand out."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from matcher.drafts.language import NoteLanguage
from matcher.privacy.links import make_link
from matcher.privacy.notice import NoticeText, PageLink, Practice, notice_text

if TYPE_CHECKING:
    from matcher.store import Store


@dataclass(frozen=True, slots=True)
class HandingOut:
    """How notices and links are made here.

    Attributes:
        base: Where contacts reach the server.
        link_lifetime: How long a link works.
        notice_within: How long after the collection a notice may be given.
    """

    practice: Practice
    base: str
    link_lifetime: timedelta
    notice_within: timedelta


def notice_with_link(
    store: "Store",
    contact_id: str,
    handing_out: HandingOut,
    *,
    by: str,
    employee: str | None = None,
    language: NoteLanguage | None = None,
    sender: str = "",
) -> NoticeText:
    """Writes the notice for a contact, in their language unless another is asked for.

    Args:
        sender: How the contact knows the employee, in place of the employee's id.

    Raises:
        UnknownContact: If there is no such contact, or not in the employee's network.
    """
    lifetime = handing_out.link_lifetime
    made = make_link(store, contact_id, made_by=by, lifetime=lifetime, employee=employee)
    dossier = store.dossiers.read(
        contact_id, delays=handing_out.practice.delays, notice_within=handing_out.notice_within
    )
    if employee is not None:  # who else knows the contact is none of theirs
        own = store.duties.notices(
            within=handing_out.notice_within, employee=employee, contact_ids=[contact_id]
        )
        ties = tuple(tie for tie in dossier.ties if tie.employee == employee)
        dossier = replace(dossier, ties=ties, notice=next(iter(own), None))
    if sender:
        dossier = replace(dossier, ties=tuple(replace(tie, employee=sender) for tie in dossier.ties[:1]))
    link = PageLink(made.address(handing_out.base), made.link.expires_at[:10])
    return notice_text(dossier, handing_out.practice, link=link, language=language)
