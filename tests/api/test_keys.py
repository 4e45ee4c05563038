import logging
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.access_settings import WayIn
from api.app import create_app
from api.auth.caller import Refused
from api.auth.clock import SteadyClock
from api.auth.keys import ApiKeys
from api.settings import Settings
from matcher.access import KeyAsked, KeyText
from matcher.errors import CooptError
from matcher.policy import Permission, Role
from matcher.store import Store
from matcher.store.engine import DATABASE
from tests.api.access import World, opened
from tests.api.issuer import AUDIENCE, issuing
from tests.api.problems import problem

TOKEN = "only-for-the-tests-of-the-api"
NOW = datetime.now(UTC)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened(tmp_path / "data") as started:
        yield started


def names(world: World, who: str) -> list[str]:
    items = world.ask(who, "GET", "/v1/contacts").json()["items"]
    return sorted(item["name"] for item in items)


def refusals(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.__dict__["reason"] for record in caplog.records if record.message == "refused"]


def test_a_key_opens_the_network_of_its_employee_alone(world: World) -> None:
    assert names(world, "ada") == ["Inès Carpentier", "Lena Vogt", "Tom Okafor"]
    assert names(world, "bo") == ["Aram Petit", "Cleo Marsh", "Milo Stern"]


def test_a_new_employee_imports_with_their_own_key(world: World) -> None:
    key = world.key(Role.EMPLOYEE, employee="cy")
    assert world.ask(key, "GET", "/v1/contacts").json() == {"items": [], "next": None}


def test_a_revoked_key_is_refused_at_once(world: World, caplog: pytest.LogCaptureFixture) -> None:
    key = world.key(Role.EMPLOYEE, employee="ada")
    assert world.ask(key, "GET", "/v1/contacts").status_code == 200
    text = KeyText.parse(key)
    assert text is not None
    world.store.access.revoke_key(text.id)
    with caplog.at_level(logging.INFO):
        problem(world.ask(key, "GET", "/v1/contacts"), 401)
    assert refusals(caplog) == ["revoked"]
    assert text.secret not in caplog.text


def test_the_key_of_an_employee_who_was_removed_is_refused(world: World, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "data" / DATABASE) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM employees WHERE id = 'ada'")
    connection.close()
    problem(world.ask("ada", "GET", "/v1/contacts"), 401)
    assert world.ask("bo", "GET", "/v1/contacts").status_code == 200


@pytest.mark.parametrize(
    "alter",
    [
        lambda key: key[:-1],
        lambda key: key + "x",
        lambda key: key.upper(),
        lambda key: key.replace("coopt_", "coopt"),
        lambda key: "_".join((*key.split("_")[:2], "")),
        lambda key: "_".join(("coopt", "0" * 12, key.split("_", 2)[2])),
        lambda key: key.split("_", 2)[2],
        lambda key: key + "\xe9",
        lambda key: "coopt___",
        lambda key: "coopt_' OR 1=1 --_x",
        lambda key: "x" * 20_000,
    ],
)
def test_every_refusal_is_the_same(world: World, alter: Any) -> None:
    header = {"Authorization": f"Bearer {alter(world.keys['ada'])}".encode("latin-1")}
    refused = world.client.get("/v1/contacts", headers=header)
    text = KeyText.parse(world.key(Role.EMPLOYEE, employee="ada"))
    assert text is not None
    world.store.access.revoke_key(text.id)
    assert problem(refused, 401) == problem(world.ask(str(text), "GET", "/v1/contacts"), 401)


def ways(store: Store, now: datetime) -> ApiKeys:
    return ApiKeys(store, SteadyClock(wall=lambda: now, monotonic=lambda: 0.0))


def reason(way: ApiKeys, token: str) -> str:
    with pytest.raises(Refused) as refused:
        way.caller_of(token)
    return refused.value.reason


def test_a_key_ends_on_its_day_and_no_clock_brings_it_back(store: Store) -> None:
    token = str(store.access.make_key(KeyAsked(Role.ADMIN, timedelta(days=9)))[1])
    assert ways(store, NOW + timedelta(days=8)).caller_of(token)
    assert reason(ways(store, NOW + timedelta(days=10)), token) == "expired"
    assert reason(ways(store, NOW), token) == "revoked"


def test_the_day_of_the_last_use_is_kept_and_no_more(store: Store) -> None:
    token = str(store.access.make_key(KeyAsked(Role.ADMIN, timedelta(days=9)))[1])
    assert store.access.keys()[0].last_used_on is None
    ways(store, NOW).caller_of(token)
    assert store.access.keys()[0].last_used_on == NOW.date().isoformat()


def test_a_secret_is_nowhere_in_the_data_folder(world: World, tmp_path: Path) -> None:
    secrets = [KeyText.parse(key) for key in world.keys.values()]
    held = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    for text in secrets:
        assert text is not None
        assert text.id.encode() in held
        assert text.secret.encode() not in held


def test_keys_are_random_and_recognisable(store: Store) -> None:
    texts = [store.access.make_key(KeyAsked(Role.ADMIN, timedelta(days=1)))[1] for _ in range(20)]
    assert len({text.secret for text in texts}) == len({text.id for text in texts}) == 20
    assert all(str(text).startswith("coopt_") and len(text.secret) >= 43 for text in texts)


def test_a_clock_goes_on_when_the_systems_is_set_back() -> None:
    wall, seconds = [NOW], [0.0]
    clock = SteadyClock(wall=lambda: wall[0], monotonic=lambda: seconds[0])
    wall[0], seconds[0] = NOW - timedelta(days=300), 60.0
    assert clock.now() == NOW + timedelta(seconds=60)
    wall[0] = NOW + timedelta(days=1)
    assert clock.now() == wall[0]
    wall[0] = NOW
    assert clock.now() == NOW + timedelta(days=1)


