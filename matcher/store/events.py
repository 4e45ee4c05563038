"""The event log in the store. Events are only ever added; pruning takes the oldest, and leaves their hash."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from matcher.errors import RetentionTooShort
from matcher.events.chain import canonical, digest
from matcher.events.event import Event, EventKind, Head, NewEvent
from matcher.events.verification import Problem, Verification, verify
from matcher.store.repository import Repository
from matcher.store.tables import EventHeadRow, EventOpeningRow, EventRow, EventSubjectRow

# Regulation (EU) 2024/1689, articles 19(1) and 26(6): at least six months. The longest six have 184 days.
LEAST_KEPT = timedelta(days=184)
SEEN_AGAIN = timedelta(hours=1)  # within which the same look at the same people is not told twice
_PAGE = 1_000
# Made once, since making a statement takes longer than running it, and most answers add an event.
_HEAD = select(EventHeadRow.seq, EventHeadRow.hash).with_for_update()
_ADD, _ADD_SUBJECTS, _MOVE_HEAD = insert(EventRow), insert(EventSubjectRow), update(EventHeadRow)

Made = TypeVar("Made", list[Any], dict[str, Any])


def append_event(connection: Connection, event: NewEvent) -> Event:
    """Adds an event in the transaction of what it tells; both stand, or neither does.

    The transaction must be one that writes. Appending holds the head of the log until it ends, so the chain
    never forks, whatever the number of processes.

    Raises:
        ValueError: If the data is not JSON, or holds a number that is not finite.
    """
    # SQLite's write lock is held already; PostgreSQL takes the row's.
    head = connection.execute(_HEAD).one()
    seq, at = head.seq + 1, datetime.now(UTC).isoformat(timespec="milliseconds")
    content = {
        "seq": seq,
        "at": at,
        "kind": event.kind.value,
        "actor": event.actor,
        "subjects": list(event.subjects),
        "data": dict(event.data),
    }
    hash_ = digest(head.hash, content)
    texts = {name: canonical(content[name]) for name in ("subjects", "data")}
    connection.execute(_ADD, {**content, **texts, "hash": hash_})
    subjects = [{"subject": subject, "seq": seq} for subject in dict.fromkeys(event.subjects)]
    if subjects:
        connection.execute(_ADD_SUBJECTS, subjects)
    connection.execute(_MOVE_HEAD, {"seq": seq, "hash": hash_})
    return Event(seq, at, event.kind.value, event.actor, event.subjects, event.data, hash_)


class EventRepository(Repository):
    """The log, added to and read."""

    def append(
        self,
        kind: EventKind,
        actor: str,
        subjects: str | Sequence[str] = (),
        data: Mapping[str, Any] | None = None,
    ) -> Event:
        """Adds one event in a transaction of its own; within another, call `append_event`.

        Args:
            actor: Id of who did it.
            subjects: Ids of what it is about; never a name.
            data: JSON values; no name and no text of a person.
        """
        ids = (subjects,) if isinstance(subjects, str) else tuple(subjects)
        with self._writing() as connection:
            return append_event(connection, NewEvent(kind, actor, ids, data or {}))

    def append_read(self, kind: EventKind, actor: str, contact_ids: Sequence[str]) -> Event | None:
        """Tells that somebody's data was looked at: one event a page, whatever the number of people on it.

        Returns:
            None where the actor had looked at exactly these people within the hour, or there are none.
        """
        if not contact_ids:
            return None
        now = datetime.now(UTC)
        since, until = ((now - ago).isoformat(timespec="milliseconds") for ago in (SEEN_AGAIN, timedelta()))
        # What a clock tells that has been set back since is no look of within the hour.
        seen = select(EventRow.seq).where(EventRow.at.between(since, until))
        seen = seen.filter_by(kind=kind.value, actor=actor, subjects=canonical(list(contact_ids)))
        with self._reading() as connection:
            if connection.scalar(seen.limit(1)) is not None:
                return None
        return self.append(kind, actor, contact_ids)

    @property
    def head(self) -> Head:
        """Where the log ends."""
        with self._reading() as connection:
            return _head(connection)

    def event(self, seq: int) -> Event | None:
        """Gives the event at a place of the log, None where there is none."""
        with self._reading() as connection:
            row = connection.execute(select(EventRow).where(EventRow.seq == seq)).one_or_none()
            return None if row is None else _event(row)

    def page(
        self,
        *,
        after: int = 0,
        kind: EventKind | None = None,
        since: str = "",
        about: str | None = None,
        k: int = 50,
    ) -> tuple[Event, ...]:
        """Gives the first `k` events after a place, in the order of the log.

        Args:
            since: ISO 8601, UTC: only those of then and later.
            about: Id of a contact or an opening: only those about it.
        """
        query = select(EventRow).where(EventRow.seq > after, EventRow.at >= since)
        with self._reading() as connection:
            rows = connection.execute(_of(query, kind, about).order_by(EventRow.seq).limit(k))
            return tuple(_event(row) for row in rows)

    def latest(
        self, *, before: int = 0, kind: EventKind | None = None, about: str | None = None, k: int = 50
    ) -> tuple[Event, ...]:
        """Gives the last `k` events before a place, the latest first.

        Args:
            before: 0 for the end of the log.
            about: Id of a contact or an opening: only those about it.
        """
        query = select(EventRow)
        if before:
            query = query.where(EventRow.seq < before)
        with self._reading() as connection:
            rows = connection.execute(_of(query, kind, about).order_by(EventRow.seq.desc()).limit(k))
            return tuple(_event(row) for row in rows)

    def all(self) -> Iterator[Event]:
        """Gives every event, from first to last, a page at a time; the log may grow meanwhile."""
        return (event for page in self._pages() for event in page)

    def verify(self, *, expected: Sequence[Head] = ()) -> Verification:
        """Checks the whole log, its end, and that events are found by what they are about.

        Args:
            expected: Heads that were kept elsewhere.
        """
        head = self.head  # of before: an event that comes meanwhile is one more, and no fault
        found = verify(self.all(), expected=(head, *expected))
        misplaced = tuple(Problem(seq, "is not found by what it is about") for seq in self._misplaced())
        return found if found.problems or not misplaced else replace(found, problems=misplaced)

    def prune(self, before: datetime, *, actor: str, dry_run: bool = False) -> int:
        """Removes the events before a day; a checkpoint tells how many, and the hash that the rest follows.

        The openings that were last asked about before that day go too.

        Args:
            before: With its time zone.
            dry_run: Only count them.

        Returns:
            How many events that is.

        Raises:
            RetentionTooShort: If the day is less than six months ago.
        """
        with self._writing() as connection:
            latest = self._latest_prunable(connection)
            if before > latest:
                raise RetentionTooShort(before.date().isoformat(), latest.date().isoformat())
            day = before.astimezone(UTC).isoformat(timespec="milliseconds")
            last = _last_before(connection, day)
            count = connection.scalar(select(func.count()).where(EventRow.seq <= last)) or 0
            if dry_run or not count:
                return count
            hash_ = connection.scalar(select(EventRow.hash).where(EventRow.seq == last))
            data = {"seq": last, "hash": hash_, "pruned": count, "before": day}
            append_event(connection, NewEvent(EventKind.CHECKPOINT, actor, data=data))
            connection.execute(delete(EventSubjectRow).where(EventSubjectRow.seq <= last))
            connection.execute(delete(EventRow).where(EventRow.seq <= last))
            connection.execute(delete(EventOpeningRow).where(EventOpeningRow.last_asked_at < day))
            return count

    def _latest_prunable(self, connection: Connection) -> datetime:
        """Six months before now, or before the last event if that is earlier: a clock may be set wrong."""
        now = datetime.now(UTC)
        last = connection.scalar(select(EventRow.at).order_by(EventRow.seq.desc()).limit(1))
        return min(now, datetime.fromisoformat(last) if last else now) - LEAST_KEPT

    def _pages(self) -> Iterator[tuple[Event, ...]]:
        last = 0
        while page := self.page(after=last, k=_PAGE):
            yield page
            last = page[-1].seq

    def _misplaced(self) -> Iterator[int]:
        """Compares what finds the events about an id with what the events themselves tell."""
        query = select(EventSubjectRow.seq, EventSubjectRow.subject)
        for page in self._pages():
            with self._reading() as connection:
                rows = connection.execute(query.where(EventSubjectRow.seq.between(page[0].seq, page[-1].seq)))
                found = {(row.seq, row.subject) for row in rows}
            told = {(event.seq, subject) for event in page for subject in event.subjects}
            yield from sorted({seq for seq, _ in found ^ told})


def _of(query: Select[EventRow], kind: EventKind | None, about: str | None) -> Select[EventRow]:
    """Narrows a query of events to a kind, and to those about a contact or an opening."""
    if kind is not None:
        query = query.where(EventRow.kind == kind.value)
    if about is not None:
        told = select(EventSubjectRow.seq).where(EventSubjectRow.subject == about)
        query = query.where(EventRow.seq.in_(told))
    return query


def _head(connection: Connection) -> Head:
    row = connection.execute(select(EventHeadRow.seq, EventHeadRow.hash)).one()
    return Head(row.seq, row.hash)


def _last_before(connection: Connection, day: str) -> int:
    """The last of the events at the log's beginning that are older; one that is younger keeps those after."""
    kept: Select[Any] = select(func.min(EventRow.seq)).where(EventRow.at >= day)
    first_kept = connection.scalar(kept)
    if first_kept is not None:
        return int(first_kept) - 1
    return connection.scalar(select(func.max(EventRow.seq))) or 0


def _event(row: Row[Any]) -> Event:
    return Event(
        row.seq,
        row.at,
        row.kind,
        row.actor,
        tuple(map(str, _decoded(row.subjects, list))),
        _decoded(row.data, dict),
        row.hash,
    )


def _decoded(text: str, kind: type[Made]) -> Made:
    """Reads JSON; what somebody made unreadable is empty, and no longer what its hash covers."""
    try:
        value = json.loads(text)
    except ValueError:
        return kind()
    return value if isinstance(value, kind) else kind()
