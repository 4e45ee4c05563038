"""`local`: one random token, printed at start, for the one user of this machine."""

import secrets

from pydantic import SecretStr

from api.auth.caller import Caller
from matcher.policy import Role, permissions_of

_TOKEN_BYTES = 32


class LocalToken:
    """One token for one user, who is everything: the data folder is theirs."""

    name = "local"

    def __init__(self, token: SecretStr, employee: str) -> None:
        self._token = token.get_secret_value().encode()
        roles = frozenset(Role)
        self._caller = Caller(employee, roles, permissions_of(roles))

    def caller_of(self, token: str) -> Caller | None:
        """Compares in constant time."""
        return self._caller if secrets.compare_digest(token.encode(), self._token) else None


def new_token() -> SecretStr:
    """Makes a random token."""
    return SecretStr(secrets.token_urlsafe(_TOKEN_BYTES))
