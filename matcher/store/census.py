"""Who knows whom over all networks, and who may be told of: everybody, as they stand at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from matcher.events.event import EventKind, NewEvent
from matcher.store.events import append_event
from matcher.store.feedback import hidden_pairs
from matcher.store.repository import Repository
from matcher.store.tables import (
    EventHeadRow,
    EventRow,
    ImportRow,
    ObjectionRow,
    ShareRow,
    StateRow,
    StopRow,
    TieRow,
)

# What a census tells of does not change with these; after any other, also one that a later version writes, it
# is taken anew.
QUIET = frozenset(
    {
        EventKind.SUGGESTED,
        EventKind.OPENINGS_SUGGESTED,
        EventKind.CONTACT_READ,
        EventKind.CONTACTS_LISTED,
        EventKind.EXPORTED,
        EventKind.LOOKED_UP,
        EventKind.NOTIFIED,
        EventKind.CONSENTED,
        EventKind.INTRODUCTION,
        EventKind.REACHED,
        EventKind.AUDITED,
        EventKind.KEY_MADE,
        EventKind.KEY_REVOKED,
        EventKind.REPLAYED,
        EventKind.LOG_EXPORTED,
        EventKind.CHECKPOINT,
    }
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A state of the store, as far as a census tells of it.

    Attributes:
        seq: Of the last event.
        imports: Number of the last import.
        undone: How many of them were undone.
    """

    seq: int
    imports: int
    undone: int


@dataclass(frozen=True, slots=True)
class Census:
    """What was found.

    Attributes:
        version: Of the store; as long as it stays, and a network's contacts do, so do their lines.
        networks: By employee, in order: the ids of the contacts, with a space between two.
        objected: Contacts who are never suggested.
        hidden: Pairs of employee and contact, who say that they do not know them.
        stops: Openings for which suggestions are stopped, and since when; None for all. The oldest first.
        shared: Openings for which employees share names.
    """

    moment: Moment
    version: int
    networks: Mapping[str, str]
    objected: frozenset[str]
    hidden: frozenset[tuple[str, str]]
    stops: tuple[tuple[str | None, str], ...]
    shared: frozenset[str]

    def stopped_since(self, opening_id: str) -> str | None:
        """Tells since when suggestions are stopped for an opening; None where they are not."""
        return next((since for which, since in self.stops if which in (None, opening_id)), None)


class CensusRepository(Repository):
    """Takes a census, and tells whether it still holds."""

    def take(self) -> Census:
        """Reads everybody, in one transaction."""
        # A long text a network: the driver gives way to other threads at every row.
        ids = func.aggregate_strings(TieRow.contact_id, " ")
        networks = select(TieRow.employee_id, ids).group_by(TieRow.employee_id).order_by(TieRow.employee_id)
        stops = select(StopRow.opening_id, StopRow.since).where(StopRow.ended_at.is_(None))
        with self._reading() as connection:
            return Census(
                _moment(connection),
                connection.scalar(select(StateRow.version)) or 0,
                {employee: ids for employee, ids in connection.execute(networks)},
                frozenset(connection.scalars(select(ObjectionRow.contact_id))),
                hidden_pairs(connection),
                tuple((row.opening_id, row.since) for row in connection.execute(stops.order_by(StopRow.id))),
                frozenset(connection.scalars(select(ShareRow.opening_id).distinct())),
            )

    def holds(self, since: Moment) -> bool:
        """Tells whether what was true at a moment is true now."""
        with self._reading() as connection:
            return _moment_if_same(connection, since) is not None

    def note(self, event: NewEvent, since: Moment) -> Moment | None:
        """Adds an event, unless what it rests on changed since a moment: both in one transaction.

        Returns:
            The moment after it; None where something changed.
        """
        with self._writing() as connection:
            now = _moment_if_same(connection, since)
            if now is None:
                return None
            return Moment(append_event(connection, event).seq, now.imports, now.undone)


def _moment(connection: Connection) -> Moment:
    head = select(EventHeadRow.seq).scalar_subquery()
    last, undone = func.coalesce(func.max(ImportRow.number), 0), func.count(ImportRow.undone_at)
    return Moment(*connection.execute(select(head, last, undone)).one())


def _moment_if_same(connection: Connection, since: Moment) -> Moment | None:
    now = _moment(connection)
    if (now.imports, now.undone) != (since.imports, since.undone):
        return None
    loud = select(EventRow.seq).where(EventRow.seq > since.seq, EventRow.kind.not_in([*map(str, QUIET)]))
    if now.seq != since.seq and connection.scalar(loud.limit(1)) is not None:
        return None
    return now
