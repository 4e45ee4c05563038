"""Every route as every role, with ids of one's own and of somebody else."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from httpx2 import Response

from api.auth import ProtectedRoute
from api.page_table import PAGE_RULES
from api.pages.route import PageRoute
from api.policy_table import RULES, Whose
from matcher.introduction import Actor, Move, Party, Stage
from matcher.policy import GRANTS, Permission
from matcher.readers.openings import opening_from_text
from matcher.readers.report import Reading
from tests.api.access import TEXT, WHO, World, opened
from tests.api.problems import problem

# Nobody is asked there who they are: health and documentation tell nothing of anybody, and the address of a
# calendar or of a contact's own page is a secret by itself.
OPEN = ("/docs", "/docs/oauth2-redirect", "/healthz", "/readyz", "/calendar/", "/my-data/")
NOBODYS = "0" * 16
IDS = ("contact_id", "share_id", "introduction_id", "reminder_id")


@dataclass(frozen=True)
class Call:
    """A sample of a request; `{contact_id}` and the like stand for ids in the path and in the body.

    `ids` takes the place of the caller's own, where the call would take away what other calls need.
    """

    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    query: str = ""
    ids: dict[str, str] = field(default_factory=dict)


SEEN = {"If-Match": '"1"'}
CONTACT_AND_OPENING = {"contact_id": "{contact_id}", "opening_id": "{opening_id}"}
CALLS: dict[str, Call] = {
    "POST /v1/imports/contacts": Call(),
    "POST /v1/imports/openings": Call(),
    "POST /v1/imports/openings/url": Call(),
    "GET /v1/imports": Call(),
    "DELETE /v1/imports/{import_id}": Call(),
    "GET /v1/network": Call(),
    "GET /v1/network/thin": Call(),
    "PUT /v1/network/ties/{contact_id}": Call({"strength": "strong"}),
    "DELETE /v1/network/ties/{contact_id}": Call(),
    "GET /v1/contacts": Call(),
    "GET /v1/contacts/{contact_id}/openings": Call(),
    "GET /v1/duplicates": Call(),
    "POST /v1/duplicates/searches": Call(),
    "POST /v1/duplicates/merges": Call({"contact_id": "{contact_id}", "other_id": "{contact_id}"}),
    "POST /v1/duplicates/splits": Call({"contact_id": "{contact_id}"}),
    "POST /v1/duplicates/kept-apart": Call({"contact_id": "{contact_id}", "other_id": "{contact_id}"}),
    "GET /v1/duplicates/changes": Call(),
    "DELETE /v1/duplicates/changes/{change_id}": Call(),
    "GET /v1/openings": Call(),
    "POST /v1/openings": Call({"text": TEXT}),
    "GET /v1/openings/{opening_id:path}": Call(),
    "POST /v1/suggestions": Call({"text": TEXT}),
    "POST /v1/feedback": Call({**CONTACT_AND_OPENING, "verdict": "consider"}),
    "GET /v1/feedback": Call(),
    "DELETE /v1/feedback": Call(),
    "DELETE /v1/feedback/{contact_id}": Call(),
    "GET /v1/contacts/{contact_id}/privacy": Call(),
    "POST /v1/contacts/{contact_id}/link": Call(),
    "POST /v1/contacts/{contact_id}/objection": Call({}),
    "PUT /v1/contacts/{contact_id}/basis": Call({"legal_basis": "consent"}),
    "POST /v1/contacts/{contact_id}/notice": Call(),
    "POST /v1/contacts/{contact_id}/notice/text": Call(),
    "GET /v1/notices": Call(),
    "GET /v1/duties/notices": Call(),
    "GET /v1/duties/register": Call(),
    "POST /v1/duties/retention": Call({}),
    "POST /v1/duties/searches": Call({"text": "Inès Carpentier"}),
    "POST /v1/duties/contacts/{contact_id}/export": Call(),
    "POST /v1/duties/contacts/{contact_id}/link": Call(),
    "POST /v1/duties/contacts/{contact_id}/objection": Call({}),
    "DELETE /v1/duties/contacts/{contact_id}/objection": Call(),
    "POST /v1/duties/contacts/{contact_id}/erasure": Call(ids={"contact_id": NOBODYS}),
    "GET /v1/events": Call(),
    "GET /v1/events/head": Call(),
    "GET /v1/events/export": Call(),
    "GET /v1/events/{seq}/replay": Call(),
    "GET /v1/stops": Call(),
    "POST /v1/stops": Call({"opening_id": "under-review", "reason": "Under review"}),
    "DELETE /v1/stops/{stop_id}": Call(),
    "POST /v1/reach": Call({"text": TEXT}),
    "POST /v1/batches": Call({"opening_ids": ["{opening_id}"]}),
    "GET /v1/batches/{batch_id}": Call(),
    "GET /v1/batches/{batch_id}/results": Call(),
    "DELETE /v1/batches/{batch_id}": Call(),
    "POST /v1/reindex": Call(),
    "GET /v1/reindex": Call(),
    "POST /v1/shares": Call(CONTACT_AND_OPENING),
    "GET /v1/shares": Call(),
    "DELETE /v1/shares/{share_id}": Call(),
    "POST /v1/introductions": Call(CONTACT_AND_OPENING),
    "GET /v1/introductions": Call(),
    "GET /v1/introductions/{introduction_id}": Call(),
    "POST /v1/introductions/{introduction_id}/steps": Call({"stage": "suggested"}, SEEN),
    "DELETE /v1/introductions/{introduction_id}/steps/latest": Call(None, SEEN),
    "POST /v1/introductions/{introduction_id}/draft": Call({}),
    "GET /v1/processes": Call(),
    "POST /v1/processes/{introduction_id}/steps": Call({"stage": "in-process"}, SEEN),
    "DELETE /v1/processes/{introduction_id}/steps/latest": Call(None, SEEN),
    "GET /v1/reminders": Call(),
    "PUT /v1/reminders/{reminder_id}": Call({"answer": "done"}),
    "DELETE /v1/reminders/{reminder_id}": Call(),
    "POST /v1/calendar": Call({}),
    "DELETE /v1/calendar": Call(),
}


def routes(of: Iterable[Any]) -> Iterator[APIRoute]:
    for route in of:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from routes(route.original_router.routes)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with opened(tmp_path_factory.mktemp("policy")) as started:
        yield started


def ids_of_ada(world: World) -> dict[str, str]:
    """What Ada has at this moment, made again where a call before took it away."""
    store, opening = world.store, opening_from_text(TEXT)
    store.import_openings(Reading("text", "", (opening,)))
    contact_id = world.contact("ada", "Inès Carpentier")
    store.privacy.withdraw_objection(contact_id, by="ada")
    started = store.introductions.start("ada", contact_id, opening.id)
    if started.stage is not Stage.ASKED:
        move = Move(Stage.ASKED, Actor(Party.EMPLOYEE, "ada"))
        started = store.introductions.step(started.id, move)
    return {
        "contact_id": contact_id,
        "opening_id": opening.id,
        "seq": "1",
        "change_id": "1",
        "batch_id": "1",
        "import_id": store.import_openings(Reading("text", "", ()), "ada").id,
        "stop_id": "1",
        "share_id": store.access.share("ada", contact_id, opening.id)[0].id,
        "introduction_id": started.id,
        "reminder_id": store.reminders.reminders("ada")[0].id,
    }


def send(world: World, who: str, route: str, ids: dict[str, str]) -> Response:
    method, _, path = route.partition(" ")
    call = CALLS[route]
    ids = ids | call.ids
    path, body = path.replace(":path}", "}").format(**ids), json.dumps(call.body)
    for name, value in ids.items():
        body = body.replace(f'"{{{name}}}"', json.dumps(value))
    options = {} if call.body is None else {"json": json.loads(body)}
    return world.ask(who, method, path + call.query, headers=call.headers, **options)


def mentions(route: str) -> list[str]:
    return [name for name in IDS if f"{{{name}}}" in route + json.dumps(CALLS[route].body)]


def test_every_route_has_a_row_and_a_sample(app: FastAPI) -> None:
    found = list(routes(app.routes))
    asking = {
        f"{m} {route.path}" for route in found if isinstance(route, ProtectedRoute) for m in route.methods
    }
    assert asking == set(RULES)
    assert set(RULES) == set(CALLS)
    pages = {f"{m} {route.path}" for route in found if isinstance(route, PageRoute) for m in route.methods}
    assert pages == set(PAGE_RULES)
    others = [route.path for route in found if not isinstance(route, ProtectedRoute | PageRoute)]
    assert [path for path in others if not path.startswith(OPEN)] == []


@pytest.mark.parametrize("route", sorted(CALLS))
def test_only_the_roles_that_may_pass(world: World, route: str) -> None:
    rule, ids = RULES[route], ids_of_ada(world)
    for who, (role, _) in WHO.items():
        response = send(world, who, route, ids)
        if rule.permission in GRANTS[role]:
            assert response.status_code not in (401, 403), (who, response.text)
        else:
            problem(response, 403)
            assert f'scope="{rule.permission}"' in response.headers["www-authenticate"]
    problem(send(world, "nobody", route, ids), 401)


@pytest.mark.parametrize("route", sorted(CALLS))
def test_the_scopes_of_a_key_narrow_its_role(world: World, route: str) -> None:
    rule, ids = RULES[route], ids_of_ada(world)
    role = next(role for role, granted in GRANTS.items() if rule.permission in granted)
    other = next(permission for permission in GRANTS[role] if permission is not rule.permission)
    employee = "ada" if role == "employee" else ""
    problem(send(world, world.key(role, other, employee=employee), route, ids), 403)
    passed = send(world, world.key(role, rule.permission, employee=employee), route, ids)
    assert passed.status_code not in (401, 403)


OWNED = sorted(route for route in CALLS if RULES[route].whose is Whose.OWN and mentions(route))


@pytest.mark.parametrize("route", OWNED)
def test_an_id_of_somebody_else_is_an_id_that_nobody_has(world: World, route: str) -> None:
    adas = ids_of_ada(world)
    theirs = send(world, "bo", route, adas)
    nobodys = send(world, "bo", route, adas | dict.fromkeys(IDS, NOBODYS))
    first, second = problem(theirs, 404), problem(nobodys, 404)
    for name in mentions(route):
        first["detail"] = first["detail"].replace(adas[name], NOBODYS)
    assert first == second


@pytest.mark.parametrize("route", sorted(route for route in CALLS if RULES[route].whose is Whose.OWN))
def test_nothing_of_anothers_network_is_in_an_answer(world: World, route: str) -> None:
    ids = ids_of_ada(world)
    answer = send(world, "bo", route, ids | dict.fromkeys(IDS, NOBODYS)).text
    assert "Carpentier" not in answer
    assert ids["contact_id"] not in answer


# The right of access is answered by the officer where the contact asks the company and not the employee.
TELLS_OF_ONE = "POST /v1/duties/contacts/{contact_id}/export"


@pytest.mark.parametrize("route", sorted(set(CALLS) - {TELLS_OF_ONE}))
def test_names_reach_the_employee_who_knows_them_alone(world: World, route: str) -> None:
    ids = ids_of_ada(world)
    world.store.access.withdraw_share("ada", ids["share_id"])
    for who in ("bo", "rita", "olga", "adam"):
        answer = send(world, who, route, ids).text
        assert "Carpentier" not in answer
        assert "Acme" not in answer or who == "bo"  # where his own contacts work


def test_every_permission_is_asked_for_by_a_route() -> None:
    assert {rule.permission for rule in RULES.values()} == set(Permission)


def test_ids_are_too_many_to_guess(world: World, tmp_path: Path) -> None:
    ids = ids_of_ada(world)
    with opened(tmp_path) as other:
        again = ids_of_ada(other)
    for name in IDS:
        assert ids[name] != again[name]
        assert len(ids[name]) >= 16
