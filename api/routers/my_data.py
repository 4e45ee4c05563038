"""A contact's own page, behind a signed link: what is held, why, and what to do about it.

Nobody logs in: the link is the key. Altered, expired, used up or never made, it gets the same answer.
"""

import logging
import secrets
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, BackgroundTasks, Body, Depends, Request, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse

from api.compaction import compact_soon
from api.dependencies import CurrentSettings, CurrentWorkspace
from api.my_data_schemas import MY_DATA, OWN_ACTION, OWN_ACTION_DONE, MyData, OwnAction, OwnActionDone
from api.openapi import answers, problems
from api.own_page import ANSWERED, DONE, answer, dossier_of, page_values, profile_of, take
from api.pages.rendering import HEADERS, language_for, page
from matcher.drafts.language import NoteLanguage, language_of
from matcher.errors import (
    IllegalStep,
    InvalidLink,
    InvalidStatement,
    StaleIntroduction,
    UnknownIntroduction,
)
from matcher.events import EventKind
from matcher.privacy.duties import Action, Link, LinkUse
from matcher.privacy.export import dossier_to_json
from matcher.privacy.links import PATH, new_form, note_refused, open_link, read_sent
from matcher.privacy.statement import Statement
from matcher.store import Store
from matcher.store.privacy import CONTACT

logger = logging.getLogger(__name__)
router = APIRouter(prefix=PATH, tags=["a contact's own data"], responses=problems(404, 422, 500, 503))

MOST_FIELDS = 1_000


async def _sent(request: Request) -> dict[str, str]:
    form: FormData = await request.form(max_files=0, max_fields=MOST_FIELDS)
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _wished(request: Request) -> NoteLanguage:
    """The language of pages that are the same for everybody."""
    return _language(request, NoteLanguage.ENGLISH, request.headers.get("accept-language"))


Sent = Annotated[dict[str, str], Depends(_sent)]
Wished = Annotated[NoteLanguage, Depends(_wished)]


@router.get("/done/{action}", include_in_schema=False)
def done(action: str, wished: Wished) -> HTMLResponse:
    """Says that an action took effect; of whom, it does not know."""
    if action not in DONE:
        return page("gone.html", wished, status=404)
    return page("done.html", wished, {"action": action})


@router.get("/{token}", include_in_schema=False)
def show(
    token: str, request: Request, wished: Wished, workspace: CurrentWorkspace, settings: CurrentSettings
) -> HTMLResponse:
    """Shows the page, in the contact's language unless another is asked for."""
    store = workspace.store
    try:
        link = open_link(store, token)
        values = page_values(store, settings, link, token)
    except InvalidLink:
        return _gone(wished, workspace.store, token)
    store.events.append(EventKind.CONTACT_READ, CONTACT, link.contact_id)
    return page("my_data.html", _language(request, language_of(values["profile"])), values)


