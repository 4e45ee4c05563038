"""The map of a network: a page, its data in one answer, and who lights up for some words."""

import gzip
import json
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from api.dependencies import CurrentWorkspace
from api.pages.map_data import map_data
from api.pages.route import CurrentVisit, PageCaller, Sent, page_router
from api.pages.site import HEADERS, page
from api.pages.wording import Words
from api.routers.pages.network import LONGEST_SEARCH, CurrentMaps, note_read
from matcher.errors import EmptyNetwork, UnknownEmployee
from matcher.workspace import Workspace

router = page_router()

COLOURS = ("group", "company", "level", "tie", "profile")
_QUICKLY = 1  # of gzip's levels


@router.get("/network/map")
def map_page(visit: CurrentVisit, caller: PageCaller, workspace: CurrentWorkspace) -> HTMLResponse:
    """Shows the map; its data follow."""
    values = {"count": _count(workspace, caller.employee), "colours": COLOURS}
    return page("map.html", visit, values | {"longest_search": LONGEST_SEARCH})


@router.get("/network/map/data")
def map_points(
    request: Request, visit: CurrentVisit, caller: PageCaller, workspace: CurrentWorkspace, maps: CurrentMaps
) -> Response:
    """Gives everybody's place, name, title and company."""
    picture = maps.picture(caller.employee)
    note_read(workspace, caller, [point.person.id for point in picture.points])
    return _json(request, map_data(picture, Words(visit.tongue)))


@router.post("/network/map/found")
def found_points(request: Request, caller: PageCaller, maps: CurrentMaps, sent: Sent) -> Response:
    """Gives the places, among the points, of those who answer to some words."""
    words = sent.get("words", "").replace("\x00", "")[:LONGEST_SEARCH]
    found = maps.found(caller.employee, words)
    points = maps.picture(caller.employee).points
    return _json(request, [place for place, point in enumerate(points) if point.person.id in found])


def _count(workspace: Workspace, employee: str) -> int:
    try:
        return len(workspace.store.network(employee).contact_ids)
    except (UnknownEmployee, EmptyNetwork):
        return 0


def _json(request: Request, value: Any) -> Response:  # noqa: ANN401 - a JSON value
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {**HEADERS, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["Content-Encoding"] = gzip.compress(body, _QUICKLY), "gzip"
    return Response(body, media_type="application/json", headers=headers)
