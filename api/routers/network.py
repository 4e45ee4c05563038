"""The caller's network in numbers, what would complete it, and how the caller knows each contact."""

from datetime import date
from typing import Annotated

from fastapi import Body, Path, Query

from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentWorkspace
from api.import_schemas import NETWORK, THIN, NetworkOut, ThinOut, ThinPage
from api.inputs import Cursor, Id
from api.openapi import answers, problems
from api.tie_schemas import CONTACT_TIE, NEW_TIE, ContactTie, NewTie
from matcher.errors import EmptyNetwork, UnknownContact, UnknownEmployee
from matcher.network import TieStatement
from matcher.network_map import contacts_of, map_network, thin_contacts
from matcher.store import Store
from matcher.wire import tie_to_json

router = protected_router("network")

MOST_CONTACTS = 200
_TIED = {**problems(404), **answers(200, CONTACT_TIE, "The tie as it stands now")}


@router.get("/network", responses=answers(200, NETWORK, "The network in numbers"))
def get_network(caller: CurrentCaller, workspace: CurrentWorkspace) -> NetworkOut:
    """Counts the caller's contacts: trades, companies, how full and how old the profiles are."""
    today = date.today()
    try:
        return NetworkOut.of(map_network(contacts_of(workspace.store, caller.employee), today=today))
    except (UnknownEmployee, EmptyNetwork):
        return NetworkOut.of(map_network((), today=today))


@router.get("/network/thin", responses=answers(200, THIN, "A page of thin contacts"))
def list_thin(
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    after: Annotated[Cursor, Query(description="`next` of the page before")] = "",
    k: Annotated[int, Query(ge=1, le=MOST_CONTACTS)] = 50,
) -> ThinPage:
    """Gives the contacts with a title or a company alone, by id, and what would complete each profile."""
    try:
        found = thin_contacts(workspace.store, caller.employee, after=after, k=k + 1)
    except (UnknownEmployee, EmptyNetwork):
        found = ()
    items = [ThinOut.of(thin) for thin in found[:k]]
    return ThinPage(items=items, next=items[-1].id if len(found) > k else None)


@router.put("/network/ties/{contact_id}", responses={**problems(422), **_TIED})
def set_tie(
    contact_id: Annotated[Id, Path()],
    new: Annotated[NewTie, Body(examples=[NEW_TIE])],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
) -> ContactTie:
    """Says how the caller knows a contact, in place of what they said before.

    A tie is shown beside a fit and never changes it.
    """
    said = TieStatement(
        caller.employee,
        contact_id,
        strength=new.strength,
        relation=new.relation,
        last_exchange=new.last_exchange,
    )
    workspace.store.relations.state(said)
    return _tie(workspace.store, caller.employee, contact_id)


@router.delete("/network/ties/{contact_id}", responses=_TIED)
def undo_tie(
    contact_id: Annotated[Id, Path()], caller: CurrentCaller, workspace: CurrentWorkspace
) -> ContactTie:
    """Takes back what the caller said last of how they know a contact; what they said before counts again."""
    tie = _tie(workspace.store, caller.employee, contact_id)
    if workspace.store.relations.undo(caller.employee, contact_id) is None:
        return tie
    return _tie(workspace.store, caller.employee, contact_id)


def _tie(store: Store, employee: str, contact_id: str) -> ContactTie:
    """Gives a tie.

    Raises:
        UnknownContact: If the contact is not in the employee's network.
    """
    found = store.ties(employee, [contact_id])
    if contact_id not in found:
        raise UnknownContact(contact_id)
    return ContactTie(contact_id=contact_id, **tie_to_json(found[contact_id]))