@router.get(
    "/{token}/data", responses=answers(200, MY_DATA, "Everything that is held"), response_model=MyData
)
def download(token: str, workspace: CurrentWorkspace, settings: CurrentSettings) -> Response:
    """Gives everything that is held of the contact, to keep or to take elsewhere."""
    store = workspace.store
    link = _opened(store, token)
    dossier = dossier_of(store, settings, link.contact_id)
    store.events.append(EventKind.EXPORTED, CONTACT, link.contact_id)
    headers = HEADERS | {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return JSONResponse(dossier_to_json(dossier), headers=headers)


@router.get("/{token}/erasure", include_in_schema=False)
def confirm_erasure(
    token: str, request: Request, wished: Wished, workspace: CurrentWorkspace
) -> HTMLResponse:
    """Asks once more before everything is erased."""
    store = workspace.store
    try:
        link = open_link(store, token)
        language = _language(request, language_of(profile_of(store, link.contact_id)))
    except InvalidLink:
        return _gone(wished, store, token)
    return page("confirm.html", language, {"base": f"{PATH}/{token}", "form": new_form(store, link)})


@router.post(
    "/{token}/actions",
    responses=answers(200, OWN_ACTION_DONE, "It took effect, everywhere and at once"),
)
def act(
    token: str,
    asked: Annotated[OwnAction, Body(examples=[OWN_ACTION])],
    workspace: CurrentWorkspace,
    background: BackgroundTasks,
) -> OwnActionDone:
    """Corrects, objects or erases; each works once through one link."""
    store = workspace.store
    link = _opened(store, token)
    use = LinkUse(link.id, asked.action, secrets.token_urlsafe(12))
    try:
        _take(store, link, use, asked)
    except InvalidLink:  # used before
        _note_refused(store, token)
        raise
    if asked.action is Action.ERASURE:
        background.add_task(compact_soon, workspace)
    return OwnActionDone(done=asked.action)


@router.post(f"/{{token}}/{ANSWERED}", include_in_schema=False)
def answer_form(token: str, sent: Sent, wished: Wished, workspace: CurrentWorkspace) -> Response:
    """Takes the contact's own yes or no to being introduced; the latest counts."""
    store = workspace.store
    try:
        link_id, _ = read_sent(store, token, sent.get("form", ""))
        answer(store, store.links.open(link_id), sent)
    except (InvalidLink, UnknownIntroduction):
        return _gone(wished, workspace.store, token)
    except (StaleIntroduction, IllegalStep):  # sent twice, or something happened meanwhile: shown as it is
        return RedirectResponse(f"{PATH}/{token}", 303, HEADERS)
    return _done(ANSWERED, sent)


@router.post("/{token}/{action}", include_in_schema=False)
def act_form(
    token: str,
    action: str,
    sent: Sent,
    request: Request,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
) -> Response:
    """Does what a form of the page asks for; the same form sent twice counts once."""
    store = workspace.store
    try:
        link_id, form = read_sent(store, token, sent.get("form", ""))
        use = LinkUse(link_id, _action(action), form)
        if not store.links.was_sent(use):
            link = store.links.open(link_id)
            try:
                take(store, link, use, sent)
            except InvalidStatement as error:
                values = page_values(store, settings, link, token) | {"error": error.field}
                return page("my_data.html", _sent_language(sent, request), values, status=422)
    except InvalidLink:
        return _gone(_sent_language(sent, request), store, token)
    response = _done(action, sent)
    if use.action is Action.ERASURE:
        response.background = BackgroundTasks()
        response.background.add_task(compact_soon, workspace)
    return response


def _take(store: Store, link: Link, use: LinkUse, asked: OwnAction) -> None:
    if asked.profile is None:
        take(store, link, use, {"reason": asked.reason})
        return
    shown = profile_of(store, link.contact_id)
    statement = Statement.of(shown, asked.profile.over(shown))
    store.privacy.correct(link.contact_id, statement, remark=asked.reason, use=use)


def _action(name: str) -> Action:
    found = next((action for action in Action if action == name), None)
    if found is None:
        raise InvalidLink
    return found


def _opened(store: Store, token: str) -> Link:
    try:
        return open_link(store, token)
    except InvalidLink:
        _note_refused(store, token)
        raise


def _gone(language: NoteLanguage, store: Store, token: str) -> HTMLResponse:
    """The one answer to every link that does not work."""
    _note_refused(store, token)
    return page("gone.html", language, status=404)


def _note_refused(store: Store, token: str) -> None:
    logger.warning("link refused")
    note_refused(store, token)


def _done(what: str, sent: dict[str, str]) -> RedirectResponse:
    """Leads away from the address that is the key, to a page that a reload does no harm to."""
    language = language_for(sent.get("lang"), None, NoteLanguage.ENGLISH)
    return RedirectResponse(f"{PATH}/done/{what}?{urlencode({'lang': language.value})}", 303, HEADERS)


def _sent_language(sent: dict[str, str], request: Request) -> NoteLanguage:
    return language_for(sent.get("lang"), request.headers.get("accept-language"), NoteLanguage.ENGLISH)


def _language(request: Request, otherwise: NoteLanguage, accepted: str | None = None) -> NoteLanguage:
    return language_for(request.query_params.get("lang"), accepted, otherwise)
