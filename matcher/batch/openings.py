"""The openings of a batch."""

from collections.abc import Sequence
from datetime import date

from matcher.errors import UnknownOpening
from matcher.opening import Opening
from matcher.store import Store


def open_ids(store: Store, day: date) -> list[str]:
    """Gives the ids of the openings that are open on a day, in order."""
    closed = store.openings_not_open(day)
    return [opening_id for opening_id in store.opening_titles() if opening_id not in closed]


def every_open(store: Store, day: date) -> list[Opening]:
    """Gives the openings that are open on a day, by id."""
    found = store.openings_by_id(open_ids(store, day))
    return [found[opening_id] for opening_id in sorted(found)]


def openings_of(store: Store, opening_ids: Sequence[str]) -> list[Opening]:
    """Gives stored openings in the order of their ids, each once.

    Raises:
        UnknownOpening: If one is not stored.
    """
    found = store.openings_by_id(opening_ids)
    for opening_id in opening_ids:
        if opening_id not in found:
            raise UnknownOpening(opening_id)
    return [found[opening_id] for opening_id in dict.fromkeys(opening_ids)]
