"""The ground of the pages: signing in and out, the language, and what stands beside them."""

from mimetypes import guess_type

from fastapi import Request
from pydantic import SecretStr
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

from api.access_settings import WayIn
from api.auth.caller import Authenticator
from api.dependencies import CurrentSettings
from api.pages.cookies import Jar
from api.pages.invitation import Invitations
from api.pages.route import (
    HOME,
    LEADS_BACK,
    SESSION,
    SIGN_IN,
    TONGUE,
    CurrentVisit,
    Failure,
    Sent,
    page_router,
    see,
    sessions_of,
)
from api.pages.site import STATIC, TONGUES, Visit, asset, page, squeezed, static_names
from api.settings import Settings

router = page_router()

_UNCHANGING = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
_SQUEEZED = {"Content-Encoding": "gzip"}
_LONG_TEXTS = (".js", ".css")


@router.get(SIGN_IN)
def sign_in_page(visit: CurrentVisit, settings: CurrentSettings) -> HTMLResponse:
    """Asks for the token, or leads to the company's single sign-on."""
    return page("sign_in.html", visit, _ways(settings))


@router.post(SIGN_IN)
async def sign_in(request: Request, visit: CurrentVisit, settings: CurrentSettings, sent: Sent) -> Response:
    """Tries the token at the door, and begins a session under a new id."""
    token = SecretStr(sent.get("token", "").strip())
    door: Authenticator = request.state.door
    try:
        await run_in_threadpool(door.authenticate, f"Bearer {token.get_secret_value()}")
    except HTTPException as error:
        if error.status_code != 401:
            raise
        return page("sign_in.html", visit, _ways(settings, refused=True), status=401)
    return _signed_in(request, visit, token, see(HOME))


@router.get("/sign-in/once/{code}")
def sign_in_once(code: str, request: Request, visit: CurrentVisit) -> Response:
    """Signs in whoever opens the address that `coopt serve` printed; the first time alone."""
    if visit.session is not None:  # the address is opened again, as browsers do when they start
        return see(HOME)
    invitations: Invitations = request.app.state.invitations
    token = invitations.take(code)
    if token is None:
        return page("problem.html", visit, {"failure": Failure("used-invitation", 403)}, status=403)
    # Not by a redirect: a browser may keep the cookie from what another program led it to.
    return _signed_in(request, visit, token, page("signed_in.html", visit, {"path": HOME}))


@router.post("/sign-out")
def sign_out(request: Request, visit: CurrentVisit) -> Response:
    """Ends the session, with what it held."""
    if visit.session is not None:
        sessions_of(request).close(visit.session.id)
    response = see(SIGN_IN)
    Jar(request).forget(response, SESSION)
    return response


@router.post("/language")
def choose_language(request: Request, sent: Sent) -> Response:
    """Keeps a language, and leads back to where it was chosen."""
    back, chosen = sent.get("back", ""), sent.get("language", "")
    response = see(back if LEADS_BACK.fullmatch(back) else HOME)
    if chosen in TONGUES:
        Jar(request).write(response, TONGUE, chosen, lasting=True)
    return response


def _ways(settings: Settings, *, refused: bool = False) -> dict[str, bool]:
    """Tells how people sign in here."""
    company = bool(settings.oidc_client_id)
    return {
        "company": company,
        "typed": not company or settings.auth != {WayIn.OIDC},
        "local": WayIn.LOCAL in settings.auth,
        "refused": refused,
    }


def _signed_in(request: Request, visit: Visit, token: SecretStr, response: Response) -> Response:
    """Begins a session, in place of the one that the browser had."""
    if visit.session is not None:
        sessions_of(request).close(visit.session.id)
    Jar(request).write(response, SESSION, sessions_of(request).open(token).id)
    return response


def static_file(request: Request) -> Response:
    """Gives a file that belongs to the pages; its address changes with its content."""
    name = request.path_params["name"]
    if name not in static_names() or request.url.path != asset(name):
        raise HTTPException(404)
    if name.endswith(_LONG_TEXTS) and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(squeezed(name), media_type=guess_type(name)[0], headers=_UNCHANGING | _SQUEEZED)
    return FileResponse(STATIC / name, headers=_UNCHANGING)


router.add_route("/assets/{digest}/{name:path}", static_file, include_in_schema=False)
