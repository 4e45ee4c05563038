"""What every problem has to be."""

from http import HTTPStatus
from typing import Any

from httpx2 import Response

from api.schemas import Problem


def problem(response: Response, status: int) -> dict[str, Any]:
    """Checks that a response is a problem with this status, and gives its body."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert Problem.model_validate(body).model_dump(exclude_none=True) == body
    assert body["status"] == status
    assert body["title"]
    assert body["type"] != "about:blank" or body["title"] == HTTPStatus(status).phrase
    return body
