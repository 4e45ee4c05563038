"""Signing in at the company's single sign-on: OpenID Connect's authorization code flow, with PKCE.

The browser is sent to the issuer with a state, a nonce and the hash of a verifier; it comes back with a code.
The code is worth nothing without the verifier, which never leaves the server; the state is worth nothing in
another browser than the one that was sent.

PyJWT judges the tokens. The flow itself is two addresses and one request, which take no further library.
"""

import base64
import hashlib
import hmac
import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode

from pydantic import SecretStr

from api.auth.binding import is_private
from api.auth.caller import IssuerUnavailable, Refused
from api.auth.fetching import discovered, fetch
from api.auth.issuer import IssuerKeys
from api.auth.oidc import verified
from api.settings import Settings

logger = logging.getLogger(__name__)

BACK = "/sign-in/company/back"
MOST_BEGUN, LONGEST_SECONDS = 1_000, 600.0
_FRESH_SECONDS = 3_600.0
_ENTROPY_BYTES = 32


class SignInFailed(Exception):
    """The issuer did not say who somebody is.

    Args:
        reason: For the log, a word or two; never a part of a token, nor what the issuer wrote.
        declined: Whether somebody chose not to sign in, or may not.
    """

    def __init__(self, reason: str, *, declined: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.declined = reason, declined


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in on its way.

    Attributes:
        at: Seconds, by the clock of `CompanySignIn`.
        path: Where somebody wanted to go.
        session_id: Of their session whose token has expired; empty where there is none.
    """

    at: float
    path: str
    session_id: str
    state: str = field(default_factory=lambda: secrets.token_urlsafe(_ENTROPY_BYTES))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(_ENTROPY_BYTES))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(_ENTROPY_BYTES))

    @property
    def challenge(self) -> str:
        """The hash of the verifier (RFC 7636, S256)."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the issuer gave for a code: a token for Coopt where there is one, and one that says who it is."""

    access: SecretStr | None
    identity: SecretStr


class CompanySignIn:
    """Sends browsers to the issuer and takes them back; shared by threads.

    Args:
        clock: Seconds, from wherever.
    """

    def __init__(self, settings: Settings, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._clock = settings, clock
        self._keys = IssuerKeys(settings.oidc_issuer)
        self._redirect = settings.oidc_redirect_base.rstrip("/") + BACK
        self._begun: OrderedDict[str, Begun] = OrderedDict()
        self._known: tuple[float, dict[str, Any]] | None = None
        self._lock = threading.Lock()

    def begin(self, path: str, session_id: str = "") -> tuple[str, str]:
        """Gives the address to send a browser to, and what its cookie is to hold meanwhile.

        Raises:
            IssuerUnavailable: If the issuer cannot be reached.
        """
        document = self._document()
        begun, browser = Begun(self._clock(), path, session_id), secrets.token_urlsafe(_ENTROPY_BYTES)
        with self._lock:
            self._begun[browser] = begun
            while len(self._begun) > MOST_BEGUN:
                self._begun.popitem(last=False)
        asked = {
            "response_type": "code",
            "client_id": self._settings.oidc_client_id,
            "redirect_uri": self._redirect,
            "scope": self._settings.oidc_scopes,
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": begun.challenge,
            "code_challenge_method": "S256",
        }
        address = document["authorization_endpoint"]
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", browser

    def finish(self, browser: str, sent: Mapping[str, str]) -> tuple[Tokens, Begun]:
        """Exchanges the code that a browser came back with; each sign-in is good for once.

        Raises:
            SignInFailed: If it is not the answer to a sign-in that this browser began, or the issuer refuses.
            IssuerUnavailable: If the issuer cannot be reached.
        """
        with self._lock:
            begun = self._begun.pop(browser, None)
        if begun is None or self._clock() - begun.at > LONGEST_SECONDS:
            raise SignInFailed("not begun here")
        if not hmac.compare_digest(sent.get("state", "").encode(), begun.state.encode()):
            raise SignInFailed("another state")
        if sent.get("iss", self._settings.oidc_issuer) != self._settings.oidc_issuer:  # RFC 9207
            raise SignInFailed("another issuer")
        if "error" in sent or not sent.get("code"):
            raise SignInFailed("declined", declined=True)
        tokens = self._exchange(sent["code"], begun)
        self._check(tokens.identity, begun)
        return tokens, begun

    def _document(self) -> dict[str, Any]:
        if self._known is None or self._clock() - self._known[0] > _FRESH_SECONDS:
            try:
                document = discovered(self._settings.oidc_issuer)
            except (OSError, HTTPException, ValueError, RecursionError) as error:
                logger.warning("issuer unavailable", extra={"error": type(error).__name__})
                raise IssuerUnavailable from None
            for name in ("authorization_endpoint", "token_endpoint"):
                if not isinstance(document.get(name), str) or not is_private(document[name]):
                    logger.warning("issuer unusable", extra={"lacks": name})
                    raise IssuerUnavailable
            self._known = self._clock(), document
        return self._known[1]

    def _exchange(self, code: str, begun: Begun) -> Tokens:
        document = self._document()
        form, headers = self._proof(document)
        form |= {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect,
            "client_id": self._settings.oidc_client_id,
            "code_verifier": begun.verifier,
        }
        try:
            given = fetch(document["token_endpoint"], form, headers=headers)
        except HTTPError as error:
            error.close()
            if error.code >= 500:
                raise IssuerUnavailable from None
            raise SignInFailed("code refused") from None
        except (OSError, HTTPException, ValueError, RecursionError) as error:
            logger.warning("issuer unavailable", extra={"error": type(error).__name__})
            raise IssuerUnavailable from None
        identity, access = given.get("id_token"), given.get("access_token")
        if not isinstance(identity, str):
            raise SignInFailed("no identity token")
        return Tokens(SecretStr(access) if isinstance(access, str) else None, SecretStr(identity))

    def _proof(self, document: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """Gives what shows that it is Coopt who asks, in the form or in a header, as the issuer takes it."""
        secret = self._settings.oidc_client_secret
        if secret is None:
            return {}, {}
        methods = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if "client_secret_basic" not in methods:
            return {"client_secret": secret.get_secret_value()}, {}
        pair = ":".join(
            quote(part, safe="") for part in (self._settings.oidc_client_id, secret.get_secret_value())
        )
        return {}, {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}

    def _check(self, identity: SecretStr, begun: Begun) -> None:
        """Makes sure that the identity token is the issuer's answer to this very sign-in."""
        client = self._settings.oidc_client_id
        try:
            claims = verified(identity.get_secret_value(), self._settings, self._keys, audience=client)
        except Refused as refused:
            raise SignInFailed(refused.reason) from None
        nonce, party = claims.get("nonce"), claims.get("azp", client)
        if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), begun.nonce.encode()):
            raise SignInFailed("another nonce")
        if party != client:
            raise SignInFailed("another client")
