"""Every failure becomes one RFC 9457 problem; one table tells the status of each of Coopt's errors."""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import PurePath
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.openapi import MEDIA_TYPE
from matcher.errors import (
    AlreadyUndone,
    AlteredModel,
    AskedTooOften,
    BatchBusy,
    BatchMismatch,
    ChangedSince,
    ClusterUnavailable,
    CooptError,
    DamagedIndex,
    EmptyNetwork,
    FetchFailed,
    ForbiddenAddress,
    IllegalStep,
    IndexMismatch,
    InvalidChange,
    InvalidDraft,
    InvalidKey,
    InvalidLink,
    InvalidOpening,
    InvalidStatement,
    MissingExtra,
    NotReplayable,
    Objected,
    RetentionTooShort,
    ReusedKey,
    StaleIntroduction,
    StaleTie,
    StoreUnavailable,
    SuggestionsStopped,
    UnknownBatch,
    UnknownChange,
    UnknownContact,
    UnknownEmployee,
    UnknownImport,
    UnknownIntroduction,
    UnknownKey,
    UnknownModel,
    UnknownOpening,
    UnknownReindex,
    UnknownReminder,
    UnknownShare,
    UnreadableFile,
    WrongSecret,
)

logger = logging.getLogger(__name__)

_MOST_ERRORS_SHOWN = 20
_LONGEST_FIELD_NAME = 100  # characters; it may be the caller's own
_UNTOLD = "The server's log tells more."


@dataclass(frozen=True, slots=True)
class Kind:
    """How an error is answered.

    Attributes:
        told: Whether its text goes out; not where it may name folders of the server.
    """

    status: HTTPStatus
    title: str
    told: bool = True


KINDS: dict[type[CooptError], Kind] = {
    UnknownOpening: Kind(HTTPStatus.NOT_FOUND, "Unknown opening"),
    UnknownContact: Kind(HTTPStatus.NOT_FOUND, "Unknown contact"),
    # The request is sound, and will be answered once contacts are imported.
    UnknownEmployee: Kind(HTTPStatus.CONFLICT, "No network yet"),
    EmptyNetwork: Kind(HTTPStatus.CONFLICT, "Empty network"),
    InvalidLink: Kind(HTTPStatus.NOT_FOUND, "Not Found"),
    InvalidStatement: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "Invalid statement"),
    Objected: Kind(HTTPStatus.CONFLICT, "The contact objected"),
    UnknownIntroduction: Kind(HTTPStatus.NOT_FOUND, "Unknown introduction"),
    UnknownReminder: Kind(HTTPStatus.NOT_FOUND, "Unknown reminder"),
    IllegalStep: Kind(HTTPStatus.CONFLICT, "No such step from here"),
    StaleIntroduction: Kind(HTTPStatus.PRECONDITION_FAILED, "Changed meanwhile"),
    StaleTie: Kind(HTTPStatus.PRECONDITION_FAILED, "Changed meanwhile"),
    InvalidDraft: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "Invalid draft"),
    UnknownShare: Kind(HTTPStatus.NOT_FOUND, "Unknown share"),
    UnknownKey: Kind(HTTPStatus.NOT_FOUND, "Unknown key"),
    InvalidKey: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "Invalid key"),
    UnknownImport: Kind(HTTPStatus.NOT_FOUND, "Unknown import"),
    AlreadyUndone: Kind(HTTPStatus.CONFLICT, "Undone already"),
    UnknownChange: Kind(HTTPStatus.NOT_FOUND, "Unknown change"),
    InvalidChange: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "Invalid change"),
    ChangedSince: Kind(HTTPStatus.CONFLICT, "Changed since"),
    UnreadableFile: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "Unreadable file"),
    ForbiddenAddress: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "Forbidden address"),
    FetchFailed: Kind(HTTPStatus.BAD_GATEWAY, "The file was not given"),
    InvalidOpening: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "Invalid opening"),
    SuggestionsStopped: Kind(HTTPStatus.CONFLICT, "Suggestions are stopped"),
    AskedTooOften: Kind(HTTPStatus.TOO_MANY_REQUESTS, "Asked too often"),
    RetentionTooShort: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "Events are kept longer"),
    NotReplayable: Kind(HTTPStatus.NOT_FOUND, "This event cannot be replayed"),
    UnknownBatch: Kind(HTTPStatus.NOT_FOUND, "Unknown batch"),
    UnknownReindex: Kind(HTTPStatus.NOT_FOUND, "No re-index yet"),
    BatchMismatch: Kind(HTTPStatus.CONFLICT, "The batch cannot go on"),
    BatchBusy: Kind(HTTPStatus.CONFLICT, "The batch is being written"),
    ReusedKey: Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "Key used before"),
    IndexMismatch: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "The index does not fit"),
    DamagedIndex: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "The index is damaged"),
    UnknownModel: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "No such model", told=False),
    AlteredModel: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "Altered model", told=False),
    StoreUnavailable: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "The store is unavailable", told=False),
    ClusterUnavailable: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "The cluster is unavailable", told=False),
    WrongSecret: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "Wrong secret", told=False),
    MissingExtra: Kind(HTTPStatus.SERVICE_UNAVAILABLE, "Missing dependency", told=False),
    CooptError: Kind(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal error", told=False),
}