def test_a_clock_that_was_set_back_while_the_server_was_down_is_noticed(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    token = str(store.access.make_key(KeyAsked(Role.ADMIN, timedelta(days=200)))[1])
    ways(store, NOW + timedelta(days=100)).caller_of(token)
    clock = SteadyClock(store.access.latest_use(), wall=lambda: NOW - timedelta(days=300))
    assert clock.now() >= NOW + timedelta(days=99)
    assert "clock is behind" in caplog.text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"role": Role.EMPLOYEE}, "--employee"),
        ({"role": Role.ADMIN, "expires_in": timedelta()}, "366 days"),
        ({"role": Role.ADMIN, "expires_in": timedelta(days=367)}, "366 days"),
        ({"role": Role.ADMIN, "scopes": frozenset({Permission.NETWORK_READ})}, "network:read"),
    ],
)
def test_a_key_that_would_make_no_sense_is_not_made(given: dict[str, Any], said: str) -> None:
    with pytest.raises(CooptError, match=said):
        KeyAsked(**{"expires_in": timedelta(days=1), **given})


def test_making_and_revoking_are_in_the_log_without_the_secret(store: Store) -> None:
    key, text = store.access.make_key(KeyAsked(Role.RECRUITER, timedelta(days=1)))
    for _ in range(2):
        store.access.revoke_key(key.id)
    events = list(store.events.all())
    assert [event.kind for event in events] == ["key-made", "key-revoked"]
    assert all(event.data["key"] == key.id for event in events)
    assert text.secret not in str(events)


# --- several ways in, and other machines ---


def test_keys_and_single_sign_on_may_both_be_on(tmp_path: Path) -> None:
    with issuing() as issuer:
        both = {"auth": {WayIn.KEYS, WayIn.OIDC}, "oidc_issuer": issuer.url, "oidc_audience": AUDIENCE}
        with TestClient(
            create_app(Settings(data_dir=tmp_path, **both)), base_url="http://localhost"
        ) as client:
            store: Store = client.app_state["workspace"].store
            key = store.access.make_key(KeyAsked(Role.EMPLOYEE, timedelta(days=1), employee="ada"))[1]
            for token, status in ((issuer.token(), 200), (str(key), 200), (TOKEN, 401)):
                answer = client.get("/v1/contacts", headers={"Authorization": f"Bearer {token}"})
                assert answer.status_code == status


def test_without_keys_a_key_opens_nothing(client: TestClient) -> None:
    store: Store = client.app_state["workspace"].store
    key = store.access.make_key(KeyAsked(Role.EMPLOYEE, timedelta(days=1), employee="me"))[1]
    problem(client.get("/v1/contacts", headers={"Authorization": f"Bearer {key}"}), 401)


def test_other_machines_reach_the_server_under_its_names_alone(tmp_path: Path) -> None:
    with opened(tmp_path, host="0.0.0.0", allowed_hosts={"coopt.example.org"}) as world:
        for host in ("coopt.example.org", "COOPT.example.org:8443"):
            assert world.ask("ada", "GET", "/v1/contacts", headers={"host": host}).status_code == 200
        for host in ("127.0.0.1", "localhost", "evil.example", "x.coopt.example.org", ""):
            problem(world.ask("ada", "GET", "/v1/contacts", headers={"host": host}), 400)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"auth": "local", "host": "0.0.0.0"}, "loopback"),
        ({"auth": "local,keys", "host": "0.0.0.0"}, "loopback"),
        ({"auth": "local", "allowed_hosts": "coopt.example.org"}, "COOPT_ALLOWED_HOSTS"),
        ({"auth": "keys", "host": "0.0.0.0"}, "COOPT_ALLOWED_HOSTS"),
        ({"auth": "oidc", "oidc_audience": "coopt"}, "COOPT_OIDC_ISSUER"),
        ({"auth": "oidc", "oidc_issuer": "https://issuer.example"}, "COOPT_OIDC_AUDIENCE"),
        ({"auth": ""}, "COOPT_AUTH"),
        ({"auth": "none"}, "COOPT_AUTH"),
        ({"auth": "keys,open"}, "COOPT_AUTH"),
        ({"oidc_role_map": {"x": "root"}}, "COOPT_OIDC_ROLE_MAP"),
        ({"oidc_clock_skew_seconds": 3600}, "COOPT_OIDC_CLOCK_SKEW_SECONDS"),
    ],
)
def test_settings_that_would_open_too_much_are_refused(
    tmp_path: Path, given: dict[str, Any], said: str
) -> None:
    with pytest.raises(CooptError, match=said):
        create_app(Settings.read(data_dir=tmp_path, token=SecretStr(TOKEN), **given))


def test_ways_and_hosts_are_set_by_comma(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COOPT_AUTH", "keys, OIDC")
    monkeypatch.setenv("COOPT_ALLOWED_HOSTS", "Coopt.Example.org,10.0.0.7")
    monkeypatch.setenv("COOPT_OIDC_ROLE_MAP", '{"talent": "recruiter"}')
    settings = Settings.read()
    assert settings.auth == {WayIn.KEYS, WayIn.OIDC}
    assert settings.allowed_hosts == {"coopt.example.org", "10.0.0.7"}
    assert settings.oidc_role_map == {"talent": Role.RECRUITER}
    monkeypatch.setenv("COOPT_OIDC_ROLE_MAP", "talent=recruiter")
    with pytest.raises(CooptError, match="oidc_role_map"):
        Settings.read()
