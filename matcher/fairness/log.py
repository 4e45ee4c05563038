"""What an audit reads of the event log: who was considered for which opening, and who was shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from matcher.events import Event, EventKind


@dataclass(frozen=True, slots=True)
class Question:
    """One answer that was shown.

    Attributes:
        employee: Whose network was searched.
        shown: Probability of fit, or score, by contact id.
        hidden: Contacts whom the employee does not want to see: they were not considered.
        network_hash: Of the ids of the network's contacts, as `matcher.events` makes it.
        versions: The program and the models that answered.
    """

    seq: int
    at: str
    employee: str
    opening_id: str
    shown: Mapping[str, float]
    hidden: frozenset[str]
    network_hash: str
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of a log, the latest for each opening and network.

    Attributes:
        repeated: Earlier questions for the same, which do not count again.
        everyone: Questions that asked for those below the bar too: what they show is no selection.
    """

    items: tuple[Question, ...]
    repeated: int = 0
    everyone: int = 0


@dataclass(frozen=True, slots=True)
class Assessment:
    """One contact, considered for one opening.

    Attributes:
        selected: Whether the contact was shown.
        score: Probability of fit; None where it is not known.
    """

    contact_id: str
    selected: bool
    score: float | None = None


def questions_of(events: Iterable[Event]) -> Questions:
    """Reads the suggestions of a log.

    Raises:
        ValueError: If one of them lacks what an audit needs; its text names the event.
    """
    latest: dict[tuple[str, str], Question] = {}
    repeated = everyone = 0
    for event in events:
        if event.kind != EventKind.SUGGESTED:
            continue
        if event.data.get("asked", {}).get("include_below_bar"):
            everyone += 1
            continue
        question = _question(event)
        key = (question.employee, question.opening_id)
        repeated += key in latest
        latest[key] = question
    return Questions(tuple(latest.values()), repeated, everyone)


def assessments_of(
    question: Question, contact_ids: Iterable[str], scores: Mapping[str, float]
) -> list[Assessment]:
    """Tells what became of each contact of a network; one who was shown has left it since, maybe.

    Args:
        scores: Of every contact, where they were scored again; empty otherwise.
    """
    ids = dict.fromkeys((*contact_ids, *question.shown))
    considered = (contact_id for contact_id in ids if contact_id not in question.hidden)
    return [Assessment(i, i in question.shown, scores.get(i)) for i in considered]


def _question(event: Event) -> Question:
    data = event.data
    try:
        return Question(
            seq=event.seq,
            at=event.at,
            employee=str(data["network"]["employee"]),
            opening_id=str(data["opening"]["id"]),
            shown=dict(map(_shown, data["suggestions"])),
            hidden=frozenset(map(str, data.get("hidden", ()))),
            network_hash=str(data["network"].get("hash", "")),
            versions={str(k): str(v) for k, v in data.get("versions", {}).items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"event {event.seq} does not tell who was suggested for what") from error


def _shown(suggestion: Mapping[str, Any]) -> tuple[str, float]:
    probability = suggestion.get("probability")
    return str(suggestion["contact_id"]), float(suggestion["score"] if probability is None else probability)
