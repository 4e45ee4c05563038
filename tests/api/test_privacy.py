"""What employees and officers do about contacts' data, each with their own key."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from matcher.store import Store
from tests.api.access import TEXT, World, opened
from tests.api.problems import problem
from tests.conftest import reading


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    settings = {"public_url": "https://coopt.example.org", "controller": "Tern & Tide"}
    with opened(tmp_path_factory.mktemp("privacy"), **settings) as started:
        yield started


def suggested(world: World, who: str) -> list[str]:
    body = {"text": TEXT, "include_below_bar": True}
    return [one["name"] for one in world.ask(who, "POST", "/v1/suggestions", json=body).json()["suggestions"]]


def test_an_objection_that_an_employee_records_is_shown_and_holds(world: World) -> None:
    tom = world.contact("ada", "Tom Okafor")
    assert "Tom Okafor" in suggested(world, "ada")
    path = f"/v1/contacts/{tom}/objection"
    assert world.ask("ada", "POST", path, json={"reason": "Left the trade"}).json()["objected"] is True
    assert "Tom Okafor" not in suggested(world, "ada")
    shown = world.ask("ada", "GET", "/v1/contacts").json()["items"]
    assert {one["name"]: one["objected"] for one in shown}["Tom Okafor"] is True
    assert world.ask("ada", "GET", f"/v1/contacts/{tom}/privacy").json()["objected_at"]
    world.ask("olga", "DELETE", f"/v1/duties/contacts/{tom}/objection")
    assert "Tom Okafor" in suggested(world, "ada")


def test_a_link_points_to_where_contacts_reach_the_server(world: World) -> None:
    ines = world.contact("ada", "Inès Carpentier")
    made = world.ask("ada", "POST", f"/v1/contacts/{ines}/link")
    assert made.status_code == 201
    url = made.json()["url"]
    assert url.startswith("https://coopt.example.org/my-data/")
    page = world.client.get(url.removeprefix("https://coopt.example.org"))
    assert "Inès Carpentier" in page.text
    assert "Tern &amp; Tide" in page.text


def test_a_notice_is_written_and_noted(world: World) -> None:
    lena = world.contact("ada", "Lena Vogt")
    text = world.ask("ada", "POST", f"/v1/contacts/{lena}/notice/text?language=de&sender=Ada%20Lind").json()
    assert text["language"] == "de"
    assert "Ada Lind kennt Sie" in text["body"]
    before = world.ask("ada", "GET", "/v1/notices?due=true").json()["total"]
    assert world.ask("ada", "POST", f"/v1/contacts/{lena}/notice").json()["given_at"]
    assert world.ask("ada", "GET", "/v1/notices?due=true").json()["total"] == before - 1


def test_the_officer_sees_duties_by_id_alone(world: World) -> None:
    notices = world.ask("olga", "GET", "/v1/duties/notices?due=false")
    register = world.ask("olga", "GET", "/v1/duties/register?language=fr")
    retention = world.ask("olga", "POST", "/v1/duties/retention", json={})
    assert notices.json()["total"] == 6
    assert retention.json()["expired"] == 0
    assert register.json()["title"].startswith("Registre")
    for answer in (notices, register, retention):
        assert "Carpentier" not in answer.text


def test_the_officer_answers_a_request_for_a_copy(world: World) -> None:
    ines = world.contact("ada", "Inès Carpentier")
    note = {"contact_id": ines, "text": TEXT, "verdict": "consider", "note": "Plays the cello"}
    assert world.ask("ada", "POST", "/v1/feedback", json=note).status_code == 201
    path = f"/v1/duties/contacts/{ines}/export"
    told = world.ask("olga", "POST", path)
    assert told.json()["profile"]["name"] == "Inès Carpentier"
    assert "cello" not in told.text
    assert "cello" in world.ask("olga", "POST", f"{path}?with_notes=true").text


def test_an_erasure_reaches_the_network_and_the_files(world: World) -> None:
    cleo = world.contact("bo", "Cleo Marsh")
    assert world.ask("olga", "POST", f"/v1/duties/contacts/{cleo}/erasure").json()["erased"] is True
    assert "Cleo Marsh" not in world.ask("bo", "GET", "/v1/contacts").text
    problem(world.ask("olga", "POST", f"/v1/duties/contacts/{cleo}/erasure"), 404)
    folder: Path = world.store.data_dir
    assert not [path for path in folder.rglob("*") if path.is_file() and b"Cleo" in path.read_bytes()]


def test_the_basis_of_a_contact_is_set_by_their_employee(world: World) -> None:
    ines = world.contact("ada", "Inès Carpentier")
    path = f"/v1/contacts/{ines}/basis"
    assert world.ask("ada", "PUT", path, json={"legal_basis": "consent"}).json()["legal_basis"] == "consent"
    problem(world.ask("bo", "PUT", path, json={"legal_basis": "request"}), 404)
    problem(world.ask("ada", "PUT", path, json={"legal_basis": "whim"}), 422)


def test_a_server_that_starts_sees_to_what_was_erased_before(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with Store(folder) as store:
        store.import_contacts(reading(("Cleo Marsh", "Plumber")), "ada")
        store.privacy.erase(store.contacts("ada")[0].id)
        assert store.compaction.due_since is not None
    with opened(folder) as world:
        end = time.monotonic() + 60
        while world.store.compaction.due_since is not None:
            assert time.monotonic() < end, "the files were never rewritten"
            time.sleep(0.05)
