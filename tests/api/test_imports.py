import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from matcher.store import Store
from tests.api.conftest import HEADER, MAX_UPLOAD, PEOPLE, connections, upload
from tests.api.problems import problem
from tests.conftest import reading

Count = Callable[[], tuple[int, int]]


def test_an_import_tells_what_it_did(client: TestClient) -> None:
    broken = connections(*PEOPLE) + b",,,,Acme,Baker,11 Jun 2019\n"
    body = client.post("/v1/imports/contacts", files=upload(broken)).json()
    assert body["kind"] == "linkedin-connections"
    assert body["name"] == "Connections.csv"
    counts = [body[key] for key in ("read", "new", "updated", "unchanged", "skipped_rows")]
    assert counts == [5, 4, 0, 0, 1]
    assert [row["line"] for row in body["skipped"]] == [6]
    assert body["index"]["contacts"] == 4


def test_the_same_file_twice_changes_nothing(known: TestClient, count: Count) -> None:
    body = known.post("/v1/imports/contacts", files=upload(connections(*PEOPLE))).json()
    assert (body["new"], body["updated"], body["unchanged"]) == (0, 0, 4)
    assert body["index"]["encoded"] == 0
    assert count() == (4, 0)


def test_an_archive_is_read(client: TestClient) -> None:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("Connections.csv", connections(*PEOPLE))
    body = client.post("/v1/imports/contacts", files=upload(archive.getvalue(), "export.zip")).json()
    assert (body["name"], body["new"]) == ("export.zip", 4)


def test_openings_are_imported(client: TestClient, count: Count) -> None:
    text = "# Data engineer\n\nPython required, SQL is a plus."
    body = client.post("/v1/imports/openings", files=upload(text.encode(), "data.md")).json()
    assert (body["kind"], body["name"], body["new"], body["index"]) == ("markdown", "data.md", 1, None)
    assert count() == (0, 1)


BAD = {
    "empty": (b"", "empty"),
    "binary": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "text"),
    "no zip": (b"PK\x03\x04 truncated", "zip"),
    "other columns": (b"Nom,Ville,Pays,Notes\nA,B,C,D\nE,F,G,H\n", "columns"),
    "only broken rows": (HEADER.encode() + b"\n,,,,Acme,Baker,11 Jun 2019\n", ""),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_of_contacts_is_refused_and_changes_nothing(
    client: TestClient, count: Count, name: str
) -> None:
    content, expected = BAD[name]
    body = problem(client.post("/v1/imports/contacts", files=upload(content, "mine.csv")), 422)
    assert body["type"] == "urn:coopt:problem:unreadable-file"
    assert body["file"].startswith("mine.csv")
    assert body["detail"].startswith("mine.csv")
    assert expected in body["expected"]
    assert count() == (0, 0)


def test_a_bad_file_names_the_line(client: TestClient) -> None:
    body = problem(client.post("/v1/imports/contacts", files=upload(BAD["other columns"][0])), 422)
    assert body["line"] == 1


def test_a_bad_file_of_openings_is_refused_and_changes_nothing(client: TestClient, count: Count) -> None:
    for content, name in ((b"", "a.txt"), (b'{"intitule": ', "a.json"), (b"\x00\x01\x02" * 99, "a.txt")):
        body = problem(client.post("/v1/imports/openings", files=upload(content, name)), 422)
        assert body["detail"].startswith(name)
    problem(client.post("/v1/imports/openings", files=upload(b"cook " * 50_001, "long.txt")), 422)
    assert count() == (0, 0)


def test_a_file_that_is_too_large_is_refused(client: TestClient, count: Count) -> None:
    large = connections(*PEOPLE) + b"\n" * MAX_UPLOAD
    body = problem(client.post("/v1/imports/contacts", files=upload(large)), 413)
    assert body["detail"] == "Expected at most 1 MiB."
    problem(client.post("/v1/imports/contacts", files=upload(large * 3)), 413)
    assert count() == (0, 0)


def test_a_body_that_does_not_announce_its_size_is_bounded_too(client: TestClient) -> None:
    def parts() -> object:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        for _ in range(40):
            yield b"a" * (1 << 16)
        yield b"\r\n--x--\r\n"

    headers = {"content-type": "multipart/form-data; boundary=x"}
    problem(client.post("/v1/imports/contacts", content=parts(), headers=headers), 413)  # type: ignore[arg-type]


