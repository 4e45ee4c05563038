"""Openings for someone: a contact is looked for by name and picked, and the openings they fit are shown."""

from datetime import date

from fastapi import HTTPException
from starlette.responses import HTMLResponse, Response

from api.dependencies import CurrentWorkspace
from api.pages.lookups import Lookup
from api.pages.route import CurrentSession, CurrentVisit, PageCaller, Sent, page_router, see
from api.pages.session import Session
from api.pages.site import page
from api.verdicts import Said, give
from matcher.automation_note import automation_note
from matcher.contact import Contact
from matcher.errors import UnknownContact
from matcher.feedback import VerdictKind
from matcher.openings_for import OpeningsFor, OpeningSuggestion
from matcher.policy import Permission
from matcher.store import Store

router = page_router()

MOST_PEOPLE = 20  # shown at once
MOST_VERDICTS = 200
LONGEST_WORDS = 200  # characters
MOST_UNKNOWNS = 6  # shown at once; the others unfold


@router.get("/openings-for")
def search_page(visit: CurrentVisit) -> HTMLResponse:
    """Asks for whom."""
    return page("openings_for.html", visit, {"lookup": None, "lookup_id": ""})


@router.post("/openings-for")
def search(caller: PageCaller, session: CurrentSession, workspace: CurrentWorkspace, sent: Sent) -> Response:
    """Looks for a name in the caller's network; the name stays out of the address."""
    words = " ".join(sent.get("words", "").replace("\x00", "").split())[:LONGEST_WORDS]
    if not words:
        return see("/openings-for")
    people, found = workspace.store.people.named(caller.employee, words, k=MOST_PEOPLE)
    return see(f"/openings-for/{session.lookups.add(Lookup(words, people, found))}")


@router.post("/openings-for/contact")
def ask(caller: PageCaller, session: CurrentSession, workspace: CurrentWorkspace, sent: Sent) -> Response:
    """Looks for the openings that would be good for a contact, and keeps them to be shown."""
    contact_id, today = sent.get("contact_id", ""), date.today()
    found = OpeningsFor.asked_of(workspace, contact_id, caller.employee, by=caller.actor)
    store = workspace.store
    contact = store.contacts_by_id([contact_id]).get(contact_id)
    if contact is None:  # erased while the openings were looked at
        raise UnknownContact(contact_id)
    answer = Lookup("", (contact,), 1).answered(contact, found, len(store.openings_not_open(today)))
    return see(f"/openings-for/{session.lookups.add(answer)}")


@router.get("/openings-for/{lookup_id}")
def lookup_page(
    lookup_id: str,
    visit: CurrentVisit,
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
) -> HTMLResponse:
    """Shows who bears such a name or, once somebody is picked, the openings for them."""
    lookup, store = _lookup(session, lookup_id), workspace.store
    if lookup.chosen is None:
        return page("openings_for.html", visit, {"lookup": lookup, "lookup_id": lookup_id})
    _check_shown(store, caller.employee, lookup.chosen)
    values = {
        "lookup": lookup,
        "lookup_id": lookup_id,
        "openings": _still(store, lookup),
        "tie": store.ties(caller.employee, [lookup.chosen.id])[lookup.chosen.id],
        "note": automation_note((visit.tongue,)),
        "may_introduce": Permission.INTRODUCTIONS_WRITE in caller.permissions,
        "most_unknowns": MOST_UNKNOWNS,
    }
    return page("openings_for_answer.html", visit, values)


@router.post("/openings-for/{lookup_id}/consider")
def consider(
    lookup_id: str, caller: PageCaller, session: CurrentSession, workspace: CurrentWorkspace, sent: Sent
) -> Response:
    """Takes up the contact for one of the openings; the same form sent twice takes up once."""
    lookup = _lookup(session, lookup_id)
    opening = next((o.opening for o in lookup.openings if o.opening.id == sent.get("opening_id")), None)
    if lookup.chosen is None or opening is None:
        raise HTTPException(404)
    contact_id, store = lookup.chosen.id, workspace.store
    with session.lock:
        introduction = store.introductions.start(caller.employee, contact_id, opening.id)
        may_say = Permission.FEEDBACK_WRITE in caller.permissions
        if may_say and not _is_considered(store, caller.employee, contact_id, opening.id):
            give(workspace, caller.employee, opening, Said(contact_id, VerdictKind.CONSIDER))
    return see(f"/introductions/{introduction.id}")


def _lookup(session: Session, lookup_id: str) -> Lookup:
    lookup = session.lookups.find(lookup_id)
    if lookup is None:
        raise HTTPException(404)
    return lookup


def _check_shown(store: Store, employee: str, contact: Contact) -> None:
    """Makes sure that somebody who was picked may still be shown.

    Raises:
        UnknownContact: If they left the network, objected or were erased since.
    """
    if not store.privacy.presentable([contact.id]) & store.ties(employee, [contact.id]).keys():
        raise UnknownContact(contact.id)


def _is_considered(store: Store, employee: str, contact_id: str, opening_id: str) -> bool:
    said = store.feedback.verdicts(employee, k=MOST_VERDICTS)
    about = [one for one in said if (one.contact_id, one.opening_id) == (contact_id, opening_id)]
    return bool(about) and about[0].kind is VerdictKind.CONSIDER  # the latest comes first


def _still(store: Store, lookup: Lookup) -> tuple[OpeningSuggestion, ...]:
    """Leaves out the openings for which suggestions were stopped since."""
    allowed = store.stops.allowed([one.opening.id for one in lookup.openings])
    return tuple(one for one in lookup.openings if one.opening.id in allowed)
