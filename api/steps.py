"""A step of an introduction or its undoing, answered as JSON with the version that it leads to."""

from typing import Any

from fastapi import Response

from api.versions import tell_version
from matcher.introduction import Actor, Introduction, Move
from matcher.introduction_wire import introduction_to_json
from matcher.store import Store


def step(store: Store, introduction_id: str, move: Move, version: int, response: Response) -> dict[str, Any]:
    """Takes a step for whoever acts.

    Raises:
        UnknownIntroduction, StaleIntroduction, IllegalStep, Objected: As `store.introductions.step` does.
    """
    found = store.introductions.step(introduction_id, move, version=version)
    return told(store, found, move.actor, response)


def undo(
    store: Store, introduction_id: str, actor: Actor, version: int, response: Response
) -> dict[str, Any]:
    """Takes the actor's latest step back.

    Raises:
        UnknownIntroduction, StaleIntroduction, IllegalStep: As `store.introductions.undo` does.
    """
    found = store.introductions.undo(introduction_id, actor, version=version)
    return told(store, found, actor, response)


def told(store: Store, introduction: Introduction, actor: Actor, response: Response) -> dict[str, Any]:
    """Writes an introduction as the actor sees it, with its version in the answer's `ETag`."""
    tell_version(response, introduction.version)
    return introduction_to_json(store, introduction, actor.party)
