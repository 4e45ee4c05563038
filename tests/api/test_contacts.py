import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import PEOPLE
from tests.api.problems import problem


def test_before_any_import_the_network_is_an_empty_page(client: TestClient) -> None:
    assert client.get("/v1/contacts").json() == {"items": [], "next": None}


def test_a_contact_tells_the_work_and_the_tie(known: TestClient) -> None:
    contacts = known.get("/v1/contacts").json()["items"]
    contact = next(contact for contact in contacts if contact["name"] == "Tom Okafor")
    assert contact["headline"] == "Pastry Chef · Acme"
    assert contact["positions"][0]["title"] == "Pastry Chef"
    assert contact["tie"] == {
        "how_known": "linkedin",
        "connected_on": "2019-06-11",
        "strength": "unknown",
        "relation": "unknown",
        "last_exchange": None,
        "reasons": [],
    }
    assert (contact["as_of"], contact["age_years"]) == (contact["sources"][0]["seen_on"], 0.0)
    assert contact["sources"][0]["name"] == "Connections.csv"


@pytest.mark.parametrize("k", [1, 2, 3, 4, 5])
def test_pages_give_each_contact_once(known: TestClient, k: int) -> None:
    seen, after, pages = [], "", 0
    while after is not None:
        page = known.get("/v1/contacts", params={"after": after, "k": k}).json()
        seen += [contact["id"] for contact in page["items"]]
        after, pages = page["next"], pages + 1
    assert seen == sorted(set(seen))
    assert len(seen) == len(PEOPLE)
    assert pages == -(-len(PEOPLE) // k)


@pytest.mark.parametrize("after", ["zzzz", "' OR 1=1 --", "é", "0"])
def test_any_cursor_is_a_place_in_the_order(known: TestClient, after: str) -> None:
    assert known.get("/v1/contacts", params={"after": after}).status_code == 200


@pytest.mark.parametrize(
    "query", ["k=0", "k=-1", "k=201", "k=1e9", "k=a", "k=" + "9" * 5000, "after=%00", "after=" + "a" * 2001]
)
def test_a_strange_page_is_refused(known: TestClient, query: str) -> None:
    for path in ("/v1/contacts", "/v1/openings"):
        body = problem(known.get(f"{path}?{query}"), 422)
        assert body["errors"][0]["where"] == f"query.{query.partition('=')[0]}"
