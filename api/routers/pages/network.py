"""My network: what it holds, everybody as a table, and who is known too little."""

from collections.abc import Collection, Sequence
from typing import Annotated

from fastapi import Depends, HTTPException, Query, Request
from starlette.responses import HTMLResponse, Response

from api.auth.caller import Caller
from api.dependencies import CurrentWorkspace
from api.pages.drawing import MANY
from api.pages.handles import handle_of
from api.pages.network_words import NetworkWords
from api.pages.people_table import Sort, TablePage, by_trade, in_order
from api.pages.route import CurrentSession, CurrentVisit, PageCaller, Sent, page_router, see
from api.pages.site import Visit, page
from api.pages.wording import Words
from matcher.events import EventKind
from matcher.freshness import Depth
from matcher.map.kept import Maps
from matcher.network_map import OLD, Thin, thin_of
from matcher.policy import Permission
from matcher.workspace import Workspace

router = page_router()

LONGEST_SEARCH = 200  # characters
MOST_PAGES = 100_000
MOST_PAIRS = 99
THIN_A_PAGE = 50
COMMONEST = 8  # trades and companies


async def _maps(request: Request) -> Maps:
    maps: Maps = request.state.maps
    return maps


CurrentMaps = Annotated[Maps, Depends(_maps)]
PageNumber = Annotated[int, Query(alias="page", ge=1, le=MOST_PAGES)]


@router.get("/network")
def network_page(
    visit: CurrentVisit, caller: PageCaller, workspace: CurrentWorkspace, maps: CurrentMaps
) -> HTMLResponse:
    """Shows a network in numbers."""
    roster = maps.roster(caller.employee)
    found = roster.summary
    values = {
        "found": found,
        "companies": len({one.company_key for one in roster.people if one.company_key}),
        "thin": found.depths[Depth.THIN],
        "old": round(100 * sum(found.ages[age] for age in OLD) / max(1, found.contacts)),
        "pairs": len(workspace.store.duplicates.pairs(caller.employee, k=MOST_PAIRS)),
        "commonest": COMMONEST,
        "may_write": Permission.NETWORK_WRITE in caller.permissions,
        "longest_search": LONGEST_SEARCH,
        "say": NetworkWords(Words(visit.tongue)),
    }
    return page("network.html", visit, values)


@router.post("/network/people")
def look_for(session: CurrentSession, sent: Sent) -> Response:
    """Keeps the words, which may be a name, out of the address."""
    words = " ".join(sent.get("words", "").replace("\x00", "").split())[:LONGEST_SEARCH]
    return see(f"/network/people/{session.searches.add(words)}" if words else "/network/people")


@router.get("/network/people")
def people_page(
    visit: CurrentVisit,
    caller: PageCaller,
    workspace: CurrentWorkspace,
    maps: CurrentMaps,
    sort: Sort | None = None,
    number: PageNumber = 1,
) -> HTMLResponse:
    """Shows everybody: by trade, or by name as long as nothing is drawn yet of a large network."""
    table = _table(maps, caller.employee, sort, page=number)
    return _people(visit, caller, workspace, table, base="/network/people")


@router.get("/network/people/{search_id}")
def found_page(
    search_id: str,
    visit: CurrentVisit,
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    maps: CurrentMaps,
    sort: Sort | None = None,
    number: PageNumber = 1,
) -> HTMLResponse:
    """Shows those who answer to what was looked for."""
    words = session.searches.find(search_id)
    if words is None:
        raise HTTPException(404)
    only = maps.found(caller.employee, words)
    table = _table(maps, caller.employee, sort, only=only, page=number)
    base = f"/network/people/{search_id}"
    return _people(visit, caller, workspace, table, base=base, words=words)


@router.get("/network/thin")
def thin_page(
    visit: CurrentVisit,
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    maps: CurrentMaps,
    number: PageNumber = 1,
) -> HTMLResponse:
    """Shows of whom too little is known, and what would help."""
    thin = [one.id for one in maps.roster(caller.employee).people if one.depth is Depth.THIN]
    pages = max(1, -(-len(thin) // THIN_A_PAGE))
    first = (min(number, pages) - 1) * THIN_A_PAGE
    shown = _thin(workspace, thin[first : first + THIN_A_PAGE])
    note_read(workspace, caller, [one.contact.id for one in shown])
    values = {
        "shown": shown,
        "count": len(thin),
        "page": min(number, pages),
        "pages": pages,
        "base": "/network/thin",
        "handles": {one.contact.id: handle_of(session, one.contact.id) for one in shown},
        "say": NetworkWords(Words(visit.tongue)),
    }
    return page("network_thin.html", visit, values)


def note_read(workspace: Workspace, caller: Caller, contact_ids: Sequence[str]) -> None:
    """Puts into the log whose data an employee looked at."""
    workspace.store.events.append_read(EventKind.CONTACTS_LISTED, caller.actor, sorted(contact_ids))


def _table(
    maps: Maps, employee: str, sort: Sort | None, *, only: Collection[str] | None = None, page: int = 1
) -> TablePage:
    people = maps.roster(employee).people
    if sort is None:
        sort = Sort.TRADE if len(people) < MANY or maps.is_drawn(employee) else Sort.NAME
    if sort is Sort.TRADE:
        return by_trade(maps.picture(employee), only=only, page=page)
    return in_order(people, sort, only=only, page=page)


def _people(
    visit: Visit, caller: Caller, workspace: Workspace, table: TablePage, *, base: str, words: str = ""
) -> HTMLResponse:
    session = visit.session
    ids = [person.id for person in table.people]
    note_read(workspace, caller, ids)
    values = {
        "table": table,
        "base": base,
        "words": words,
        "sorts": list(Sort),
        "objected": workspace.store.privacy.objected(),
        "handles": {contact_id: handle_of(session, contact_id) for contact_id in ids} if session else {},
        "longest_search": LONGEST_SEARCH,
        "say": NetworkWords(Words(visit.tongue)),
    }
    return page("network_people.html", visit, values)


def _thin(workspace: Workspace, contact_ids: Sequence[str]) -> list[Thin]:
    found = workspace.store.contacts_by_id(contact_ids)
    return [thin_of(found[contact_id]) for contact_id in contact_ids if contact_id in found]
