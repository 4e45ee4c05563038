"""Asks again what an event tells was asked, to answer "why was she suggested, and he not?".

It is asked as it was then: of the opening as it was, with the same settings, of those who were in the
network, with what was hidden and what the team had taught the ranking at the time. Models and profiles are
those of now; where they changed since, that is said.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from matcher.answer import Answer, Conditions
from matcher.errors import EmptyNetwork, NotReplayable, UnknownEmployee
from matcher.events.changes import Change, changes_since
from matcher.events.event import Event, EventKind
from matcher.events.explanation import Explanation, explain_contact
from matcher.events.suggested import suggestion_data
from matcher.network import Network
from matcher.opening import Opening
from matcher.ranker import AdditiveRanker
from matcher.store import Store
from matcher.suggest import Suggester

if TYPE_CHECKING:
    from matcher.workspace import Workspace

TOLERANCE = 1e-5  # of a figure: another machine adds up in another order


@dataclass(frozen=True, slots=True)
class Replay:
    """What an event tells, beside what the same question gives now.

    Attributes:
        same: Whether the same contacts are found in the same order, with the same figures and evidence.
        changes: What is not as it was then.
        then: The suggestions of the event; see `matcher.events.suggested`.
        now: Those of now, told in the same way.
        bar: The probability from which a contact is shown; None without a calibrated ranker.
        contact: Where the contact who was asked about stands now; None if nobody was.
    """

    event: Event
    same: bool
    changes: tuple[Change, ...]
    then: tuple[Mapping[str, Any], ...]
    now: tuple[Mapping[str, Any], ...]
    bar: float | None
    contact: Explanation | None = None


def replay(workspace: "Workspace", seq: int, *, by: str, contact_id: str | None = None) -> Replay:
    """Asks again what the event at a place of the log tells was asked, and notes in the log that it was.

    Args:
        by: Id of the officer.
        contact_id: Of whom to tell where they stand, and why.

    Raises:
        NotReplayable: If no such event tells of suggestions, or what it takes is no longer kept.
    """
    event = _suggested(workspace.store, seq)
    opening = _opening(workspace.store, event.data)
    network = _network(workspace.store, event)
    suggester = workspace.suggester()
    conditions = Conditions(frozenset(event.data["hidden"]), event.data["multipliers"])
    answer = suggester.answer(opening, network, as_then=conditions, **event.data["asked"])
    then, now = tuple(event.data["suggestions"]), _told(workspace.store, answer)
    subjects = (event.data["opening"]["id"], *([contact_id] if contact_id else []))
    workspace.store.events.append(EventKind.REPLAYED, by, subjects, {"event": seq})
    return Replay(
        event,
        _same(then, now),
        changes_since(workspace.store, suggester, event, contact_id=contact_id),
        then,
        now,
        _bar(suggester),
        explain_contact(suggester, workspace.store, answer, network, contact_id) if contact_id else None,
    )


def _bar(suggester: Suggester) -> float | None:
    ranker = suggester.second.ranker if suggester.second else suggester.ranker
    return ranker.bar if isinstance(ranker, AdditiveRanker) else None


def _suggested(store: Store, seq: int) -> Event:
    event = store.events.event(seq)
    if event is None:
        raise NotReplayable(f"The log holds no event {seq}.")
    if event.kind != EventKind.SUGGESTED:
        raise NotReplayable(f"Event {seq} tells of no suggestions: expected one of kind `suggested`.")
    return event


def _opening(store: Store, data: Mapping[str, Any]) -> Opening:
    """The opening as it was: as it was kept for the log, or as it stands in the store if that is the same."""
    hash_, opening_id = data["opening"]["content_hash"], data["opening"]["id"]
    kept = store.suggested.opening(hash_)
    if kept is None and hash_ in store.suggested.opening_hashes(opening_id):
        kept = store.opening(opening_id)
    if kept is None:
        raise NotReplayable("The opening's text, as it was at the time, is no longer kept.")
    return kept


def _network(store: Store, event: Event) -> Network:
    """Those of the network who were in it at the time, as far as they are still."""
    employee = event.data["network"]["employee"]
    try:
        network = store.network(employee)
    except (UnknownEmployee, EmptyNetwork) as error:
        raise NotReplayable("The network that was asked about is no longer kept.") from error
    joined = store.suggested.joined_since(employee, event.at)
    return replace(network, contact_ids=tuple(one for one in network.contact_ids if one not in joined))


def _told(store: Store, answer: Answer) -> tuple[Mapping[str, Any], ...]:
    shown = answer.shortlist.suggestions
    known = store.suggested.known([suggestion.contact.id for suggestion in shown], add=True)
    # One who is erased at this moment has no salt left.
    return tuple(suggestion_data(one, known) for one in shown if one.contact.id in known.salts)


def _same(then: tuple[Mapping[str, Any], ...], now: tuple[Mapping[str, Any], ...]) -> bool:
    """Whether two lists tell the same; flags and profile versions do not count, being no part of a fit."""
    return len(then) == len(now) and all(
        a["contact_id"] == b["contact_id"]
        and a["evidence"] == b["evidence"]
        and _near(a["score"], b["score"])
        and _near(a["probability"], b["probability"])
        and a["contributions"].keys() == b["contributions"].keys()
        and all(_near(value, b["contributions"][name]) for name, value in a["contributions"].items())
        for a, b in zip(then, now, strict=True)
    )


def _near(a: float | None, b: float | None) -> bool:
    return a is b if a is None or b is None else math.isclose(a, b, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
