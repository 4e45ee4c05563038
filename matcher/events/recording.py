"""Puts what is about to be shown into the log."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from matcher.answer import Answer
from matcher.errors import UnknownContact
from matcher.events.event import Event, EventKind, NewEvent
from matcher.events.suggested import Asked, suggested_event, suggestion_data, versions_of
from matcher.store import Store
from matcher.store.suggested import Known
from matcher.suggest import Suggester

if TYPE_CHECKING:
    from matcher.openings_for import OpeningSuggestion


def record_answer(store: Store, suggester: Suggester, answer: Answer, asked: Asked) -> Event | None:
    """Adds the event of a shortlist to the log.

    Returns:
        None where somebody on it has left the network or objected meanwhile; it is not to be shown then.
    """

    def event(content_hash: str, known: Known) -> NewEvent:
        return suggested_event(answer, asked, versions, content_hash=content_hash, known=known)

    versions = versions_of(suggester)
    shown = [suggestion.contact.id for suggestion in answer.shortlist.suggestions]
    return store.suggested.record(answer.shortlist.opening, asked.network.employee, shown, event)


def record_openings(
    store: Store, suggester: Suggester, contact_id: str, found: Sequence["OpeningSuggestion"], by: str
) -> Event:
    """Adds to the log which openings are shown for a contact.

    Raises:
        UnknownContact: If the contact has left the store meanwhile.
    """
    known = store.suggested.known([contact_id], add=True)
    if contact_id not in known.salts:
        raise UnknownContact(contact_id)
    data = {
        "versions": asdict(versions_of(suggester)),
        "openings": [{"id": one.opening.id, **suggestion_data(one.suggestion, known)} for one in found],
    }
    subjects = (contact_id, *(one.opening.id for one in found))
    return store.events.append(EventKind.OPENINGS_SUGGESTED, by, subjects, data)
