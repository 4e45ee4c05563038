import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import upload
from tests.api.problems import problem

TEXT = "Data engineer\n\nRequirements\n- Python\n- SQL\n\nNice to have\n- Airflow"


def test_an_opening_is_stored_and_found(client: TestClient) -> None:
    response = client.post("/v1/openings", json={"text": TEXT, "company": "Acme", "location": "Lyon"})
    assert response.status_code == 201
    opening = response.json()
    assert (opening["title"], opening["language"], opening["company"]) == ("Data engineer", "en", "Acme")
    for requirement in opening["requirements"]:
        assert opening["text"][requirement["start"] : requirement["end"]] == requirement["text"]
    assert response.headers["location"] == f"/v1/openings/{opening['id']}"
    assert client.get(response.headers["location"]).json() == opening


def test_the_same_text_is_the_same_opening(client: TestClient) -> None:
    first = client.post("/v1/openings", json={"text": TEXT})
    again = client.post("/v1/openings", json={"text": f"\n{TEXT}  "})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert len(client.get("/v1/openings").json()["items"]) == 1


def test_what_is_given_wins_over_what_is_found(client: TestClient) -> None:
    given = {"text": TEXT, "title": "Analytics engineer", "language": "fr"}
    opening = client.post("/v1/openings", json=given).json()
    assert (opening["title"], opening["language"]) == ("Analytics engineer", "fr")


def test_pages_give_each_opening_once(client: TestClient) -> None:
    for place in ("Lyon", "Nantes", "Lille"):
        client.post("/v1/openings", json={"text": f"Cook in {place}"})
    first = client.get("/v1/openings?k=2").json()
    second = client.get("/v1/openings", params={"k": 2, "after": first["next"]}).json()
    ids = [opening["id"] for opening in (*first["items"], *second["items"])]
    assert ids == sorted(set(ids))
    assert len(ids) == 3
    assert second["next"] is None
    assert "text" not in first["items"][0]


def test_an_id_may_be_an_address(client: TestClient) -> None:
    posting = b"""{"@context": "https://schema.org", "@type": "JobPosting", "title": "Cook",
        "url": "https://jobs.example/cook?id=1&l=fr", "description": "<p>We are looking for a cook.</p>"}"""
    assert client.post("/v1/imports/openings", files=upload(posting, "cook.json")).status_code == 200
    opening_id = client.get("/v1/openings").json()["items"][0]["id"]
    assert "/" in opening_id
    found = client.get("/v1/openings/https%3A%2F%2Fjobs.example%2Fcook%3Fid%3D1%26l%3Dfr")
    assert found.json()["id"] == opening_id
    assert client.post("/v1/suggestions", json={"opening_id": opening_id}).status_code == 409


def test_an_unknown_opening_is_not_found(client: TestClient) -> None:
    body = problem(client.get("/v1/openings/text-000000000000"), 404)
    assert body["type"] == "urn:coopt:problem:unknown-opening"
    assert body["opening_id"] == "text-000000000000"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": "  \n "},
        {"text": "123 456"},
        {"text": None},
        {"text": 3},
        {"text": "cook", "id": "mine"},
        {"text": "cook", "language": "french"},
        {"text": "cook", "title": "a" * 501},
        {"text": "co\x00ok"},
        {"text": "cook " * 50_001},
        {"text": "a" * 1_000_001},
        [],
        "cook",
        None,
    ],
)
def test_what_is_no_opening_is_refused_and_not_stored(client: TestClient, body: object) -> None:
    problem(client.post("/v1/openings", json=body), 422)
    assert client.get("/v1/openings").json()["items"] == []
