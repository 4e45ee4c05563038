"""Who is calling. The one way in is `local`: loopback only, one user, a token printed once at start."""

import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Protocol

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from pydantic import SecretStr

from api.openapi import problems
from api.settings import Settings
from matcher.errors import CooptError

_TOKEN_BYTES = 32
# Only shows the scheme in the OpenAPI document: `ProtectedRoute` is what checks.
_DOCUMENTED = HTTPBearer(auto_error=False, description="The token that `coopt serve` prints at start.")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks."""

    employee: str


class Authenticator(Protocol):
    """Tells who is calling from the `Authorization` header."""

    def authenticate(self, authorization: str | None) -> Caller:
        """Gives the caller.

        Raises:
            HTTPException: With status 401, if the header does not prove who it is.
        """


class LocalToken:
    """One token for one user."""

    def __init__(self, token: SecretStr, employee: str) -> None:
        self._token = token.get_secret_value().encode()
        self._caller = Caller(employee)

    def authenticate(self, authorization: str | None) -> Caller:
        """Compares the bearer token in constant time."""
        if authorization is None:
            raise _refusal("Expected the header `Authorization: Bearer TOKEN`.")
        scheme, _, token = authorization.partition(" ")
        same = secrets.compare_digest(token.strip().encode(), self._token)
        if scheme.lower() != "bearer" or not same:
            raise _refusal("The token is not the one that this server was started with.", "invalid_token")
        return self._caller


def _refusal(detail: str, error: str | None = None) -> HTTPException:
    challenge = 'Bearer realm="coopt"' + (f', error="{error}"' if error else "")
    return HTTPException(401, detail, headers={"WWW-Authenticate": challenge})


class ProtectedRoute(APIRoute):
    """A route that knows its caller before it reads a body."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Authenticates, then handles."""
        handle = super().get_route_handler()

        async def authenticated(request: Request) -> Response:
            authenticator: Authenticator = request.app.state.authenticator
            request.state.caller = authenticator.authenticate(request.headers.get("authorization"))
            return await handle(request)

        return authenticated


def protected_router(tag: str) -> APIRouter:
    """Makes a router under `/v1` each of whose routes asks for the token."""
    return APIRouter(
        prefix="/v1",
        tags=[tag],
        route_class=ProtectedRoute,
        dependencies=[Depends(_DOCUMENTED)],
        responses=problems(400, 401, 422, 500, 503),
    )


def new_token() -> SecretStr:
    """Makes a random token."""
    return SecretStr(secrets.token_urlsafe(_TOKEN_BYTES))


def is_loopback(host: str) -> bool:
    """Whether a host name or address, without port, can only be this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return False


def check_binding(settings: Settings) -> None:
    """Refuses to be reached from other machines, since a token printed at start is for one user alone.

    Raises:
        CooptError: If the host is not a loopback address.
    """
    if not is_loopback(settings.host):
        raise CooptError(
            f"Refusing to listen on {settings.host!r}: expected a loopback address such as 127.0.0.1."
        )
