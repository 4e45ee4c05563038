"""Pairs to review, and merges and splits that can be undone exactly; all of one employee's network alone."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from matcher.errors import ChangedSince, InvalidChange, UnknownChange, UnknownContact
from matcher.events.event import EventKind, NewEvent
from matcher.identity.comparison import compare
from matcher.identity.persons import person_of
from matcher.identity.resolve import resolve_within
from matcher.identity.review import ChangeKind, DuplicatePair, IdentityChange
from matcher.identity.shares import Shares
from matcher.store.codec import profile_from_json
from matcher.store.duplicates.marks import load_network
from matcher.store.duplicates.merging import merge_contacts
from matcher.store.duplicates.pairs import add_pairs, keep_apart, pairs_of
from matcher.store.duplicates.rows import DERIVED, Snapshot, altered, differences, put_back, snapshot
from matcher.store.duplicates.splitting import split_contact
from matcher.store.events import append_event
from matcher.store.profiles import renew_profiles, touch_index
from matcher.store.repository import Repository
from matcher.store.statements import rows_in
from matcher.store.tables import ContactRow, IdentityChangeRow, PairRow, TieRow


class DuplicateRepository(Repository):
    """Who may be one person, and what an employee made of it."""

    def pairs(self, employee: str, *, k: int = 50) -> tuple[DuplicatePair, ...]:
        """Gives the `k` surest pairs that wait for the employee's word."""
        query = pairs_of(employee).where(PairRow.kept_apart.is_(False))
        with self._reading() as connection:
            rows = connection.execute(query.order_by(PairRow.probability.desc(), PairRow.id).limit(k)).all()
            return tuple(_described(connection, employee, rows))

    def find(self, employee: str) -> int:
        """Compares everyone in the employee's network with each other; gives how many pairs are new."""
        with self._writing() as connection:
            apart = connection.execute(
                select(PairRow.first_id, PairRow.second_id).filter_by(employee_id=employee, kept_apart=True)
            )
            known = load_network(connection, employee)
            found = resolve_within(known, [frozenset(pair) for pair in apart])
            pairs = ((known[match.row].contact_id, match.contact_id, match.probability) for match in found)
            return add_pairs(connection, employee, pairs)

    def merge(self, employee: str, keep: str, gone: str) -> IdentityChange:
        """Makes one contact of two: the first stays, the second becomes part of it, for everyone.

        Raises:
            UnknownContact: If either is not in the employee's network.
            InvalidChange: If both are the same.
        """
        with self._writing() as connection:
            _check_own(connection, employee, (keep, gone))
            with _recorded(connection, employee, ChangeKind.MERGE) as change:
                change.before = snapshot(connection, (keep, gone))
                merge_contacts(connection, keep, gone)
                change.concerns = (keep, gone)
            append_event(connection, NewEvent(EventKind.MERGED, employee, (keep, gone)))
        return change.made

    def split(self, employee: str, contact_id: str, sources: Collection[str] = ()) -> IdentityChange:
        """Makes a contact of its own of what some of the employee's sources tell of another.

        Args:
            sources: Formats or names of files; where there are none, the file that was imported last.

        Raises:
            UnknownContact: If the contact is not in the employee's network.
            InvalidChange: If no source would be left on either side, or one that is named tells nothing.
        """
        with self._writing() as connection:
            _check_own(connection, employee, (contact_id,))
            with _recorded(connection, employee, ChangeKind.SPLIT) as change:
                change.before = snapshot(connection, (contact_id,))
                change.concerns = (contact_id, split_contact(connection, employee, contact_id, sources))
            append_event(connection, NewEvent(EventKind.SEPARATED, employee, change.concerns))
        return change.made

    def keep_apart(self, employee: str, first: str, second: str) -> IdentityChange:
        """Notes that two contacts are two people: the pair leaves the list and is not proposed again.

        Raises:
            UnknownContact: If either is not in the employee's network.
            InvalidChange: If both are the same.
        """
        with self._writing() as connection:
            _check_own(connection, employee, (first, second))
            with _recorded(connection, employee, ChangeKind.KEEP_APART) as change:
                change.before = snapshot(connection, (first, second))
                keep_apart(connection, employee, first, second)
                change.concerns = (first, second)
        return change.made

    def changes(self, employee: str, *, k: int = 50) -> tuple[IdentityChange, ...]:
        """Gives the `k` latest changes of an employee, latest first."""
        query = select(IdentityChangeRow).filter_by(employee_id=employee)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(IdentityChangeRow.id.desc()).limit(k))
            return tuple(_change(row) for row in rows)

    def undo(self, employee: str, change_id: int | None = None) -> IdentityChange:
        """Takes back a change: what it moved is where it was.

        What was added since stays with the contact who stayed.

        Args:
            change_id: None takes the latest that stands.

        Raises:
            UnknownChange: If the employee has no such change, or none that stands.
            ChangedSince: If what it moved was changed again since.
        """
        with self._writing() as connection:
            row = _standing(connection, employee, change_id)
            # The record of a split outlives the contact whom it made.
            own = update(IdentityChangeRow).where(IdentityChangeRow.id == row.id)
            connection.execute(own.values(other_id=None))
            stale = altered(connection, row.rows)
            if stale - DERIVED - {ContactRow.__tablename__}:
                raise ChangedSince(row.id)
            if stale:
                _put_back_told(connection, row)
            else:
                put_back(connection, row.rows)
                touch_index(connection)
            # What was kept to undo it holds personal data, and has no use any more.
            marked = own.values(undone_at=_now(), other_id=_other_left(row), rows=[])
            undone = connection.execute(marked.returning(IdentityChangeRow)).one()
            kind = EventKind.SEPARATED if row.kind == ChangeKind.MERGE else EventKind.MERGED
            if row.kind != ChangeKind.KEEP_APART:
                append_event(connection, NewEvent(kind, employee, (row.contact_id,)))
        return _change(undone)


