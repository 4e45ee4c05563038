"""`oidc`: bearer tokens of a single sign-on, judged by what their issuer signed."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from api.auth.caller import Caller, Refused
from api.auth.clock import SteadyClock
from api.auth.issuer import ALGORITHMS, IssuerKeys
from api.settings import Settings
from matcher.policy import Permission, Role, permissions_of

_REQUIRED = ("iss", "aud", "sub", "iat", "exp")
_LONGEST_ID = 500  # characters
_REASONS: dict[type[jwt.PyJWTError], str] = {
    jwt.ExpiredSignatureError: "expired",
    jwt.ImmatureSignatureError: "not valid yet",
    jwt.InvalidAudienceError: "another audience",
    jwt.InvalidIssuerError: "another issuer",
    jwt.InvalidSignatureError: "forged",
    jwt.InvalidAlgorithmError: "algorithm",
}


class OidcTokens:
    """Knows callers by tokens that one issuer signed for Coopt."""

    name = "oidc"

    def __init__(self, settings: Settings, clock: SteadyClock, *, keys: IssuerKeys | None = None) -> None:
        self._settings, self._clock = settings, clock
        self._keys = keys or IssuerKeys(settings.oidc_issuer)
        self._skew = timedelta(seconds=settings.oidc_clock_skew_seconds)
        self._oldest = timedelta(seconds=settings.oidc_max_age_seconds)

    def caller_of(self, token: str) -> Caller | None:
        """Checks signature, issuer, audience and times, then reads who it is for."""
        if token.count(".") != 2:
            return None
        claims = verified(token, self._settings, self._keys, audience=self._settings.oidc_audience)
        self._check_times(claims)
        roles = roles_of(claims, self._settings)
        employee = _employee(claims, self._settings.oidc_employee_claim)
        if Role.EMPLOYEE in roles and not employee:
            raise Refused("no employee claim")
        return Caller(employee, roles, permissions_of(roles, scopes_of(claims)))

    def _check_times(self, claims: Mapping[str, Any]) -> None:
        """Judges by the clock that is not turned back what the library judged by the system's."""
        now = self._clock.now()
        try:
            issued, expires = (datetime.fromtimestamp(int(claims[name]), UTC) for name in ("iat", "exp"))
        except (ValueError, OverflowError, OSError):
            raise Refused("malformed") from None
        if expires + self._skew <= now:
            raise Refused("expired")
        if issued + self._oldest + self._skew <= now:
            raise Refused("too old")


def verified(token: str, settings: Settings, keys: IssuerKeys, *, audience: str) -> dict[str, Any]:
    """Gives the claims of a token that the issuer signed for an audience; times by the system's clock.

    Raises:
        Refused: If it is none.
        IssuerUnavailable: If that cannot be told now.
    """
    try:
        header = jwt.get_unverified_header(token)
        key_id = header.get("kid")
        # Looked at before the key is: a token may not choose how it is judged.
        if header.get("alg") not in ALGORITHMS or "crit" in header or not isinstance(key_id, str):
            raise Refused("algorithm")
        claims: dict[str, Any] = jwt.decode(
            token,
            keys.find(key_id),
            algorithms=list(ALGORITHMS),
            audience=audience,
            issuer=settings.oidc_issuer,
            leeway=timedelta(seconds=settings.oidc_clock_skew_seconds),
            options={"require": list(_REQUIRED), "enforce_minimum_key_length": True},
        )
    except jwt.PyJWTError as error:
        raise Refused(_REASONS.get(type(error), "malformed")) from None
    return claims


def roles_of(claims: Mapping[str, Any], settings: Settings) -> frozenset[Role]:
    """Reads the roles; values that name none are those of other programs."""
    told = _at(claims, settings.oidc_role_claim)
    values = told.split() if isinstance(told, str) else told if isinstance(told, list) else ()
    known: Mapping[str, Role] = settings.oidc_role_map or {role.value: role for role in Role}
    return frozenset(known[value] for value in values if isinstance(value, str) and value in known)


def scopes_of(claims: Mapping[str, Any]) -> frozenset[Permission] | None:
    """Reads to what the token is narrowed: nothing, unless its scopes name permissions of Coopt."""
    told = claims.get("scope")
    named = _named(told.split()) if isinstance(told, str) else frozenset()
    return named or None


def _named(scopes: Iterable[str]) -> frozenset[Permission]:
    known = frozenset(Permission)
    return frozenset(Permission(scope) for scope in scopes if scope in known)


def _employee(claims: Mapping[str, Any], claim: str) -> str:
    if claim == "email" and claims.get("email_verified") is False:
        raise Refused("address not verified")  # anybody may claim any
    told = _at(claims, claim)
    fit = isinstance(told, str) and told.isprintable() and len(told) <= _LONGEST_ID
    return str(told).strip() if fit else ""


def _at(claims: Mapping[str, Any], path: str) -> object:
    """Gives a claim by its name, which may hold dots, or by the way into an object."""
    if path in claims:
        return claims[path]
    found: object = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
