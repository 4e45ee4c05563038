"""The one door: the bearer token of a request goes to the way in that it belongs to."""

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fastapi import HTTPException

from api.access_settings import WayIn
from api.auth.caller import Caller, IssuerUnavailable, Refused, Way
from api.auth.clock import SteadyClock
from api.auth.keys import ApiKeys
from api.auth.local import LocalToken
from api.settings import Settings
from matcher.errors import CooptError
from matcher.store import Store

if TYPE_CHECKING:
    from api.auth.company import CompanySignIn

logger = logging.getLogger(__name__)

LONGEST_TOKEN = 16_384  # characters
_ASKED = "Expected the header `Authorization: Bearer TOKEN`."
_REFUSED = (
    "The token is not valid here: it is unknown, has expired, was revoked, or was made for another use."
)
_UNAVAILABLE = "The keys of the token's issuer cannot be fetched; try again later."


class Door:
    """Lets in whom one of the ways knows. Why it refuses stands in the log alone."""

    def __init__(self, ways: Sequence[Way]) -> None:
        self._ways = tuple(ways)

    def authenticate(self, authorization: str | None) -> Caller:
        """Asks the ways in turn."""
        if authorization is None:
            raise _refusal(_ASKED)
        scheme, _, token = authorization.partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not 0 < len(token) <= LONGEST_TOKEN:
            raise _refusal(_REFUSED, "invalid_token")
        for way in self._ways:
            caller = _ask(way, token)
            if caller is not None:
                return caller
        logger.info("refused", extra={"reason": "unknown"})
        raise _refusal(_REFUSED, "invalid_token")


def open_door(settings: Settings, store: Store) -> Door:
    """Opens the ways that the settings name.

    Raises:
        CooptError: If what one of them needs is not set.
    """
    clock = SteadyClock(store.access.latest_use() if WayIn.KEYS in settings.auth else None)
    ways: list[Way] = []
    if WayIn.LOCAL in settings.auth:
        if settings.token is None:
            raise CooptError("Expected a token in the settings: there is no open mode.")
        ways.append(LocalToken(settings.token, settings.employee))
    if WayIn.KEYS in settings.auth:
        ways.append(ApiKeys(store, clock))
    if WayIn.OIDC in settings.auth:
        from api.auth.oidc import OidcTokens  # cryptography takes a moment

        ways.append(OidcTokens(settings, clock))
    return Door(ways)


def open_company(settings: Settings) -> "CompanySignIn | None":
    """Opens the way to the single sign-on for people in a browser, where the settings tell of one."""
    if not settings.oidc_client_id:
        return None
    from api.auth.company import CompanySignIn

    return CompanySignIn(settings)


def _ask(way: Way, token: str) -> Caller | None:
    try:
        return way.caller_of(token)
    except Refused as refused:
        extra = {"way": way.name, "reason": refused.reason} | ({"key": refused.key} if refused.key else {})
        logger.info("refused", extra=extra)
        raise _refusal(_REFUSED, "invalid_token") from None
    except IssuerUnavailable:
        raise HTTPException(503, _UNAVAILABLE) from None


def _refusal(detail: str, error: str | None = None) -> HTTPException:
    challenge = 'Bearer realm="coopt"' + (f', error="{error}"' if error else "")
    return HTTPException(401, detail, headers={"WWW-Authenticate": challenge})
