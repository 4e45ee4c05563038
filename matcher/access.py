"""Ways to be let in and let see: API keys, and the names that employees share."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from matcher.errors import InvalidKey
from matcher.policy import GRANTS, Permission, Role

PREFIX = "coopt"  # what secret scanners and people recognise a key by
LONGEST_LIFE = timedelta(days=366)
_ID_BYTES, _SECRET_BYTES, _SALT_BYTES = 6, 32, 16
_ID = re.compile(f"[0-9a-f]{{{2 * _ID_BYTES}}}")


class KeyRefusal(StrEnum):
    """Why a key that is known is refused."""

    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is kept of an API key: everything but its secret.

    Times are ISO 8601 in UTC, to the second.

    Attributes:
        id: Its public part: in lists, logs and `coopt keys revoke`.
        scopes: What it was narrowed to; None where it may do all that its role may.
        employee: Whose network it opens; empty where the role needs none.
        last_used_on: The day, ISO 8601; None if it never was.
    """

    id: str
    role: Role
    scopes: frozenset[Permission] | None
    employee: str
    created_at: str
    expires_at: str
    revoked_at: str | None = None
    last_used_on: str | None = None

    def refusal(self, now: datetime) -> KeyRefusal | None:
        """Tells why it is refused at this time; None where it is good."""
        if self.revoked_at is not None:
            return KeyRefusal.REVOKED
        return KeyRefusal.EXPIRED if stamp(now) >= self.expires_at else None


@dataclass(frozen=True, slots=True)
class KeyAsked:
    """A key that is to be made.

    Raises:
        InvalidKey: If role, scopes, employee and life do not go together.
    """

    role: Role
    expires_in: timedelta
    scopes: frozenset[Permission] | None = None
    employee: str = ""

    def __post_init__(self) -> None:
        if self.role is Role.EMPLOYEE and not self.employee:
            raise InvalidKey("Expected --employee with the role employee: whose network does it open?")
        if not timedelta() < self.expires_in <= LONGEST_LIFE:
            raise InvalidKey(f"Expected a key to live for at most {LONGEST_LIFE.days} days.")
        beyond = sorted((self.scopes or frozenset()) - GRANTS[self.role])
        if beyond:
            may = ", ".join(sorted(GRANTS[self.role]))
            raise InvalidKey(f"The role {self.role} does not hold {', '.join(beyond)}; it may: {may}.")


@dataclass(frozen=True, slots=True)
class KeyText:
    """A key as it is shown once: `coopt_<id>_<secret>`, the secret 256 random bits."""

    id: str
    secret: str

    @classmethod
    def new(cls) -> "KeyText":
        """Makes one that nobody can guess."""
        return cls(secrets.token_hex(_ID_BYTES), secrets.token_urlsafe(_SECRET_BYTES))

    @classmethod
    def parse(cls, text: str) -> "KeyText | None":
        """Reads a key; None where the text has not the shape of one."""
        prefix, _, rest = text.partition("_")
        key_id, _, secret = rest.partition("_")
        return cls(key_id, secret) if prefix == PREFIX and _ID.fullmatch(key_id) and secret else None

    def __str__(self) -> str:
        return f"{PREFIX}_{self.id}_{self.secret}"


def new_salt() -> str:
    """Makes a salt, hex."""
    return secrets.token_hex(_SALT_BYTES)


def digest_of(secret: str, salt: str) -> str:
    """Gives what is kept of a secret, hex.

    One round is enough: a slow hash protects what people make up, and nobody can try 2^256 secrets.
    """
    return hashlib.sha256(bytes.fromhex(salt) + secret.encode("utf-8", "surrogateescape")).hexdigest()


def is_secret_of(secret: str, *, salt: str, digest: str) -> bool:
    """Compares in constant time."""
    return secrets.compare_digest(digest_of(secret, salt), digest)


@dataclass(frozen=True, slots=True)
class Share:
    """An employee lets recruiters see a contact's name for one opening, until they take it back.

    Attributes:
        id: Random; names the share in addresses.
        shared_at: ISO 8601, UTC.
    """

    id: str
    employee: str
    contact_id: str
    opening_id: str
    shared_at: str


def stamp(moment: datetime) -> str:
    """Writes a time as the store keeps it; such texts sort as the times do."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
