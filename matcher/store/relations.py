"""Ties as an employee sees them: what sources tell, what the employee states, what both histories suggest."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, func, insert, select, update

from matcher.contact import Profile, Source
from matcher.errors import StaleTie, UnknownContact
from matcher.network import HowKnown, Relation, Strength, Tie, TieStatement
from matcher.store.codec import profile_from_json, profile_to_json
from matcher.store.journal import now
from matcher.store.repository import Repository
from matcher.store.statements import rows_in
from matcher.store.tables import ContactRow, EmployeeRow, OwnProfileRow, TieRow, TieStatementRow
from matcher.ties import shared_work, with_facts

_EMPLOYEE: BindParameter[str] = bindparam("employee")
_TIES = select(TieRow).where(TieRow.employee_id == _EMPLOYEE)
_OWN = (
    select(OwnProfileRow)
    .where(OwnProfileRow.employee_id == _EMPLOYEE)
    .order_by(OwnProfileRow.id.desc())
    .limit(1)
)
_STANDING = (
    select(TieStatementRow)
    .where(TieStatementRow.employee_id == _EMPLOYEE, TieStatementRow.withdrawn_at.is_(None))
    .order_by(TieStatementRow.id)
)
_PROFILES = select(ContactRow.id, ContactRow.profile)


class RelationRepository(Repository):
    """What employees say of their ties and of their own work; the latest counts, and can be taken back."""

    def state(self, statement: TieStatement, *, seen: int | None = None) -> TieStatement:
        """Keeps what an employee says of a tie, in place of what they said before.

        Args:
            seen: Number of what they saw before, 0 where they had said nothing; None does not ask.

        Returns:
            The statement with the time at which it was given.

        Raises:
            UnknownContact: If the contact is not in the employee's network.
            StaleTie: If they said something else since.
        """
        with self._writing() as connection:
            employee, contact_id = statement.employee, statement.contact_id
            tie = select(TieRow.contact_id).filter_by(employee_id=employee, contact_id=contact_id)
            if connection.scalar(tie) is None:
                raise UnknownContact(contact_id)
            before = _statements(connection, employee, [contact_id]).get(contact_id)
            if seen is not None and seen != (before.number if before else 0):
                raise StaleTie(contact_id)
            given = replace(statement, given_at=now())
            values = {
                "employee_id": employee,
                "contact_id": contact_id,
                "strength": given.strength,
                "relation": given.relation,
                "last_exchange": given.last_exchange,
                "given_at": given.given_at,
            }
            key = connection.execute(insert(TieStatementRow).values(values)).inserted_primary_key
            return replace(given, number=key[0] if key else 0)

    def stated(self, employee: str, contact_id: str) -> TieStatement | None:
        """Gives what the employee says of a tie, None if nothing."""
        with self._reading() as connection:
            return _statements(connection, employee, [contact_id]).get(contact_id)

    def undo(self, employee: str, contact_id: str) -> TieStatement | None:
        """Takes back the employee's latest statement on a tie; the one before counts again.

        Returns:
            What was taken back, None if there was nothing.
        """
        with self._writing() as connection:
            latest = select(TieStatementRow).filter_by(
                employee_id=employee, contact_id=contact_id, withdrawn_at=None
            )
            row = connection.execute(latest.order_by(TieStatementRow.id.desc()).limit(1)).one_or_none()
            if row is None:
                return None
            mark = update(TieStatementRow).where(TieStatementRow.id == row.id)
            connection.execute(mark.values(withdrawn_at=now()))
            return _statement(row)

    def set_own_profile(self, employee: str, profile: Profile, *, kind: str, name: str) -> None:
        """Keeps an employee's own history, to be compared with those of contacts; nobody is ever shown it."""
        with self._writing() as connection:
            if connection.scalar(select(EmployeeRow.id).where(EmployeeRow.id == employee)) is None:
                connection.execute(insert(EmployeeRow).values(id=employee, created_at=now()))
            values = {
                "employee_id": employee,
                "source_kind": kind,
                "source_name": name,
                "profile": profile_to_json(profile),
                "stated_at": now(),
            }
            connection.execute(insert(OwnProfileRow).values(values))

    def own_profile(self, employee: str) -> tuple[Profile, Source] | None:
        """Gives an employee's own history and where it is from; None if they never gave one."""
        with self._reading() as connection:
            row = connection.execute(_OWN, {"employee": employee}).one_or_none()
        if row is None:
            return None
        return profile_from_json(row.profile), Source(row.source_kind, row.source_name, row.stated_at[:10])

    def undo_own_profile(self, employee: str) -> bool:
        """Forgets an employee's latest own history, the one before counts again; gives if there was one."""
        with self._writing() as connection:
            latest = select(func.max(OwnProfileRow.id)).where(OwnProfileRow.employee_id == employee)
            number = connection.scalar(latest)
            connection.execute(delete(OwnProfileRow).where(OwnProfileRow.id == number))
            return number is not None


def ties_of(connection: Connection, employee: str, contact_ids: Sequence[str]) -> dict[str, Tie]:
    """Gives the employee's tie to each of these contacts, by contact id."""
    rows = rows_in(connection, _TIES, TieRow.contact_id, contact_ids, {"employee": employee})
    ties = {row.contact_id: _tie(row) for row in rows}
    statements = _statements(connection, employee, contact_ids)
    own = connection.execute(_OWN, {"employee": employee}).one_or_none()
    if own is None and not statements:
        return ties
    mine = Profile("") if own is None else profile_from_json(own.profile)
    profiles = _profiles(connection, list(ties) if mine.positions else [])
    today = date.today()
    return {
        key: with_facts(
            tie,
            statements.get(key),
            shared_work(mine, profiles.get(key, Profile("")), today=today),
            today=today,
        )
        for key, tie in ties.items()
    }


def _tie(row: Row[Any]) -> Tie:
    return Tie(
        row.employee_id,
        row.contact_id,
        how_known=HowKnown(row.how_known),
        connected_on=row.connected_on,
        strength=Strength(row.strength),
    )


def _profiles(connection: Connection, contact_ids: Sequence[str]) -> dict[str, Profile]:
    rows = rows_in(connection, _PROFILES, ContactRow.id, contact_ids)
    return {row.id: profile_from_json(row.profile) for row in rows}


def _statements(connection: Connection, employee: str, contact_ids: Sequence[str]) -> dict[str, TieStatement]:
    rows = rows_in(connection, _STANDING, TieStatementRow.contact_id, contact_ids, {"employee": employee})
    return {row.contact_id: _statement(row) for row in rows}  # the latest is the last


def _statement(row: Row[Any]) -> TieStatement:
    return TieStatement(
        employee=row.employee_id,
        contact_id=row.contact_id,
        strength=Strength(row.strength),
        relation=Relation(row.relation),
        last_exchange=row.last_exchange,
        given_at=row.given_at,
        number=row.id,
    )
