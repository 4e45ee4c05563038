import json
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from icalendar import Calendar
from pydantic import BaseModel

from api import introduction_schemas as schemas
from api.settings import Settings
from matcher.introduction import Actor, Move, Party, Stage
from tests.api.conftest import connections, upload
from tests.api.problems import problem
from tests.conftest import reading

TEXT = "Data engineer\n\nRequirements\n- Data pipelines\n- Fluent Japanese"
DESCRIBED: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (schemas.NewIntroduction, schemas.NEW_INTRODUCTION),
    (schemas.NewStep, schemas.NEW_STEP),
    (schemas.NewStep, schemas.NEW_PROCESS_STEP),
    (schemas.IntroductionList, schemas.INTRODUCTIONS),
    (schemas.DraftWishes, schemas.DRAFT_WISHES),
    (schemas.DraftOut, schemas.DRAFT),
    (schemas.NewAnswer, schemas.NEW_ANSWER),
    (schemas.ReminderList, schemas.REMINDERS),
    (schemas.NewCalendar, schemas.NEW_CALENDAR),
    (schemas.CalendarOut, schemas.CALENDAR),
    (schemas.CalendarEnded, schemas.ENDED),
]


@pytest.mark.parametrize(("model", "example"), DESCRIBED, ids=lambda value: getattr(value, "__name__", ""))
def test_an_example_is_what_it_illustrates(model: type[BaseModel], example: dict[str, Any]) -> None:
    model.model_validate_json(json.dumps(example))


@pytest.fixture
def started(known: TestClient) -> dict[str, Any]:
    """An introduction of Inès, who is a data engineer, that the caller considers."""
    contacts = known.get("/v1/contacts").json()["items"]
    ines = next(contact["id"] for contact in contacts if contact["name"] == "Inès Carpentier")
    opening = known.post("/v1/openings", json={"text": TEXT}).json()["id"]
    response = known.post("/v1/introductions", json={"contact_id": ines, "opening_id": opening})
    assert (response.status_code, response.headers["etag"]) == (201, '"1"')
    found: dict[str, Any] = response.json()
    return found


def take(
    client: TestClient, one: dict[str, Any], stage: str, *, room: str = "introductions", **more: str
) -> Response:
    seen = {"If-Match": f'"{one["version"]}"'}
    return client.post(f"/v1/{room}/{one['id']}/steps", json={"stage": stage, **more}, headers=seen)


def taken(client: TestClient, one: dict[str, Any], *stages: str) -> dict[str, Any]:
    for stage in stages:
        response = take(client, one, stage)
        assert response.status_code == 200, response.text
        one = response.json()
    return one


def test_an_introduction_tells_where_it_stands_and_what_may_come(
    known: TestClient, started: dict[str, Any]
) -> None:
    assert (started["name"], started["title"]) == ("Inès Carpentier", "Data engineer")
    assert (started["stage"], started["next"]) == ("considering", ["asked", "suggested"])
    response = known.get(f"/v1/introductions/{started['id']}", params={"language": "fr"})
    assert response.headers["etag"] == '"1"'
    assert response.json()["text"] == "Vous y réfléchissez"
    assert known.get("/v1/introductions").json()["items"] == [started]


def test_a_step_needs_the_version_that_was_seen(known: TestClient, started: dict[str, Any]) -> None:
    path, body = f"/v1/introductions/{started['id']}/steps", {"stage": "asked"}
    assert "If-Match" in problem(known.post(path, json=body), 428)["detail"]
    for strange in ("1", "*", 'W/"1"', '"x"', ""):
        problem(known.post(path, json=body, headers={"If-Match": strange}), 422)
    response = known.post(path, json=body, headers={"If-Match": '"1"'})
    assert (response.status_code, response.headers["etag"]) == (200, '"2"')


def test_two_tabs_do_not_overwrite_each_other(known: TestClient, started: dict[str, Any]) -> None:
    asked = taken(known, started, "asked")
    refused = problem(take(known, started, "suggested"), 412)
    assert "you saw version 1, it is at version 2" in refused["detail"]
    late = known.delete(f"/v1/introductions/{asked['id']}/steps/latest", headers={"If-Match": '"1"'})
    problem(late, 412)
    assert known.get(f"/v1/introductions/{asked['id']}").json() == asked


def test_an_illegal_step_names_those_that_may_come(known: TestClient, started: dict[str, Any]) -> None:
    refused = problem(take(known, started, "hired"), 409)
    assert refused["type"] == "urn:coopt:problem:illegal-step"
    assert "asked, suggested" in refused["detail"]


def test_the_latest_step_is_taken_back(known: TestClient, started: dict[str, Any]) -> None:
    asked = taken(known, started, "asked")
    seen = {"If-Match": f'"{asked["version"]}"'}
    back = known.delete(f"/v1/introductions/{asked['id']}/steps/latest", headers=seen).json()
    assert (back["stage"], back["version"], len(back["steps"])) == ("considering", 3, 2)
    assert back["steps"][1]["undone_at"]


