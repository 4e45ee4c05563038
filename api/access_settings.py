"""What can be set of the ways in, by `COOPT_…` environment variables or by the caller."""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode

from matcher.policy import Role


class WayIn(StrEnum):
    """How callers may prove who they are."""

    LOCAL = "local"
    KEYS = "keys"
    OIDC = "oidc"


def _by_comma(value: object) -> object:
    return (
        [part.strip().lower() for part in value.split(",") if part.strip()]
        if isinstance(value, str)
        else value
    )


class AccessSettings(BaseSettings):
    """Who is let in, and from where.

    Attributes:
        auth: The ways in, by comma in the environment; several may be on.
        allowed_hosts: The names under which other machines reach the server, by comma; none with `local`.
        oidc_issuer: Address of the single sign-on, exactly as its tokens name it.
        oidc_audience: Whom its tokens for Coopt are made for.
        oidc_role_claim: Where a token tells the roles; dots lead into objects, as in `realm_access.roles`.
        oidc_role_map: JSON object from the values there to roles; without it they are the roles' own names.
        oidc_employee_claim: Where a token tells whose network the caller has.
        oidc_clock_skew_seconds: By how much the issuer's clock may differ.
        oidc_max_age_seconds: How old a token may be, whenever it expires; a stolen one is worth no more.
    """

    auth: Annotated[frozenset[WayIn], NoDecode, BeforeValidator(_by_comma), Field(min_length=1)] = frozenset(
        {WayIn.LOCAL}
    )
    allowed_hosts: Annotated[frozenset[str], NoDecode, BeforeValidator(_by_comma)] = frozenset()
    oidc_issuer: str = ""
    oidc_audience: str = ""
    oidc_role_claim: Annotated[str, Field(min_length=1)] = "roles"
    oidc_role_map: dict[str, Role] = Field(default_factory=dict)
    oidc_employee_claim: Annotated[str, Field(min_length=1)] = "sub"
    oidc_clock_skew_seconds: Annotated[int, Field(ge=0, le=300)] = 30
    oidc_max_age_seconds: Annotated[int, Field(gt=0)] = 24 * 3600
