"""What the recruiter's view reads from the store: who knows whom, sketches of networks, and consents."""

import json
import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, func, select

from matcher.anonymity import Line, Sketch, lines_of
from matcher.errors import AskedTooOften
from matcher.events.event import Event, EventKind, NewEvent
from matcher.identity import fold
from matcher.store.events import append_event
from matcher.store.introduction_rows import with_steps
from matcher.store.links import seen_now
from matcher.store.repository import Repository
from matcher.store.statements import rows_in
from matcher.store.tables import ContactRow, EventRow, IntroductionRow, StateRow, TieRow

DAY = timedelta(days=1)
FIELD, ROW = "\x1f", "\x1e"  # one long text a network: the driver gives way to other threads at every row
NETWORKS_KEPT = 1_024  # whose lines stay in memory: 40 ms are saved for each thousand contacts


class ReachRepository(Repository):
    """Reads across networks; what of it may be shown is for `matcher.policy` to say."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._lines = lru_cache(maxsize=NETWORKS_KEPT)(self._make_lines)

    def who_knows(self, contact_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Gives the employees who know each contact, in order; contacts whom nobody knows are left out."""
        query = select(TieRow.contact_id, TieRow.employee_id)
        with self._reading() as connection:
            rows = rows_in(connection, query, TieRow.contact_id, contact_ids)
        known: dict[str, list[str]] = {}
        for row in rows:
            known.setdefault(row.contact_id, []).append(row.employee_id)
        return {contact_id: tuple(sorted(employees)) for contact_id, employees in known.items()}

    def sizes(self, employees: Sequence[str]) -> dict[str, int]:
        """Gives how many contacts each employee has; who has none is left out."""
        query = select(TieRow.employee_id, func.count().label("size")).group_by(TieRow.employee_id)
        with self._reading() as connection:
            rows = rows_in(connection, query, TieRow.employee_id, employees)
        return {row.employee_id: row.size for row in rows}

    def lines(self, employee: str) -> Mapping[str, tuple[int, Line]]:
        """Gives the anonymous lines of an employee's network, as `matcher.anonymity.lines_of` does."""
        ties = select(func.count()).select_from(TieRow).where(TieRow.employee_id == employee)
        with self._reading() as connection:
            state = (connection.scalar(select(StateRow.version)), connection.scalar(ties))
        return self._lines(employee, state)

    def _make_lines(self, employee: str, _: tuple[int | None, int | None]) -> dict[str, tuple[int, Line]]:
        """Made again once the state of the network is another."""
        return lines_of(self.sketches(employee))

    def sketches(self, employee: str) -> tuple[Sketch, ...]:
        """Gives what goes into the lines of an employee's network."""
        profile, latest = ContactRow.profile, ("positions", 0)
        paths = [("name",), ("headline",), (*latest, "title"), ("location",), (*latest, "location")]
        query = select(func.aggregate_strings(_row([profile[path] for path in paths]), ROW))
        query = query.join(TieRow, TieRow.contact_id == ContactRow.id).where(TieRow.employee_id == employee)
        with self._reading() as connection:
            rows = (connection.scalar(query) or "").split(ROW)
        return tuple(_sketch(*row.split(FIELD)) for row in rows if row)

    def consents(self, opening_id: str, contact_ids: Sequence[str]) -> frozenset[tuple[str, str]]:
        """Gives who agreed to be introduced for an opening, as (employee, contact): to whom they said so.

        Only a yes of the contact's own counts, and only while it stands.
        """
        query = select(IntroductionRow).where(IntroductionRow.opening_id == opening_id)
        with self._reading() as connection:
            found = rows_in(connection, query, IntroductionRow.contact_id, contact_ids)
            introductions = with_steps(connection, found)
        return frozenset((one.employee, one.contact_id) for one in introductions if one.has_consent)

    def check_asked(self, by: str, opening_id: str, most: int | None) -> None:
        """Makes sure that somebody may ask about one more opening.

        Args:
            most: About how many different ones they may ask within a day; None without a bound.

        Raises:
            AskedTooOften: If they asked about that many others.
        """
        with self._reading() as connection:
            _check_asked(connection, by, opening_id, most)

    def record_asked(self, event: NewEvent, opening_id: str, most: int | None) -> Event:
        """Puts into the log that somebody asks, unless they may not: both in one transaction.

        Raises:
            AskedTooOften: As `check_asked`.
        """
        with self._writing() as connection:
            _check_asked(connection, event.actor, opening_id, most)
            return append_event(connection, event)


def _check_asked(connection: Connection, by: str, opening_id: str, most: int | None) -> None:
    """Counts in the log, which no restart empties; a clock that is set back counts more and never less."""
    if most is None:
        return
    now = seen_now(connection)
    query = select(EventRow.subjects, func.max(EventRow.at).label("at")).group_by(EventRow.subjects)
    query = query.where(
        EventRow.at >= (now - DAY).isoformat(timespec="milliseconds"),
        EventRow.kind == EventKind.REACHED.value,
        EventRow.actor == by,
    )
    latest: dict[str, str] = {}
    for row in connection.execute(query):
        asked = json.loads(row.subjects)[0]  # the opening; those whose names were told follow it
        latest[asked] = max(row.at, latest.get(asked, ""))
    if opening_id not in latest and len(latest) >= most:
        free_at = datetime.fromisoformat(sorted(latest.values())[-most]) + DAY
        raise AskedTooOften(most, wait_seconds=max(1, math.ceil((free_at - now).total_seconds())))


def _row(told: Sequence[ColumnElement[Any]]) -> ColumnElement[str]:
    """Joins a contact's id and what is told of them into one text, which no field can break."""
    row: ColumnElement[str] = ContactRow.id + ""
    for field in told:
        text = func.coalesce(field.as_string(), "")
        row = row + FIELD + func.replace(func.replace(text, FIELD, " "), ROW, " ")
    return row


def _sketch(contact_id: str, name: str, headline: str, title: str, place: str, place_of_work: str) -> Sketch:
    return Sketch(contact_id, fold(name) or contact_id, title or headline, place or place_of_work)
