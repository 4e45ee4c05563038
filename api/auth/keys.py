"""`keys`: API keys, looked up at each request, so that one is refused the moment it is revoked."""

from api.auth.caller import Caller, Refused
from api.auth.clock import SteadyClock
from matcher.access import KeyRefusal, KeyText
from matcher.policy import permissions_of
from matcher.store import Store


class ApiKeys:
    """Knows callers by the keys in the store."""

    name = "keys"

    def __init__(self, store: Store, clock: SteadyClock) -> None:
        self._access, self._clock = store.access, clock

    def caller_of(self, token: str) -> Caller | None:
        """Looks the key up and notes the day of its use."""
        text = KeyText.parse(token)
        if text is None:
            return None
        key, now = self._access.find_key(text), self._clock.now()
        if key is None:  # never made, or gone with its employee
            raise Refused("unknown")
        refusal = key.refusal(now)
        if refusal is KeyRefusal.EXPIRED:
            self._access.revoke_key(key.id)  # a clock that is set back does not bring it back
        if refusal is not None:
            raise Refused(refusal, key=key.id)
        self._access.note_use(key, now.date().isoformat())
        roles = frozenset({key.role})
        return Caller(key.employee, roles, permissions_of(roles, key.scopes), key.id)
