import json

import pytest
from fastapi.testclient import TestClient

from api import duplicate_schemas as schemas
from tests.api.conftest import upload
from tests.api.problems import problem

CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:{0}\nORG:Clinique du Parc\nTITLE:Head nurse\nEMAIL:{1}\nEND:VCARD\n"


@pytest.fixture
def doubtful(client: TestClient) -> tuple[str, str]:
    """Ids of two contacts of whom it is not sure that they are one person."""
    for name, mail in (("Marie Kervadec", "k@example.org"), ("Marie Dupont", "d@example.org")):
        file = upload(CARD.format(name, mail).encode(), f"{mail}.vcf")
        assert client.post("/v1/imports/contacts", files=file).status_code == 200
    (pair,) = client.get("/v1/duplicates").json()["items"]
    first, second = (contact["id"] for contact in pair["contacts"])
    return first, second


def test_a_pair_tells_why(client: TestClient, doubtful: tuple[str, str]) -> None:
    (pair,) = client.get("/v1/duplicates").json()["items"]
    assert (pair["agree"], pair["differ"]) == (["company", "title"], ["name"])
    assert 0 < pair["probability"] < 1


def test_merge_undo_and_changes(client: TestClient, doubtful: tuple[str, str]) -> None:
    first, second = doubtful
    made = client.post("/v1/duplicates/merges", json={"contact_id": first, "other_id": second})
    assert made.status_code == 201
    assert [item["id"] for item in client.get("/v1/contacts").json()["items"]] == [first]
    address = f"/v1/duplicates/changes/{made.json()['id']}"
    assert client.delete(address).json()["undone_at"]
    assert len(client.get("/v1/contacts").json()["items"]) == 2
    problem(client.delete(address), 404)
    assert [change["kind"] for change in client.get("/v1/duplicates/changes").json()["items"]] == ["merge"]


def test_kept_apart_pairs_are_not_found_again(client: TestClient, doubtful: tuple[str, str]) -> None:
    first, second = doubtful
    body = {"contact_id": first, "other_id": second}
    assert client.post("/v1/duplicates/kept-apart", json=body).status_code == 201
    assert client.post("/v1/duplicates/searches").json() == {"found": 0}
    assert client.get("/v1/duplicates").json() == {"items": []}


def test_a_contact_of_one_file_cannot_be_split(client: TestClient, doubtful: tuple[str, str]) -> None:
    body = problem(client.post("/v1/duplicates/splits", json={"contact_id": doubtful[0]}), 422)
    assert body["type"].endswith("invalid-change")


def test_a_contact_whom_nobody_knows(client: TestClient, doubtful: tuple[str, str]) -> None:
    body = {"contact_id": doubtful[0], "other_id": "0" * 16}
    problem(client.post("/v1/duplicates/merges", json=body), 404)


@pytest.mark.parametrize(
    ("model", "example"),
    [
        (schemas.TwoContacts, schemas.TWO_CONTACTS),
        (schemas.NewSplit, schemas.NEW_SPLIT),
        (schemas.Pairs, schemas.PAIRS),
        (schemas.Changes, schemas.CHANGES),
        (schemas.Found, schemas.FOUND),
    ],
)
def test_an_example_is_what_it_illustrates(model, example) -> None:
    model.model_validate_json(json.dumps(example))
