"""Failures that no page answers for itself, as pages: for browsers, while programs get problems."""

from fastapi import FastAPI, Request
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from api.errors import ProblemResponse, http_error
from api.pages.cookies import Jar
from api.pages.route import TONGUE, Failure, failed_outside
from api.pages.site import Visit, page, tongue_of

FOR_PROGRAMS = ("/v1/", "/docs", "/openapi.json", "/healthz", "/readyz", "/assets/")
_KEYS = {400: "unknown-host", 413: "too-large"}  # of what is refused before any route is looked for


def wants_page(scope: Scope) -> bool:
    """Whether a browser asks, and not for what is made for programs."""
    return not scope["path"].startswith(FOR_PROGRAMS) and "text/html" in Headers(scope=scope).get(
        "accept", ""
    )


def refusal(scope: Scope, status: int, detail: str | None = None) -> Response:
    """Answers a request that reaches no route: a page without any form, or a problem."""
    if not wants_page(scope):
        return ProblemResponse(status, detail)
    request = Request(scope)
    # A host that is none of ours may be no host at all: the names of cookies cannot go by it.
    chosen = None if status == 400 else Jar(request).read(TONGUE)
    visit = Visit(tongue_of(request, chosen), form_token="")
    failure = Failure(_KEYS.get(status, "other"), status, detail or "")
    return page("problem.html", visit, {"failure": failure}, status=status)


def add_failure_pages(app: FastAPI) -> None:
    """Shows browsers a page where programs get a problem."""
    app.add_exception_handler(HTTPException, _http_error)


async def _http_error(request: Request, error: Exception) -> Response:
    if isinstance(error, HTTPException) and wants_page(request.scope):
        return await failed_outside(request, error)
    return await http_error(request, error)
