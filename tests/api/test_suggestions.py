import json

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.problems import problem

TEXT = "Data engineer\n\nRequirements\n- Data pipelines\n- Fluent Japanese"


def test_an_import_is_asked_about(known: TestClient) -> None:
    answer = known.post("/v1/suggestions", json={"text": TEXT}).json()
    told = ["opening", "considered", "nobody_stands_out", "close", "missing", "suggestions", "note", "event"]
    assert list(answer) == told
    assert answer["opening"]["title"] == "Data engineer"
    assert answer["considered"] == 4
    assert not answer["nobody_stands_out"]
    first = answer["suggestions"][0]
    assert first["name"] == "Inès Carpentier"
    assert first["evidence"][0]["quote"] == "Data Engineer"
    assert first["evidence"][0]["grade"] == "met"
    assert set(first["unknowns"]) == {e["requirement"] for e in first["evidence"] if e["grade"] == "unknown"}
    assert 0.35 <= first["probability"] <= 1
    assert sum(first["contributions"].values()) == pytest.approx(first["score"], abs=1e-3)
    assert first["tie"]["how_known"] == "linkedin"


def test_a_stored_opening_is_asked_about(known: TestClient) -> None:
    opening = known.post("/v1/openings", json={"text": TEXT}).json()
    by_id = known.post("/v1/suggestions", json={"opening_id": opening["id"]})
    by_text = known.post("/v1/suggestions", json={"text": TEXT}).json()
    assert by_id.json() | {"event": 0} == by_text | {"event": 0}
    assert by_id.headers["cache-control"] == "no-store"


def test_three_words_are_enough(known: TestClient) -> None:
    answer = known.post("/v1/suggestions", json={"text": "senior data engineer", "k": 1}).json()
    assert len(answer["suggestions"]) == 1


def test_a_text_is_not_stored(known: TestClient) -> None:
    known.post("/v1/suggestions", json={"text": TEXT})
    assert known.get("/v1/openings").json()["items"] == []


def test_nobody_stands_out_is_an_answer(known: TestClient) -> None:
    answer = known.post("/v1/suggestions", json={"text": "Helicopter pilot for mountain rescue"}).json()
    assert answer["nobody_stands_out"]
    assert answer["suggestions"] == []
    assert answer["missing"]


def test_those_below_the_bar_are_shown_on_request(known: TestClient) -> None:
    body = {"text": "Helicopter pilot for mountain rescue", "include_below_bar": True}
    answer = known.post("/v1/suggestions", json=body).json()
    assert answer["nobody_stands_out"]
    assert len(answer["suggestions"]) == 4


def test_without_a_network_there_is_a_clear_problem(client: TestClient) -> None:
    body = problem(client.post("/v1/suggestions", json={"text": TEXT}), 409)
    assert body["type"] == "urn:coopt:problem:unknown-employee"
    assert "import contacts" in body["detail"]


def test_an_unknown_opening_is_not_found(known: TestClient) -> None:
    body = problem(known.post("/v1/suggestions", json={"opening_id": "nope"}), 404)
    assert body["opening_id"] == "nope"


@pytest.mark.parametrize("body", [{}, {"k": 3}, {"text": "cook", "opening_id": "x"}, {"text": None}])
def test_either_an_opening_or_a_text_is_expected(known: TestClient, body: dict[str, object]) -> None:
    found = problem(known.post("/v1/suggestions", json=body), 422)
    assert found["errors"] == [{"where": "body", "expected": "expected either opening_id or text"}]


@pytest.mark.parametrize(
    "body",
    [
        {"text": "cook", "k": 0},
        {"text": "cook", "k": 51},
        {"text": "cook", "k": 10**30},
        {"text": "cook", "k": "5"},
        {"text": "cook", "k": True},
        {"text": "cook", "k": 2.5},
        {"text": "cook", "employee": "someone else"},
        {"text": ""},
        {"text": "?!"},
        {"text": "cook " * 50_001},
        {"opening_id": "a\x00"},
        {"opening_id": ""},
    ],
)
def test_a_strange_question_is_refused(known: TestClient, body: dict[str, object]) -> None:
    problem(known.post("/v1/suggestions", json=body), 422)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 422),
        (b'{"text": "\xff"}', 400),
        (b'{"text": "a" "k": 1}', 422),
        (b"[" * 200_000, 400),
        (b'{"k": ' + b"9" * 10_000 + b"}", 400),
        (b'{"text": "data \\ud800 engineer"}', 422),
        (b'{"\\ud800": 1}', 422),
        (b'{"text": NaN}', 422),
        (b"", 422),
        (b'{"text": "' + b"a" * (9 << 20) + b'"}', 413),
    ],
)
def test_strange_json_is_refused(known: TestClient, content: bytes, status: int) -> None:
    headers = {"content-type": "application/json"}
    problem(known.post("/v1/suggestions", content=content, headers=headers), status)


def test_json_that_is_not_called_json_is_refused(known: TestClient) -> None:
    content = json.dumps({"text": "cook"}).encode()
    problem(known.post("/v1/suggestions", content=content, headers={"content-type": "text/plain"}), 422)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)
QUESTIONS = st.fixed_dictionaries(
    {}, optional={"text": VALUES, "opening_id": VALUES, "k": VALUES | st.integers(-3, 60), "x": VALUES}
)


@settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(question=QUESTIONS)
def test_whatever_is_asked_is_answered_or_refused(known: TestClient, question: dict[str, object]) -> None:
    headers = {"content-type": "application/json"}
    answer = known.post("/v1/suggestions", content=json.dumps(question).encode(), headers=headers)
    if answer.status_code != 200:
        problem(answer, answer.status_code)
    assert answer.status_code in (200, 400, 404, 422)
