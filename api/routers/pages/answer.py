"""Answer: the few who may fit, with the evidence for each; and what the employee thinks of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from fastapi import HTTPException
from starlette.responses import Response

from api.dependencies import CurrentWorkspace
from api.pages.questions import Question
from api.pages.route import CurrentSession, CurrentVisit, PageCaller, Sent, page_router, see
from api.pages.site import page
from api.routers.pages.ask import question_of
from api.verdicts import Said, give
from matcher.automation_note import automation_note
from matcher.availability_note import availability_note
from matcher.errors import UnknownContact
from matcher.feedback import LONGEST_NOTE, Reason, Verdict, VerdictKind
from matcher.policy import Permission
from matcher.store import Store
from matcher.suggestion import Shortlist

router = page_router()

MOST_VERDICTS = 200
MOST_UNKNOWNS = 6  # shown at once; the others unfold
# In the order of their buttons; "not for this role" unfolds to ask why.
BUTTONS = (VerdictKind.CONSIDER, VerdictKind.DONT_KNOW, VerdictKind.WRONG_PROFILE)


@router.get("/ask/{question_id}/answer")
def answer_page(
    question_id: str,
    visit: CurrentVisit,
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
) -> Response:
    """Shows the answer that the search gave, less whoever may be shown no longer."""
    question, store = question_of(session, question_id), workspace.store
    if question.shortlist is None:
        return see(f"/ask/{question_id}")
    store.stops.check(question.opening.id)
    shortlist = _still(question.shortlist, store, caller.employee)
    gone = len(shortlist.suggestions) < len(question.shortlist.suggestions)
    if gone:  # not kept in memory either
        session.put(question_id, replace(question, shortlist=shortlist))
    values = {
        "question_id": question_id,
        "shortlist": shortlist,
        "gone": gone,
        "note": automation_note((visit.tongue,)),
        "availability": availability_note(shortlist.opening.posting, date.today(), (visit.tongue,)),
        "verdicts": _standing(store, caller.employee, question),
        "may_say": Permission.FEEDBACK_WRITE in caller.permissions,
        "may_introduce": Permission.INTRODUCTIONS_WRITE in caller.permissions,
        "buttons": BUTTONS,
        "reasons": list(Reason),
        "longest_note": LONGEST_NOTE,
        "most_unknowns": MOST_UNKNOWNS,
    }
    return page("answer.html", visit, values)


@router.post("/ask/{question_id}/verdicts")
def give_verdict(
    question_id: str, caller: PageCaller, session: CurrentSession, workspace: CurrentWorkspace, sent: Sent
) -> Response:
    """Keeps a verdict; the same one sent twice is one."""
    question, said = question_of(session, question_id), _said(sent)
    card = _card(question_id, question, said.contact_id)
    with session.lock:
        stands = _standing(workspace.store, caller.employee, question).get(said.contact_id)
        if stands is None or Said(said.contact_id, stands.kind, stands.reason, stands.note) != said:
            give(workspace, caller.employee, question.opening, said)
    return see(card)


@router.post("/ask/{question_id}/undo")
def undo_verdict(
    question_id: str, caller: PageCaller, session: CurrentSession, workspace: CurrentWorkspace, sent: Sent
) -> Response:
    """Takes back the verdict that was shown, and not one before it when the form is sent twice."""
    question, contact_id = question_of(session, question_id), sent.get("contact_id", "")
    card = _card(question_id, question, contact_id)
    with session.lock:
        stands = _standing(workspace.store, caller.employee, question).get(contact_id)
        if stands is not None and (stands.kind, stands.given_at) == (
            sent.get("verdict"),
            sent.get("given_at"),
        ):
            workspace.store.feedback.undo(caller.employee, contact_id, question.opening.id)
    return see(card)


def _still(shortlist: Shortlist, store: Store, employee: str) -> Shortlist:
    """Leaves out who objected, was erased or left the network since."""
    ids = [suggestion.contact.id for suggestion in shortlist.suggestions]
    known = store.privacy.presentable(ids) & store.ties(employee, ids).keys()
    kept = tuple(s for s in shortlist.suggestions if s.contact.id in known)
    return replace(shortlist, suggestions=kept)


def _standing(store: Store, employee: str, question: Question) -> dict[str, Verdict]:
    """Gives what the employee said of those who are shown, for this opening."""
    verdicts = store.feedback.verdicts(employee, k=MOST_VERDICTS)
    return {one.contact_id: one for one in reversed(verdicts) if one.opening_id == question.opening.id}


def _said(sent: Mapping[str, str]) -> Said:
    """Reads a verdict.

    Raises:
        HTTPException: With status 422, if it is none that a form of ours sends.
    """
    kinds, reasons = {kind.value: kind for kind in VerdictKind}, {reason.value: reason for reason in Reason}
    kind, reason = kinds.get(sent.get("verdict", "")), reasons.get(sent.get("reason", ""))
    if kind is None:
        raise HTTPException(422)
    if kind is not VerdictKind.NOT_FOR_THIS_ROLE:
        reason = None
    note = sent.get("note", "").replace("\x00", "").replace("\r\n", "\n").strip()[:LONGEST_NOTE]
    return Said(sent.get("contact_id", ""), kind, reason, note)


def _card(question_id: str, question: Question, contact_id: str) -> str:
    """Gives where a card stands: by its place, so that no id of a person is in an address.

    Raises:
        UnknownContact: If nobody of this id was shown.
    """
    shown = () if question.shortlist is None else question.shortlist.suggestions
    place = next((i for i, one in enumerate(shown, start=1) if one.contact.id == contact_id), None)
    if place is None:
        raise UnknownContact(contact_id)
    return f"/ask/{question_id}/answer#card-{place}"
