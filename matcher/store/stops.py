"""Stops in the store: asked for with each question, so that they act at once in every process."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, insert, or_, select, update

from matcher.errors import SuggestionsStopped
from matcher.events.event import EventKind, NewEvent
from matcher.events.stop import LONGEST_REASON, Stop
from matcher.store.events import append_event
from matcher.store.repository import Repository
from matcher.store.tables import StopRow


class StopRepository(Repository):
    """The stops, made, ended and asked for."""

    def stop(self, opening_id: str | None, *, reason: str, by: str) -> Stop:
        """Stops suggestions for an opening, or all; where they are stopped already, gives that stop.

        Args:
            opening_id: None stops all. It may be one that is not stored: the same text has the same id.
            reason: At most 500 characters, not empty.
            by: Id of the officer.

        Raises:
            ValueError: If the reason is empty or too long.
        """
        if not 0 < len(reason.strip()) <= LONGEST_REASON:
            raise ValueError(f"expected a reason of 1 to {LONGEST_REASON} characters")
        with self._writing() as connection:
            standing = connection.execute(_of(opening_id)).one_or_none()
            if standing is not None:
                return _stop(standing)
            subjects = () if opening_id is None else (opening_id,)
            event = append_event(connection, NewEvent(EventKind.STOPPED, by, subjects))
            values = {"opening_id": opening_id, "reason": reason.strip(), "since": event.at, "stopped_by": by}
            return _stop(connection.execute(insert(StopRow).values(values).returning(StopRow)).one())

    def resume(self, opening_id: str | None, *, by: str) -> Stop | None:
        """Ends the stop of an opening, or the one of all; None where there is none.

        Ending the stop of one leaves the stop of all as it is, and the other way round.
        """
        with self._writing() as connection:
            standing = connection.execute(_of(opening_id)).one_or_none()
            if standing is None:
                return None
            subjects = () if opening_id is None else (opening_id,)
            event = append_event(connection, NewEvent(EventKind.RESUMED, by, subjects))
            ended = update(StopRow).where(StopRow.id == standing.id).values(ended_at=event.at)
            return _stop(connection.execute(ended.returning(StopRow)).one())

    def standing_at(self, stop_id: int) -> Stop | None:
        """Gives the stop with this id, None unless it stands."""
        return next((stop for stop in self.standing() if stop.id == stop_id), None)

    def standing(self) -> tuple[Stop, ...]:
        """Gives the stops that stand, oldest first."""
        with self._reading() as connection:
            return tuple(_stop(row) for row in connection.execute(_standing().order_by(StopRow.id)))

    def check(self, opening_id: str) -> None:
        """Lets a question pass that nothing stops.

        Raises:
            SuggestionsStopped: If suggestions are stopped for the opening, or altogether.
        """
        with self._reading() as connection:
            row = connection.execute(_FIRST, {"opening_id": opening_id}).one_or_none()
        if row is not None:
            raise SuggestionsStopped(row.opening_id, row.since)

    def allowed(self, opening_ids: Sequence[str]) -> list[str]:
        """Gives those of the openings that are not stopped, in their order.

        Raises:
            SuggestionsStopped: If all are stopped.
        """
        stopped = {stop.opening_id: stop for stop in self.standing()}
        if None in stopped:
            raise SuggestionsStopped(None, stopped[None].since)
        return [opening_id for opening_id in opening_ids if opening_id not in stopped]


def _standing() -> Select[StopRow]:
    return select(StopRow).where(StopRow.ended_at.is_(None))


_FIRST = (
    _standing()
    .where(or_(StopRow.opening_id.is_(None), StopRow.opening_id == bindparam("opening_id")))
    .order_by(StopRow.id)
    .limit(1)
)


def _of(opening_id: str | None) -> Select[StopRow]:
    return _standing().where(
        StopRow.opening_id.is_(None) if opening_id is None else StopRow.opening_id == opening_id
    )


def _stop(row: Row[Any]) -> Stop:
    return Stop(row.id, row.opening_id, row.reason, row.since, row.stopped_by, row.ended_at)
