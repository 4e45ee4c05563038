"""Who may be one person: pairs to decide about, and what was decided."""

from collections.abc import Iterable, Sequence
from typing import Annotated

from fastapi import Query
from starlette.responses import HTMLResponse, Response

from api.dependencies import CurrentWorkspace
from api.pages.handles import handle_of
from api.pages.network_words import NetworkWords
from api.pages.route import CurrentSession, CurrentVisit, PageCaller, Sent, page_router, see
from api.pages.site import page
from api.pages.wording import Words
from api.routers.pages.network import note_read
from matcher.errors import UnknownChange
from matcher.identity.name_likeness import Likeness
from matcher.identity.review import DuplicatePair, IdentityChange
from matcher.store import Store

router = page_router()

HERE = "/network/duplicates"
PAIRS_A_PAGE, MOST_PAIRS, MOST_CHANGES = 10, 200, 10
_LIKENESSES = (Likeness.SAME, Likeness.NEAR, Likeness.DIFFERENT)


@router.get(HERE)
def pairs_page(
    visit: CurrentVisit,
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    found: Annotated[int | None, Query(ge=0, le=2**31)] = None,
) -> HTMLResponse:
    """Shows the likeliest pairs, and the latest decisions."""
    store = workspace.store
    pairs = store.duplicates.pairs(caller.employee, k=PAIRS_A_PAGE + 1)
    changes = store.duplicates.changes(caller.employee, k=MOST_CHANGES)
    people = store.contacts_by_id(sorted({*_in_pairs(pairs), *_in_changes(store, caller.employee, changes)}))
    note_read(workspace, caller, list(people))
    values = {
        "pairs": [pair for pair in pairs[:PAIRS_A_PAGE] if {pair.first_id, pair.second_id} <= people.keys()],
        "more": len(pairs) > PAIRS_A_PAGE,
        "people": people,
        "handles": {contact_id: handle_of(session, contact_id) for contact_id in people},
        "changes": changes,
        "likenesses": _LIKENESSES,
        "found": found,
        "say": NetworkWords(Words(visit.tongue)),
    }
    return page("network_duplicates.html", visit, values)


@router.post(f"{HERE}/search")
def find_pairs(caller: PageCaller, workspace: CurrentWorkspace) -> Response:
    """Compares everybody with everybody; the page then says how many pairs are new."""
    return see(f"{HERE}?found={workspace.store.duplicates.find(caller.employee)}")


@router.post(f"{HERE}/merge")
def merge(caller: PageCaller, session: CurrentSession, workspace: CurrentWorkspace, sent: Sent) -> Response:
    """Makes one contact of a pair; sent twice, it does so once."""
    duplicates = workspace.store.duplicates
    with session.lock:
        pair = _pair(duplicates.pairs(caller.employee, k=MOST_PAIRS), sent.get("pair", ""))
        if pair is not None:
            second = sent.get("keep") == "second"
            ids = (pair.second_id, pair.first_id) if second else (pair.first_id, pair.second_id)
            duplicates.merge(caller.employee, *ids)
    return see(HERE)


@router.post(f"{HERE}/apart")
def keep_apart(
    caller: PageCaller, session: CurrentSession, workspace: CurrentWorkspace, sent: Sent
) -> Response:
    """Notes that a pair is two people; sent twice, it does so once."""
    duplicates = workspace.store.duplicates
    with session.lock:
        pair = _pair(duplicates.pairs(caller.employee, k=MOST_PAIRS), sent.get("pair", ""))
        if pair is not None:
            duplicates.keep_apart(caller.employee, pair.first_id, pair.second_id)
    return see(HERE)


@router.post(f"{HERE}/undo")
def undo(caller: PageCaller, session: CurrentSession, workspace: CurrentWorkspace, sent: Sent) -> Response:
    """Takes a decision back; sent twice, it does so once."""
    duplicates, change_id = workspace.store.duplicates, sent.get("change", "")
    if not (change_id.isascii() and change_id.isdecimal()):
        raise UnknownChange(None)
    with session.lock:
        changes = duplicates.changes(caller.employee, k=MOST_CHANGES)
        if any(one.id == int(change_id) and one.undone_at for one in changes):
            return see(HERE)
        duplicates.undo(caller.employee, int(change_id))
    return see(HERE)


def _pair(pairs: Sequence[DuplicatePair], pair_id: str) -> DuplicatePair | None:
    """Gives a pair that was shown; None where it was decided about meanwhile."""
    return next((pair for pair in pairs if str(pair.id) == pair_id), None)


def _in_pairs(pairs: Iterable[DuplicatePair]) -> set[str]:
    return {contact_id for pair in pairs for contact_id in (pair.first_id, pair.second_id)}


def _in_changes(store: Store, employee: str, changes: Iterable[IdentityChange]) -> set[str]:
    """Gives those of whom changes tell and who are in the employee's network still."""
    told = {key for change in changes for key in (change.contact_id, change.other_id) if key}
    return set(store.ties(employee, sorted(told)))
