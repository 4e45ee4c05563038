"""Routes of pages: who is signed in, whether they may, whether the form is ours; and every failure a page."""

import logging
import re
import secrets
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import RedirectResponse

from api.auth.caller import Authenticator, Caller
from api.errors import KINDS
from api.logging import describe
from api.middleware import too_large
from api.page_table import PAGE_RULES
from api.pages.cookies import Jar
from api.pages.due import due_today
from api.pages.session import ExpiredSession, Session, Sessions
from api.pages.site import HEADERS, Visit, navigation_of, page, tongue_of
from matcher.catalogue import Tongue, text
from matcher.errors import CooptError, UnreadableFile

logger = logging.getLogger(__name__)

SIGN_IN, COMPANY, HOME = "/sign-in", "/sign-in/company", "/"
SESSION, VISITOR, TONGUE = "session", "visitor", "language"
FORM_TOKEN = "form"
MOST_FIELDS = 200
LEADS_BACK = re.compile(r"/(?!v1/)(?:[\w-]+(?:/[\w-]+)*)?", re.ASCII)  # a page of ours, of no other host
_STATUSES = {
    403: "forbidden",
    404: "not-found",
    413: "too-large",
    400: "bad-form",
    422: "bad-form",
    503: "unavailable",
}


class ForeignForm(Exception):
    """A form that was not made by a page of this browser's session."""


class Elsewhere(Exception):
    """What was asked for stands at another address of ours."""

    def __init__(self, path: str) -> None:
        self.path = path


@dataclass(frozen=True, slots=True)
class Failure:
    """How a failure is shown: the key of its texts, and what is told in detail, in English."""

    key: str
    status: int
    detail: str = ""


# Of addresses that are no page of ours.
_OUTSIDE = {404: "unknown-address", 405: "wrong-method"}


class PageRoute(APIRoute):
    """A route with a row in `api.page_table.PAGE_RULES`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Finds out who is signed in, checks them and the form, then handles."""
        handle = super().get_route_handler()
        (method,) = self.methods or ("GET",)
        name = f"{method} {self.path}"

        async def visited(request: Request) -> Response:
            request.state.visit = _stranger(request)
            try:
                await _admit(request, name)
                if method == "POST":
                    await _check_form(request)
                response = await handle(request)
            except ExpiredSession:
                response = _signed_out(request)
            except Elsewhere as other:
                response = see(other.path)
            except ClientDisconnect:  # nobody reads it; the log does not take it for an error of ours
                response = _shown(request, Failure("interrupted", 400))
            except HTTPException as error:
                response = _refused(request) if error.status_code == 401 else _failed(request, error)
            except Exception as error:  # a page says so; the log says where, without anybody's data
                response = _failed(request, error)
            return _with_visitor(request, response)

        return visited


def page_router() -> APIRouter:
    """Makes a router of pages, which are not part of the API's document."""
    return APIRouter(route_class=PageRoute, include_in_schema=False)


async def _visit(request: Request) -> Visit:
    visit: Visit = request.state.visit  # set by PageRoute, and by nothing else
    return visit


async def _session(request: Request) -> Session:
    session: Session = request.state.visit.session
    return session


async def _page_caller(request: Request) -> Caller:
    caller: Caller = request.state.visit.caller
    return caller


async def _sent(request: Request) -> Mapping[str, str]:
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


CurrentVisit = Annotated[Visit, Depends(_visit)]
CurrentSession = Annotated[Session, Depends(_session)]
PageCaller = Annotated[Caller, Depends(_page_caller)]
Sent = Annotated[Mapping[str, str], Depends(_sent)]


async def failed_outside(request: Request, error: HTTPException) -> Response:
    """Answers with a page where no route of one does: to an address that is none, or to another method."""
    request.state.visit = _stranger(request)
    with suppress(ExpiredSession, HTTPException):
        await _recognise(request)
    key = _OUTSIDE.get(error.status_code)
    response = _shown(request, Failure(key, error.status_code) if key else failure_of(error))
    response.headers.update(error.headers or {})
    return _with_visitor(request, response)


def see(path: str) -> RedirectResponse:
    """Leads to a page after a form, so that a reload sends nothing twice."""
    return RedirectResponse(path, 303, HEADERS)


def sessions_of(request: Request) -> Sessions:
    """Gives the sessions of the server."""
    sessions: Sessions = request.app.state.sessions
    return sessions


