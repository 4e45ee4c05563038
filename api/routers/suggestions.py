"""Who in my network fits this role?"""

from typing import Annotated, Any

from fastapi import Body

from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentWorkspace, ReaderLanguages
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
    languages: ReaderLanguages,
) -> dict[str, Any]:
    """Finds at most `k` contacts of the caller who fit, with the evidence for each.

    A text is searched with and adds no opening; the log keeps it, so that an officer can replay the answer.
    How well the caller knows a contact plays no part. Coopt may be wrong: look at the evidence. Absence from
    the list says nothing about a person, and nothing follows from it.
    """
    opening = _opening(question, workspace)
    network = workspace.store.network(caller.employee)
    shortlist = workspace.suggest(
        opening, network, by=caller.actor, k=question.k, include_below_bar=question.include_below_bar
    )
    return shortlist_to_json(shortlist, languages=languages)


def _opening(question: Question, workspace: Workspace) -> Opening:
    if question.opening_id is not None:
        return workspace.store.opening(question.opening_id)
    return opening_from_text((question.text or "").strip())
