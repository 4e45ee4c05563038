"""The caller's network as a map, and what would complete it."""

from datetime import date
from typing import Annotated

from fastapi import Query

from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentWorkspace
from api.import_schemas import NETWORK, THIN, NetworkOut, ThinOut, ThinPage
from api.inputs import Cursor
from api.openapi import answers
from matcher.errors import EmptyNetwork, UnknownEmployee
from matcher.network_map import contacts_of, map_network, thin_contacts

router = protected_router("network")

MOST_CONTACTS = 200


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
