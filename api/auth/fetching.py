"""What is asked of a token issuer over HTTP: JSON objects, of a bounded size, within a bounded time."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from api.auth.binding import is_loopback

TIMEOUT_SECONDS = 5.0
_MOST_BYTES = 1 << 20


class _NoRedirect(HTTPRedirectHandler):
    """What an issuer says comes from where it says, not from where an answer points to."""

    def redirect_request(self, *_: Any) -> None:  # noqa: ANN401
        """Follows none: the redirect then is an error."""


def fetch(
    address: str, form: Mapping[str, str] | None = None, *, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Fetches a JSON object; a form is posted.

    Raises:
        OSError, http.client.HTTPException: If the issuer does not answer, or answers with an error.
        ValueError: If what it gives is no JSON object, or too large.
    """
    data = None if form is None else urlencode(form).encode()
    request = Request(address, data, {"Accept": "application/json", **(headers or {})})
    with _opener(address).open(request, timeout=TIMEOUT_SECONDS) as answer:
        body = answer.read(_MOST_BYTES + 1)
    document = json.loads(body) if len(body) <= _MOST_BYTES else None
    if not isinstance(document, dict):
        raise ValueError("expected a JSON object of at most 1 MiB")
    return document


def discovered(issuer: str) -> dict[str, Any]:
    """Fetches the document in which an issuer tells its addresses.

    Raises:
        OSError, http.client.HTTPException, ValueError: As `fetch` does; also if it is another issuer's.
    """
    document = fetch(issuer.rstrip("/") + "/.well-known/openid-configuration")
    if document.get("issuer") != issuer:
        raise ValueError("expected the issuer's own document")
    return document


def _opener(address: str) -> OpenerDirector:
    if is_loopback(urlsplit(address).hostname or ""):
        return build_opener(_NoRedirect, ProxyHandler({}))
    return build_opener(_NoRedirect)
