"""What an officer looks at: a part of the log."""

from dataclasses import dataclass
from urllib.parse import urlencode

from matcher.events import Event, EventKind
from matcher.store import Store


@dataclass(frozen=True, slots=True)
class Log:
    """Which part of the log is looked at.

    Attributes:
        before: Place of the first event that is too late; 0 for none.
        kind: None for all.
        about: Id of a contact or an opening; empty for all.
    """

    before: int = 0
    kind: EventKind | None = None
    about: str = ""

    def query(self, before: int) -> str:
        """Writes another part, looked at in the same way, as the query of an address."""
        return urlencode({"before": before, "kind": self.kind or "", "about": self.about})


def log_of(store: Store, log: Log, *, k: int) -> tuple[Event, ...]:
    """Gives the latest `k` events of a part, the latest first."""
    return store.events.latest(before=log.before, kind=log.kind, about=log.about or None, k=k)
