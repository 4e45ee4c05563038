"""What stands around every request: its log line, the check of its host, and a bound on its body."""

import logging
import time
from collections.abc import Callable, Mapping, Set
from typing import Any
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from api.auth import is_loopback
from api.errors import ProblemResponse
from api.logging import describe

logger = logging.getLogger(__name__)

_MEBIBYTE = 1 << 20
_PUBLIC = "/assets/"  # what the page needs that says so; it tells nothing of anybody

Refusal = Callable[[Scope, int, str | None], Response]  # by status and detail


def _problem(_: Scope, status: int, detail: str | None) -> Response:
    return ProblemResponse(status, detail)


class RequestLog:
    """Writes one line a request, and answers an error that nobody foresaw.

    The line tells the route's template, never the path: an id or a query may be about a person.
    """

    def __init__(self, app: ASGIApp, *, refusal: Refusal = _problem) -> None:
        self.app, self._refusal = app, refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id, began, status = uuid4().hex, time.perf_counter(), 0

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                headers["X-Content-Type-Options"] = "nosniff"
                if scope["path"].startswith("/v1/"):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        with bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, send_marked)
            except Exception as error:
                # Passed on, the server would log its text, which may quote a row of somebody's data.
                logger.error("unforeseen error", extra=describe(error))
                if not status:
                    await self._refusal(scope, 500, None)(scope, receive, send_marked)
            logger.info("request", extra=_line(scope, status, time.perf_counter() - began))


def _line(scope: Scope, status: int, seconds: float) -> dict[str, Any]:
    route = getattr(scope.get("route"), "path_format", None) or getattr(scope.get("route"), "path", "-")
    return {
        "method": scope["method"],
        "route": route,
        "status": int(status),
        "duration_ms": round(seconds * 1000, 1),
    }


class KnownHost:
    """Refuses requests whose `Host` is not this server: a page of another site that resolves to its address.

    Starlette's TrustedHostMiddleware would answer in plain text, and knows no other loopback address.

    Args:
        allowed: The names of the server, in lower case; none where it is this machine alone.
    """

    def __init__(self, app: ASGIApp, *, allowed: Set[str] = frozenset(), refusal: Refusal = _problem) -> None:
        self.app, self._refusal = app, refusal
        self._allowed = allowed
        names = "one of its names" if allowed else "this machine, such as localhost or 127.0.0.1"
        self._detail = f"Expected the Host header to name {names}."

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] == "http" and not self._lets_in(scope):
            await self._refusal(scope, 400, self._detail)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _lets_in(self, scope: Scope) -> bool:
        host = _host(Headers(scope=scope).getlist("host"))
        return scope["path"].startswith(_PUBLIC) or self._knows(host)

    def _knows(self, host: str) -> bool:
        return host.lower() in self._allowed if self._allowed else is_loopback(host)


def _host(values: list[str]) -> str:
    """Takes the port off; empty unless there is exactly one header."""
    if len(values) != 1:
        return ""
    host, colon, port = values[0].rpartition(":")
    return host if colon and port.isdecimal() else values[0]


class BodyLimit:
    """Refuses a body that is too large, by what is announced and by what comes.

    FastAPI's `max_body_size` would answer in plain text.

    Args:
        most: Bytes, by the beginning of the path; the longest beginning that matches counts.
    """

    def __init__(self, app: ASGIApp, *, most: Mapping[str, int], refusal: Refusal = _problem) -> None:
        self.app, self._refusal = app, refusal
        self._most = sorted(most.items(), key=lambda item: -len(item[0]))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = next(size for beginning, size in self._most if scope["path"].startswith(beginning))
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced) > most:
            await self._refusal(scope, 413, too_large(most))(scope, receive, send)
            return
        come = 0

        async def receive_bounded() -> Message:
            nonlocal come
            message = await receive()
            come += len(message.get("body", b""))
            if come > most:
                raise HTTPException(413, too_large(most))
            return message

        await self.app(scope, receive_bounded, send)


def too_large(most: int) -> str:
    """Tells the bound, in bytes, to whoever passed it."""
    return f"Expected at most {most / _MEBIBYTE:.4g} MiB."
