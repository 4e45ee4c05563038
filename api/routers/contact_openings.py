"""Which openings would be good for this contact?"""

from datetime import date
from typing import Annotated, Any

from fastapi import Path, Query

from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentWorkspace, ReaderLanguages
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
    languages: ReaderLanguages,
    k: Annotated[int, Query(ge=1, le=MOST_SUGGESTIONS)] = 5,
    closed_too: Annotated[bool, Query(description="Look at expired, closed and unlisted ones too")] = False,
) -> dict[str, Any]:
    """Finds at most `k` stored openings that a contact of the caller fits, with the evidence for each.

    Openings that expired, are closed at their source or are not listed publicly are passed over.
    """
    found = OpeningsFor.asked_of(
        workspace, contact_id, caller.employee, by=caller.actor, k=k, closed_too=closed_too
    )
    passed_over = 0 if closed_too else len(workspace.store.openings_not_open(date.today()))
    return openings_to_json(contact_id, found, languages=languages, passed_over=passed_over)