def test_one_file_is_expected(client: TestClient) -> None:
    body = problem(client.post("/v1/imports/contacts", files={"other": ("a.csv", b"a")}), 422)
    assert body["errors"][0]["where"] == "body.file"
    two = [("file", ("a.csv", b"a")), ("file", ("b.csv", b"b"))]
    problem(client.post("/v1/imports/contacts", files=two), 400)
    problem(client.post("/v1/imports/contacts", json={"file": "a"}), 422)
    headers = {"content-type": "multipart/form-data"}
    problem(client.post("/v1/imports/contacts", content=b"x", headers=headers), 400)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\Users\\me\\Connections.csv", "a\x00b", "..", "é" * 300]
)
def test_a_name_cannot_lead_elsewhere(
    client: TestClient, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(uploads))
    answer = client.post("/v1/imports/contacts", files=upload(connections(*PEOPLE), name))
    assert answer.status_code == 200
    shown = answer.json()["name"]
    assert shown
    assert not {"/", "\\", "\x00"} & set(shown)
    assert shown not in (".", "..")
    assert list(uploads.iterdir()) == []


def test_nothing_is_left_of_a_bad_file(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(uploads))
    problem(client.post("/v1/imports/contacts", files=upload(b"", "a.csv")), 422)
    assert list(uploads.iterdir()) == []


def test_an_import_is_listed_and_can_be_undone(known: TestClient, count: Count) -> None:
    (first,) = known.get("/v1/imports").json()["items"]
    assert (first["name"], first["counts"]["new"], first["undone_at"]) == ("Connections.csv", 4, None)
    undone = known.delete(f"/v1/imports/{first['id']}").json()
    assert undone["undone_at"]
    assert count() == (0, 0)
    assert known.get("/v1/imports").json()["items"] == [undone]
    body = problem(known.delete(f"/v1/imports/{first['id']}"), 409)
    assert body["type"] == "urn:coopt:problem:already-undone"


def test_an_undone_import_is_no_longer_found(known: TestClient) -> None:
    question = {"text": "Data engineer", "k": 1, "include_below_bar": True}
    assert known.post("/v1/suggestions", json=question).json()["suggestions"]
    more = connections(("Zed", "Quill", "Data Engineer of Data"), ("Una", "Lark", "Baker"))
    report = known.post("/v1/imports/contacts", files=upload(more.replace(b"/in/", b"/in/z"))).json()
    known.delete(f"/v1/imports/{report['id']}")
    question["k"] = 50
    names = {s["name"] for s in known.post("/v1/suggestions", json=question).json()["suggestions"]}
    assert names <= {f"{first} {last}" for first, last, _ in PEOPLE}


def test_an_import_of_openings_can_be_undone(client: TestClient, count: Count) -> None:
    text = "# Data engineer\n\nPython required, SQL is a plus."
    report = client.post("/v1/imports/openings", files=upload(text.encode(), "data.md")).json()
    assert client.delete(f"/v1/imports/{report['id']}").status_code == 200
    assert count() == (0, 0)


def test_an_import_of_somebody_else_is_one_that_nobody_has(known: TestClient, app: FastAPI) -> None:
    with Store(app.state.settings.data_dir) as store:
        mine = store.import_contacts(reading(("Ada", "Engineer")), "you").id
    theirs = problem(known.delete(f"/v1/imports/{mine}"), 404)
    nobodys = problem(known.delete("/v1/imports/nowhere"), 404)
    assert theirs["detail"].replace(mine, "nowhere") == nobodys["detail"]
    assert len(known.get("/v1/imports").json()["items"]) == 1
    problem(known.get(f"/v1/imports?before={mine}"), 404)


def test_imports_come_in_pages(client: TestClient) -> None:
    for number in range(5):
        client.post("/v1/imports/contacts", files=upload(connections(("A", "B", f"Chef {number}"))))
    seen, before = [], ""
    while before is not None:
        page = client.get("/v1/imports", params={"before": before, "k": 2}).json()
        seen += [one["id"] for one in page["items"]]
        before = page["next"]
    assert len(set(seen)) == 5
