"""Replays and checks of the log as plain JSON values: ids and figures, no name and no text."""

from dataclasses import asdict
from typing import Any

from matcher.events.changes import Change
from matcher.events.explanation import Explanation
from matcher.events.replay import Replay
from matcher.events.verification import Verification

_DIGITS = 4


def replay_to_json(replay: Replay) -> dict[str, Any]:
    """Writes a replay; the suggestions are told as in the event."""
    event = replay.event
    return {
        "event": event.seq,
        "at": event.at,
        "asked_by": event.actor,
        "opening_id": event.data["opening"]["id"],
        "employee": event.data["network"]["employee"],
        "same": replay.same,
        "changes": [_change(change) for change in replay.changes],
        "bar": replay.bar,
        "then": [dict(suggestion) for suggestion in replay.then],
        "now": [dict(suggestion) for suggestion in replay.now],
        "contact": None if replay.contact is None else _explanation(replay.contact),
    }


def verification_to_json(found: Verification) -> dict[str, Any]:
    """Writes what checking a log found."""
    return {
        "ok": found.ok,
        "events": found.events,
        "first": found.first,
        "head": asdict(found.head),
        "problems": [asdict(problem) for problem in found.problems],
        "clock_went_back": list(found.clock_went_back),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "then": change.then,
        "now": change.now,
        "contact_ids": list(change.contact_ids),
        "replayed_as_then": change.replayed_as_then,
    }


def _explanation(told: Explanation) -> dict[str, Any]:
    return {
        "contact_id": told.contact_id,
        "standing": told.standing.value,
        "score": _rounded(told.score),
        "probability": _rounded(told.probability),
        "contributions": {name: round(value, _DIGITS) for name, value in told.contributions.items()},
        "grades": [grade.value for grade in told.grades],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
