"""The event log: append-only, chained by hashes, without a name in it."""

from matcher.events.event import GENESIS, Event, EventKind, Head, NewEvent

__all__ = ["GENESIS", "Event", "EventKind", "Head", "NewEvent"]
