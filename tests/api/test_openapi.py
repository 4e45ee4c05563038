import json
import re
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.openapi.models import OpenAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

from api import examples, import_schemas, inputs, schemas

DESCRIBED: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (inputs.NewOpening, examples.NEW_OPENING),
    (schemas.OpeningOut, examples.OPENING),
    (schemas.OpeningPage, examples.OPENINGS),
    (schemas.ContactPage, examples.CONTACTS),
    (import_schemas.Imported, examples.CONTACTS_IMPORTED),
    (import_schemas.OpeningsImported, examples.OPENINGS_IMPORTED),
    (import_schemas.OpeningsImported, examples.OPENINGS_FETCHED),
    (schemas.ShortlistOut, examples.SHORTLIST),
    (import_schemas.ImportPage, import_schemas.IMPORTS),
    (import_schemas.ImportOut, import_schemas.UNDONE),
    (import_schemas.NetworkOut, import_schemas.NETWORK),
    (import_schemas.ThinPage, import_schemas.THIN),
    (schemas.Problem, import_schemas.UNKNOWN_IMPORT),
    (schemas.Problem, examples.UNREADABLE_FILE),
    *((inputs.Question, question["value"]) for question in examples.QUESTIONS.values()),
    *((schemas.Problem, problem) for problem in examples.PROBLEMS.values()),
]

LINES = {
    "/v1/events/export": "application/x-ndjson",
    "/v1/batches/{batch_id}/results": "application/x-ndjson",
}  # what is no single JSON document


def references(value: object) -> set[str]:
    return set(re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(value)))


def test_the_document_is_valid_and_whole(app: FastAPI) -> None:
    document = app.openapi()
    OpenAPI.model_validate(document)
    assert references(document) <= set(document["components"]["schemas"])
    assert "HTTPValidationError" not in document["components"]["schemas"]
    assert app.openapi() == document


def test_every_route_declares_its_problems(app: FastAPI) -> None:
    for path, operations in app.openapi()["paths"].items():
        for operation in operations.values():
            answers = operation["responses"]
            assert "500" in answers
            if path.startswith("/v1/"):
                assert {"401", "422", "503"} <= set(answers)
                assert operation["security"] == [{"HTTPBearer": []}]
            for status, answer in answers.items():
                good = LINES.get(path, "application/json")
                media = "application/problem+json" if status >= "400" else good
                assert list(answer["content"]) == [media]


def test_every_answer_but_health_has_an_example(app: FastAPI) -> None:
    for path, operations in app.openapi()["paths"].items():
        for operation in operations.values():
            good = [answer for status, answer in operation["responses"].items() if status < "300"]
            if path.startswith("/v1/"):
                media = LINES.get(path, "application/json")
                assert any("example" in answer["content"][media] for answer in good)


@pytest.mark.parametrize(("model", "example"), DESCRIBED, ids=lambda value: getattr(value, "__name__", ""))
def test_an_example_is_what_it_illustrates(model: type[BaseModel], example: dict[str, Any]) -> None:
    model.model_validate_json(json.dumps(example))


def test_the_opening_of_the_examples_quotes_its_text() -> None:
    text = examples.OPENING["text"]
    for requirement in examples.OPENING["requirements"]:
        assert text[requirement["start"] : requirement["end"]] == requirement["text"]


def test_the_docs_page_loads_nothing_from_another_host(client: TestClient) -> None:
    page = client.get("/docs").text
    loaded = re.findall(r"""(?:src|href)=["']([^"']+)["']|url: ["']([^"']+)["']""", page)
    addresses = [first or second for first, second in loaded]
    assert len(addresses) >= 4
    for address in addresses:
        assert address.startswith("/")
        assert not address.startswith("//")
        assert client.get(address).status_code == 200
    assert "http" not in page.replace("http-equiv", "")
    assert '"validatorUrl": null' in page


def test_the_version_is_told(client: TestClient) -> None:
    assert client.get("/openapi.json").json()["info"]["version"]
