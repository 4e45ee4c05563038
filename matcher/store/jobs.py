"""Work that several processes share: each piece is held by one of them at a time, for as long as it lives."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert, or_, select, update

from matcher.store.repository import Repository
from matcher.store.tables import JobRow

_FREE = ""  # sorts before every time


class JobRepository(Repository):
    """Work that has not ended, taken up and given back.

    On PostgreSQL those who look for work at once pass over what another is just taking (`SKIP LOCKED`); on
    SQLite they wait for each other, which takes less than a millisecond.
    """

    def add(self, job_id: str, kind: str, made_at: str) -> None:
        """Adds work for anybody to take up; what is there already stays as it is.

        Args:
            made_at: ISO 8601, UTC: the oldest is taken up first.
        """
        with self._writing() as connection:
            if connection.scalar(select(JobRow.id).filter_by(id=job_id)) is None:
                connection.execute(insert(JobRow), {"id": job_id, "kind": kind, "made_at": made_at})

    def claim(self, kind: str, holder: str, lease: timedelta) -> str | None:
        """Takes up the oldest work that nobody holds; None where there is none.

        Args:
            holder: Who takes it up: a name that no other process has.
            lease: How long it is held, unless `extend` comes first.
        """
        now = datetime.now(UTC)
        free = or_(JobRow.held_until.is_(None), JobRow.held_until < _time(now))
        wanted = select(JobRow.id).where(JobRow.kind == kind, free)
        with self._reading() as connection:  # which costs nobody anything
            if connection.scalar(wanted.limit(1)) is None:
                return None
        first = wanted.order_by(JobRow.made_at, JobRow.id).limit(1).with_for_update(skip_locked=True)
        with self._claiming() as connection:
            job_id = connection.scalar(first)
            if job_id is not None:
                held = {"held_by": holder, "held_until": _time(now + lease)}
                connection.execute(update(JobRow).where(JobRow.id == job_id).values(held))
            return job_id

    def extend(self, job_id: str, holder: str, lease: timedelta) -> bool:
        """Says that the work goes on; gives whether it is this holder's still."""
        until = _time(datetime.now(UTC) + lease)
        with self._claiming() as connection:
            mine = update(JobRow).where(JobRow.id == job_id, JobRow.held_by == holder)
            return connection.execute(mine.values(held_until=until)).rowcount > 0

    def release(self, job_id: str, holder: str, *, wait: timedelta = timedelta()) -> None:
        """Gives work back that has not ended.

        Args:
            wait: How long nobody is to take it up.
        """
        until = _time(datetime.now(UTC) + wait) if wait else None
        with self._claiming() as connection:
            mine = update(JobRow).where(JobRow.id == job_id, JobRow.held_by == holder)
            connection.execute(mine.values(held_by=None, held_until=until))

    def free(self, job_id: str) -> None:
        """Takes work from a holder who is known to live no longer."""
        with self._claiming() as connection:
            its = update(JobRow).where(JobRow.id == job_id)
            connection.execute(its.values(held_by=None, held_until=None))

    def finish(self, job_id: str) -> None:
        """Notes that nothing is left to do."""
        with self._claiming() as connection:
            connection.execute(delete(JobRow).where(JobRow.id == job_id))

    def is_held(self, job_id: str) -> bool:
        """Tells whether somebody is at it."""
        query = select(JobRow.held_until).where(JobRow.id == job_id, JobRow.held_by.is_not(None))
        with self._reading() as connection:
            return (connection.scalar(query) or _FREE) >= _time(datetime.now(UTC))


def _time(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
