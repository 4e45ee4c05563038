"""The signed texts in the address of a contact's page, and in its forms. Nothing personal is in them."""

import secrets
from datetime import datetime
from typing import Any

from matcher.errors import InvalidLink
from matcher.privacy.secret import Secret

_ALGORITHM = "HS256"
_PAGE, _FORM = "coopt:my-data", "coopt:my-data-form"
_LONGEST = 1_000  # characters


def sign_link(secret: Secret, link_id: str, expires_at: datetime) -> str:
    """Gives the text that stands for a link in an address; good for a contact's page and for nothing else."""
    return _sign(secret, _PAGE, {"jti": link_id, "exp": expires_at})


def read_link(secret: Secret, token: str) -> str:
    """Gives the id of the link that a text stands for.

    Raises:
        InvalidLink: If it was altered, has expired, or was made for something else.
    """
    return str(_read(secret, _PAGE, token)["jti"])


def link_told(secret: Secret, token: str) -> str | None:
    """Gives the id of the link that a text stands for though it has expired; None if it was altered."""
    try:
        return str(_read(secret, _PAGE, token, expired=True)["jti"])
    except InvalidLink:
        return None


def sign_form(secret: Secret, link_id: str, expires_at: datetime) -> str:
    """Gives the text that a form of a contact's page sends back, to show that it came from the page."""
    return _sign(secret, _FORM, {"jti": secrets.token_urlsafe(12), "sub": link_id, "exp": expires_at})


def read_form(secret: Secret, token: str, link_id: str) -> str:
    """Gives the form's number.

    Raises:
        InvalidLink: If the form was altered, has expired, or was made for another link.
    """
    told = _read(secret, _FORM, token)
    if told.get("sub") != link_id:
        raise InvalidLink
    return str(told["jti"])


def _sign(secret: Secret, audience: str, claims: dict[str, Any]) -> str:
    import jwt  # with its cryptography, which those who make no link need not wait for

    return jwt.encode({**claims, "aud": audience}, secret.key_for(audience), algorithm=_ALGORITHM)


def _read(secret: Secret, audience: str, token: str, *, expired: bool = False) -> dict[str, Any]:
    if len(token) > _LONGEST:
        raise InvalidLink
    import jwt

    try:
        return jwt.decode(
            token,
            secret.key_for(audience),
            algorithms=[_ALGORITHM],
            audience=audience,
            options={"require": ["aud", "exp", "jti"], "verify_exp": not expired},
        )
    except (jwt.InvalidTokenError, ValueError):
        raise InvalidLink from None
