"""Signing in with one's company account: to the single sign-on, and back with a token of its."""

import logging

from fastapi import HTTPException, Request
from pydantic import SecretStr
from starlette.responses import RedirectResponse, Response

from api.auth.caller import Authenticator, Caller, IssuerUnavailable
from api.auth.company import BACK, Begun, CompanySignIn, SignInFailed, Tokens
from api.pages.cookies import Jar
from api.pages.route import (
    COMPANY,
    HOME,
    LEADS_BACK,
    SESSION,
    CurrentVisit,
    Failure,
    page_router,
    sessions_of,
)
from api.pages.session import ExpiredSession
from api.pages.site import HEADERS, Visit, page

logger = logging.getLogger(__name__)

router = page_router()

BEGUN = "begun"


@router.get(COMPANY)
def leave(request: Request, path: str = HOME) -> Response:
    """Sends the browser to the single sign-on."""
    company, jar = _company(request), Jar(request)
    try:
        address, browser = company.begin(path if LEADS_BACK.fullmatch(path) else HOME, jar.read(SESSION))
    except IssuerUnavailable:
        return _failed(request.state.visit, "issuer-unavailable", 503)
    response = RedirectResponse(address, 303, HEADERS)
    jar.write(response, BEGUN, browser, lax=True)  # the single sign-on leads back, and is another site
    return response


@router.get(BACK)
def come_back(request: Request, visit: CurrentVisit) -> Response:
    """Takes the browser back, and begins a session under a new id; or goes on with the one that it had."""
    company, jar = _company(request), Jar(request)
    try:
        tokens, begun = company.finish(jar.read(BEGUN), request.query_params)
        token, caller = _let_in(request, tokens)
    except SignInFailed as failed:
        logger.info("sign-in failed", extra={"reason": failed.reason})
        response = _failed(visit, "sign-in-declined" if failed.declined else "sign-in-failed", 403)
    except IssuerUnavailable:
        response = _failed(visit, "issuer-unavailable", 503)
    else:
        # Not by a redirect: the browser would keep the session's cookie from what another site led it to.
        response = page("signed_in.html", visit, {"path": begun.path})
        if not _renewed(request, begun, token, caller):
            sessions_of(request).close(begun.session_id)
            session = sessions_of(request).open(token, company=caller.actor)
            jar.write(response, SESSION, session.id)
    jar.forget(response, BEGUN)
    return response


def _company(request: Request) -> CompanySignIn:
    company: CompanySignIn | None = request.state.company
    if company is None:
        raise HTTPException(404)
    return company


def _let_in(request: Request, tokens: Tokens) -> tuple[SecretStr, Caller]:
    """Shows the door the token for Coopt, or the one that says who it is where the door takes that.

    Raises:
        SignInFailed: If it takes neither.
        IssuerUnavailable: If that cannot be told now.
    """
    door: Authenticator = request.state.door
    for token in (tokens.access, tokens.identity):
        if token is None:
            continue
        try:
            return token, door.authenticate(f"Bearer {token.get_secret_value()}")
        except HTTPException as error:
            if error.status_code != 401:
                raise IssuerUnavailable from None
    raise SignInFailed("no token for Coopt")


def _renewed(request: Request, begun: Begun, token: SecretStr, caller: Caller) -> bool:
    """Gives the session that a sign-in began from its new token, so that what it holds stays."""
    try:
        session = sessions_of(request).find(begun.session_id)
    except ExpiredSession:
        return False
    if session.company != caller.actor:
        return False
    session.token = token
    return True


def _failed(visit: Visit, key: str, status: int) -> Response:
    return page("problem.html", visit, {"failure": Failure(key, status)}, status=status)
