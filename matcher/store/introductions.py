"""Introductions in the store. Each change is checked, written and logged in one transaction, or not made."""

import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, bindparam, insert, select, update

from matcher.errors import IllegalStep, Objected, StaleIntroduction, UnknownContact, UnknownOpening
from matcher.events import EventKind, NewEvent
from matcher.introduction import (
    STEPS,
    Actor,
    Introduction,
    Move,
    Party,
    Stage,
    next_stages,
    why_no_undo,
)
from matcher.opening import Opening
from matcher.store.asked import openings_known
from matcher.store.events import append_event
from matcher.store.introduction_rows import seen, visible_to, with_steps
from matcher.store.links import seen_now
from matcher.store.repository import Repository
from matcher.store.statements import rows_in
from matcher.store.tables import IntroductionRow, IntroductionStepRow, ObjectionRow, TieRow

TOWARDS = (Stage.CONSIDERING, Stage.ASKED, Stage.INTRODUCED)  # not after an objection
TOO_OFTEN = 2  # times asked of late, from which a contact is flagged
_ASKED = (
    select(IntroductionRow.contact_id, IntroductionRow.employee_id, IntroductionRow.opening_id)
    .join(IntroductionStepRow, IntroductionStepRow.introduction_id == IntroductionRow.id)
    .where(IntroductionStepRow.stage == Stage.ASKED, IntroductionStepRow.undone_at.is_(None))
    .where(IntroductionStepRow.made_at >= bindparam("since"))
    .distinct()
)


