import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from api import feedback_schemas as schemas
from api.schemas import Problem
from matcher.feedback import Reason, VerdictKind
from tests.api.conftest import connections, upload
from tests.api.problems import problem
from tests.conftest import reading

TEXT = "Data engineer\n\nRequirements\n- Data pipelines\n- Fluent Japanese"
DESCRIBED: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (schemas.NewVerdict, schemas.NEW_VERDICT),
    (schemas.VerdictOut, schemas.VERDICT),
    (schemas.FeedbackOut, schemas.FEEDBACK),
    (schemas.Withdrawn, schemas.WITHDRAWN),
    (schemas.OpeningsForContact, schemas.OPENINGS_FOR_CONTACT),
    (Problem, schemas.UNKNOWN_CONTACT),
]


@pytest.mark.parametrize(("model", "example"), DESCRIBED, ids=lambda value: getattr(value, "__name__", ""))
def test_an_example_is_what_it_illustrates(model: type[BaseModel], example: dict[str, Any]) -> None:
    model.model_validate_json(json.dumps(example))


@pytest.fixture
def ines(known: TestClient) -> str:
    """The id of Inès, who is a data engineer."""
    contacts = known.get("/v1/contacts").json()["items"]
    found: str = next(contact["id"] for contact in contacts if contact["name"] == "Inès Carpentier")
    return found


def give(client: TestClient, contact_id: str, verdict: str, **fields: object) -> dict[str, Any]:
    body = {"contact_id": contact_id, "verdict": verdict, "text": TEXT, **fields}
    response = client.post("/v1/feedback", json=body)
    assert response.status_code == 201, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_before_anything_was_said_there_is_nothing(client: TestClient) -> None:
    empty = {"verdicts": [], "multipliers": {}, "hidden": [], "outdated": []}
    assert client.get("/v1/feedback").json() == empty


def test_a_verdict_is_given_and_shown_under_the_id_of_the_opening(known: TestClient, ines: str) -> None:
    opening = known.post("/v1/openings", json={"text": TEXT}).json()
    by_id = {"contact_id": ines, "verdict": "not-for-this-role", "opening_id": opening["id"]}
    given = known.post("/v1/feedback", json=by_id | {"reason": "too-senior", "note": "Leads a team"}).json()
    assert given["opening_id"] == opening["id"]
    assert (given["verdict"], given["reason"], given["note"]) == (
        "not-for-this-role",
        "too-senior",
        "Leads a team",
    )
    assert known.get("/v1/feedback").json()["verdicts"] == [given]


def test_a_text_that_is_judged_is_not_stored(known: TestClient, ines: str) -> None:
    give(known, ines, "consider")
    assert known.get("/v1/openings").json()["items"] == []


def test_the_latest_verdict_counts(known: TestClient, ines: str) -> None:
    give(known, ines, "consider")
    latest = give(known, ines, "pinned")
    assert known.get("/v1/feedback").json()["verdicts"] == [latest]


@pytest.mark.parametrize("verdict", list(VerdictKind))
def test_every_verdict_may_be_given(known: TestClient, ines: str, verdict: VerdictKind) -> None:
    assert give(known, ines, verdict.value)["verdict"] == verdict


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_may_be_given(known: TestClient, ines: str, reason: Reason) -> None:
    assert give(known, ines, "not-for-this-role", reason=reason.value)["reason"] == reason


def test_what_is_said_of_the_tie_and_the_profile_is_listed(known: TestClient, ines: str) -> None:
    give(known, ines, "dont-know")
    assert known.get("/v1/feedback").json()["hidden"] == [ines]
    give(known, ines, "wrong-profile")
    after = known.get("/v1/feedback").json()
    assert (after["hidden"], after["outdated"], after["multipliers"]) == ([], [ines], {})


def test_undo_takes_the_latest_back(known: TestClient, ines: str) -> None:
    give(known, ines, "consider")
    given = give(known, ines, "dont-know")
    assert known.delete(f"/v1/feedback/{ines}").json() == given
    assert [v["verdict"] for v in known.get("/v1/feedback").json()["verdicts"]] == ["consider"]
    problem(known.delete(f"/v1/feedback/{ines}", params={"opening_id": "another"}), 404)
    assert known.delete(f"/v1/feedback/{ines}", params={"opening_id": given["opening_id"]}).is_success
    problem(known.delete(f"/v1/feedback/{ines}"), 404)


