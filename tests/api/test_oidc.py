import base64
import hmac
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access_settings import WayIn
from api.app import create_app
from api.auth.caller import IssuerUnavailable, Refused
from api.auth.clock import SteadyClock
from api.auth.issuer import IssuerKeys
from api.auth.oidc import OidcTokens
from api.settings import Settings
from matcher.errors import CooptError
from matcher.policy import Permission, Role
from tests.api.issuer import AUDIENCE, Issuer, issuing
from tests.api.problems import problem


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with issuing() as started:
        yield started


def settings_for(issuer: Issuer, tmp_path: Path, **changes: Any) -> Settings:
    given = {"auth": {WayIn.OIDC}, "oidc_issuer": issuer.url, "oidc_audience": AUDIENCE, **changes}
    return Settings(data_dir=tmp_path / "data", **given)


@pytest.fixture
def settings(issuer: Issuer, tmp_path: Path) -> Settings:
    return settings_for(issuer, tmp_path)


@pytest.fixture
def anybody(app: FastAPI) -> Iterator[TestClient]:
    """Shows no token of its own."""
    with TestClient(app, base_url="http://127.0.0.1:8000") as opened:
        yield opened


class Ticking:
    """A monotonic clock that is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def ask(client: TestClient, token: str, path: str = "/v1/contacts") -> Any:
    return client.get(path, headers={"Authorization": f"Bearer {token}"})


def tokens(settings: Settings, **options: Any) -> OidcTokens:
    return OidcTokens(settings, SteadyClock(), **options)


def reason(ways: OidcTokens, token: str) -> str:
    with pytest.raises(Refused) as refused:
        ways.caller_of(token)
    return refused.value.reason


@pytest.mark.parametrize("algorithm", ["ES256", "RS256"])
def test_a_token_of_the_issuer_opens_the_employees_own_network(
    anybody: TestClient, issuer: Issuer, algorithm: str
) -> None:
    issuer.add_key("two", algorithm)
    assert ask(anybody, issuer.token("two")).json() == {"items": [], "next": None}


def test_what_the_roles_do_not_hold_is_forbidden(anybody: TestClient, issuer: Issuer) -> None:
    for roles in (["officer"], ["admin"], ["recruiter"], [], "admin", ["root"], [7], {"employee": 1}, None):
        problem(ask(anybody, issuer.token(roles=roles)), 403)


def test_keys_are_fetched_once_for_many_tokens(anybody: TestClient, issuer: Issuer) -> None:
    for _ in range(5):
        assert ask(anybody, issuer.token()).status_code == 200
    assert issuer.asked == ["/.well-known/openid-configuration", "/keys"]


def test_a_rotated_key_is_fetched_and_the_old_one_refused(issuer: Issuer, settings: Settings) -> None:
    clock = Ticking()
    ways = tokens(settings, keys=IssuerKeys(issuer.url, clock=clock))
    old = issuer.token()
    assert ways.caller_of(old)
    clock.seconds += 60
    issuer.add_key("two", "RS256")
    issuer.published.discard("one")
    assert ways.caller_of(issuer.token("two"))
    assert reason(ways, old) == "unknown key"


def test_a_withdrawn_key_is_refused_when_the_kept_ones_are_old(issuer: Issuer, settings: Settings) -> None:
    clock = Ticking()
    ways = tokens(settings, keys=IssuerKeys(issuer.url, clock=clock))
    token = issuer.token()
    assert ways.caller_of(token)
    issuer.add_key("two")
    issuer.published.discard("one")
    clock.seconds += 3601
    assert reason(ways, token) == "unknown key"


def test_a_flood_of_unknown_keys_asks_the_issuer_once_in_a_while(issuer: Issuer, settings: Settings) -> None:
    clock = Ticking()
    ways = tokens(settings, keys=IssuerKeys(issuer.url, clock=clock))
    for number in range(50):
        assert reason(ways, issuer.token(header={"kid": f"made up {number}"})) == "unknown key"
    assert issuer.asked.count("/keys") == 1
    clock.seconds += 31
    reason(ways, issuer.token(header={"kid": "another"}))
    assert issuer.asked.count("/keys") == 2
    assert ways.caller_of(issuer.token())


def test_while_the_issuer_is_down_its_keys_hold_for_a_day(issuer: Issuer, settings: Settings) -> None:
    clock = Ticking()
    ways = tokens(settings, keys=IssuerKeys(issuer.url, clock=clock))
    token = issuer.token()
    assert ways.caller_of(token)
    issuer.down = True
    clock.seconds += 2 * 3600
    assert ways.caller_of(token)
    clock.seconds += 24 * 3600
    with pytest.raises(IssuerUnavailable):
        ways.caller_of(token)


def test_an_issuer_that_never_answered_is_told_as_such(anybody: TestClient, issuer: Issuer) -> None:
    issuer.down = True
    problem(ask(anybody, issuer.token()), 503)


@pytest.mark.parametrize(
    "document",
    [{"issuer": "http://127.0.0.1:1"}, {"jwks_uri": "http://evil.example/keys"}, {"jwks_uri": None}],
)
def test_a_discovery_document_of_somebody_else_is_not_followed(
    anybody: TestClient, issuer: Issuer, document: dict[str, Any]
) -> None:
    issuer.document = document
    problem(ask(anybody, issuer.token()), 503)
    assert "/keys" not in issuer.asked


def test_a_short_rsa_key_is_not_used(issuer: Issuer, settings: Settings) -> None:
    issuer.add_key("short", "RS256", bits=1024)
    with pytest.warns(UserWarning, match="1024"):
        token = issuer.token("short")
    assert reason(tokens(settings), token) == "unknown key"


HOUR = 3600
NOW = int(datetime.now(UTC).timestamp())


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"exp": NOW - 60}, "expired"),
        ({"iat": NOW + HOUR}, "not valid yet"),
        ({"nbf": NOW + HOUR}, "not valid yet"),
        ({"iat": NOW - 25 * HOUR, "exp": NOW + HOUR}, "too old"),
        ({"aud": "another"}, "another audience"),
        ({"aud": ["another", "more"]}, "another audience"),
        ({"aud": None}, "malformed"),
        ({"iss": "https://evil.example"}, "another issuer"),
        ({"iss": None}, "malformed"),
        ({"exp": None}, "malformed"),
        ({"iat": None}, "malformed"),
        ({"sub": None}, "malformed"),
        ({"exp": "soon"}, "malformed"),
        ({"exp": 1e300}, "malformed"),
        ({"sub": 7}, "malformed"),
    ],
)
def test_claims_that_prove_nothing_are_refused(
    issuer: Issuer, settings: Settings, changes: dict[str, Any], why: str
) -> None:
    assert reason(tokens(settings), issuer.token(**changes)) == why


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def unsigned(issuer: Issuer, algorithm: object) -> str:
    return f"{part({'alg': algorithm, 'typ': 'JWT', 'kid': 'one'})}.{part(issuer.claims())}."


def hs256_with_the_public_key(issuer: Issuer) -> str:
    """The confusion of algorithms: the public key, which all know, taken for a shared secret."""
    secret = (
        issuer.signers["one"][1].public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    )
    signed = f"{part({'alg': 'HS256', 'typ': 'JWT', 'kid': 'one'})}.{part(issuer.claims())}"
    signature = hmac.digest(secret, signed.encode(), "sha256")  # which the library refuses to make
    return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def signed_by_another(issuer: Issuer) -> str:
    with issuing() as other:
        other.url = issuer.url
        return other.token()


def altered(issuer: Issuer) -> str:
    header, _, signature = issuer.token().split(".")
    return f"{header}.{part(issuer.claims(roles=['admin', 'employee']))}.{signature}"


FORGED = {
    "none": lambda issuer: unsigned(issuer, "none"),
    "None": lambda issuer: unsigned(issuer, "None"),
    "no alg": lambda issuer: unsigned(issuer, None),
    "a list as alg": lambda issuer: unsigned(issuer, ["none"]),
    "an ES256 header": lambda issuer: unsigned(issuer, "ES256"),
    "HS256 with the public key": hs256_with_the_public_key,
    "another's key": signed_by_another,
    "altered claims": altered,
    "a critical header": lambda issuer: issuer.token(header={"crit": ["exp"], "exp": 1}),
    "no key id": lambda issuer: f"{part({'alg': 'ES256'})}.{'.'.join(issuer.token().split('.')[1:])}",
    "noise": lambda _: "a.b.c",
    "empty": lambda _: "..",
    "deep": lambda _: f"{base64.urlsafe_b64encode(b'[' * 9_000).decode().rstrip('=')}.e30.e30",
}


@pytest.mark.parametrize("name", sorted(FORGED))
def test_a_forged_token_is_refused_like_any_other(
    anybody: TestClient, issuer: Issuer, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    token = FORGED[name](issuer)
    with caplog.at_level(logging.DEBUG):
        response = ask(anybody, token)
    body = problem(response, 401)
    assert body == problem(ask(anybody, "unknown"), 401)
    assert response.headers["www-authenticate"].startswith("Bearer ")
    assert "ada" not in caplog.text
    assert token not in caplog.text


def test_roles_of_the_single_sign_on_are_mapped(issuer: Issuer, tmp_path: Path) -> None:
    settings = settings_for(
        issuer,
        tmp_path,
        oidc_role_claim="realm_access.roles",
        oidc_role_map={"talent team": Role.RECRUITER, "dpo": Role.OFFICER},
        oidc_employee_claim="preferred_username",
    )
    claims = {"realm_access": {"roles": ["talent team", "employee"]}, "preferred_username": "bo"}
    caller = tokens(settings).caller_of(issuer.token(**claims))
    assert caller is not None
    assert (caller.employee, caller.roles) == ("bo", {Role.RECRUITER})


def test_a_claim_whose_name_holds_dots_is_found(issuer: Issuer, tmp_path: Path) -> None:
    settings = settings_for(issuer, tmp_path, oidc_role_claim="https://coopt.example/roles")
    caller = tokens(settings).caller_of(issuer.token(**{"https://coopt.example/roles": "employee officer"}))
    assert caller is not None
    assert caller.roles == {Role.EMPLOYEE, Role.OFFICER}


@pytest.mark.parametrize("claim", [None, "", 7, "a\x00b", "x" * 501, ["ada"]])
def test_an_employee_without_a_usable_id_is_refused(issuer: Issuer, tmp_path: Path, claim: object) -> None:
    settings = settings_for(issuer, tmp_path, oidc_employee_claim="login")
    assert reason(tokens(settings), issuer.token(login=claim)) == "no employee claim"


def test_an_address_that_was_not_verified_names_nobody(issuer: Issuer, tmp_path: Path) -> None:
    ways = tokens(settings_for(issuer, tmp_path, oidc_employee_claim="email"))
    mail = "ada@example.org"
    assert reason(ways, issuer.token(email=mail, email_verified=False)) == "address not verified"
    assert ways.caller_of(issuer.token(email=mail, email_verified=True))


def test_scopes_of_coopt_narrow_a_token_and_others_do_not(issuer: Issuer, settings: Settings) -> None:
    ways = tokens(settings)
    narrow = ways.caller_of(issuer.token(scope="openid openings:read reach:read"))
    wide = ways.caller_of(issuer.token(scope="openid profile"))
    assert narrow is not None
    assert wide is not None
    assert narrow.permissions == {Permission.OPENINGS_READ}
    assert Permission.NETWORK_WRITE in wide.permissions


def test_clocks_may_differ_by_the_skew(issuer: Issuer, tmp_path: Path) -> None:
    now = int(datetime.now(UTC).timestamp())
    late = issuer.token(iat=now - 60, exp=now - 20)
    assert tokens(settings_for(issuer, tmp_path)).caller_of(late)
    assert reason(tokens(settings_for(issuer, tmp_path, oidc_clock_skew_seconds=0)), late) == "expired"


def test_a_clock_that_is_set_back_brings_no_token_back(issuer: Issuer, settings: Settings) -> None:
    later = SteadyClock(datetime.now(UTC) + timedelta(hours=1))
    assert reason(OidcTokens(settings, later), issuer.token()) == "expired"


@pytest.mark.parametrize(
    "address", ["http://issuer.example", "ftp://issuer.example", "issuer.example", "https://"]
)
def test_an_issuer_that_could_be_listened_to_is_refused(tmp_path: Path, address: str) -> None:
    settings = Settings(data_dir=tmp_path, auth={WayIn.OIDC}, oidc_issuer=address, oidc_audience="coopt")
    with pytest.raises(CooptError, match="COOPT_OIDC_ISSUER"):
        create_app(settings)
