"""The recruiter's board: openings in, a batch over all networks, and nobody named who was not shared."""

import csv
import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from matcher.batch.worker import BatchWorker
from matcher.readers.openings import opening_from_text
from matcher.readers.report import Reading
from tests.api.access import World, opened
from tests.api.pages import form, forms, send, sign_in, words
from tests.conftest import reading

OPENINGS = tuple(opening_from_text(title) for title in ("Data Engineer", "Pastry Chef", "Saturation diver"))
PATIENCE_SECONDS = 30


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened(tmp_path) as started:
        started.store.import_openings(Reading("text", "", OPENINGS))
        started.store.import_contacts(reading(*[(f"Chef {n}", "Pastry Chef") for n in "ABC"]), "bo")
        started.client.headers["Accept-Language"] = "en"
        yield started


@pytest.fixture
def recruiter(world: World) -> TestClient:
    sign_in(world.client, world.keys["rita"])
    return world.client


def ended(recruiter: TestClient, page: Response) -> Response:
    """The page of a batch, once nothing is under way."""
    worker: BatchWorker = recruiter.app_state["batches"]
    batch_id, until = page.url.path.split("/")[2], time.monotonic() + PATIENCE_SECONDS
    while worker.status(batch_id).ended_at is None:
        assert time.monotonic() < until
        time.sleep(0.02)
    return recruiter.get(f"/board/{batch_id}")


def every_open(recruiter: TestClient) -> Response:
    return ended(recruiter, send(recruiter, recruiter.get("/board"), "/board/batches"))


def test_who_has_no_network_begins_at_the_board(recruiter: TestClient) -> None:
    page = recruiter.get("/")
    assert page.url.path == "/board"
    assert 'aria-current="page">Board' in page.text
    assert 'href="/"' not in page.text.split("<nav")[1].split("</nav>")[0]


def test_every_open_opening_gets_its_row(recruiter: TestClient) -> None:
    said = words(every_open(recruiter))
    assert "3 of 3 openings answered. Nobody fits: 1." in said
    assert "Data Engineer fewer than 3 ada, bo" in said
    assert "Pastry Chef 3 to 4 ada, bo Pastry Chef" in said
    assert "Saturation diver 0 Nobody stands out" in said


def test_nobody_is_named_before_a_colleague_shares(world: World, recruiter: TestClient) -> None:
    done = every_open(recruiter)
    rows = read(recruiter, done)
    place = 1 + [row["Opening"] for row in rows].index("Data Engineer")
    one = recruiter.get(f"{done.url.path}/{place}")
    assert "Carpentier" not in done.text + one.text + str(rows)
    assert "No colleague shares a name" in words(send(recruiter, one, f"/{place}"))
    world.store.access.share("ada", world.contact("ada", "Inès Carpentier"), OPENINGS[0].id)
    again = words(send(recruiter, one, f"/{place}"))
    assert "Inès Carpentier · shared by ada Details follow once the person agreed." in again
    world.store.access.withdraw_share("ada", world.store.access.shares("ada")[0].id)
    assert "Carpentier" not in send(recruiter, one, f"/{place}").text


def read(recruiter: TestClient, page: Response, query: str = "") -> list[dict[str, str]]:
    table = recruiter.get(f"{page.url.path}/table{query}")
    assert "attachment" in table.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))


def test_the_table_holds_what_is_looked_at(recruiter: TestClient) -> None:
    done = every_open(recruiter)
    fits = {row["Opening"]: (row["Fit, at least"], row["Fit, at most"]) for row in read(recruiter, done)}
    assert fits == {"Data Engineer": ("1", "2"), "Pastry Chef": ("3", "4"), "Saturation diver": ("0", "0")}
    assert [row["Opening"] for row in read(recruiter, done, "?show=nobody")] == ["Saturation diver"]
    most_first = [row["Opening"] for row in read(recruiter, done, "?order=fits")]
    assert most_first == ["Pastry Chef", "Data Engineer", "Saturation diver"]
    assert [row["Opening"] for row in read(recruiter, done, "?q=data")] == ["Data Engineer"]


def test_a_stop_is_told(world: World, recruiter: TestClient) -> None:
    world.store.stops.stop(OPENINGS[0].id, reason="under review", by="olga")
    said = words(every_open(recruiter))
    assert "Data Engineer – Suggestions are suspended for this opening." in said
    assert "under review" not in said


def test_a_double_click_asks_once(recruiter: TestClient) -> None:
    board = recruiter.get("/board")
    first, second = (send(recruiter, board, "/board/batches") for _ in range(2))
    assert first.url == second.url
    assert len(forms(recruiter.get("/board"))) > 0
    assert recruiter.get("/board").text.count('href="/board/') == 1


def test_what_is_ticked_is_asked(recruiter: TestClient) -> None:
    board = recruiter.get("/board?q=pastry")
    some = [one for one in forms(board) if one.action == "/board/batches"][1]
    page = recruiter.post("/board/batches", data=some.fields | {"opening": OPENINGS[1].id})
    assert "1 of 1 openings answered." in words(ended(recruiter, page))


def test_nothing_ticked_is_said(recruiter: TestClient) -> None:
    some = [one for one in forms(recruiter.get("/board")) if one.action == "/board/batches"][1]
    some.fields.pop("opening", None)
    answer = recruiter.post("/board/batches", data=some.fields)
    assert answer.status_code == 422
    assert "No opening was chosen." in words(answer)


def test_a_file_of_openings_is_reported(recruiter: TestClient) -> None:
    page = recruiter.get("/board")
    files = {"file": ("advert.txt", b"Head Gardener\n\nRequirements\n- Roses")}
    done = send(recruiter, page, "/board/openings", files=files)
    assert "Read: 1. New: 1, changed: 0, unchanged: 0." in words(done)
    assert "Head Gardener" in words(done)


def test_a_batch_of_somebody_else_is_none(world: World, recruiter: TestClient) -> None:
    theirs = every_open(recruiter).url.path
    from matcher.policy import Role

    sign_in(recruiter, world.key(Role.RECRUITER))
    for path in (theirs, f"{theirs}/1", f"{theirs}/table"):
        assert recruiter.get(path).status_code == 404
    nowhere = recruiter.get("/board/00000000000000000000000000000000")
    assert nowhere.status_code == 404
    assert "This batch does not exist any more" in words(nowhere)


def test_an_employee_has_no_board(world: World) -> None:
    sign_in(world.client, world.keys["ada"])
    assert world.client.get("/board").status_code == 403
    assert "/board" not in world.client.get("/").text


def test_a_batch_can_be_stopped(recruiter: TestClient) -> None:
    page = every_open(recruiter)
    assert [one for one in forms(page) if one.action.endswith("/cancel")] == []
    token = form(page, "/sign-out").fields
    assert recruiter.post(f"{page.url.path}/cancel", data=token).url.path == page.url.path