@dataclass(slots=True)
class _Recording:
    """A change while it is made.

    Attributes:
        concerns: The contact who stays or is split, and the other one.
    """

    before: Snapshot
    concerns: tuple[str, str]
    made: IdentityChange


@contextmanager
def _recorded(connection: Connection, employee: str, kind: ChangeKind) -> Iterator[_Recording]:
    """Writes down what the work inside changed, so that it can be undone."""
    recording = _Recording({}, ("", ""), IdentityChange(0, employee, kind, "", None, _now()))
    yield recording
    contact_id, other = recording.concerns
    changed = differences(recording.before, snapshot(connection, recording.concerns))
    values = {
        "employee_id": employee,
        "kind": kind.value,
        "contact_id": contact_id,
        "other_id": None if kind is ChangeKind.MERGE else other,  # who was merged is there no more
        "made_at": recording.made.made_at,
        "undone_at": None,
        "rows": changed,
    }
    row = connection.execute(insert(IdentityChangeRow).values(values).returning(IdentityChangeRow)).one()
    recording.made = IdentityChange(row.id, employee, kind, contact_id, other, row.made_at)


def _put_back_told(connection: Connection, row: Row[Any]) -> None:
    """Undoes a change after an import renewed the profiles: these are made again from what sources tell."""
    told = [c for c in row.rows if c["table"] not in DERIVED and not _is_profile(c)]
    put_back(connection, told)
    made = {c["key"][0] for c in told if c["table"] == ContactRow.__tablename__ and not c["after"]}
    renew_profiles(connection, sorted(made | {row.contact_id}))


def _other_left(row: Row[Any]) -> str | None:
    """Gives the other contact of a change, unless undoing it removed them."""
    return None if row.kind == ChangeKind.SPLIT else row.other_id


def _is_profile(change: dict[str, Any]) -> bool:
    """Whether a change is one of a merged profile alone."""
    return change["table"] == ContactRow.__tablename__ and bool(change["before"] and change["after"])


def _standing(connection: Connection, employee: str, change_id: int | None) -> Row[Any]:
    query = select(IdentityChangeRow).filter_by(employee_id=employee, undone_at=None)
    if change_id is not None:
        query = query.where(IdentityChangeRow.id == change_id)
    row = connection.execute(query.order_by(IdentityChangeRow.id.desc()).limit(1)).one_or_none()
    if row is None:
        raise UnknownChange(change_id)
    return row


def _check_own(connection: Connection, employee: str, contact_ids: Sequence[str]) -> None:
    for contact_id in contact_ids:
        tie = select(TieRow.contact_id).filter_by(employee_id=employee, contact_id=contact_id)
        if connection.scalar(tie) is None:
            raise UnknownContact(contact_id)
    if len(contact_ids) > len(set(contact_ids)):
        raise InvalidChange("expected two contacts, found one")


def _described(connection: Connection, employee: str, rows: Sequence[Row[Any]]) -> Iterator[DuplicatePair]:
    ids = sorted({contact_id for row in rows for contact_id in (row.first_id, row.second_id)})
    profiles = {
        row.id: profile_from_json(row.profile)
        for row in rows_in(connection, select(ContactRow.id, ContactRow.profile), ContactRow.id, ids)
    }
    ties = select(TieRow.contact_id, TieRow.connected_on).filter_by(employee_id=employee)
    days = {row.contact_id: row.connected_on for row in rows_in(connection, ties, TieRow.contact_id, ids)}
    people = {key: person_of(profile, connected_on=days.get(key)) for key, profile in profiles.items()}
    shares = Shares.of(people.values())
    for row in rows:
        fields = compare(people[row.first_id], people[row.second_id], shares).fields
        yield DuplicatePair(row.id, row.first_id, row.second_id, row.probability, row.found_at, fields)


def _change(row: Row[Any]) -> IdentityChange:
    kind = ChangeKind(row.kind)
    return IdentityChange(
        row.id, row.employee_id, kind, row.contact_id, row.other_id, row.made_at, row.undone_at
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
