"""The public keys of a token issuer: discovered, kept for a while, and fetched again when it changes them."""

import logging
import threading
import time
from collections.abc import Callable
from http.client import HTTPException
from typing import Any

import jwt

from api.auth.binding import is_private
from api.auth.caller import IssuerUnavailable, Refused
from api.auth.fetching import TIMEOUT_SECONDS, discovered, fetch

logger = logging.getLogger(__name__)

ALGORITHMS = ("RS256", "ES256")
_BY_TYPE = {"RSA": "RS256", "EC": "ES256"}
_LEAST_RSA_BITS = 2048
_FRESH_SECONDS, _STALE_SECONDS = 3600.0, 86_400.0
_LEAST_SECONDS_BETWEEN = 30.0  # else tokens with made-up key ids would have us ask the issuer without end
_MOMENT_SECONDS = 1.0


class IssuerKeys:
    """The keys by id; shared by threads, of which one fetches.

    Args:
        issuer: Its address, as its tokens name it.
        clock: Seconds, from wherever.
    """

    def __init__(self, issuer: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._issuer, self._clock = issuer, clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched = self._tried = float("-inf")
        self._fetching = threading.Lock()

    def find(self, key_id: str) -> jwt.PyJWK:
        """Gives a key, asking the issuer if it is not known or was fetched long ago.

        Raises:
            Refused: If the issuer has none of this id.
            IssuerUnavailable: If its keys cannot be had, and those from before are too old to rely on.
        """
        if key_id not in self._keys or self._age() > _FRESH_SECONDS:
            # Who has keys already waits a moment at most: a slow issuer must not stop the server.
            patience = _MOMENT_SECONDS if self._keys else TIMEOUT_SECONDS
            if self._fetching.acquire(timeout=patience):
                try:
                    self._refresh(key_id)
                finally:
                    self._fetching.release()
        if self._age() > _STALE_SECONDS:
            raise IssuerUnavailable
        try:
            return self._keys[key_id]
        except KeyError:
            raise Refused("unknown key") from None

    def _age(self) -> float:
        return self._clock() - self._fetched

    def _refresh(self, key_id: str) -> None:
        """Fetches the keys, unless another thread just did or the last attempt was a moment ago."""
        known_and_fresh = key_id in self._keys and self._age() <= _FRESH_SECONDS
        if known_and_fresh or self._clock() - self._tried < _LEAST_SECONDS_BETWEEN:
            return
        self._tried = self._clock()
        try:
            self._keys = _usable(fetch(self._discover()))
            self._fetched = self._clock()
        except (OSError, HTTPException, ValueError, RecursionError) as error:
            logger.warning("issuer unavailable", extra={"error": type(error).__name__})

    def _discover(self) -> str:
        document = discovered(self._issuer)
        address = document.get("jwks_uri")
        if not isinstance(address, str) or not is_private(address):
            raise ValueError("expected the address of the issuer's keys")
        return address


def _usable(document: dict[str, Any]) -> dict[str, jwt.PyJWK]:
    """Takes the keys that sign with an algorithm of ours; others are of no concern."""
    listed = document.get("keys")
    if not isinstance(listed, list):
        raise ValueError("expected a list of keys")
    found = {item["kid"]: key for item in listed if (key := _key(item)) is not None}
    if not found:
        raise ValueError("expected an RS256 or ES256 key")
    return found


def _key(item: object) -> jwt.PyJWK | None:
    if not isinstance(item, dict) or not isinstance(item.get("kid"), str):
        return None
    algorithm = _BY_TYPE.get(str(item.get("kty")))
    if algorithm is None or item.get("alg", algorithm) != algorithm or item.get("use", "sig") != "sig":
        return None
    if algorithm == "ES256" and item.get("crv") != "P-256":
        return None
    try:
        key = jwt.PyJWK(item, algorithm)
    except jwt.PyJWTError:
        return None
    return None if algorithm == "RS256" and key.key.key_size < _LEAST_RSA_BITS else key
