"""What the recruiter's view reads from the store: who knows whom, sketches of networks, and consents."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from sqlalchemy import Engine, func, select

from matcher.anonymity import Line, Sketch, lines_of
from matcher.identity import fold
from matcher.store.introduction_rows import with_steps
from matcher.store.repository import Repository
from matcher.store.statements import rows_in
from matcher.store.tables import ContactRow, IntroductionRow, StateRow, TieRow

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
        profile = ContactRow.profile
        latest = profile["positions"][0]
        query = (
            select(
                ContactRow.id,
                profile["name"].as_string().label("name"),
                profile["headline"].as_string().label("headline"),
                latest["title"].as_string().label("title"),
                profile["location"].as_string().label("place"),
                latest["location"].as_string().label("place_of_work"),
            )
            .join(TieRow, TieRow.contact_id == ContactRow.id)
            .where(TieRow.employee_id == employee)
        )
        with self._reading() as connection:
            return tuple(
                Sketch(
                    row.id,
                    fold(row.name or "") or row.id,
                    row.title or row.headline or "",
                    row.place or row.place_of_work or "",
                )
                for row in connection.execute(query)
            )

    def consents(self, opening_id: str, contact_ids: Sequence[str]) -> frozenset[tuple[str, str]]:
        """Gives who agreed to be introduced for an opening, as (employee, contact): to whom they said so.

        Only a yes of the contact's own counts, and only while it stands.
        """
        query = select(IntroductionRow).where(IntroductionRow.opening_id == opening_id)
        with self._reading() as connection:
            found = rows_in(connection, query, IntroductionRow.contact_id, contact_ids)
            introductions = with_steps(connection, found)
        return frozenset((one.employee, one.contact_id) for one in introductions if one.has_consent)