def test_reset_forgets_what_was_taught(known: TestClient, ines: str) -> None:
    give(known, ines, "consider")
    give(known, ines, "dont-know", text="Pastry chef")
    assert known.delete("/v1/feedback").json() == {"withdrawn": 1}
    assert known.get("/v1/feedback").json()["hidden"] == [ines]
    assert known.delete("/v1/feedback", params={"everything": True}).json() == {"withdrawn": 1}
    assert known.get("/v1/feedback").json()["verdicts"] == []


@pytest.mark.parametrize("k", [1, 2])
def test_the_latest_are_shown_first(known: TestClient, ines: str, k: int) -> None:
    give(known, ines, "consider")
    give(known, ines, "pinned", text="Pastry chef")
    shown = known.get("/v1/feedback", params={"k": k}).json()["verdicts"]
    assert [verdict["verdict"] for verdict in shown] == ["pinned", "consider"][:k]


def test_an_unknown_contact_or_opening_is_not_found(known: TestClient, ines: str) -> None:
    body = {"contact_id": "nobody", "verdict": "consider", "text": TEXT}
    assert problem(known.post("/v1/feedback", json=body), 404)["title"] == "Unknown contact"
    body = {"contact_id": ines, "verdict": "consider", "opening_id": "nowhere"}
    assert problem(known.post("/v1/feedback", json=body), 404)["title"] == "Unknown opening"
    assert known.get("/v1/feedback").json()["verdicts"] == []


def test_a_contact_of_another_employee_is_as_unknown_as_no_contact(known: TestClient) -> None:
    store = known.app_state["workspace"].store
    store.import_contacts(reading(("Cy", "Data engineer")), "you")
    (theirs,) = store.network("you").contact_ids
    body = {"verdict": "consider", "text": TEXT}
    told = [problem(known.post("/v1/feedback", json=body | {"contact_id": c}), 404) for c in (theirs, "x")]
    assert told[0] | {"detail": ""} == told[1] | {"detail": ""}
    paths = [f"/v1/contacts/{contact_id}/openings" for contact_id in (theirs, "x")]
    assert [problem(known.get(path), 404)["type"] for path in paths] == [told[0]["type"]] * 2


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "maybe"},
        {"verdict": 1},
        {"verdict": None},
        {"reason": "place"},
        {"verdict": "not-for-this-role", "reason": "too-old"},
        {"note": "x" * 501},
        {"note": "a\x00"},
        {"opening_id": "o"},
        {"text": None},
        {"text": "?!"},
        {"contact_id": ""},
        {"contact_id": 3},
        {"employee": "you"},
        {"contributions": {"title": 9.0}},
        {"team": "sales"},
    ],
)
def test_a_strange_verdict_is_refused(known: TestClient, ines: str, fields: dict[str, object]) -> None:
    body = {"contact_id": ines, "verdict": "consider", "text": TEXT} | fields
    problem(known.post("/v1/feedback", json=body), 422)
    assert known.get("/v1/feedback").json()["verdicts"] == []


@pytest.mark.parametrize("query", ["k=0", "k=201", "k=x"])
def test_a_strange_page_is_refused(client: TestClient, query: str) -> None:
    problem(client.get(f"/v1/feedback?{query}"), 422)


def test_a_new_profile_drops_the_flag(known: TestClient, ines: str) -> None:
    give(known, ines, "wrong-profile")
    known.post("/v1/imports/contacts", files=upload(connections(("Inès", "Carpentier", "Head of Data"))))
    assert known.get("/v1/feedback").json()["outdated"] == []


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
BODIES = st.fixed_dictionaries(
    {},
    optional={name: VALUES for name in ("contact_id", "opening_id", "text", "reason", "note", "x")}
    | {"verdict": VALUES | st.sampled_from([kind.value for kind in VerdictKind])},
)


@settings(
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=BODIES)
def test_whatever_is_said_is_kept_or_refused(known: TestClient, body: dict[str, object]) -> None:
    headers = {"content-type": "application/json"}
    answer = known.post("/v1/feedback", content=json.dumps(body).encode(), headers=headers)
    problem(answer, answer.status_code)
    assert answer.status_code in (400, 404, 422)
