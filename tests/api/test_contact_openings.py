import pytest
from fastapi.testclient import TestClient

from matcher.automation_note import NOTES
from tests.api.problems import problem

OPENINGS = ("Data engineer\n\nRequirements\n- Data pipelines", "Pastry chef", "Helicopter pilot")


@pytest.fixture
def asked(known: TestClient) -> TestClient:
    """Serves someone whose network holds `PEOPLE`, with three openings."""
    for text in OPENINGS:
        assert known.post("/v1/openings", json={"text": text}).status_code == 201
    return known


def id_of(client: TestClient, name: str) -> str:
    contacts = client.get("/v1/contacts").json()["items"]
    found: str = next(contact["id"] for contact in contacts if contact["name"] == name)
    return found


def test_the_openings_that_are_good_for_a_contact(asked: TestClient) -> None:
    contact_id = id_of(asked, "Inès Carpentier")
    answer = asked.get(f"/v1/contacts/{contact_id}/openings").json()
    assert (answer["contact_id"], answer["none_stands_out"]) == (contact_id, False)
    (found,) = answer["openings"]
    assert found["opening"]["title"] == "Data engineer"
    assert found["suggestion"]["evidence"][0]["quote"] == "Data Engineer"


def test_the_suggestion_is_the_one_of_the_shortlist(asked: TestClient) -> None:
    contact_id = id_of(asked, "Tom Okafor")
    (found,) = asked.get(f"/v1/contacts/{contact_id}/openings").json()["openings"]
    shortlist = asked.post("/v1/suggestions", json={"opening_id": found["opening"]["id"]}).json()
    assert found["suggestion"] in shortlist["suggestions"]


def test_at_most_k(asked: TestClient) -> None:
    asked.post("/v1/openings", json={"text": "Senior data engineer"})
    path = f"/v1/contacts/{id_of(asked, 'Inès Carpentier')}/openings"
    assert len(asked.get(path).json()["openings"]) == 2
    assert len(asked.get(path, params={"k": 1}).json()["openings"]) == 1


def test_none_stands_out_is_an_answer(known: TestClient) -> None:
    contact_id = id_of(known, "Lena Vogt")
    nothing = {"contact_id": contact_id, "none_stands_out": True, "openings": [], "passed_over": 0}
    nothing["note"] = NOTES["en"]
    assert known.get(f"/v1/contacts/{contact_id}/openings").json() == nothing
    known.post("/v1/openings", json={"text": "Helicopter pilot"})
    assert known.get(f"/v1/contacts/{contact_id}/openings").json() == nothing


@pytest.mark.parametrize("contact_id", ["nobody", "é", "' OR 1=1 --", "a" * 2_000])
def test_an_unknown_contact_is_not_found(asked: TestClient, contact_id: str) -> None:
    body = problem(asked.get(f"/v1/contacts/{contact_id}/openings"), 404)
    assert body["type"] == "urn:coopt:problem:unknown-contact"


def test_before_any_import_no_contact_is_found(client: TestClient) -> None:
    problem(client.get("/v1/contacts/nobody/openings"), 404)


@pytest.mark.parametrize("query", ["k=0", "k=51", "k=x"])
def test_a_strange_question_is_refused(client: TestClient, query: str) -> None:
    problem(client.get(f"/v1/contacts/nobody/openings?{query}"), 422)


def test_an_id_that_cannot_be_stored_is_refused(client: TestClient) -> None:
    problem(client.get("/v1/contacts/a%00/openings"), 422)
