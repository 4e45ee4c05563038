"""Introductions and reminders as plain JSON values: the one shape that command line and API both give."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from matcher.catalogue import Tongue, text
from matcher.introduction import Introduction, Party, Step, next_stages
from matcher.reminders import Reminder

if TYPE_CHECKING:
    from matcher.store import Store


def introductions_to_json(
    store: "Store", introductions: Sequence[Introduction], party: Party, tongue: Tongue = Tongue.ENGLISH
) -> list[dict[str, Any]]:
    """Writes introductions with names, titles, and what the party may do next."""
    names = _names(store, introductions)
    titles = _titles(store, introductions)
    return [
        {
            "id": one.id,
            "contact_id": one.contact_id,
            "name": names.get(one.contact_id, ""),
            "opening_id": one.opening_id,
            "title": titles.get(one.opening_id, ""),
            "stage": one.stage.value,
            "text": text("stages", one.stage, tongue),
            "hint": _hint(one, party, tongue, name=names.get(one.contact_id, one.contact_id)),
            "version": one.version,
            "has_consent": one.has_consent,
            "next": [stage.value for stage in next_stages(one.stage, party)],
            "steps": [_step(step) for step in one.steps],
        }
        for one in introductions
    ]


def introduction_to_json(
    store: "Store", introduction: Introduction, party: Party, tongue: Tongue = Tongue.ENGLISH
) -> dict[str, Any]:
    """Writes one introduction."""
    return introductions_to_json(store, [introduction], party, tongue)[0]


def reminders_to_json(
    store: "Store", reminders: Sequence[Reminder], tongue: Tongue = Tongue.ENGLISH, *, today: date
) -> list[dict[str, Any]]:
    """Writes reminders, each with a sentence for its employee."""
    names, titles = _names(store, reminders), _titles(store, reminders)
    return [
        {
            "id": one.id,
            "kind": one.kind.value,
            "introduction_id": one.introduction_id,
            "contact_id": one.contact_id,
            "due_on": one.due_on.isoformat(),
            "is_due": one.is_open and one.due_on <= today,
            "answer": None if one.answer is None else one.answer.value,
            "text": text(
                "reminders",
                one.kind,
                tongue,
                name=names.get(one.contact_id, one.contact_id),
                opening=titles.get(one.opening_id, one.opening_id),
            ),
        }
        for one in reminders
    ]


def contact_names(store: "Store", contact_ids: Iterable[str]) -> dict[str, str]:
    """Gives the names of contacts by id."""
    contacts = store.contacts_by_id(sorted(set(contact_ids)))
    return {contact_id: contact.name for contact_id, contact in contacts.items()}


def _hint(one: Introduction, party: Party, tongue: Tongue, *, name: str) -> str:
    """What to do next is told to the employee alone: recruiters know their trade."""
    return text("hints", one.stage, tongue, name=name) if party is Party.EMPLOYEE else ""


def _names(store: "Store", about: Sequence[Introduction | Reminder]) -> dict[str, str]:
    return contact_names(store, (one.contact_id for one in about))


def _titles(store: "Store", about: Sequence[Introduction | Reminder]) -> dict[str, str]:
    openings = store.introductions.openings(sorted({one.opening_id for one in about}))
    return {opening_id: opening.title for opening_id, opening in openings.items()}


def _step(step: Step) -> dict[str, Any]:
    """Who took a step is told by their part in it, never by their id."""
    return {
        "stage": step.stage.value,
        "by": step.party.value,
        "passed_on": step.is_passed_on,
        "at": step.made_at.isoformat(timespec="seconds"),
        "day": None if step.day is None else step.day.isoformat(),
        "undone_at": None if step.undone_at is None else step.undone_at.isoformat(timespec="seconds"),
    }
