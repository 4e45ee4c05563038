"""Ask: a job is pasted, dropped or picked, and what was understood can be corrected before the search."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import Form, HTTPException, UploadFile
from starlette.responses import HTMLResponse, Response

from api.auth.caller import Caller
from api.dependencies import CurrentSettings, CurrentWorkspace
from api.pages.questions import Choice, Group, Question
from api.pages.route import CurrentSession, CurrentVisit, PageCaller, Sent, page_router, see
from api.pages.session import MOST_QUESTIONS, Session
from api.pages.site import Visit, page
from api.uploads import kept
from matcher.availability_note import availability_note
from matcher.errors import EmptyNetwork, InvalidOpening, UnknownEmployee
from matcher.opening import Opening
from matcher.policy import Permission
from matcher.readers.openings import opening_from_text, read_openings
from matcher.workspace import Workspace

router = page_router()

MOST_LISTED = 500  # openings to pick from


@router.get("/")
def ask_page(visit: CurrentVisit, caller: PageCaller, workspace: CurrentWorkspace) -> HTMLResponse:
    """Asks for the job."""
    return _ask(visit, caller, workspace)


@router.post("/ask")
def ask(
    visit: CurrentVisit,
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
    text: Annotated[str, Form()] = "",
    opening_id: Annotated[str, Form()] = "",
    file: UploadFile | None = None,
) -> Response:
    """Reads the job; a file of several openings asks which."""
    if file is not None and file.filename:
        with kept(file, settings.max_upload_bytes) as path:
            openings = read_openings(path).items
    elif opening_id:
        openings = (_picked(opening_id, caller, workspace),)
    elif text.strip():
        openings = (opening_from_text(_storable(text)),)
    else:
        return _ask(visit, caller, workspace, nothing=True, status=422)
    found = [(session.keep(Question.about(opening)), opening) for opening in openings[:MOST_QUESTIONS]]
    if len(found) > 1:
        titles = tuple((question_id, opening.title, opening.company) for question_id, opening in found)
        return see(f"/choose/{session.shown.add(Choice(titles, len(openings)))}")
    return see(f"/ask/{found[0][0]}")


@router.get("/choose/{choice_id}")
def choose_page(choice_id: str, visit: CurrentVisit, session: CurrentSession) -> HTMLResponse:
    """Shows the openings of a file, one of which is to be asked about."""
    choice = session.shown.find(choice_id)
    if not isinstance(choice, Choice):
        raise HTTPException(404)
    return page("choose.html", visit, {"choice": choice})


@router.get("/ask/{question_id}")
def check_page(question_id: str, visit: CurrentVisit, session: CurrentSession) -> HTMLResponse:
    """Shows what was understood, in three groups."""
    question = question_of(session, question_id)
    note = availability_note(question.opening.posting, date.today(), (visit.tongue,))
    return page(
        "check.html",
        visit,
        {"question_id": question_id, "question": question, "groups": list(Group), "availability": note},
    )


@router.post("/ask/{question_id}")
def search(
    question_id: str, caller: PageCaller, session: CurrentSession, workspace: CurrentWorkspace, sent: Sent
) -> Response:
    """Searches with the corrected opening, and keeps the answer to be shown."""
    before = question_of(session, question_id)
    question = before.corrected(sent.get("title", ""), _groups(sent))
    network = workspace.store.network(caller.employee)
    shortlist = workspace.suggest(question.opening, network, by=caller.actor)
    session.put(question_id, Question(question.opening, question.lines, shortlist))
    return see(f"/ask/{question_id}/answer")


def question_of(session: Session, question_id: str) -> Question:
    """Gives a question of a session.

    Raises:
        HTTPException: With status 404, if it is not kept, or not any longer.
    """
    question = session.questions.get(question_id)
    if question is None:
        raise HTTPException(404)
    return question


def _ask(
    visit: Visit, caller: Caller, workspace: Workspace, *, nothing: bool = False, status: int = 200
) -> HTMLResponse:
    values = {
        "openings": _pickable(caller, workspace),
        "empty": _is_empty(workspace, caller.employee),
        "nothing": nothing,
    }
    return page("ask.html", visit, values, status=status)


def _pickable(caller: Caller, workspace: Workspace) -> list[tuple[str, str]]:
    """Gives the openings that are open today, by title."""
    if Permission.OPENINGS_READ not in caller.permissions:
        return []
    over = workspace.store.openings_not_open(date.today())
    titles = ((key, title) for key, title in workspace.store.opening_titles().items() if key not in over)
    return sorted(titles, key=lambda item: (item[1].casefold(), item[0]))[:MOST_LISTED]


def _picked(opening_id: str, caller: Caller, workspace: Workspace) -> Opening:
    if Permission.OPENINGS_READ not in caller.permissions:
        raise HTTPException(403)
    return workspace.store.opening(opening_id)


def _is_empty(workspace: Workspace, employee: str) -> bool:
    try:
        workspace.store.network(employee)
    except (UnknownEmployee, EmptyNetwork):
        return True
    return False


def _storable(text: str) -> str:
    if "\x00" in text:
        raise InvalidOpening("expected text without NUL characters")
    return text.strip()


def _groups(sent: Mapping[str, str]) -> dict[int, Group]:
    """Reads where each line was put; what names no line or no group is passed over."""
    groups = {group.value: group for group in Group}
    told = ((name.removeprefix("group-"), value) for name, value in sent.items() if name.startswith("group-"))
    return {int(place): groups[value] for place, value in told if place.isdecimal() and value in groups}
