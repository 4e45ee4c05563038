"""A stop: a time in which nobody is suggested, for one opening or for all."""

from dataclasses import dataclass
from typing import Any

LONGEST_REASON = 500  # characters


@dataclass(frozen=True, slots=True)
class Stop:
    """An officer's decision that suggestions wait.

    Attributes:
        opening_id: None where it stops all of them.
        reason: For officers alone, in their words. It is not in the log, which could not forget a name.
        since: ISO 8601, UTC.
        ended_at: ISO 8601, UTC; None while it stands.
    """

    id: int
    opening_id: str | None
    reason: str
    since: str
    stopped_by: str
    ended_at: str | None = None


def stop_to_json(stop: Stop) -> dict[str, Any]:
    """Writes a stop as the command line and the API both give it."""
    return {
        "id": stop.id,
        "opening_id": stop.opening_id,
        "reason": stop.reason,
        "since": stop.since,
        "stopped_by": stop.stopped_by,
        "ended_at": stop.ended_at,
    }
