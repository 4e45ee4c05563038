"""Openings: the roles that the network is asked about."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import Body, Path, Query, Response

from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentWorkspace
from api.examples import NEW_OPENING, OPENING, OPENINGS
from api.inputs import Cursor, Id, NewOpening
from api.openapi import answers, problems
from api.schemas import OpeningOut, OpeningPage, OpeningSummary
from matcher.opening import Opening
from matcher.readers.openings.plain_text import build_opening
from matcher.readers.report import Reading
from matcher.requirements import requirements_of

router = protected_router("openings")

MOST_OPENINGS = 200
SOURCE = "text"


@router.get("/openings", responses=answers(200, OPENINGS, "A page of openings"))
def list_openings(
    workspace: CurrentWorkspace,
    after: Annotated[Cursor, Query(description="`next` of the page before")] = "",
    k: Annotated[int, Query(ge=1, le=MOST_OPENINGS)] = 50,
) -> OpeningPage:
    """Gives the openings by id, without their texts."""
    found = workspace.store.openings(after=after, k=k + 1)
    items = [OpeningSummary.of(opening) for opening in found[:k]]
    return OpeningPage(items=items, next=items[-1].id if len(found) > k else None)


@router.post(
    "/openings",
    status_code=201,
    responses={
        **problems(413),
        **answers(201, OPENING, "Stored; `Location` is its address"),
        200: {
            "model": OpeningOut,
            "description": "It was known already; title, company, location and language are those of now",
        },
    },
)
def add_opening(
    new: Annotated[NewOpening, Body(examples=[NEW_OPENING])],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    response: Response,
) -> OpeningOut:
    """Stores an opening, given as its text. The same text has the same id.

    What a recruiter brings in is theirs: introductions for it are shown to other recruiters only if they
    bring it in too.
    """
    opening = _opening_of(new)
    report = workspace.store.import_openings(Reading(SOURCE, "", (opening,)), owner=caller.recruiter)
    response.headers["Location"] = f"{router.prefix}/openings/{quote(opening.id, safe='')}"
    response.status_code = 201 if report.new else 200
    return OpeningOut.of(opening)


# An id may be the address of a posting, hence hold slashes.
@router.get(
    "/openings/{opening_id:path}", responses={**problems(404), **answers(200, OPENING, "The opening")}
)
def get_opening(opening_id: Annotated[Id, Path()], workspace: CurrentWorkspace) -> OpeningOut:
    """Gives one opening, with what Coopt took for its requirements."""
    return OpeningOut.of(workspace.store.opening(opening_id))


def _opening_of(new: NewOpening) -> Opening:
    text = new.text.strip()
    opening = build_opening(
        new.title.strip(), text, source=SOURCE, company=new.company, location=new.location
    )
    if new.language in (None, opening.language):
        return opening
    return replace(opening, language=new.language, requirements=requirements_of(text, new.language))
