"""Introductions as they are read from the store, each by those who take part in it alone."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from matcher.errors import StaleIntroduction, UnknownIntroduction
from matcher.introduction import MADE, Actor, Introduction, Party, Stage, Step
from matcher.store.statements import rows_in
from matcher.store.tables import IntroductionRow, IntroductionStepRow, OpeningOwnerRow


def visible_to(actor: Actor) -> Select[IntroductionRow]:
    """Selects the introductions that an actor takes part in.

    A recruiter takes part in those that were made, for openings that they or nobody in particular brought in.
    """
    query = select(IntroductionRow)
    if actor.party is Party.EMPLOYEE:
        return query.where(IntroductionRow.employee_id == actor.id)
    if actor.party is Party.CONTACT:
        return query.where(IntroductionRow.contact_id == actor.id)
    owner = OpeningOwnerRow.opening_id
    owners = select(owner).where(owner == IntroductionRow.opening_id)
    theirs = owners.where(OpeningOwnerRow.owner == actor.id)
    return query.where(IntroductionRow.stage.in_(MADE), or_(~owners.exists(), theirs.exists()))


def seen(
    connection: Connection,
    introduction_id: str,
    actor: Actor,
    version: int | None = None,
    *,
    hides: bool = True,
) -> Introduction:
    """Gives an introduction as the actor may see it.

    Args:
        version: The one that the actor saw.
        hides: Off where the actor's own step has just put it out of their sight.

    Raises:
        UnknownIntroduction: If there is none of this id that the actor takes part in.
        StaleIntroduction: If it was changed since that version.
    """
    query = visible_to(actor) if hides else select(IntroductionRow)
    row = connection.execute(query.where(IntroductionRow.id == introduction_id)).one_or_none()
    if row is None:
        raise UnknownIntroduction(introduction_id)
    if version is not None and row.version != version:
        raise StaleIntroduction(introduction_id, seen=version, found=row.version)
    return with_steps(connection, [row])[0]


def with_steps(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[Introduction, ...]:
    """Gives the introductions of rows, each with its steps."""
    order: tuple[InstrumentedAttribute[Any], ...] = (
        IntroductionStepRow.introduction_id,
        IntroductionStepRow.number,
    )
    steps: dict[str, list[Step]] = {row.id: [] for row in rows}
    query = select(IntroductionStepRow).order_by(*order)
    for row in rows_in(connection, query, IntroductionStepRow.introduction_id, list(steps)):
        steps[row.introduction_id].append(_step(row))
    return tuple(
        Introduction(
            row.id,
            row.employee_id,
            row.contact_id,
            row.opening_id,
            Stage(row.stage),
            row.version,
            tuple(steps[row.id]),
        )
        for row in rows
    )


def _step(row: Row[Any]) -> Step:
    return Step(
        row.number,
        Stage(row.origin),
        Stage(row.stage),
        Party(row.party),
        datetime.fromisoformat(row.made_at),
        day=None if row.day is None else date.fromisoformat(row.day),
        undone_at=None if row.undone_at is None else datetime.fromisoformat(row.undone_at),
    )
