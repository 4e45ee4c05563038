"""Which openings would be good for this contact?"""

from typing import Annotated, Any

from fastapi import Path, Query

from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentWorkspace
from api.feedback_schemas import OPENINGS_FOR_CONTACT, UNKNOWN_CONTACT, OpeningsForContact
from api.inputs import MOST_SUGGESTIONS, Id
from api.openapi import MEDIA_TYPE, answers, problems
from matcher.openings_for import OpeningsFor, openings_to_json

router = protected_router("contacts")

_NOT_FOUND = problems(404)
_NOT_FOUND[404]["content"][MEDIA_TYPE]["example"] = UNKNOWN_CONTACT


@router.get(
    "/contacts/{contact_id}/openings",
    response_model=OpeningsForContact,
    responses={**_NOT_FOUND, **answers(200, OPENINGS_FOR_CONTACT, "The few that may be good, or none")},
)
def openings_for(
    contact_id: Annotated[Id, Path()],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    k: Annotated[int, Query(ge=1, le=MOST_SUGGESTIONS)] = 5,
) -> dict[str, Any]:
    """Finds at most `k` stored openings that a contact of the caller fits, with the evidence for each."""
    found = OpeningsFor.over(workspace).openings_for(contact_id, caller.employee, k=k)
    return openings_to_json(contact_id, found)
