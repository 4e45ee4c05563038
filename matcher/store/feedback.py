"""Verdicts in the store. None is ever overwritten: the latest that stands counts, those before are kept."""

from collections.abc import Sequence
from datetime import UTC, datetime
from math import isfinite
from typing import Any

from sqlalchemy import Connection, Row, Select, Update, bindparam, func, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute

from matcher.errors import UnknownContact
from matcher.events.event import EventKind, NewEvent
from matcher.feedback import TEACHING, JudgedContributions, Reason, Verdict, VerdictKind
from matcher.store.events import append_event
from matcher.store.repository import Repository
from matcher.store.statements import rows_in
from matcher.store.tables import ProfileVersionRow, TieRow, VerdictRow

_TIE = (VerdictRow.employee_id, VerdictRow.contact_id)


class FeedbackRepository(Repository):
    """The verdicts, read and written."""

    def give(self, verdict: Verdict) -> Verdict:
        """Adds a verdict to those that the employee gave before.

        Returns:
            The verdict with the time at which it was given.

        Raises:
            UnknownContact: If the contact is not in the employee's network.
        """
        with self._writing() as connection:
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
            added = connection.execute(insert(VerdictRow).values(values).returning(VerdictRow)).one()
            _tell(connection, EventKind.VERDICT_GIVEN, added)
            return _verdict(added)

    def undo(self, employee: str, contact_id: str, opening_id: str | None = None) -> Verdict | None:
        """Withdraws the employee's latest verdict on a contact; the one before counts again.

        Args:
            opening_id: Only verdicts for this opening; None takes them all.

        Returns:
            What was withdrawn, None if there was nothing.
        """
        with self._writing() as connection:
            latest = select(VerdictRow).filter_by(
                employee_id=employee, contact_id=contact_id, withdrawn_at=None
            )
            if opening_id is not None:
                latest = latest.filter_by(opening_id=opening_id)
            row = connection.execute(latest.order_by(VerdictRow.id.desc()).limit(1)).one_or_none()
            if row is None:
                return None
            connection.execute(_withdrawn().where(VerdictRow.id == row.id))
            _tell(connection, EventKind.VERDICT_WITHDRAWN, row)
            return _verdict(row)

    def reset(self, employee: str | None = None, *, team: str = "", everything: bool = False) -> int:
        """Withdraws what taught the ranking, of an employee or of a whole team; gives how much that was.

        Args:
            everything: Whether ties come out of hiding and profiles lose their flag too.
        """
        with self._writing() as connection:
            theirs = {"team": team} if employee is None else {"employee_id": employee}
            statement = _withdrawn().filter_by(withdrawn_at=None, **theirs)
            if not everything:
                statement = statement.where(VerdictRow.kind.in_(TEACHING))
            rows = connection.execute(statement.returning(VerdictRow)).all()
            for row in rows:
                _tell(connection, EventKind.VERDICT_WITHDRAWN, row)
            return len(rows)

    def verdicts(self, employee: str, *, k: int = 50) -> tuple[Verdict, ...]:
        """Gives the `k` latest verdicts of an employee that count, latest first."""
        with self._reading() as connection:
            query = _standing().filter_by(employee_id=employee).order_by(VerdictRow.id.desc()).limit(k)
            return tuple(_verdict(row) for row in connection.execute(query))

    def lessons(self, team: str = "") -> tuple[JudgedContributions, ...]:
        """Gives what the verdicts of a team teach the ranking."""
        with self._reading() as connection:
            query = (
                _standing().filter_by(team=team).where(VerdictRow.kind.in_(TEACHING)).order_by(VerdictRow.id)
            )
            found = (_verdict(row).lesson for row in connection.execute(query))
            return tuple(lesson for lesson in found if lesson is not None)

    def version(self, team: str = "") -> tuple[int, ...]:
        """Changes with all that may change `lessons`: what was made from them holds as long as it stays."""
        with self._reading() as connection:
            return tuple(connection.execute(_COUNTS, {"team": team}).one())

    def hidden(self, employee: str) -> frozenset[str]:
        """Gives the contacts whom the employee does not know: not to be shown to them."""
        with self._reading() as connection:
            return frozenset(connection.scalars(_HIDDEN, {"employee": employee}))

    def recently_considered(
        self, contact_ids: Sequence[str], *, since: str, but_for: tuple[str, str]
    ) -> frozenset[str]:
        """Gives those of the contacts whom anyone considered for an opening of late; never by whom.

        Args:
            since: ISO 8601, UTC.
            but_for: An employee and an opening, whose own verdicts do not count.
        """
        with self._reading() as connection:
            rows = rows_in(connection, _CONSIDERED, VerdictRow.contact_id, contact_ids, {"since": since})
            return frozenset(row.contact_id for row in rows if (row.employee_id, row.opening_id) != but_for)

    def outdated(self, employee: str) -> frozenset[str]:
        """Gives the contacts whose profile the employee found wrong or old, and that did not change since."""
        with self._reading() as connection:
            versions = ProfileVersionRow
            newer = select(versions.id).where(
                versions.contact_id == VerdictRow.contact_id, versions.id > VerdictRow.profile_version
            )
            query = _standing().filter_by(employee_id=employee, kind=VerdictKind.WRONG_PROFILE)
            return frozenset(row.contact_id for row in connection.execute(query.where(~newer.exists())))


def hidden_pairs(connection: Connection) -> frozenset[tuple[str, str]]:
    """Gives every employee with the contacts whom they do not know, as pairs."""
    query = select(VerdictRow.employee_id, VerdictRow.contact_id).filter_by(kind=VerdictKind.DONT_KNOW)
    rows = connection.execute(query.where(VerdictRow.id.in_(_latest(*_TIE))))
    return frozenset((row.employee_id, row.contact_id) for row in rows)


def _tell(connection: Connection, kind: EventKind, row: Row[Any]) -> None:
    """Notes a verdict in the log; never its words, which the log could not forget."""
    data = {"verdict_id": row.id, "verdict": row.kind, "reason": row.reason, "team": row.team}
    append_event(connection, NewEvent(kind, row.employee_id, (row.opening_id, row.contact_id), data))


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


# Asked with every suggestion: made once, since making them takes longer than running them.
_COUNTS = select(
    func.count(), func.coalesce(func.max(VerdictRow.id), 0), func.count(VerdictRow.withdrawn_at)
).where(VerdictRow.team == bindparam("team"))
_HIDDEN = select(VerdictRow.contact_id).where(
    VerdictRow.employee_id == bindparam("employee"),
    VerdictRow.kind == VerdictKind.DONT_KNOW,
    VerdictRow.id.in_(_latest(*_TIE)),
)
_CONSIDERED = _standing().where(
    VerdictRow.kind == VerdictKind.CONSIDER, VerdictRow.given_at >= bindparam("since")
)
