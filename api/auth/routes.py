"""Routes that know their caller, and whether the caller may, before they read a body."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool

from api.auth.caller import Authenticator, Caller
from api.openapi import problems
from api.policy_table import RULES

# Only shows the scheme in the OpenAPI document: `ProtectedRoute` is what checks.
_DOCUMENTED = HTTPBearer(
    auto_error=False,
    description="The token that `coopt serve` prints at start, an API key, or an OIDC token.",
)


class ProtectedRoute(APIRoute):
    """A route with a row in `api.policy_table`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Authenticates, looks up whether the caller may, then handles."""
        handle = super().get_route_handler()
        names = [f"{method} {self.path}" for method in sorted(self.methods or ())]

        async def authenticated(request: Request) -> Response:
            door: Authenticator = request.state.door
            caller = await run_in_threadpool(door.authenticate, request.headers.get("authorization"))
            for name in names:
                _check(caller, name)
            request.state.caller = caller
            return await handle(request)

        return authenticated


def _check(caller: Caller, route: str) -> None:
    rule = RULES.get(route)
    if rule is None:
        raise HTTPException(403, "This route has no row in api/policy_table.py: nobody may use it.")
    if rule.permission not in caller.permissions:
        challenge = f'Bearer realm="coopt", error="insufficient_scope", scope="{rule.permission}"'
        detail = (
            f"This takes the permission {rule.permission}, which your role or your key's scopes do not hold."
        )
        raise HTTPException(403, detail, headers={"WWW-Authenticate": challenge})


def protected_router(tag: str) -> APIRouter:
    """Makes a router under `/v1`; each of its routes asks who calls and needs a row in `api.policy_table`."""
    return APIRouter(
        prefix="/v1",
        tags=[tag],
        route_class=ProtectedRoute,
        dependencies=[Depends(_DOCUMENTED)],
        responses=problems(400, 401, 403, 422, 500, 503),
    )
