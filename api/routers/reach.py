"""How far do our networks reach for this role? The recruiter's question."""

from typing import Annotated, Any

from fastapi import Body

from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentWorkspace
from api.openapi import answers, problems
from api.reach_schemas import REACH, REACH_ASKED, ReachAsked, ReachOut
from matcher.reach import reach_of, reach_to_json
from matcher.readers.openings import opening_from_text

router = protected_router("reach")


@router.post(
    "/reach",
    response_model=ReachOut,
    responses={**problems(404, 409, 413), **answers(200, REACH, "How many fit, and whom to ask")},
)
def reach(
    asked: Annotated[ReachAsked, Body(examples=[REACH_ASKED])],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
) -> dict[str, Any]:
    """Counts who fits over all networks, and tells which colleagues to ask.

    Of those who fit it gives anonymous lines. A name is told once a colleague shares it for this opening;
    details follow once the contact agreed. A text is searched with and not stored.
    """
    if asked.opening_id is not None:
        opening = workspace.store.opening(asked.opening_id)
    else:
        opening = opening_from_text((asked.text or "").strip())
    return reach_to_json(reach_of(workspace, opening, by=caller.actor, roles=caller.roles))