def test_who_took_a_step_is_told_by_their_part_and_by_no_id(
    known: TestClient, started: dict[str, Any]
) -> None:
    accepted = taken(known, started, "asked", "accepted")
    assert accepted["steps"][-1] | {"at": ""} == {
        "stage": "accepted",
        "by": "employee",
        "passed_on": True,
        "at": "",
        "day": None,
        "undone_at": None,
    }
    assert not accepted["has_consent"]


def test_what_rests_or_has_ended_is_shown_on_demand(known: TestClient, started: dict[str, Any]) -> None:
    resting = taken(known, started, "suggested")
    assert known.get("/v1/introductions").json() == {"items": []}
    assert known.get("/v1/introductions", params={"everything": True}).json()["items"] == [resting]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"contact_id": "c"},
        {"contact_id": "", "opening_id": "o"},
        {"contact_id": "c", "opening_id": "o", "stage": "hired"},
    ],
)
def test_a_strange_start_is_refused(known: TestClient, body: dict[str, object]) -> None:
    problem(known.post("/v1/introductions", json=body), 422)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"stage": "rejected"},
        {"stage": 1},
        {"stage": "asked", "day": "2026-12-01"},
        {"stage": "asked", "by": "contact"},
    ],
)
def test_a_strange_step_is_refused(
    known: TestClient, started: dict[str, Any], body: dict[str, object]
) -> None:
    seen = {"If-Match": '"1"'}
    problem(known.post(f"/v1/introductions/{started['id']}/steps", json=body, headers=seen), 422)
    assert known.get(f"/v1/introductions/{started['id']}").json() == started


def test_unknown_contacts_and_openings_are_not_found(known: TestClient, started: dict[str, Any]) -> None:
    body = {"contact_id": started["contact_id"], "opening_id": started["opening_id"]}
    assert (
        problem(known.post("/v1/introductions", json=body | {"contact_id": "x"}), 404)["title"]
        == "Unknown contact"
    )
    assert (
        problem(known.post("/v1/introductions", json=body | {"opening_id": "x"}), 404)["title"]
        == "Unknown opening"
    )


def test_another_employees_introduction_is_as_unknown_as_none(
    known: TestClient, started: dict[str, Any]
) -> None:
    store = known.app_state["workspace"].store
    store.import_contacts(reading(("Cy", "Data engineer")), "you")
    (theirs,) = store.network("you").contact_ids
    other = store.introductions.start("you", theirs, started["opening_id"])
    store.introductions.step(other.id, Move(Stage.ASKED, Actor(Party.EMPLOYEE, "you")))
    seen = {"If-Match": '"2"'}
    for introduction_id in (other.id, "0" * 16):
        path = f"/v1/introductions/{introduction_id}"
        for refused in (
            known.get(path),
            known.post(f"{path}/steps", json={"stage": "accepted"}, headers=seen),
            known.delete(f"{path}/steps/latest", headers=seen),
            known.post(f"{path}/draft", json={}),
            known.put(f"/v1/reminders/{introduction_id}-2", json={"answer": "done"}),
        ):
            told = problem(refused, 404)["detail"]
            assert re.sub(r"'[^']+'", "", told) in (
                "No introduction has the id .",
                "No reminder has the id .",
            )
    assert known.get("/v1/reminders").json() == {"items": []}


# --- the recruiter's side ---


def test_recruiters_note_what_becomes_of_it(known: TestClient, started: dict[str, Any]) -> None:
    assert known.get("/v1/processes").json() == {"items": []}
    problem(take(known, started, "in-process", room="processes"), 404)
    made = taken(known, started, "asked", "accepted", "introduced")
    (seen,) = known.get("/v1/processes").json()["items"]
    assert (seen["id"], seen["next"], seen["hint"]) == (made["id"], ["in-process", "not-hired"], "")
    begun = take(known, seen, "in-process", room="processes", day="2026-12-04").json()
    assert (begun["stage"], begun["steps"][-1]["by"], begun["steps"][-1]["day"]) == (
        "in-process",
        "recruiter",
        "2026-12-04",
    )
    back = known.delete(
        f"/v1/processes/{made['id']}/steps/latest", headers={"If-Match": f'"{begun["version"]}"'}
    )
    assert back.json()["stage"] == "introduced"
    assert known.get("/v1/processes", params={"opening_id": "another"}).json() == {"items": []}


# --- drafts ---


def draft(client: TestClient, one: dict[str, Any], **wishes: str) -> Response:
    return client.post(f"/v1/introductions/{one['id']}/draft", json=wishes)


def test_a_note_is_drafted_and_nothing_changes(known: TestClient, started: dict[str, Any]) -> None:
    made = draft(known, started, register="informal", language="fr", sender="Noé").json()
    assert made["body"].startswith("Bonjour Inès,")
    assert "« Data engineer »" in made["body"]
    assert "Japanese" not in made["body"]
    assert made["body"].endswith("À bientôt,\nNoé\n")
    assert urlsplit(made["mailto"]).scheme == "mailto"
    assert known.get(f"/v1/introductions/{started['id']}").json() == started


def test_where_no_contact_reaches_the_server_the_note_has_no_link(
    known: TestClient, started: dict[str, Any]
) -> None:
    assert "http" not in draft(known, started).json()["body"]


