"""Verdicts in the store. None is ever overwritten: the latest that stands counts, those before are kept."""

from collections.abc import Sequence
from datetime import UTC, datetime
from math import isfinite
from typing import Any

from sqlalchemy import Connection, Row, Select, Update, func, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute

from matcher.errors import UnknownContact
from matcher.feedback import TEACHING, JudgedContributions, Reason, Verdict, VerdictKind
from matcher.store.statements import rows_in
from matcher.store.tables import ProfileVersionRow, TieRow, VerdictRow


def give(connection: Connection, verdict: Verdict) -> Verdict:
    """Adds a verdict to those that the employee gave before.

    Returns:
        The verdict with the time at which it was given.

    Raises:
        UnknownContact: If the contact is not in the employee's network.
    """
    employee, contact_id = verdict.employee, verdict.contact_id
    tie = select(TieRow.contact_id).filter_by(employee_id=employee, contact_id=contact_id)
    if connection.scalar(tie) is None:
        raise UnknownContact(contact_id)
    judged = select(func.max(ProfileVersionRow.id)).where(ProfileVersionRow.contact_id == contact_id)
    contributions = {name: value for name, value in verdict.contributions.items() if isfinite(value)}
    values = {
        "employee_id": employee,
        "team": verdict.team,
        "opening_id": verdict.opening_id,
        "contact_id": contact_id,
        "kind": verdict.kind,
        "reason": verdict.reason,
        "note": verdict.note,
        "contributions": contributions,
        "profile_version": connection.scalar(judged),
        "given_at": _now(),
    }
    added = connection.execute(insert(VerdictRow).values(values).returning(VerdictRow))
    return _verdict(added.one())


def undo(connection: Connection, employee: str, contact_id: str, opening_id: str | None) -> Verdict | None:
    """Withdraws the employee's latest verdict on a contact; the one before counts again.

    Args:
        opening_id: Only verdicts for this opening; None takes them all.

    Returns:
        What was withdrawn, None if there was nothing.
    """
    latest = select(VerdictRow).filter_by(employee_id=employee, contact_id=contact_id, withdrawn_at=None)
    if opening_id is not None:
        latest = latest.filter_by(opening_id=opening_id)
    row = connection.execute(latest.order_by(VerdictRow.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    connection.execute(_withdrawn().where(VerdictRow.id == row.id))
    return _verdict(row)


def reset(connection: Connection, *, employee: str | None, team: str, everything: bool) -> int:
    """Withdraws the verdicts of an employee or, with None, of a team; gives their number.

    Args:
        everything: Whether ties come out of hiding and profiles lose their flag too.
    """
    theirs = {"team": team} if employee is None else {"employee_id": employee}
    statement = _withdrawn().filter_by(withdrawn_at=None, **theirs)
    if not everything:
        statement = statement.where(VerdictRow.kind.in_(TEACHING))
    return connection.execute(statement).rowcount


def standing(connection: Connection, employee: str, *, k: int) -> tuple[Verdict, ...]:
    """Gives the `k` latest verdicts of an employee that count, latest first."""
    query = _standing().filter_by(employee_id=employee).order_by(VerdictRow.id.desc()).limit(k)
    return tuple(_verdict(row) for row in connection.execute(query))


def lessons(connection: Connection, team: str) -> tuple[JudgedContributions, ...]:
    """Gives what the verdicts of a team teach, in the order in which they were given."""
    query = _standing().filter_by(team=team).where(VerdictRow.kind.in_(TEACHING)).order_by(VerdictRow.id)
    found = (_verdict(row).lesson for row in connection.execute(query))
    return tuple(lesson for lesson in found if lesson is not None)


def version(connection: Connection, team: str) -> tuple[int, ...]:
    """Changes when a verdict of the team is given, withdrawn, or erased with its contact."""
    counts = (func.count(), func.coalesce(func.max(VerdictRow.id), 0), func.count(VerdictRow.withdrawn_at))
    return tuple(connection.execute(select(*counts).where(VerdictRow.team == team)).one())


def hidden(connection: Connection, employee: str) -> frozenset[str]:
    """Gives the contacts of whom the employee last said, for whatever opening, not to know them."""
    query = select(VerdictRow.contact_id).filter_by(employee_id=employee, kind=VerdictKind.DONT_KNOW)
    latest = _latest(VerdictRow.employee_id, VerdictRow.contact_id)
    return frozenset(connection.scalars(query.where(VerdictRow.id.in_(latest))))


def recently_considered(
    connection: Connection, contact_ids: Sequence[str], *, since: str, but_for: tuple[str, str]
) -> frozenset[str]:
    """Gives those of the contacts whom anyone considered for an opening of late; never by whom.

    Args:
        since: ISO 8601, UTC.
        but_for: An employee and an opening, whose own verdicts do not count.
    """
    query = _standing().filter_by(kind=VerdictKind.CONSIDER).where(VerdictRow.given_at >= since)
    rows = rows_in(connection, query, VerdictRow.contact_id, contact_ids)
    return frozenset(row.contact_id for row in rows if (row.employee_id, row.opening_id) != but_for)


def outdated(connection: Connection, employee: str) -> frozenset[str]:
    """Gives the contacts whose profile the employee found wrong or old, and that did not change since."""
    versions = ProfileVersionRow
    newer = select(versions.id).where(
        versions.contact_id == VerdictRow.contact_id, versions.id > VerdictRow.profile_version
    )
    query = _standing().filter_by(employee_id=employee, kind=VerdictKind.WRONG_PROFILE)
    return frozenset(row.contact_id for row in connection.execute(query.where(~newer.exists())))


def _latest(*key: InstrumentedAttribute[str]) -> Select[int]:
    """The id of the latest verdict that was not withdrawn, for each value of the key."""
    return select(func.max(VerdictRow.id)).where(VerdictRow.withdrawn_at.is_(None)).group_by(*key)


def _standing() -> Select[VerdictRow]:
    key = (VerdictRow.employee_id, VerdictRow.opening_id, VerdictRow.contact_id)
    return select(VerdictRow).where(VerdictRow.id.in_(_latest(*key)))


def _withdrawn() -> Update:
    return update(VerdictRow).values(withdrawn_at=_now())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _verdict(row: Row[Any]) -> Verdict:
    return Verdict(
        employee=row.employee_id,
        opening_id=row.opening_id,
        contact_id=row.contact_id,
        kind=VerdictKind(row.kind),
        reason=None if row.reason is None else Reason(row.reason),
        note=row.note,
        contributions=row.contributions,
        team=row.team,
        given_at=row.given_at,
    )
