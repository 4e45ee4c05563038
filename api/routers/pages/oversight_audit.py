"""The bias audit of the log: groups are read once, compared, and never kept."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Form, HTTPException, Query, UploadFile
from starlette.responses import HTMLResponse, Response

from api.dependencies import CurrentSettings, CurrentWorkspace
from api.pages.route import CurrentSession, CurrentVisit, PageCaller, page_router, see
from api.pages.site import HEADERS, page
from api.uploads import kept
from matcher.catalogue import Tongue
from matcher.events import EventKind
from matcher.fairness import Report, audit_log, models_of, read_groups, report_to_json
from matcher.fairness.page import report_page, words_of
from matcher.fairness.tables import report_tables

router = page_router()

LOG = {Tongue.ENGLISH: "the log of this server", Tongue.FRENCH: "le journal de ce serveur"}


@router.get("/oversight/audit")
def audit_page(
    visit: CurrentVisit,
    session: CurrentSession,
    report: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    """Asks for the groups, and shows the report that was made of them."""
    made = session.shown.find(report) if report else None
    told: dict[str, Any] | None = report_to_json(made) if isinstance(made, Report) else None
    values = {"report_id": report, "report": told, "words": words_of(visit.tongue)}
    return page("oversight_audit.html", visit, values)


@router.post("/oversight/audit")
def audit(
    visit: CurrentVisit,
    caller: PageCaller,
    session: CurrentSession,
    workspace: CurrentWorkspace,
    settings: CurrentSettings,
    file: UploadFile,
    rescore: Annotated[str, Form()] = "",
) -> Response:
    """Audits the log of the server with the groups of a file, which is not kept."""
    with kept(file, settings.max_upload_bytes) as path:
        groups = read_groups(path)
    events = workspace.store.events
    audited = audit_log(events.all(), groups, workspace, name=LOG[visit.tongue], rescore=bool(rescore))
    events.append(EventKind.AUDITED, caller.actor, (), {"rescored": bool(rescore)})
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    made = Report(made_at=made_at, models=models_of(workspace.encoder), audit=audited)
    return see(f"/oversight/audit?report={session.shown.add(made)}")


@router.get("/oversight/audit/{report_id}/{kind}")
def audit_file(report_id: str, kind: str, visit: CurrentVisit, session: CurrentSession) -> Response:
    """Gives a report as a file: `html`, `json` or `csv`."""
    made = session.shown.find(report_id)
    if not isinstance(made, Report) or kind not in ("html", "json", "csv"):
        raise HTTPException(404)
    if kind == "html":
        text, media = report_page(made, visit.tongue), "text/html"
    elif kind == "json":
        text = json.dumps(report_to_json(made), ensure_ascii=False, indent=2) + "\n"
        media = "application/json"
    else:
        text, media = "\ufeff" + report_tables(made)["groups"], "text/csv"
    name = f"coopt-fairness-{made.made_at[:10]}.{kind}"
    attached = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=f"{media}; charset=utf-8", headers=HEADERS | attached)