def failure_of(error: Exception) -> Failure:
    """Tells how an error is shown."""
    if isinstance(error, ForeignForm):
        return Failure("form-token", 403)
    if isinstance(error, RequestValidationError):
        return Failure("bad-form", 422)
    if isinstance(error, HTTPException):
        return Failure(_STATUSES.get(error.status_code, "other"), error.status_code)
    if not isinstance(error, CooptError):
        logger.error("unforeseen error", extra=describe(error))
        return Failure("other", 500)
    named = next(kind for kind in type(error).__mro__ if kind in KINDS)
    kind, key = KINDS[named], re.sub(r"(?<=[a-z])(?=[A-Z])", "-", named.__name__).lower()
    if not kind.told:
        logger.error("refused", extra={"error": type(error).__name__, "detail": str(error)})
        return Failure("unavailable", kind.status)
    detail = error.expected if isinstance(error, UnreadableFile) else str(error)
    return Failure(key if _has_text(key) else "other", kind.status, detail)


def _has_text(key: str) -> bool:
    try:
        text("problems", key, Tongue.ENGLISH)
    except KeyError:
        return False
    return True


def _stranger(request: Request) -> Visit:
    """Begins as somebody who is not signed in; a cookie of their own lets them sign in by our form alone."""
    jar = Jar(request)
    request.state.visitor = jar.read(VISITOR) or secrets.token_urlsafe(32)
    token = sessions_of(request).form_token(request.state.visitor)
    path = request.url.path
    here = path if request.method == "GET" else ""
    back = here if LEADS_BACK.fullmatch(here) else "/"
    return Visit(tongue_of(request, jar.read(TONGUE)), token, back, here)


async def _admit(request: Request, name: str) -> None:
    """Signs a request in where it has a session, and makes sure that it may.

    Raises:
        ExpiredSession: If the page is for those who are signed in.
        Elsewhere: If they asked for the first page, and another one is the first of theirs.
        HTTPException: If they may not, or their token is refused meanwhile.
    """
    rule = PAGE_RULES.get(name, ...)
    try:
        caller = await _recognise(request)
    except (ExpiredSession, HTTPException):
        if rule is None:
            return
        raise
    if rule is ... or (rule is not None and rule.permission not in caller.permissions):
        others = [path for path, _ in navigation_of(caller)]
        if name == f"GET {HOME}" and others:  # not everybody has a network to ask
            raise Elsewhere(others[0])
        raise HTTPException(403)


async def _recognise(request: Request) -> Caller:
    """Notes in the visit who is signed in; a session whose token is refused meanwhile is over.

    Raises:
        ExpiredSession: If nobody is.
        HTTPException: If their token is refused.
    """
    visit, sessions = request.state.visit, sessions_of(request)
    session = sessions.find(Jar(request).read(SESSION))
    door: Authenticator = request.state.door
    try:
        caller = await run_in_threadpool(door.authenticate, f"Bearer {session.token.get_secret_value()}")
    except HTTPException as error:
        if error.status_code == 401 and session.company:
            request.state.visit = replace(visit, session=session)
        elif error.status_code == 401:
            sessions.close(session.id)
        raise
    token = sessions.form_token(session.id)
    due = 0
    if request.method == "GET":
        due = await run_in_threadpool(due_today, request.state.workspace.store, caller)
    request.state.visit = replace(visit, form_token=token, session=session, caller=caller, due=due)
    return caller


async def _check_form(request: Request) -> None:
    announced, most = request.headers.get("content-length", ""), request.app.state.settings.max_upload_bytes
    if announced.isdecimal() and int(announced) > most:
        raise HTTPException(413, too_large(most))
    form = await request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=most)
    sent, session = form.get(FORM_TOKEN), request.state.visit.session
    cookie = session.id if session else Jar(request).read(VISITOR)
    if not isinstance(sent, str) or not sessions_of(request).is_form_token(cookie, sent):
        raise ForeignForm


def _failed(request: Request, error: Exception) -> Response:
    return _shown(request, failure_of(error))


def _shown(request: Request, failure: Failure) -> Response:
    return page("problem.html", request.state.visit, {"failure": failure}, status=failure.status)


def _signed_out(request: Request) -> Response:
    if request.method == "GET":
        return see(SIGN_IN)
    return _shown(request, Failure("expired-session", 401))


def _refused(request: Request) -> Response:
    session: Session | None = request.state.visit.session
    if session is not None and session.company:
        return _asked_again(request)
    response = _shown(request, Failure("refused", 401))
    Jar(request).forget(response, SESSION)
    return response


def _asked_again(request: Request) -> Response:
    """Sends somebody whose token of the single sign-on has expired there for another."""
    if request.method != "GET":
        return _shown(request, Failure("expired-token", 401))
    return see(f"{COMPANY}?{urlencode({'path': request.state.visit.path})}")


def _with_visitor(request: Request, response: Response) -> Response:
    """Gives a browser without any cookie the one that its sign-in form goes with."""
    jar = Jar(request)
    if not jar.read(VISITOR):
        jar.write(response, VISITOR, request.state.visitor)
    return response
