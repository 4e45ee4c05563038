"""What can be set of the ways in, by `COOPT_…` environment variables or by the caller."""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode

from matcher.policy import OPENINGS_A_DAY, Role


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
        reach_openings_a_day: About how many different openings one recruiter may ask within a day how far all
            networks reach: nobody is to find out about one person by asking in ever other words.
        oidc_issuer: Address of the single sign-on, exactly as its tokens name it.
        oidc_audience: Whom its tokens for Coopt are made for.
        oidc_role_claim: Where a token tells the roles; dots lead into objects, as in `realm_access.roles`.
        oidc_role_map: JSON object from the values there to roles; without it they are the roles' own names.
        oidc_employee_claim: Where a token tells whose network the caller has.
        oidc_client_id: Of Coopt at the single sign-on; with it, people sign in to the pages there.
        oidc_client_secret: Where the single sign-on gave Coopt one.
        oidc_redirect_base: Address under which browsers reach Coopt, such as `https://coopt.example.org`.
        oidc_scopes: What is asked of the single sign-on for them.
        oidc_clock_skew_seconds: By how much the issuer's clock may differ.
        oidc_max_age_seconds: How old a token may be, whenever it expires; a stolen one is worth no more.
    """

    auth: Annotated[frozenset[WayIn], NoDecode, BeforeValidator(_by_comma), Field(min_length=1)] = frozenset(
        {WayIn.LOCAL}
    )
    allowed_hosts: Annotated[frozenset[str], NoDecode, BeforeValidator(_by_comma)] = frozenset()
    reach_openings_a_day: Annotated[int, Field(ge=1)] = OPENINGS_A_DAY
    oidc_issuer: str = ""
    oidc_audience: str = ""
    oidc_role_claim: Annotated[str, Field(min_length=1)] = "roles"
    oidc_role_map: dict[str, Role] = Field(default_factory=dict)
    oidc_employee_claim: Annotated[str, Field(min_length=1)] = "sub"
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_redirect_base: str = ""
    oidc_scopes: Annotated[str, Field(pattern=r"^openid( [!-~]+)*$")] = "openid"
    oidc_clock_skew_seconds: Annotated[int, Field(ge=0, le=300)] = 30
    oidc_max_age_seconds: Annotated[int, Field(gt=0)] = 24 * 3600
