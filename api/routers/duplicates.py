"""Contacts of the caller who may be one person: reviewed, merged, split, and each change taken back."""

from typing import Annotated, Any

from fastapi import Body, Path, Query

from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentWorkspace
from api.duplicate_schemas import (
    CHANGE,
    CHANGES,
    FOUND,
    NEW_SPLIT,
    PAIRS,
    TWO_CONTACTS,
    ChangeOut,
    Changes,
    Found,
    NewSplit,
    Pairs,
    TwoContacts,
)
from api.openapi import answers, problems
from matcher.identity.review import pairs_to_json

router = protected_router("duplicates")

MOST_PAIRS = 200
_MADE = {**problems(404), **answers(201, CHANGE, "Changed; it can be undone")}


@router.get(
    "/duplicates", response_model=Pairs, responses=answers(200, PAIRS, "Pairs that may be one person")
)
def list_pairs(
    caller: CurrentCaller, workspace: CurrentWorkspace, k: Annotated[int, Query(ge=1, le=MOST_PAIRS)] = 50
) -> dict[str, Any]:
    """Gives the `k` likeliest pairs of contacts of the caller that nobody has decided about."""
    pairs = workspace.store.duplicates.pairs(caller.employee, k=k)
    ids = sorted({contact_id for pair in pairs for contact_id in (pair.first_id, pair.second_id)})
    return {"items": pairs_to_json(pairs, workspace.store.contacts_by_id(ids))}


@router.post("/duplicates/searches", responses=answers(200, FOUND, "How many pairs are new"))
def find_pairs(caller: CurrentCaller, workspace: CurrentWorkspace) -> Found:
    """Compares everyone in the caller's network with each other; who may be one person joins the list."""
    return Found(found=workspace.store.duplicates.find(caller.employee))


@router.post("/duplicates/merges", status_code=201, responses=_MADE)
def merge(
    two: Annotated[TwoContacts, Body(examples=[TWO_CONTACTS])],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
) -> ChangeOut:
    """Makes one contact of two: sources, keys, ties and verdicts of the other become the first's."""
    made = workspace.store.duplicates.merge(caller.employee, two.contact_id, two.other_id)
    return ChangeOut.model_validate(made)


@router.post("/duplicates/splits", status_code=201, responses=_MADE)
def split(
    new: Annotated[NewSplit, Body(examples=[NEW_SPLIT])], caller: CurrentCaller, workspace: CurrentWorkspace
) -> ChangeOut:
    """Makes a contact of its own of what some of the caller's files tell of another."""
    made = workspace.store.duplicates.split(caller.employee, new.contact_id, new.sources)
    return ChangeOut.model_validate(made)


@router.post("/duplicates/kept-apart", status_code=201, responses=_MADE)
def keep_apart(
    two: Annotated[TwoContacts, Body(examples=[TWO_CONTACTS])],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
) -> ChangeOut:
    """Notes that two contacts are two people: the pair leaves the list and is not found again."""
    made = workspace.store.duplicates.keep_apart(caller.employee, two.contact_id, two.other_id)
    return ChangeOut.model_validate(made)


@router.get("/duplicates/changes", responses=answers(200, CHANGES, "What the caller changed"))
def list_changes(
    caller: CurrentCaller, workspace: CurrentWorkspace, k: Annotated[int, Query(ge=1, le=MOST_PAIRS)] = 50
) -> Changes:
    """Gives the caller's `k` latest merges, splits and pairs kept apart."""
    made = workspace.store.duplicates.changes(caller.employee, k=k)
    return Changes(items=[ChangeOut.model_validate(change) for change in made])


@router.delete(
    "/duplicates/changes/{change_id}",
    responses={
        **problems(404, 409),
        **answers(200, CHANGE | {"undone_at": "2026-11-23T09:32:00+00:00"}, "Undone"),
    },
)
def undo(
    change_id: Annotated[int, Path(ge=1, le=2**63 - 1)], caller: CurrentCaller, workspace: CurrentWorkspace
) -> ChangeOut:
    """Takes a change of the caller's back: everything that it moved is where it was."""
    return ChangeOut.model_validate(workspace.store.duplicates.undo(caller.employee, change_id))
