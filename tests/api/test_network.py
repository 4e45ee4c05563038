from fastapi.testclient import TestClient

from tests.api.conftest import PEOPLE, connections, upload
from tests.api.problems import problem


def test_before_any_import_the_map_is_empty(client: TestClient) -> None:
    body = client.get("/v1/network").json()
    assert (body["contacts"], body["trades"], body["depths"]["thin"]) == (0, {}, 0)
    assert client.get("/v1/network/thin").json() == {"items": [], "next": None}


def test_the_map_counts_the_network(known: TestClient) -> None:
    body = known.get("/v1/network").json()
    assert body["contacts"] == len(PEOPLE)
    assert body["depths"] == {"thin": 0, "row": 4, "history": 0}
    assert body["ages"]["under 1 year"] == 4
    assert body["companies"] == {"Acme": 4}
    assert body["sources"] == {"linkedin-connections": 4}


def test_thin_contacts_come_in_pages_with_what_would_help(client: TestClient) -> None:
    people = [(f"P{i}", "Q", "" if i % 2 else "Chef") for i in range(6)]
    client.post("/v1/imports/contacts", files=upload(connections(*people)))
    seen, after = [], ""
    while after is not None:
        page = client.get("/v1/network/thin", params={"after": after, "k": 1}).json()
        seen += page["items"]
        after = page["next"]
    assert [one["missing"] for one in seen] == [["title"]] * 3
    assert [one["id"] for one in seen] == sorted({one["id"] for one in seen})
    assert "saved as PDF" in seen[0]["helps"][0]
    problem(client.get("/v1/network/thin?k=0"), 422)
