"""What becomes of introductions at the company: the recruiter's side of them."""

from typing import Annotated, Any

from fastapi import Body, Path, Query, Response

from api import steps
from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentWorkspace
from api.inputs import Id
from api.introduction_schemas import (
    INTRODUCTION,
    INTRODUCTIONS,
    MOST_INTRODUCTIONS,
    NEW_PROCESS_STEP,
    IntroductionList,
    IntroductionOut,
    NewStep,
)
from api.openapi import answers
from api.versions import VERSION_PROBLEMS, SeenVersion
from matcher.events import EventKind
from matcher.introduction import Actor, Move, Party
from matcher.introduction_wire import introductions_to_json

router = protected_router("processes")

IntroductionId = Annotated[Id, Path()]
_ONE = answers(200, INTRODUCTION, "Where it stands, with its version as `ETag`")


@router.get(
    "/processes",
    response_model=IntroductionList,
    responses=answers(200, INTRODUCTIONS, "The latest changed first"),
)
def list_processes(
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    opening_id: Annotated[Id | None, Query(description="Only for this opening")] = None,
    k: Annotated[int, Query(ge=1, le=MOST_INTRODUCTIONS)] = 50,
) -> dict[str, Any]:
    """Gives the introductions that employees made for the caller's openings.

    The caller's are those which they brought in, and those which nobody in particular did. Nothing is told of
    introductions that employees only think about. That the names are read is noted in the event log.
    """
    actor, store = _recruiter(caller), workspace.store
    found = store.introductions.introductions(actor, opening_id=opening_id, k=k)
    read = sorted({one.contact_id for one in found})
    store.events.append_read(EventKind.CONTACTS_LISTED, caller.actor, read)
    return {"items": introductions_to_json(store, found, Party.RECRUITER)}


@router.post(
    "/processes/{introduction_id}/steps",
    response_model=IntroductionOut,
    responses={**VERSION_PROBLEMS, **_ONE},
)
def take_process_step(
    introduction_id: IntroductionId,
    new: Annotated[NewStep, Body(examples=[NEW_PROCESS_STEP])],
    version: SeenVersion,
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    response: Response,
) -> dict[str, Any]:
    """Notes how a hiring process goes on. How it ends says nothing of the contact, and teaches nothing."""
    move = Move(new.stage, _recruiter(caller), new.day)
    return steps.step(workspace.store, introduction_id, move, version, response)


@router.delete(
    "/processes/{introduction_id}/steps/latest",
    response_model=IntroductionOut,
    responses={**VERSION_PROBLEMS, **_ONE},
)
def undo_process_step(
    introduction_id: IntroductionId,
    version: SeenVersion,
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    response: Response,
) -> dict[str, Any]:
    """Takes the recruiters' latest step back, within 30 days."""
    return steps.undo(workspace.store, introduction_id, _recruiter(caller), version, response)


def _recruiter(caller: CurrentCaller) -> Actor:
    return Actor(Party.RECRUITER, caller.actor)
