"""What the OpenAPI document says beyond what FastAPI finds by itself: the problems of each route."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

from api.examples import PROBLEMS
from api.schemas import Problem

MEDIA_TYPE = "application/problem+json"
_REF = "#/components/schemas/{model}"


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Declares problem responses, as the `responses` of a route or a router."""
    schema = {"$ref": _REF.format(model=Problem.__name__)}
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {
                MEDIA_TYPE: {"schema": schema} | ({"example": PROBLEMS[status]} if status in PROBLEMS else {})
            },
        }
        for status in statuses
    }


def answers(status: int, example: dict[str, Any], description: str) -> dict[int | str, dict[str, Any]]:
    """Gives a successful response its example."""
    return {status: {"description": description, "content": {"application/json": {"example": example}}}}


def describe_problems(app: FastAPI) -> None:
    """Adds the schemas that `problems` refers to; FastAPI only finds those of JSON responses."""
    make = app.openapi

    def openapi() -> dict[str, Any]:
        document = make()
        schemas = document["components"]["schemas"]
        if Problem.__name__ not in schemas:
            schema = Problem.model_json_schema(ref_template=_REF)
            schemas |= schema.pop("$defs", {})
            schemas[Problem.__name__] = schema
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # the way FastAPI's documentation gives
