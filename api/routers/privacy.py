"""What an employee does about a contact's data: the link, an objection, the notice, the legal basis."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Body, Path, Query

from api.auth import protected_router
from api.dependencies import CurrentCaller, CurrentSettings, CurrentWorkspace
from api.inputs import Id, ShortText
from api.openapi import answers, problems
from api.privacy_schemas import (
    LINK,
    NOTICE,
    NOTICE_TEXT,
    NOTICES,
    OBJECTED,
    STANDING,
    LinkOut,
    NewBasis,
    NewObjection,
    NoticeOut,
    NoticePage,
    NoticeTextOut,
    Objected,
    Standing,
)
from api.standing import standing_of
from matcher.drafts.language import NoteLanguage
from matcher.privacy.handing_out import notice_with_link
from matcher.privacy.links import make_link

router = protected_router("privacy")

MOST_NOTICES = 500
ContactId = Annotated[Id, Path()]


@router.get(
    "/contacts/{contact_id}/privacy",
    responses={**problems(404), **answers(200, STANDING, "Where the contact stands")},
)
def get_standing(
    contact_id: ContactId, caller: CurrentCaller, workspace: CurrentWorkspace, settings: CurrentSettings
) -> Standing:
    """Gives the legal basis, the notice, an objection, and until when a contact of the caller is kept."""
    return standing_of(workspace.store, settings, contact_id, caller.employee)


@router.post(
    "/contacts/{contact_id}/link",
    status_code=201,
    responses={**problems(404), **answers(201, LINK, "The address of the contact's own page")},
)
def add_link(
    contact_id: ContactId, caller: CurrentCaller, workspace: CurrentWorkspace, settings: CurrentSettings
) -> LinkOut:
    """Makes the link to a contact's own page, for the caller to hand to the contact."""
    made = make_link(
        workspace.store,
        contact_id,
        made_by=caller.actor,
        lifetime=settings.link_lifetime,
        employee=caller.employee,
    )
    return LinkOut(url=made.address(settings.base_url), expires_at=made.link.expires_at)


@router.post(
    "/contacts/{contact_id}/objection",
    responses={**problems(404), **answers(200, OBJECTED, "Never suggested from now on")},
)
def add_objection(
    contact_id: ContactId,
    new: Annotated[NewObjection, Body()],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
) -> Objected:
    """Records that a contact of the caller does not want to be suggested; it takes effect at once."""
    workspace.store.privacy.object(contact_id, by=caller.actor, reason=new.reason, employee=caller.employee)
    return Objected(contact_id=contact_id, objected=True)


@router.put(
    "/contacts/{contact_id}/basis",
    responses={**problems(404), **answers(200, STANDING, "Where the contact stands now")},
)
def set_basis(
    contact_id: ContactId,
    new: Annotated[NewBasis, Body()],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
) -> Standing:
    """Sets the legal basis on which a contact of the caller is held, such as a consent that they gave."""
    store = workspace.store
    store.duties.set_basis(contact_id, new.legal_basis, by=caller.actor, employee=caller.employee)
    return standing_of(store, settings, contact_id, caller.employee)


@router.get("/notices", responses=answers(200, NOTICES, "The soonest due first"))
def list_notices(
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
    due: Annotated[bool, Query(description="Only those that are owed still")] = False,
    k: Annotated[int, Query(ge=1, le=MOST_NOTICES)] = 50,
) -> NoticePage:
    """Gives which of the caller's contacts are owed the notice of article 14 of the GDPR, and until when."""
    found = workspace.store.duties.notices(within=settings.notice_within, employee=caller.employee)
    wanted = [notice for notice in found if not (due and notice.given_at)]
    return NoticePage(items=[NoticeOut.of(notice, _today()) for notice in wanted[:k]], total=len(wanted))


@router.post(
    "/contacts/{contact_id}/notice/text",
    responses={**problems(404), **answers(200, NOTICE_TEXT, "The notice, with a fresh link in it")},
)
def write_notice(
    contact_id: ContactId,
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
    language: Annotated[NoteLanguage | None, Query(description="The contact's own unless told")] = None,
    sender: Annotated[ShortText, Query(description="The caller's name, as the contact knows it")] = "",
) -> NoticeTextOut:
    """Writes the notice for a contact of the caller, who sends it; the program sends nothing."""
    text = notice_with_link(
        workspace.store,
        contact_id,
        settings.handing_out,
        by=caller.actor,
        employee=caller.employee,
        language=language,
        sender=sender,
    )
    return NoticeTextOut(language=text.language, subject=text.subject, body=text.body)


@router.post(
    "/contacts/{contact_id}/notice",
    responses={**problems(404), **answers(200, NOTICE, "Noted as given")},
)
def give_notice(
    contact_id: ContactId, caller: CurrentCaller, workspace: CurrentWorkspace, settings: CurrentSettings
) -> NoticeOut:
    """Notes that a contact of the caller was given the notice."""
    store = workspace.store
    store.duties.give_notice(contact_id, by=caller.actor, employee=caller.employee)
    (notice,) = store.duties.notices(within=settings.notice_within, contact_ids=[contact_id])
    return NoticeOut.of(notice, _today())


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
