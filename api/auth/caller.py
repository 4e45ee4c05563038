"""Who calls, and what each way in is."""

from dataclasses import dataclass
from typing import Protocol

from matcher.policy import Permission, Role


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks.

    Attributes:
        employee: Whose network they may ask; empty for a caller who has none.
        roles: What they are; none unless told.
        permissions: What they may do, the scopes of their key taken into account.
        key: Id of the API key that they showed; empty for the other ways in.
    """

    employee: str
    roles: frozenset[Role] = frozenset()
    permissions: frozenset[Permission] = frozenset()
    key: str = ""

    @property
    def actor(self) -> str:
        """The id under which the event log tells what they did; never a name."""
        return self.employee or f"key-{self.key}"

    @property
    def recruiter(self) -> str:
        """Whose the openings are that they bring in; empty for who is no recruiter, or has no own name.

        What a key without an employee brings in is every recruiter's: the next key would not know it again.
        """
        return self.employee if Role.RECRUITER in self.roles else ""


class Refused(Exception):
    """A token is refused.

    Args:
        reason: For the log, a word or two; never a part of the token.
        key: Id of the API key, where it is one of ours.
    """

    def __init__(self, reason: str, *, key: str = "") -> None:
        super().__init__(reason)
        self.reason, self.key = reason, key


class IssuerUnavailable(Exception):
    """The token cannot be judged: its issuer's keys cannot be had now."""


class Way(Protocol):
    """One way in."""

    name: str

    def caller_of(self, token: str) -> Caller | None:
        """Gives who shows this token; None where it is not a token of this way.

        Raises:
            Refused: If it is one and proves nothing.
            IssuerUnavailable: If that cannot be told now.
        """


class Authenticator(Protocol):
    """Tells who is calling from the `Authorization` header."""

    def authenticate(self, authorization: str | None) -> Caller:
        """Gives the caller.

        Raises:
            HTTPException: With status 401, if the header does not prove who it is.
        """
