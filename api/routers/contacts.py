"""The caller's network."""

from typing import Annotated

from fastapi import Query

from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentWorkspace
from api.examples import CONTACTS
from api.inputs import Cursor
from api.openapi import answers
from api.schemas import ContactOut, ContactPage
from matcher.errors import EmptyNetwork, UnknownEmployee
from matcher.events import EventKind

router = protected_router("contacts")

MOST_CONTACTS = 200


@router.get("/contacts", responses=answers(200, CONTACTS, "A page of contacts"))
def list_contacts(
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    after: Annotated[Cursor, Query(description="`next` of the page before")] = "",
    k: Annotated[int, Query(ge=1, le=MOST_CONTACTS)] = 50,
) -> ContactPage:
    """Gives the caller's contacts by id; before the first import, an empty page."""
    try:
        found = workspace.store.contacts(caller.employee, after=after, k=k + 1)
    except (UnknownEmployee, EmptyNetwork):
        found = ()
    shown = found[:k]
    ties = workspace.store.ties(caller.employee, [contact.id for contact in shown])
    workspace.store.events.append_read(
        EventKind.CONTACTS_LISTED, caller.actor, [contact.id for contact in shown if contact.id in ties]
    )
    objected = workspace.store.privacy.objected()
    items = [
        ContactOut.of(contact, ties[contact.id], objected=contact.id in objected)
        for contact in shown
        if contact.id in ties
    ]
    return ContactPage(items=items, next=shown[-1].id if len(found) > k else None)
