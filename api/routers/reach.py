"""How far do our networks reach for this role? The recruiter's question."""

from typing import Annotated, Any

from fastapi import Body

from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentSettings, CurrentWorkspace
from api.openapi import answers, problems
from api.reach_schemas import REACH, REACH_ASKED, ReachAsked, ReachOut
from matcher.reach import reach_of, reach_to_json
from matcher.readers.openings import opening_from_text

router = protected_router("reach")


@router.post(
    "/reach",
    response_model=ReachOut,
    responses={**problems(404, 409, 413, 429), **answers(200, REACH, "How many fit, and whom to ask")},
)
def reach(
    asked: Annotated[ReachAsked, Body(examples=[REACH_ASKED])],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
) -> dict[str, Any]:
    """Counts who fits over all networks, and tells which colleagues to ask.

    Counts are told in bands, and of a bounded number of different openings a day
    (`COOPT_REACH_OPENINGS_A_DAY`), so that asking again and again in slightly other words tells nobody apart.

    Of those who fit it gives anonymous lines, each once. A name is told once a colleague shares it for this
    opening; details follow once the contact agreed. A text is searched with and not stored.
    """
    if asked.opening_id is not None:
        opening = workspace.store.opening(asked.opening_id)
    else:
        opening = opening_from_text((asked.text or "").strip())
    found = reach_of(
        workspace,
        opening,
        by=caller.actor,
        roles=caller.roles,
        openings_a_day=settings.reach_openings_a_day,
    )
    return reach_to_json(found)
