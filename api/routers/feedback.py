"""What the caller answers to suggestions, and what the ranking learnt from it."""

from typing import Annotated, Any

from fastapi import Body, HTTPException, Path, Query

from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentWorkspace
from api.feedback_schemas import (
    FEEDBACK,
    NEW_VERDICT,
    VERDICT,
    WITHDRAWN,
    FeedbackOut,
    NewVerdict,
    VerdictOut,
    Withdrawn,
)
from api.inputs import Id
from api.openapi import answers, problems
from api.verdicts import Said, give
from matcher.feedback import feedback_to_json, verdict_to_json
from matcher.opening import Opening
from matcher.readers.openings import opening_from_text
from matcher.workspace import Workspace

router = protected_router("feedback")

MOST_VERDICTS = 200


@router.post(
    "/feedback",
    status_code=201,
    response_model=VerdictOut,
    responses={**problems(404, 413), **answers(201, VERDICT, "Kept; the latest verdict counts")},
)
def give_verdict(
    new: Annotated[NewVerdict, Body(examples=[NEW_VERDICT])],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
) -> dict[str, Any]:
    """Keeps what the caller says of a contact for a role, in place of what they said before.

    `consider`, `not-for-this-role` and `pinned` teach the ranking, within narrow bounds. `dont-know` hides
    the contact from the caller alone, and `wrong-profile` flags the profile: neither touches the fit.
    """
    said = Said(new.contact_id, new.verdict, new.reason, new.note)
    return verdict_to_json(give(workspace, caller.employee, _opening(new, workspace), said))


@router.get(
    "/feedback",
    response_model=FeedbackOut,
    responses=answers(200, FEEDBACK, "What was said, and what it taught"),
)
def get_feedback(
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    k: Annotated[int, Query(ge=1, le=MOST_VERDICTS)] = 50,
) -> dict[str, Any]:
    """Gives the caller's `k` latest verdicts that count, and what the team's ranking made of all of them."""
    return feedback_to_json(workspace.store, caller.employee, k=k)


@router.delete("/feedback", responses=answers(200, WITHDRAWN, "How many verdicts no longer count"))
def reset_feedback(
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    everything: Annotated[
        bool, Query(description="Show the hidden contacts again and drop the flags of profiles too")
    ] = False,
) -> Withdrawn:
    """Takes back what the caller taught the ranking."""
    return Withdrawn(withdrawn=workspace.store.feedback.reset(caller.employee, everything=everything))


@router.delete(
    "/feedback/{contact_id}",
    response_model=VerdictOut,
    responses={**problems(404), **answers(200, VERDICT, "The verdict that was taken back")},
)
def undo_verdict(
    contact_id: Annotated[Id, Path()],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    opening_id: Annotated[Id | None, Query(description="Only a verdict for this opening")] = None,
) -> dict[str, Any]:
    """Takes back the caller's latest verdict on a contact; the one before counts again."""
    withdrawn = workspace.store.feedback.undo(caller.employee, contact_id, opening_id)
    if withdrawn is None:
        raise HTTPException(404, "No verdict of yours on this contact stands.")
    return verdict_to_json(withdrawn)


def _opening(new: NewVerdict, workspace: Workspace) -> Opening:
    if new.opening_id is not None:
        return workspace.store.opening(new.opening_id)
    return opening_from_text((new.text or "").strip())
