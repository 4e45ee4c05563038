"""A sign-in by one click: a random code in an address, good for once, in place of a token that is typed."""

import secrets
import threading

from pydantic import SecretStr

_BYTES = 32


class Invitations:
    """The codes of one server that nobody used yet; shared by threads."""

    def __init__(self) -> None:
        self._tokens: dict[str, SecretStr] = {}
        self._lock = threading.Lock()

    def make(self, token: SecretStr) -> str:
        """Gives a code that signs in with a token."""
        code = secrets.token_urlsafe(_BYTES)
        with self._lock:
            self._tokens[code] = token
        return code

    def take(self, code: str) -> SecretStr | None:
        """Gives the token of a code, once."""
        with self._lock:
            return self._tokens.pop(code, None)