def utc_now() -> datetime:
    """Gives the time, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


class IntroductionRepository(Repository):
    """The introductions, each seen by those who take part in it alone.

    An employee sees their own, a contact those about them, a recruiter those that were made.
    """

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime] | None = None) -> None:
        super().__init__(engine)
        self.clock = clock  # in the place of the latest time that the store has seen

    def start(self, employee: str, contact_id: str, opening_id: str) -> Introduction:
        """Takes a suggestion up: the employee considers it. What was started before is given as it stands.

        Raises:
            UnknownContact: If the contact is not in the employee's network.
            UnknownOpening: If no opening has this id, and the employee asked about none of it.
            Objected: If the contact asked not to be suggested.
        """
        actor = Actor(Party.EMPLOYEE, employee)
        with self._writing() as connection:
            _check_known(connection, employee, contact_id, opening_id)
            key = {"employee_id": employee, "contact_id": contact_id, "opening_id": opening_id}
            found = connection.scalar(select(IntroductionRow.id).filter_by(**key))
            if found is None:
                found = secrets.token_hex(8)
                state = {"stage": Stage.SUGGESTED, "version": 0, "changed_at": _text(self._now(connection))}
                connection.execute(insert(IntroductionRow).values(id=found, **key, **state))
            introduction = seen(connection, found, actor)
            if introduction.stage is not Stage.SUGGESTED:
                return introduction
            return self._take(connection, introduction, Move(Stage.CONSIDERING, actor))

    def step(self, introduction_id: str, move: Move, *, version: int | None = None) -> Introduction:
        """Takes an introduction one step further.

        Args:
            version: The one that the caller saw; None where nobody else can have changed it.

        Raises:
            UnknownIntroduction: If there is none of this id that the actor takes part in.
            StaleIntroduction: If it was changed since that version.
            IllegalStep: If it cannot go there from where it stands, or not by this party.
            Objected: If it goes towards a contact who asked not to be suggested.
        """
        with self._writing() as connection:
            introduction = seen(connection, introduction_id, move.actor, version)
            allowed = next_stages(introduction.stage, move.actor.party)
            if move.stage not in allowed:
                raise IllegalStep(_why_not(introduction.stage, move), allowed)
            if move.stage in TOWARDS:
                _check_objection(connection, introduction.contact_id)
            return self._take(connection, introduction, move)

    def undo(self, introduction_id: str, actor: Actor, *, version: int | None = None) -> Introduction:
        """Takes the latest step back; it is kept, with the time at which it was taken back.

        Raises:
            UnknownIntroduction: If there is none of this id that the actor takes part in.
            StaleIntroduction: If it was changed since that version.
            IllegalStep: If the latest step is not theirs, or was made too long ago.
        """
        with self._writing() as connection:
            introduction = seen(connection, introduction_id, actor, version)
            now, latest = self._time_after(connection, introduction), introduction.latest
            problem = why_no_undo(latest, actor.party, now)
            if latest is None or problem is not None:
                allowed = next_stages(introduction.stage, actor.party)
                raise IllegalStep(f"This cannot be undone: {problem}", allowed)
            key = {"introduction_id": introduction_id, "number": latest.number}
            connection.execute(update(IntroductionStepRow).filter_by(**key).values(undone_at=_text(now)))
            _move(connection, introduction, latest.origin, now)
            _log(connection, introduction, actor, {"undone": latest.stage, "stage": latest.origin})
            return seen(connection, introduction_id, actor, hides=False)

    def introduction(self, introduction_id: str, actor: Actor) -> Introduction:
        """Gives one introduction.

        Raises:
            UnknownIntroduction: If there is none of this id that the actor takes part in.
        """
        with self._reading() as connection:
            return seen(connection, introduction_id, actor)

    def introductions(
        self,
        actor: Actor,
        *,
        stages: Sequence[Stage] = tuple(Stage),
        opening_id: str | None = None,
        k: int = 50,
    ) -> tuple[Introduction, ...]:
        """Gives the `k` introductions of an actor that changed last, latest first."""
        query = visible_to(actor).where(IntroductionRow.stage.in_(stages))
        if opening_id is not None:
            query = query.filter_by(opening_id=opening_id)
        query = query.order_by(IntroductionRow.changed_at.desc(), IntroductionRow.id).limit(k)
        with self._reading() as connection:
            return with_steps(connection, connection.execute(query).all())

    def opening(self, introduction: Introduction) -> Opening:
        """Gives what an introduction is about.

        Raises:
            UnknownOpening: If the opening is no longer kept.
        """
        with self._reading() as connection:
            ids = [introduction.opening_id]
            found = openings_known(connection, ids, employee=introduction.employee)
        if not found:
            raise UnknownOpening(introduction.opening_id)
        return found[introduction.opening_id]

    def openings(self, opening_ids: Sequence[str]) -> dict[str, Opening]:
        """Gives what introductions are about, by id: what is imported, else what was asked about."""
        with self._reading() as connection:
            return openings_known(connection, opening_ids)

    def asked_often(
        self, contact_ids: Sequence[str], *, since: str, but_for: tuple[str, str]
    ) -> frozenset[str]:
        """Gives those of the contacts who were asked for two openings or by two colleagues of late.

        Never by whom, nor what came of it. One request alone flags nobody: it might tell who made it.

        Args:
            since: ISO 8601, UTC.
            but_for: An employee and an opening, whose own introduction does not count.
        """
        with self._reading() as connection:
            rows = rows_in(connection, _ASKED, IntroductionRow.contact_id, contact_ids, {"since": since})
        asked = Counter(row.contact_id for row in rows if (row.employee_id, row.opening_id) != but_for)
        return frozenset(contact_id for contact_id, times in asked.items() if times >= TOO_OFTEN)

    def _take(self, connection: Connection, introduction: Introduction, move: Move) -> Introduction:
        now = self._time_after(connection, introduction)
        row = {
            "introduction_id": introduction.id,
            "number": len(introduction.steps) + 1,
            "origin": introduction.stage,
            "stage": move.stage,
            "party": move.actor.party,
            "actor": move.actor.id,
            "made_at": _text(now),
            "day": None if move.day is None else move.day.isoformat(),
        }
        _move(connection, introduction, move.stage, now)
        connection.execute(insert(IntroductionStepRow).values(row))
        _log(connection, introduction, move.actor, {"from": introduction.stage, "stage": move.stage})
        return seen(connection, introduction.id, move.actor, hides=False)

    def _now(self, connection: Connection) -> datetime:
        """A clock that was set back does not make the time longer within which a step is taken back."""
        return self.clock() if self.clock else seen_now(connection).replace(microsecond=0)

    def _time_after(self, connection: Connection, introduction: Introduction) -> datetime:
        """A clock that was set back does not put a step before the one that it follows."""
        times = [time for step in introduction.steps for time in (step.made_at, step.undone_at) if time]
        return max([self._now(connection), *times])


def _check_known(connection: Connection, employee: str, contact_id: str, opening_id: str) -> None:
    tie = select(TieRow.contact_id).filter_by(employee_id=employee, contact_id=contact_id)
    if connection.scalar(tie) is None:
        raise UnknownContact(contact_id)
    if not openings_known(connection, [opening_id], employee=employee):
        raise UnknownOpening(opening_id)
    _check_objection(connection, contact_id)


def _check_objection(connection: Connection, contact_id: str) -> None:
    if connection.scalar(select(ObjectionRow.contact_id).filter_by(contact_id=contact_id)) is not None:
        raise Objected(contact_id)


def _move(connection: Connection, introduction: Introduction, stage: Stage, now: datetime) -> None:
    """Writes the new stage, unless somebody was quicker."""
    version = introduction.version
    moved = update(IntroductionRow).filter_by(id=introduction.id, version=version)
    values = {"stage": stage, "version": version + 1, "changed_at": _text(now)}
    if connection.execute(moved.values(values)).rowcount != 1:
        raise StaleIntroduction(introduction.id, seen=version, found=version + 1)


def _log(connection: Connection, introduction: Introduction, actor: Actor, data: dict[str, str]) -> None:
    subjects = (introduction.contact_id, introduction.opening_id)
    told = {"introduction": introduction.id, "by": actor.party.value, **{k: str(v) for k, v in data.items()}}
    append_event(connection, NewEvent(EventKind.INTRODUCTION, actor.id, subjects, told))


def _why_not(stage: Stage, move: Move) -> str:
    parties = STEPS[stage].get(move.stage)
    if parties is None:
        return f"This introduction stands at {stage}: it cannot go from there to {move.stage}"
    theirs = " or the ".join(parties)
    return f"From {stage} to {move.stage} is a step of the {theirs}, not of the {move.actor.party}"


def _text(time: datetime) -> str:
    return time.isoformat(timespec="seconds")
