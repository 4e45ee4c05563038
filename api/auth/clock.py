"""A clock that is not turned back: an expired key stays expired when somebody sets the system's clock."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

logger = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


class SteadyClock:
    """Tells the latest time that is known of: by the system's clock, the seconds since start, or from before.

    Args:
        floor: It is later than this, such as when a key was last used.
        wall: The system's clock.
        monotonic: Seconds, from wherever.
    """

    def __init__(
        self,
        floor: datetime | None = None,
        *,
        wall: Callable[[], datetime] = _now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wall, self._monotonic = wall, monotonic
        self._began = monotonic()
        self._start = wall()
        if floor is not None and floor > self._start:
            logger.warning("the system's clock is behind the last use of an API key")
            self._start = floor
        self._latest = self._start

    def now(self) -> datetime:
        """Gives the time, UTC; never less than it gave before."""
        since_start = self._start + timedelta(seconds=self._monotonic() - self._began)
        self._latest = max(self._latest, self._wall(), since_start)
        return self._latest
