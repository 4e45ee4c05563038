"""Introductions: the caller's own, step by step, and the drafts of notes for them."""

from typing import Annotated, Any

from fastapi import Body, Path, Query, Response

from api import steps
from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentSettings, CurrentWorkspace
from api.inputs import Id
from api.introduction_schemas import (
    DRAFT,
    DRAFT_WISHES,
    INTRODUCTION,
    INTRODUCTIONS,
    MOST_INTRODUCTIONS,
    NEW_INTRODUCTION,
    NEW_STEP,
    DraftOut,
    DraftWishes,
    IntroductionList,
    IntroductionOut,
    NewIntroduction,
    NewStep,
)
from api.openapi import answers, problems
from api.versions import VERSION_PROBLEMS, SeenVersion, tell_version
from matcher.catalogue import Tongue
from matcher.drafts import OwnPages, Wishes, draft_for, draft_to_json
from matcher.introduction import UNDER_WAY, Actor, Move, Party, Stage
from matcher.introduction_wire import introduction_to_json, introductions_to_json

router = protected_router("introductions")

IntroductionId = Annotated[Id, Path()]
Language = Annotated[Tongue, Query(description="Of the texts for the caller")]
_ONE = answers(200, INTRODUCTION, "Where it stands, with its version as `ETag`")


@router.post(
    "/introductions",
    status_code=201,
    response_model=IntroductionOut,
    responses={**problems(404, 409, 413), **answers(201, INTRODUCTION, "Taken up, or as it stood before")},
)
def start(
    new: Annotated[NewIntroduction, Body(examples=[NEW_INTRODUCTION])],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    response: Response,
    language: Language = Tongue.ENGLISH,
) -> dict[str, Any]:
    """Takes a suggestion up: the caller considers it. Nobody hears of it, and starting twice starts once."""
    store = workspace.store
    found = store.introductions.start(caller.employee, new.contact_id, new.opening_id)
    tell_version(response, found.version)
    return introduction_to_json(store, found, Party.EMPLOYEE, language)


@router.get(
    "/introductions",
    response_model=IntroductionList,
    responses=answers(200, INTRODUCTIONS, "The latest changed first"),
)
def list_introductions(
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    everything: Annotated[bool, Query(description="Those that rest or have ended too")] = False,
    k: Annotated[int, Query(ge=1, le=MOST_INTRODUCTIONS)] = 50,
    language: Language = Tongue.ENGLISH,
) -> dict[str, Any]:
    """Gives the caller's introductions that are under way."""
    store, stages = workspace.store, tuple(Stage) if everything else UNDER_WAY
    found = store.introductions.introductions(_me(caller), stages=stages, k=k)
    return {"items": introductions_to_json(store, found, Party.EMPLOYEE, language)}


@router.get(
    "/introductions/{introduction_id}", response_model=IntroductionOut, responses={**problems(404), **_ONE}
)
def get_introduction(
    introduction_id: IntroductionId,
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    response: Response,
    language: Language = Tongue.ENGLISH,
) -> dict[str, Any]:
    """Gives one introduction of the caller, with every step, those that were taken back too."""
    found = workspace.store.introductions.introduction(introduction_id, _me(caller))
    tell_version(response, found.version)
    return introduction_to_json(workspace.store, found, Party.EMPLOYEE, language)


@router.post(
    "/introductions/{introduction_id}/steps",
    response_model=IntroductionOut,
    responses={**VERSION_PROBLEMS, **_ONE},
)
def take_step(
    introduction_id: IntroductionId,
    new: Annotated[NewStep, Body(examples=[NEW_STEP])],
    version: SeenVersion,
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    response: Response,
) -> dict[str, Any]:
    """Takes an introduction one step further. A contact's answer may be passed on; it is marked as such."""
    move = Move(new.stage, _me(caller), new.day)
    return steps.step(workspace.store, introduction_id, move, version, response)


@router.delete(
    "/introductions/{introduction_id}/steps/latest",
    response_model=IntroductionOut,
    responses={**VERSION_PROBLEMS, **_ONE},
)
def undo_step(
    introduction_id: IntroductionId,
    version: SeenVersion,
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    response: Response,
) -> dict[str, Any]:
    """Takes the caller's latest step back, within 30 days; what the contact answered is theirs alone."""
    return steps.undo(workspace.store, introduction_id, _me(caller), version, response)


@router.post(
    "/introductions/{introduction_id}/draft",
    response_model=DraftOut,
    responses={**problems(404, 409, 413), **answers(200, DRAFT, "A note that nobody has sent")},
)
def draft_note(
    introduction_id: IntroductionId,
    wanted: Annotated[DraftWishes, Body(examples=[DRAFT_WISHES])],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
) -> dict[str, Any]:
    """Drafts a short note in the contact's language, to change and to send from one's own mailbox.

    Where contacts reach this server (`COOPT_PUBLIC_URL`), the note holds a fresh link to the contact's page.
    """
    found = workspace.store.introductions.introduction(introduction_id, _me(caller))
    wishes = Wishes(
        language=wanted.language,
        register=wanted.register_,
        greeting=wanted.greeting,
        called=wanted.called,
        sender=wanted.sender,
        to=wanted.to,
    )
    pages = OwnPages(settings.public_url, settings.link_lifetime) if settings.public_url else None
    return draft_to_json(draft_for(workspace, found, wishes=wishes, pages=pages))


def _me(caller: CurrentCaller) -> Actor:
    return Actor(Party.EMPLOYEE, caller.employee)
