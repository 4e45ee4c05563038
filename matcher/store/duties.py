"""Legal bases and notices in the store: what is owed to contacts without their asking."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Select, delete, func, insert, select

from matcher.events import EventKind, NewEvent
from matcher.identity import fold, mail_key, stands_alone, url_key
from matcher.introduction import Stage
from matcher.privacy.duties import Held, LegalBasis, Notice, notice_due_on
from matcher.privacy.retention import Life
from matcher.store.events import append_event
from matcher.store.importing import stored_key
from matcher.store.links import check_contact
from matcher.store.repository import Repository
from matcher.store.statements import rows_in
from matcher.store.tables import (
    ContactRow,
    IntroductionRow,
    KeyRow,
    LegalBasisRow,
    NoticeRow,
    ProfileVersionRow,
    StatementRow,
    TieRow,
)


class DutyRepository(Repository):
    """What is owed to contacts, read and noted."""

    def basis(self, contact_id: str) -> LegalBasis:
        """Gives the legal basis on which a contact is held: legitimate interest unless another was set."""
        with self._reading() as connection:
            found = connection.scalar(select(LegalBasisRow.basis).filter_by(contact_id=contact_id))
            return LegalBasis(found) if found else LegalBasis.LEGITIMATE_INTEREST

    def bases(self) -> dict[LegalBasis, int]:
        """Counts the contacts who are held on another basis than the default one."""
        query = select(LegalBasisRow.basis, func.count()).group_by(LegalBasisRow.basis)
        with self._reading() as connection:
            return {LegalBasis(basis): count for basis, count in connection.execute(query)}

    def set_basis(self, contact_id: str, basis: LegalBasis, *, by: str, employee: str | None = None) -> None:
        """Sets the legal basis on which a contact is held.

        Raises:
            UnknownContact: If there is no such contact, or not in the employee's network.
        """
        with self._writing() as connection:
            check_contact(connection, contact_id, employee)
            connection.execute(delete(LegalBasisRow).filter_by(contact_id=contact_id))
            if basis is not LegalBasis.LEGITIMATE_INTEREST:
                values = {"contact_id": contact_id, "basis": basis, "set_at": _now(), "set_by": by}
                connection.execute(insert(LegalBasisRow).values(values))
            data = {"legal_basis": basis.value}
            append_event(connection, NewEvent(EventKind.CONSENTED, by, (contact_id,), data))

    def notices(
        self,
        *,
        within: timedelta,
        employee: str | None = None,
        contact_ids: Sequence[str] | None = None,
    ) -> tuple[Notice, ...]:
        """Gives the notice of each contact, the soonest due first, those that are given last.

        Args:
            within: How long after the collection a notice may be given; a month at most counts.
            employee: Only of this employee's contacts.
            contact_ids: Only of these.
        """
        with self._reading() as connection:
            rows = connection.execute(_notices(employee, contact_ids))
            notices = [
                Notice(row.contact_id, row.collected[:10], _due(row.collected, within), row.given_at)
                for row in rows
            ]
        return tuple(sorted(notices, key=lambda n: (n.given_at is not None, n.due_on, n.contact_id)))

    def lives(self, contact_ids: Sequence[str] | None = None) -> list[Life]:
        """Gives the last thing that happened to each contact, or to each of these."""
        told = select(ProfileVersionRow.contact_id, func.max(ProfileVersionRow.imported_at).label("on"))
        stated = select(StatementRow.contact_id, StatementRow.stated_at.label("on"))
        moved = select(IntroductionRow.contact_id, IntroductionRow.stage, IntroductionRow.changed_at)
        if contact_ids is not None:
            told = told.where(ProfileVersionRow.contact_id.in_(contact_ids))
            stated = stated.where(StatementRow.contact_id.in_(contact_ids))
            moved = moved.where(IntroductionRow.contact_id.in_(contact_ids))
        with self._reading() as connection:
            stages: dict[str, list[tuple[Stage, str]]] = {}
            for row in connection.execute(moved):
                stages.setdefault(row.contact_id, []).append((Stage(row.stage), row.changed_at))
            by_themselves = {row.contact_id: row.on for row in connection.execute(stated)}
            rows = connection.execute(told.group_by(ProfileVersionRow.contact_id)).all()
        return [
            Life(
                row.contact_id,
                max(row.on, by_themselves.get(row.contact_id, "")),
                tuple(stages.get(row.contact_id, ())),
            )
            for row in rows
        ]

    def find(self, told: str, *, by: str) -> tuple[Held, ...]:
        """Finds who asks for their rights, by their whole name or by an address of theirs.

        Case, accents and spaces do not count; parts of a name find nobody. The log notes whom it found, and
        not what was looked for.

        Args:
            told: A name, an e-mail address, or the address of a profile.
            by: Id of who looks.
        """
        keys = [key for key in (mail_key(told), url_key(told)) if key and stands_alone(key)]
        with self._writing() as connection:
            if keys:
                digests = [stored_key(key, "") for key in keys]
                rows = rows_in(connection, select(KeyRow.contact_id), KeyRow.digest, digests)
                found = {row.contact_id for row in rows}
            else:
                names = connection.execute(select(ContactRow.id, ContactRow.profile["name"].as_string()))
                found = {contact_id for contact_id, name in names if fold(name) == fold(told)}
            ties = select(TieRow.contact_id, TieRow.employee_id)
            known: dict[str, list[str]] = {contact_id: [] for contact_id in sorted(found)}
            for row in rows_in(connection, ties, TieRow.contact_id, sorted(found)):
                known[row.contact_id].append(row.employee_id)
            data = {"by": "address" if keys else "name"}
            append_event(connection, NewEvent(EventKind.LOOKED_UP, by, tuple(known), data))
        return tuple(Held(contact_id, tuple(sorted(who))) for contact_id, who in known.items())

    def give_notice(self, contact_id: str, *, by: str, employee: str | None = None) -> None:
        """Notes that a contact was given the notice; the first time counts.

        Raises:
            UnknownContact: If there is no such contact, or not in the employee's network.
        """
        with self._writing() as connection:
            check_contact(connection, contact_id, employee)
            if connection.scalar(select(NoticeRow.contact_id).filter_by(contact_id=contact_id)) is None:
                values = {"contact_id": contact_id, "given_at": _now(), "recorded_by": by}
                connection.execute(insert(NoticeRow).values(values))
                append_event(connection, NewEvent(EventKind.NOTIFIED, by, (contact_id,)))


def _notices(employee: str | None, contact_ids: Sequence[str] | None) -> Select[str, str, str]:
    collected = func.min(ProfileVersionRow.imported_at).label("collected")
    query = select(ProfileVersionRow.contact_id, collected, func.max(NoticeRow.given_at).label("given_at"))
    query = query.outerjoin(NoticeRow, NoticeRow.contact_id == ProfileVersionRow.contact_id)
    if employee is not None:
        theirs = select(TieRow.contact_id).filter_by(employee_id=employee)
        # What another employee brought in, and when, is none of theirs.
        query = query.where(
            ProfileVersionRow.contact_id.in_(theirs), ProfileVersionRow.employee_id == employee
        )
    if contact_ids is not None:
        query = query.where(ProfileVersionRow.contact_id.in_(contact_ids))
    return query.group_by(ProfileVersionRow.contact_id)


def _due(collected: str, within: timedelta) -> str:
    return notice_due_on(date.fromisoformat(collected[:10]), within).isoformat()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
