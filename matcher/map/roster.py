"""Everybody in one network, a line each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from matcher.contact import Contact
from matcher.errors import EmptyNetwork, UnknownEmployee
from matcher.map.person import Person, person_in
from matcher.network_map import NetworkMap, contacts_of, map_network
from matcher.store import Store

Stamp = tuple[tuple[str, ...], int, str, date]  # who, the store's version, the latest import, the day


@dataclass(frozen=True, slots=True)
class Roster:
    """One network.

    Attributes:
        stamp: Changes with whatever is told here, such as an import, a merge, an erasure, or the day.
        people: By id.
        summary: The network in numbers.
    """

    employee: str
    stamp: Stamp
    people: tuple[Person, ...]
    summary: NetworkMap


def read_roster(store: Store, employee: str, *, today: date) -> Roster:
    """Reads a network; one that does not exist yet is empty."""
    stamp = stamp_of(store, employee, today)
    people: list[Person] = []
    contact_ids = stamp[0]
    ties = store.ties(employee, contact_ids)

    def told() -> Iterator[Contact]:
        for contact in contacts_of(store, employee):
            if contact.id in ties:  # nobody who came between two questions to the store
                people.append(person_in(contact, ties[contact.id], today=today))
                yield contact

    summary = map_network(told() if contact_ids else (), today=today)
    return Roster(employee, stamp, tuple(people), summary)


def stamp_of(store: Store, employee: str, today: date) -> Stamp:
    """Gives what changes with anything that a roster tells."""
    try:
        contact_ids = store.network(employee).contact_ids
    except (UnknownEmployee, EmptyNetwork):
        contact_ids = ()
    # Reading a file again renews the age of what it told, and nothing else.
    latest = store.imports.list(employee, k=1)
    seen = f"{latest[0].id}{latest[0].undone_at}" if latest else ""
    return contact_ids, store.version, seen, today