@pytest.mark.parametrize(
    "wishes",
    [{"to": "nobody"}, {"language": "it"}, {"register": "rude"}, {"sender": "x" * 130}, {"send": "now"}],
)
def test_a_strange_wish_is_refused(
    known: TestClient, started: dict[str, Any], wishes: dict[str, str]
) -> None:
    problem(draft(known, started, **wishes), 422)


def test_there_is_nothing_to_ask_once_the_contact_has_answered(
    known: TestClient, started: dict[str, Any]
) -> None:
    answered = taken(known, started, "asked", "declined")
    assert "nothing left to ask" in problem(draft(known, answered), 409)["detail"]


def test_no_note_is_drafted_to_who_objected(known: TestClient, started: dict[str, Any]) -> None:
    known.app_state["workspace"].store.privacy.object(started["contact_id"])
    problem(draft(known, started), 409)


class TestWherePagesAreReached:
    """With an address under which contacts reach the server."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"public_url": "https://coopt.example.org"})

    def test_the_note_holds_a_link_that_opens_the_contacts_page(
        self, known: TestClient, started: dict[str, Any]
    ) -> None:
        made = draft(known, taken(known, started, "asked")).json()
        (link,) = re.findall(r"https://coopt\.example\.org(/\S+)", made["body"])
        page = known.get(link, headers={"Authorization": ""})
        assert page.status_code == 200
        assert "Carpentier" in page.text
        assert made["mailto"] is not None


# --- reminders and the calendar ---


@pytest.fixture
def reminded(known: TestClient, started: dict[str, Any]) -> dict[str, Any]:
    taken(known, started, "asked")
    (found,) = known.get("/v1/reminders").json()["items"]
    assert (found["kind"], found["is_due"], found["answer"]) == ("no-answer", False, None)
    shown: dict[str, Any] = found
    return shown


def test_a_reminder_is_done_and_that_is_taken_back(known: TestClient, reminded: dict[str, Any]) -> None:
    path = f"/v1/reminders/{reminded['id']}"
    assert known.put(path, json={"answer": "done"}).json()["answer"] == "done"
    assert known.get("/v1/reminders").json() == {"items": []}
    assert len(known.get("/v1/reminders", params={"everything": True}).json()["items"]) == 1
    assert known.delete(path).json() == reminded
    assert known.get("/v1/reminders").json()["items"] == [reminded]


def test_a_reminder_is_put_off(known: TestClient, reminded: dict[str, Any]) -> None:
    body = {"answer": "snoozed", "until": "2030-01-01"}
    later = known.put(f"/v1/reminders/{reminded['id']}", json=body, params={"language": "fr"}).json()
    assert (later["due_on"], later["text"][:15]) == ("2030-01-01", "Inès Carpentier")
    assert "réponse" in later["text"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"answer": "send"},
        {"answer": "done", "until": "2030-01-01"},
        {"answer": "snoozed", "until": "soon"},
    ],
)
def test_a_strange_answer_is_refused(
    known: TestClient, reminded: dict[str, Any], body: dict[str, str]
) -> None:
    problem(known.put(f"/v1/reminders/{reminded['id']}", json=body), 422)


def test_a_calendar_program_reads_the_feed_without_any_other_secret(
    known: TestClient, reminded: dict[str, Any]
) -> None:
    path = known.post("/v1/calendar", json={"language": "fr"}).json()["path"]
    response = known.get(path, headers={"Authorization": ""})
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert response.headers["cache-control"] == "private, no-cache"
    (entry,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert entry["SUMMARY"] == "Un mot à I. C. ?"
    assert "Carpentier" not in response.text
    assert "engineer" not in response.text


def test_a_feed_that_was_ended_is_as_unknown_as_any(known: TestClient, reminded: dict[str, Any]) -> None:
    first = known.post("/v1/calendar", json={}).json()["path"]
    second = known.post("/v1/calendar", json={}).json()["path"]
    assert known.delete("/v1/calendar").json() == {"ended": True}
    assert known.delete("/v1/calendar").json() == {"ended": False}
    told = [problem(known.get(path), 404) for path in (first, second, "/calendar/unknown.ics")]
    assert told[0] == told[1] == told[2]


def test_the_log_tells_no_token_of_a_feed(
    known: TestClient, reminded: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    path = known.post("/v1/calendar", json={}).json()["path"]
    caplog.set_level("INFO")
    known.get(path)
    told = [record.__dict__ for record in caplog.records]
    assert any(one.get("route") == "/calendar/{token}.ics" for one in told)
    assert path.split("/")[-1].removesuffix(".ics") not in str(
        [one for one in told if "httpx" not in one["name"]]
    )


def test_there_is_no_calendar_before_there_is_a_network(client: TestClient) -> None:
    problem(client.post("/v1/calendar", json={}), 409)


def test_who_imports_again_keeps_the_introductions(known: TestClient, started: dict[str, Any]) -> None:
    known.post("/v1/imports/contacts", files=upload(connections(("Inès", "Carpentier", "Head of Data"))))
    assert known.get(f"/v1/introductions/{started['id']}").json() == started
