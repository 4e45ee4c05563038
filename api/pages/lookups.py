"""Somebody is looked for, and the openings that may be good for them are found."""

from dataclasses import dataclass, replace

from matcher.contact import Contact
from matcher.openings_for import OpeningSuggestion

MOST_LOOKUPS = 20  # of one session


@dataclass(frozen=True, slots=True)
class Lookup:
    """What one employee looks for.

    Attributes:
        words: Of the name.
        people: Those whose names hold the words, by name.
        found: How many there are, of whom `people` are the first.
        chosen: Who was picked; None before.
        openings: What may be good for them.
        passed_over: Number of openings that were not looked at, being open no longer or not listed.
    """

    words: str
    people: tuple[Contact, ...]
    found: int
    chosen: Contact | None = None
    openings: tuple[OpeningSuggestion, ...] = ()
    passed_over: int = 0

    def answered(
        self, chosen: Contact, openings: tuple[OpeningSuggestion, ...], passed_over: int
    ) -> "Lookup":
        """Gives the lookup with its answer."""
        return replace(self, chosen=chosen, openings=openings, passed_over=passed_over)
