"""Two tabs do not overwrite each other: a change names the version that was seen (`If-Match`, RFC 9110)."""

import re
from typing import Annotated, Any

from fastapi import Depends, Header, HTTPException, Response
from pydantic import AfterValidator

from api.openapi import problems

# Of routes that change what has a version.
VERSION_PROBLEMS: dict[int | str, dict[str, Any]] = problems(404, 409, 412, 413, 428)


def _version(value: str) -> str:
    if not re.fullmatch(r'"[0-9]{1,9}"', value):
        raise ValueError('expected the version that you saw, in quotes, such as "3"')
    return value


async def _seen_version(
    if_match: Annotated[
        Annotated[str, AfterValidator(_version)] | None,
        Header(description='The version that you saw, in quotes, such as `"3"`'),
    ] = None,
) -> int:
    if if_match is None:
        detail = 'Expected the header `If-Match` with the version that you saw, such as `If-Match: "3"`.'
        raise HTTPException(428, detail)
    return int(if_match.strip('"'))


SeenVersion = Annotated[int, Depends(_seen_version)]


def tell_version(response: Response, version: int) -> None:
    """Puts a version into the answer's `ETag`."""
    response.headers["ETag"] = f'"{version}"'
