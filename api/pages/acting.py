"""Who acts on an introduction through a page, and which version they saw."""

from collections.abc import Mapping

from fastapi import HTTPException

from api.auth.caller import Caller
from matcher.introduction import Actor, Party


def me(caller: Caller) -> Actor:
    """Gives the caller as the one who introduces."""
    return Actor(Party.EMPLOYEE, caller.employee)


def version_of(sent: Mapping[str, str]) -> int:
    """Reads the version that a form was made from.

    Raises:
        HTTPException: With status 422, where no form of ours sends such a thing.
    """
    told = sent.get("version", "")
    if not (told.isdecimal() and told.isascii() and len(told) < 10):
        raise HTTPException(422)
    return int(told)
