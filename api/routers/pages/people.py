"""One person of a network: what is held, how you know each other, and what they may ask for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.responses import HTMLResponse, Response

from api.auth.caller import Caller
from api.dependencies import CurrentSettings, CurrentWorkspace
from api.pages.handles import contact_of, handle_of
from api.pages.network_words import NetworkWords
from api.pages.route import CurrentSession, CurrentVisit, PageCaller, Sent, page_router, see
from api.pages.site import Visit, page
from api.pages.wording import Words
from api.routers.pages.network import note_read
from api.settings import Settings
from api.standing import standing_of
from matcher.contact import Contact
from matcher.errors import UnknownContact
from matcher.freshness import Depth, depth
from matcher.network import Relation, Strength, Tie, TieStatement
from matcher.network_map import thin_of
from matcher.policy import Permission
from matcher.privacy.duties import LONGEST_REASON
from matcher.privacy.links import make_link
from matcher.store import Store
from matcher.ties import read_exchange
from matcher.workspace import Workspace

router = page_router()

_NOTHING_SAID = TieStatement("", "")


@router.post("/network/person")
def open_person(
    caller: PageCaller, session: CurrentSession, workspace: CurrentWorkspace, sent: Sent
) -> Response:
    """Leads to a person's page, whose address tells nothing of them."""
    contact, _ = _known(workspace.store, caller.employee, sent.get("contact_id", ""))
    return see(f"/network/person/{handle_of(session, contact.id)}")


@router.get("/network/person/{handle}")
def person_page(
    handle: str,
    visit: CurrentVisit,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
) -> HTMLResponse:
    """Shows what is held of a person."""
    return page("person.html", visit, _values(handle, visit, workspace, settings))


@router.post("/network/person/{handle}/tie")
def state_tie(
    handle: str,
    visit: CurrentVisit,
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
    sent: Sent,
) -> Response:
    """Keeps what the employee says of a tie; the same said twice is said once."""
    contact_id, relations = contact_of(session, handle), workspace.store.relations
    try:
        said = _said(sent, caller.employee, contact_id)
    except ValueError:
        values = _values(handle, visit, workspace, settings) | {"said": sent, "wrong": True}
        return page("person.html", visit, values, status=422)
    before = relations.stated(caller.employee, contact_id) or _NOTHING_SAID
    if _told(before) != _told(said):
        relations.state(said, seen=_seen(sent))
    return see(f"/network/person/{handle}#tie")


@router.post("/network/person/{handle}/tie/undo")
def undo_tie(
    handle: str, caller: PageCaller, session: CurrentSession, workspace: CurrentWorkspace, sent: Sent
) -> Response:
    """Takes back what was said last, and not what was said before it when the form is sent twice."""
    contact_id, relations = contact_of(session, handle), workspace.store.relations
    with session.lock:
        stands = relations.stated(caller.employee, contact_id)
        if stands is not None and stands.number == _seen(sent):
            relations.undo(caller.employee, contact_id)
    return see(f"/network/person/{handle}#tie")


@router.post("/network/person/{handle}/link")
def add_link(
    handle: str,
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
) -> Response:
    """Makes the link to the contact's own page; one that this session made already is shown again."""
    contact_id = contact_of(session, handle)
    with session.lock:
        if session.links.find(contact_id) is None:
            made = make_link(
                workspace.store,
                contact_id,
                made_by=caller.actor,
                lifetime=settings.link_lifetime,
                employee=caller.employee,
            )
            session.links.put(contact_id, (made.address(settings.base_url), made.link.expires_at))
    return see(f"/network/person/{handle}#link")


@router.post("/network/person/{handle}/objection")
def add_objection(
    handle: str, caller: PageCaller, session: CurrentSession, workspace: CurrentWorkspace, sent: Sent
) -> Response:
    """Notes that the contact does not want to be suggested; an earlier objection stands as it is."""
    reason = sent.get("reason", "").replace("\x00", "").strip()[:LONGEST_REASON]
    contact_id = contact_of(session, handle)
    workspace.store.privacy.object(contact_id, by=caller.actor, reason=reason, employee=caller.employee)
    return see(f"/network/person/{handle}#data")


def _values(handle: str, visit: Visit, workspace: Workspace, settings: Settings) -> dict[str, Any]:
    session, caller = visit.session, visit.caller
    if session is None or caller is None:  # which no route that asks for a session lets happen
        raise UnknownContact("")
    contact, tie = _known(workspace.store, caller.employee, contact_of(session, handle))
    note_read(workspace, caller, [contact.id])
    stated = workspace.store.relations.stated(caller.employee, contact.id)
    is_thin = depth(contact.profile) is Depth.THIN
    return {
        "handle": handle,
        "contact": contact,
        "tie": tie,
        "stated": stated,
        "said": _fields(stated or _NOTHING_SAID),
        "wrong": False,
        "helps": thin_of(contact).helps if is_thin else (),
        "standing": standing_of(workspace.store, settings, contact.id, caller.employee),
        "link": session.links.find(contact.id),
        "relations": list(Relation),
        "strengths": list(Strength),
        "may_write": _may_write(caller),
        "longest_reason": LONGEST_REASON,
        "say": NetworkWords(Words(visit.tongue)),
    }


def _known(store: Store, employee: str, contact_id: str) -> tuple[Contact, Tie]:
    """Gives a contact of the employee and the tie to them.

    Raises:
        UnknownContact: If there is none of this id, or not in the employee's network.
    """
    tie = store.ties(employee, [contact_id]).get(contact_id)
    contact = store.contacts_by_id([contact_id]).get(contact_id)
    if tie is None or contact is None:
        raise UnknownContact(contact_id)
    return contact, tie


def _may_write(caller: Caller) -> bool:
    return Permission.NETWORK_WRITE in caller.permissions


def _said(sent: Mapping[str, str], employee: str, contact_id: str) -> TieStatement:
    """Reads what is said of a tie.

    Raises:
        ValueError: If it is none that a form of ours sends, or the date is none or yet to come.
    """
    exchange = sent.get("last_exchange", "").strip()
    return TieStatement(
        employee,
        contact_id,
        strength=Strength(sent.get("strength", "")),
        relation=Relation(sent.get("relation", "")),
        last_exchange=read_exchange(exchange, today=date.today()) if exchange else None,
    )


def _seen(sent: Mapping[str, str]) -> int:
    """Gives the number of the statement that a form showed, 0 where there was none."""
    number = sent.get("seen", "")
    return int(number) if number.isascii() and number.isdecimal() else 0


def _told(said: TieStatement) -> tuple[Strength, Relation, str | None]:
    return said.strength, said.relation, said.last_exchange


def _fields(said: TieStatement) -> dict[str, str]:
    return {
        "strength": said.strength.value,
        "relation": said.relation.value,
        "last_exchange": said.last_exchange or "",
    }
