"""Who in my network fits this role?"""

from typing import Annotated, Any

from fastapi import Body

from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentWorkspace
from api.examples import QUESTIONS, SHORTLIST
from api.inputs import Question
from api.openapi import answers, problems
from api.schemas import ShortlistOut
from matcher.opening import Opening
from matcher.readers.openings import opening_from_text
from matcher.wire import shortlist_to_json
from matcher.workspace import Workspace

router = protected_router("suggestions")


@router.post(
    "/suggestions",
    response_model=ShortlistOut,
    responses={**problems(404, 409, 413), **answers(200, SHORTLIST, "The few who may fit, or nobody")},
)
def suggest(
    question: Annotated[Question, Body(openapi_examples=QUESTIONS)],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
) -> dict[str, Any]:
    """Finds at most `k` contacts of the caller who fit, with the evidence for each.

    A text is searched with and not stored. How well the caller knows a contact plays no part.
    """
    opening = _opening(question, workspace)
    network = workspace.store.network(caller.employee)
    shortlist = workspace.suggester().suggest(
        opening, network, k=question.k, include_below_bar=question.include_below_bar
    )
    return shortlist_to_json(shortlist)


def _opening(question: Question, workspace: Workspace) -> Opening:
    if question.opening_id is not None:
        return workspace.store.opening(question.opening_id)
    return opening_from_text((question.text or "").strip())