class ProblemResponse(Response):
    """A problem; members that are None are left out."""

    media_type = MEDIA_TYPE

    def __init__(
        self,
        status: int,
        detail: str | None = None,
        *,
        slug: str | None = None,
        title: str | None = None,
        headers: dict[str, str] | None = None,
        **members: object,
    ) -> None:
        type_ = f"urn:coopt:problem:{slug}" if slug else "about:blank"
        body = {
            "type": type_,
            "title": title or HTTPStatus(status).phrase,
            "status": status,
            "detail": detail,
            **members,
        }
        told = {key: value for key, value in body.items() if value is not None}
        # A lone surrogate in what a caller sent has no UTF-8 form.
        content = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
        super().__init__(content, status, headers)


def add_error_handlers(app: FastAPI) -> None:
    """Makes every error of a route a problem."""
    app.add_exception_handler(CooptError, _coopt_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, http_error)


def problem_of(error: CooptError) -> ProblemResponse:
    """Answers one of Coopt's errors."""
    named = next(kind for kind in type(error).__mro__ if kind in KINDS)
    kind, slug = KINDS[named], _slug(named.__name__)
    if not kind.told:
        logger.error("refused", extra={"error": type(error).__name__, "detail": str(error)})
        return ProblemResponse(kind.status, _UNTOLD, slug=slug, title=kind.title)
    if isinstance(error, UnreadableFile):
        return _unreadable(error, kind, slug)
    opening_id = error.opening_id if isinstance(error, UnknownOpening | SuggestionsStopped) else None
    since = error.since if isinstance(error, SuggestionsStopped) else None
    wait = {"Retry-After": str(error.wait_seconds)} if isinstance(error, AskedTooOften) else None
    return ProblemResponse(
        kind.status,
        str(error),
        slug=slug,
        title=kind.title,
        headers=wait,
        opening_id=opening_id,
        since=since,
    )


def _unreadable(error: UnreadableFile, kind: Kind, slug: str) -> ProblemResponse:
    """Names the file as the caller sent it, not where it was kept meanwhile."""
    name = PurePath(error.path).name
    return ProblemResponse(
        kind.status,
        str(error).replace(error.path, name),
        slug=slug,
        title=kind.title,
        file=name,
        line=error.line,
        column=error.column,
        expected=error.expected,
    )


def _slug(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


async def _coopt_error(_: Request, error: Exception) -> Response:
    if not isinstance(error, CooptError):
        raise error
    return problem_of(error)


async def http_error(_: Request, error: Exception) -> Response:
    """Answers an error of the framework, such as an unknown address."""
    if not isinstance(error, HTTPException):
        raise error
    headers = dict(error.headers) if error.headers else None
    detail = error.detail if error.detail != HTTPStatus(error.status_code).phrase else None
    return ProblemResponse(error.status_code, detail, headers=headers)


async def _invalid_request(_: Request, error: Exception) -> Response:
    """Says where and what was expected; never what was sent, which may be about a person."""
    if not isinstance(error, RequestValidationError):
        raise error
    errors = [_invalid(found) for found in error.errors()[:_MOST_ERRORS_SHOWN]]
    detail = "; ".join(f"{found['where']}: {found['expected']}" for found in errors)
    return ProblemResponse(422, detail, slug="invalid-request", title="Invalid request", errors=errors)


def _invalid(found: Mapping[str, Any]) -> dict[str, str]:
    if found["type"] == "json_invalid":
        part, place = found["loc"]
        return {"where": part, "expected": f"JSON; at character {place}: {found['ctx']['error']}"}
    where = ".".join(str(part)[:_LONGEST_FIELD_NAME] for part in found["loc"])
    return {"where": where, "expected": found["msg"].removeprefix("Value error, ")}
