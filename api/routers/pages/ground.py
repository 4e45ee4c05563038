"""The ground of the pages: signing in and out, the language, and what stands beside them."""

from fastapi import Request
from pydantic import SecretStr
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

from api.access_settings import WayIn
from api.auth.caller import Authenticator
from api.dependencies import CurrentSettings
from api.pages.cookies import Jar
from api.pages.route import (
    LEADS_BACK,
    SESSION,
    SIGN_IN,
    TONGUE,
    CurrentVisit,
    Sent,
    page_router,
    see,
    sessions_of,
)
from api.pages.site import STATIC, TONGUES, asset, page

router = page_router()

_UNCHANGING = {"Cache-Control": "public, max-age=31536000, immutable"}


@router.get(SIGN_IN)
def sign_in_page(visit: CurrentVisit, settings: CurrentSettings) -> HTMLResponse:
    """Asks for the token."""
    return page("sign_in.html", visit, {"local": WayIn.LOCAL in settings.auth, "refused": False})


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
        values = {"local": WayIn.LOCAL in settings.auth, "refused": True}
        return page("sign_in.html", visit, values, status=401)
    if visit.session is not None:
        sessions_of(request).close(visit.session.id)
    response = see("/")
    Jar(request).write(response, SESSION, sessions_of(request).open(token).id)
    return response


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
    response = see(back if LEADS_BACK.fullmatch(back) else "/")
    if chosen in TONGUES:
        Jar(request).write(response, TONGUE, chosen, lasting=True)
    return response


def static_file(request: Request) -> Response:
    """Gives a file that belongs to the pages; its address changes with its content."""
    name = request.path_params["name"]
    known = {path.name for path in STATIC.iterdir()}
    if name not in known or request.url.path != asset(name):
        raise HTTPException(404)
    return FileResponse(STATIC / name, headers=_UNCHANGING)


router.add_route("/assets/{digest}/{name}", static_file, include_in_schema=False)
