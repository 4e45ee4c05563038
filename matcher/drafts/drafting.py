"""Drafts a note for an introduction, from what speaks for the contact at this moment."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from matcher.drafts.note import Draft, Wishes, check_link, draft
from matcher.errors import IllegalStep, Objected, UnknownContact
from matcher.introduction import Introduction, Party, Stage, next_stages
from matcher.network import Network
from matcher.privacy.links import make_link

if TYPE_CHECKING:
    from matcher.workspace import Workspace

# Before the contact is asked, or while they have not answered.
DRAFTED = (Stage.SUGGESTED, Stage.CONSIDERING, Stage.ASKED)


@dataclass(frozen=True, slots=True)
class OwnPages:
    """Where contacts find their own pages.

    Attributes:
        base: Address of the server as contacts reach it.
        lifetime: Of a link to a page.
    """

    base: str
    lifetime: timedelta


def draft_for(
    workspace: "Workspace",
    introduction: Introduction,
    *,
    wishes: Wishes | None = None,
    pages: OwnPages | None = None,
) -> Draft:
    """Drafts the note with which an employee asks a contact. Nothing is sent.

    Args:
        pages: Puts a fresh link to the contact's own page into the note; None where contacts reach none.

    Raises:
        IllegalStep: If the contact has answered already.
        UnknownContact: If the contact left the employee's network.
        Objected: If the contact asked not to be suggested.
        UnknownOpening: If the opening is no longer kept.
        InvalidDraft: If the pages' address is none of the web.
    """
    if introduction.stage not in DRAFTED:
        allowed = next_stages(introduction.stage, Party.EMPLOYEE)
        problem = f"This introduction stands at {introduction.stage}: there is nothing left to ask"
        raise IllegalStep(problem, allowed)
    store, contact_id = workspace.store, introduction.contact_id
    contact = store.contacts_by_id([contact_id]).get(contact_id)
    tie = store.ties(introduction.employee, [contact_id]).get(contact_id)
    if contact is None or tie is None:
        raise UnknownContact(contact_id)
    if store.privacy.objection(contact_id) is not None:
        raise Objected(contact_id)
    opening = store.introductions.opening(introduction)
    alone = Network(introduction.employee, (contact_id,))
    suggested = workspace.suggester().suggest(opening, alone, k=1, include_below_bar=True).suggestions
    evidence = suggested[0].evidence if suggested else ()
    link = "" if pages is None else link_for(workspace, introduction, pages)
    return draft(contact, opening, evidence, tie=tie, wishes=wishes, link=link)


def link_for(workspace: "Workspace", introduction: Introduction, pages: OwnPages) -> str:
    """Makes a fresh link to the contact's own page.

    Raises:
        UnknownContact: If the contact left the employee's network.
        InvalidDraft: If the pages' address is none of the web.
    """
    check_link(pages.base)  # before a link is made that nobody could open
    employee = introduction.employee
    made = make_link(
        workspace.store,
        introduction.contact_id,
        made_by=employee,
        lifetime=pages.lifetime,
        employee=employee,
    )
    return made.address(pages.base)


def draft_to_json(made: Draft) -> dict[str, Any]:
    """Writes a draft as the command line and the API both give it."""
    return {
        "language": made.language.value,
        "register": made.register.value,
        "subject": made.subject,
        "body": made.body,
        "mailto": made.mailto,
    }
