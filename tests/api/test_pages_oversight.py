"""Oversight in pages: stops, the log, the audit, and what is owed to contacts; by ids alone."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import text

from matcher.events import EventKind
from matcher.readers.openings import opening_from_text
from matcher.readers.report import Reading
from tests.api.access import TEXT, World, opened
from tests.api.pages import ask, forms, send, sign_in, words


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened(tmp_path) as started:
        started.store.import_openings(Reading("text", "", (opening_from_text(TEXT),)))
        started.client.headers["Accept-Language"] = "en"
        yield started


@pytest.fixture
def officer(world: World) -> TestClient:
    sign_in(world.client, world.keys["olga"])
    return world.client


def as_employee(world: World) -> Response:
    """Ada asks; afterwards Olga is signed in again."""
    world.client.cookies.clear()
    sign_in(world.client, world.keys["ada"])
    answer = ask(world.client, TEXT)
    world.client.cookies.clear()
    sign_in(world.client, world.keys["olga"])
    return answer


def test_the_stop_switch_stops_every_question_at_once(world: World, officer: TestClient) -> None:
    assert officer.get("/").url.path == "/oversight"
    page = send(officer, officer.get("/oversight"), "/oversight/stops", reason="Under review")
    assert "All suggestions are stopped" in words(page)
    assert "Suggestions are stopped" in words(as_employee(world))
    page = send(officer, officer.get("/oversight"), "/end")
    assert "Nothing is stopped." in words(page)
    assert "Inès Carpentier" in words(as_employee(world))


def test_one_opening_is_stopped_alone(world: World, officer: TestClient) -> None:
    opening_id = opening_from_text(TEXT).id
    send(officer, officer.get("/oversight"), "/oversight/stops", reason="Odd wording", opening_id=opening_id)
    assert "Stopped for: Data Engineer" in words(officer.get("/oversight"))
    assert [stop.opening_id for stop in world.store.stops.standing()] == [opening_id]


def test_an_edit_of_the_log_is_found(world: World, officer: TestClient) -> None:
    page = send(officer, officer.get("/oversight"), "/oversight/check")
    assert "The chain holds" in words(page)
    with world.store._engine.begin() as connection:
        connection.execute(text("UPDATE events SET actor = 'nobody' WHERE seq = 2"))
    page = send(officer, officer.get("/oversight"), "/oversight/check")
    assert "The chain does not hold" in words(page)
    assert "2 · was altered" in words(page)


def test_the_log_is_read_and_saved(world: World, officer: TestClient) -> None:
    as_employee(world)
    page = officer.get("/oversight/events?kind=suggested")
    assert words(page).count("Suggested ada") == 1
    assert "Carpentier" not in page.text
    saved = send(officer, officer.get("/oversight"), "/oversight/export")
    lines = [json.loads(line) for line in saved.text.splitlines()]
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert world.store.events.latest(k=1)[0].kind == EventKind.LOG_EXPORTED


def test_why_she_and_he_not(world: World, officer: TestClient) -> None:
    as_employee(world)
    seq = world.store.events.latest(kind=EventKind.SUGGESTED, k=1)[0].seq
    page = officer.get(f"/oversight/events/{seq}")
    assert world.contact("ada", "Inès Carpentier") in page.text
    him = world.contact("ada", "Tom Okafor")
    again = words(send(officer, page, "/replay", contact_id=him))
    assert "Asked again, the answer is the same" in again
    assert f"{him} Below the bar" in again
    assert "Okafor" not in again


def test_an_event_that_is_none(officer: TestClient) -> None:
    assert officer.get("/oversight/events/999999").status_code == 404


def find(officer: TestClient, told: str) -> Response:
    return send(officer, officer.get("/oversight/duties"), "/find", text=told)


@pytest.mark.parametrize("told", ["Inès Carpentier", "ines  CARPENTIER"])
def test_a_person_is_found_by_their_whole_name(world: World, officer: TestClient, told: str) -> None:
    page = find(officer, told)
    assert world.contact("ada", "Inès Carpentier") in page.text
    assert "Known by ada" in words(page)
    assert "Carpentier" not in str(page.url) + str(world.store.events.latest(k=1))


@pytest.mark.parametrize("told", ["Carpentier", "Inès", "ines@example.org", "%"])
def test_less_than_a_name_finds_nobody(officer: TestClient, told: str) -> None:
    assert "Found: 0." in words(find(officer, told))


def test_an_objection_acts_at_once(world: World, officer: TestClient) -> None:
    page = send(officer, find(officer, "Inès Carpentier"), "/objection", reason="Please do not")
    assert "Noted, never suggested from now on" in words(page)
    assert "Inès Carpentier" not in words(as_employee(world))


def test_an_erasure_asks_first(world: World, officer: TestClient) -> None:
    her = world.contact("ada", "Inès Carpentier")
    refused = send(officer, find(officer, "Inès Carpentier"), "/erasure", sure="")
    assert refused.status_code == 422
    assert world.contact("ada", "Inès Carpentier") == her
    send(officer, find(officer, "Inès Carpentier"), "/erasure", sure="yes")
    assert world.store.contacts_by_id([her]) == {}


def test_all_that_is_held_is_saved(officer: TestClient) -> None:
    saved = send(officer, find(officer, "Inès Carpentier"), "/export")
    assert "attachment" in saved.headers["content-disposition"]
    assert "Inès Carpentier" in saved.text


def test_a_link_is_shown_once_made(officer: TestClient) -> None:
    page = send(officer, find(officer, "Inès Carpentier"), "/link")
    assert "/my-data/" in words(page)
    assert "/my-data/" not in str(page.url)


def test_duties_are_counted(world: World, officer: TestClient) -> None:
    everybody = {one.id for who in ("ada", "bo") for one in world.store.contacts(who, k=100)}
    said = words(officer.get("/oversight/duties"))
    assert f"{len(everybody)} owed 0 late" in said
    assert f"Contacts whose time has not come: {len(everybody)}." in said
    assert [one for one in forms(officer.get("/oversight/duties")) if one.action.endswith("/retention")] == []


def test_the_audit_compares_groups_and_keeps_none(world: World, officer: TestClient) -> None:
    as_employee(world)
    sexes = [("Inès Carpentier", "f"), ("Tom Okafor", "m"), ("Lena Vogt", "f")]
    rows = "\n".join(f"{world.contact('ada', name)},{sex}" for name, sex in sexes)
    files = {"file": ("groups.csv", f"contact_id,sex\n{rows}\n".encode())}
    page = send(officer, officer.get("/oversight/audit"), "/oversight/audit", files=files)
    assert page.status_code == 200, words(page)
    assert "3 people considered" in words(page)
    address = str(page.url.params["report"])
    for kind, part in (
        ("csv", "selection rate"),
        ("json", '"report": "fairness"'),
        ("html", "<!doctype html>"),
    ):
        saved = officer.get(f"/oversight/audit/{address}/{kind}")
        assert part in saved.text
        assert "attachment" in saved.headers["content-disposition"]
    assert world.store.events.latest(k=1)[0].kind == EventKind.AUDITED


def test_a_file_that_is_no_groups_says_what_was_expected(world: World, officer: TestClient) -> None:
    as_employee(world)
    files = {"file": ("groups.csv", b"name\nx\n")}
    refused = send(officer, officer.get("/oversight/audit"), "/oversight/audit", files=files)
    assert refused.status_code == 422
    assert "contact_id" in words(refused)


@pytest.mark.parametrize("path", ["", "/events", "/audit", "/duties"])
def test_oversight_is_for_officers(world: World, path: str) -> None:
    for who in ("ada", "rita", "adam"):
        world.client.cookies.clear()
        sign_in(world.client, world.keys[who])
        assert world.client.get(f"/oversight{path}").status_code == 403
