"""What the data protection officer does: requests of contacts, retention, the register; by ids alone."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import BackgroundTasks, Body, Path, Query

from api.auth import protected_router
from api.compaction import compact_soon
from api.dependencies import CurrentCaller, CurrentSettings, CurrentWorkspace
from api.inputs import Id
from api.my_data_schemas import MY_DATA, MyData
from api.openapi import answers, problems
from api.privacy_schemas import (
    ERASED,
    HELD,
    LINK,
    NOTICES,
    OBJECTED,
    REGISTER,
    RETENTION,
    Erased,
    HeldList,
    HeldOut,
    LinkOut,
    NewObjection,
    NoticeOut,
    NoticePage,
    Objected,
    PersonAsked,
    RegisterOut,
    RetentionAsked,
    RetentionOut,
)
from matcher.catalogue import Tongue
from matcher.events import EventKind
from matcher.privacy.export import dossier_to_json
from matcher.privacy.links import make_link
from matcher.privacy.notice import Practice
from matcher.privacy.register import register
from matcher.privacy.retention import retention_to_json, run_retention

router = protected_router("duties")

MOST_NOTICES = 1_000
ContactId = Annotated[Id, Path()]


@router.get("/duties/notices", responses=answers(200, NOTICES, "The soonest due first"))
def all_notices(
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
    due: Annotated[bool, Query(description="Only those that are owed still")] = True,
    k: Annotated[int, Query(ge=1, le=MOST_NOTICES)] = 100,
) -> NoticePage:
    """Gives which contacts are owed the notice of article 14 of the GDPR, by id."""
    found = workspace.store.duties.notices(within=settings.notice_within)
    wanted = [notice for notice in found if not (due and notice.given_at)]
    today = datetime.now(UTC).date().isoformat()
    return NoticePage(items=[NoticeOut.of(notice, today) for notice in wanted[:k]], total=len(wanted))


@router.get("/duties/register", responses=answers(200, REGISTER, "The register, with the figures of today"))
def get_register(
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
    language: Annotated[Tongue, Query(description="Of its texts")] = Tongue.ENGLISH,
) -> RegisterOut:
    """Gives the register of processing activities (article 30 of the GDPR)."""
    made = register(
        workspace.store,
        Practice(settings.responsible, settings.delays),
        notice_within=settings.notice_within,
        today=datetime.now(UTC).date(),
        tongue=language,
    )
    return RegisterOut.model_validate(made)


@router.post("/duties/retention", responses=answers(200, RETENTION, "Whose time has come"))
def retention(
    asked: Annotated[RetentionAsked, Body()],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
    background: BackgroundTasks,
) -> RetentionOut:
    """Lists the contacts whose time has come and, with `apply`, erases them."""
    today = datetime.now(UTC).date()
    report = run_retention(workspace.store, settings.delays, today, by=caller.actor, apply=asked.apply)
    if report.applied and report.expired:
        background.add_task(compact_soon, workspace)
    return RetentionOut.model_validate(retention_to_json(report))


@router.post("/duties/searches", responses=answers(200, HELD, "Of whom data is held, by id"))
def search(
    asked: Annotated[PersonAsked, Body()], caller: CurrentCaller, workspace: CurrentWorkspace
) -> HeldList:
    """Finds who asks for their rights, by their whole name, an e-mail address or a profile's address.

    The log notes whom it found, and not what was looked for.
    """
    found = workspace.store.duties.find(asked.text, by=caller.actor)
    return HeldList(items=[HeldOut.model_validate(one) for one in found])


@router.post(
    "/duties/contacts/{contact_id}/export",
    response_model=MyData,
    responses={**problems(404), **answers(200, MY_DATA, "Everything that is held of the contact")},
)
def export(
    contact_id: ContactId,
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
    with_notes: Annotated[
        bool, Query(description="Employees' own words too: to be read before they are handed out")
    ] = False,
) -> dict[str, Any]:
    """Gives everything that is held of a contact who asked for it; each time is an event in the log."""
    store = workspace.store
    dossier = store.dossiers.read(
        contact_id, delays=settings.delays, notice_within=settings.notice_within, with_notes=with_notes
    )
    store.events.append(EventKind.EXPORTED, caller.actor, contact_id, {"with_notes": with_notes})
    return dossier_to_json(dossier)


@router.post(
    "/duties/contacts/{contact_id}/link",
    status_code=201,
    responses={**problems(404), **answers(201, LINK, "The address of the contact's own page")},
)
def add_link(
    contact_id: ContactId, caller: CurrentCaller, workspace: CurrentWorkspace, settings: CurrentSettings
) -> LinkOut:
    """Makes the link to a contact's own page, for the officer to hand to the contact."""
    made = make_link(workspace.store, contact_id, made_by=caller.actor, lifetime=settings.link_lifetime)
    return LinkOut(url=made.address(settings.base_url), expires_at=made.link.expires_at)


@router.post(
    "/duties/contacts/{contact_id}/objection",
    responses={**problems(404), **answers(200, OBJECTED, "Never suggested from now on")},
)
def add_objection(
    contact_id: ContactId,
    new: Annotated[NewObjection, Body()],
    caller: CurrentCaller,
    workspace: CurrentWorkspace,
) -> Objected:
    """Records that a contact does not want to be suggested; it takes effect at once."""
    workspace.store.privacy.object(contact_id, by=caller.actor, reason=new.reason)
    return Objected(contact_id=contact_id, objected=True)


@router.delete(
    "/duties/contacts/{contact_id}/objection",
    responses={**problems(404), **answers(200, OBJECTED | {"objected": False}, "May be suggested again")},
)
def withdraw_objection(contact_id: ContactId, caller: CurrentCaller, workspace: CurrentWorkspace) -> Objected:
    """Takes back an objection that was recorded by mistake, or that the contact changed their mind about."""
    workspace.store.privacy.withdraw_objection(contact_id, by=caller.actor)
    return Objected(contact_id=contact_id, objected=False)


@router.post(
    "/duties/contacts/{contact_id}/erasure",
    responses={**problems(404), **answers(200, ERASED, "Erased; the bytes on disk follow within a day")},
)
def erase(
    contact_id: ContactId, caller: CurrentCaller, workspace: CurrentWorkspace, background: BackgroundTasks
) -> Erased:
    """Erases a contact who asked for it, everywhere and for good; no import brings them back."""
    workspace.store.privacy.erase(contact_id, by=caller.actor)
    background.add_task(compact_soon, workspace)
    return Erased(contact_id=contact_id)
