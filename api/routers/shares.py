"""Names that the caller lets recruiters see, each for one opening."""

from typing import Annotated

from fastapi import Body, Path, Response

from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentWorkspace
from api.inputs import Id
from api.openapi import MEDIA_TYPE, answers, problems
from api.reach_schemas import NEW_SHARE, SHARE, SHARES, UNKNOWN_SHARE, NewShare, ShareOut, Shares

router = protected_router("shares")

_NOT_FOUND = problems(404)
_NOT_FOUND[404]["content"][MEDIA_TYPE]["example"] = UNKNOWN_SHARE


@router.post(
    "/shares",
    status_code=201,
    responses={
        **problems(404),
        **answers(201, SHARE, "Shared until it is taken back"),
        200: {"model": ShareOut, "description": "It was shared already"},
    },
)
def share(
    new: Annotated[NewShare, Body(examples=[NEW_SHARE])],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    response: Response,
) -> ShareOut:
    """Lets recruiters see the name of a contact of the caller for one stored opening, and nothing more."""
    made, is_new = workspace.store.access.share(caller.employee, new.contact_id, new.opening_id)
    response.status_code = 201 if is_new else 200
    return ShareOut.of(made)


@router.get("/shares", responses=answers(200, SHARES, "What the caller shares"))
def list_shares(caller: CurrentCaller, workspace: CurrentWorkspace) -> Shares:
    """Gives the names that the caller shares, latest first."""
    found = workspace.store.access.shares(caller.employee)
    return Shares(items=[ShareOut.of(one) for one in found])


@router.delete("/shares/{share_id}", responses={**_NOT_FOUND, **answers(200, SHARE, "What was taken back")})
def withdraw_share(
    share_id: Annotated[Id, Path()], caller: CurrentCaller, workspace: CurrentWorkspace
) -> ShareOut:
    """Takes a share back: from now on recruiters see an anonymous line at most."""
    return ShareOut.of(workspace.store.access.withdraw_share(caller.employee, share_id))
