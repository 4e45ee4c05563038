"""Each way to get in, or at something, with what proves nothing: refused, and logged without a person.

A row holds what is tried and its twin, the same about what nobody ever had: an answer that differs from the
twin's would tell that something exists.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import jwt
import pytest
from httpx2 import Response

from api.access_settings import WayIn
from matcher.access import KeyText
from matcher.policy import Role
from matcher.privacy.links import make_link
from matcher.readers.openings import opening_from_text
from matcher.readers.report import Reading
from matcher.store.engine import DATABASE
from tests.api.access import TEXT, World, opened
from tests.api.issuer import AUDIENCE, Issuer, issuing
from tests.api.problems import problem

NOBODYS = "0" * 16
INES = "Inès Carpentier"
HOUR, DAY = 3600, 24 * 3600
CORRECTION: dict[str, Any] = {"action": "correction", "profile": {"headline": "Analytics engineer"}}


@dataclass(frozen=True)
class Stage:
    """A server that knows keys and a single sign-on."""

    folder: Path
    world: World
    issuer: Issuer

    def ines(self) -> str:
        return self.world.contact("ada", INES)

    def link(self) -> str:
        made = self.world.ask("ada", "POST", f"/v1/contacts/{self.ines()}/link").json()["url"]
        return urlsplit(made).path

    def contacts(self, token: str) -> Response:
        return self.world.ask(token, "GET", "/v1/contacts")


Try = Callable[[Stage], Response]


@dataclass(frozen=True)
class Row:
    """What is tried, and the same of nobody's.

    Attributes:
        why: What the log says of it.
    """

    tried: Try
    twin: Try
    status: int
    why: str = ""


def token(make: Callable[[Stage], str], why: str) -> Row:
    return Row(lambda stage: stage.contacts(make(stage)), lambda stage: stage.contacts("nobody"), 401, why)


def of_bo(method: str, path: str, make: Callable[[Stage], str], body: dict[str, Any] | None = None) -> Row:
    """Bo asks about what is Ada's; `{id}` stands for it."""

    def ask(stage: Stage, asked: str) -> Response:
        sent = None if body is None else {k: v.replace("{id}", asked) for k, v in body.items()}
        return stage.world.ask("bo", method, path.replace("{id}", asked), json=sent)

    return Row(lambda stage: ask(stage, make(stage)), lambda stage: ask(stage, NOBODYS), 404)


def through_link(make: Callable[[Stage], str], sent: dict[str, Any] | None = None) -> Row:
    def act(stage: Stage, path: str) -> Response:
        return stage.world.client.post(f"{path}/actions", json=sent or {"action": "objection"})

    def nobodys(stage: Stage) -> Response:
        return act(stage, "/my-data/nobody")

    return Row(lambda stage: act(stage, make(stage)), nobodys, 404, "link refused")


def unsigned(stage: Stage) -> str:
    return jwt.encode(stage.issuer.claims(), None, algorithm="none", headers={"kid": "one"})


def of_another_issuer(stage: Stage) -> str:
    with issuing() as other:
        other.url = stage.issuer.url
        return other.token()


def altered(stage: Stage) -> str:
    header, _, signature = stage.issuer.token().split(".")
    return f"{header}.{stage.issuer.token(roles=['admin']).split('.')[1]}.{signature}"


def altered_key(stage: Stage) -> str:
    return stage.world.keys["ada"][:-4] + "AAAA"


def revoked_key(stage: Stage) -> str:
    key = stage.world.key(Role.EMPLOYEE, employee="ada")
    text = KeyText.parse(key)
    assert text is not None
    stage.world.store.access.revoke_key(text.id)
    return key


def key_of_somebody_removed(stage: Stage) -> str:
    key = stage.world.key(Role.EMPLOYEE, employee="gone")
    with closing(sqlite3.connect(stage.folder / DATABASE)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM employees WHERE id = 'gone'")
    return key


def ago(stage: Stage, seconds: int) -> int:
    return int(stage.issuer.claims()["iat"]) - seconds


def share_of_ada(stage: Stage) -> str:
    opening = opening_from_text(TEXT)
    stage.world.store.import_openings(Reading("text", "", (opening,)))
    return stage.world.store.access.share("ada", stage.ines(), opening.id)[0].id


def introduction_of_ada(stage: Stage) -> str:
    opening = opening_from_text(TEXT)
    stage.world.store.import_openings(Reading("text", "", (opening,)))
    return stage.world.store.introductions.start("ada", stage.ines(), opening.id).id


def used_link(stage: Stage) -> str:
    path = stage.link()
    assert stage.world.client.post(f"{path}/actions", json=CORRECTION).status_code == 200
    return path


def ended_link(stage: Stage) -> str:
    made = make_link(stage.world.store, stage.ines(), made_by="ada", lifetime=timedelta(seconds=-1))
    return f"/my-data/{made.token}"


ROWS = {
    "a forged token": token(of_another_issuer, "forged"),
    "a token whose claims were altered": token(altered, "forged"),
    "a token without a signature": token(unsigned, "algorithm"),
    "an expired token": token(lambda at: at.issuer.token(exp=ago(at, HOUR), iat=ago(at, DAY)), "expired"),
    "a token that is replayed a day later": token(
        lambda at: at.issuer.token(iat=ago(at, DAY + HOUR), exp=ago(at, -HOUR)), "too old"
    ),
    "a token for another audience": token(lambda at: at.issuer.token(aud="another"), "another audience"),
    "an altered key": token(altered_key, "unknown"),
    "a key that is replayed after it was revoked": token(revoked_key, "revoked"),
    "the key of somebody who was removed": token(key_of_somebody_removed, "unknown"),
    "another's contact": of_bo("GET", "/v1/contacts/{id}/privacy", Stage.ines),
    "openings for another's contact": of_bo("GET", "/v1/contacts/{id}/openings", Stage.ines),
    "another's share": of_bo("DELETE", "/v1/shares/{id}", share_of_ada),
    "another's introduction": of_bo("GET", "/v1/introductions/{id}", introduction_of_ada),
    "an objection for somebody whom another knows": of_bo(
        "POST", "/v1/contacts/{id}/objection", Stage.ines, {}
    ),
    "a link to another's contact": of_bo("POST", "/v1/contacts/{id}/link", Stage.ines),
    "an altered link": through_link(lambda at: at.link()[:-4] + "AAAA"),
    "a link that has ended": through_link(ended_link),
    "a link that was used for that": through_link(used_link, CORRECTION),
}


@contextmanager
def a_stage(folder: Path) -> Iterator[Stage]:
    with issuing() as issuer:
        ways = {"auth": {WayIn.KEYS, WayIn.OIDC}, "oidc_issuer": issuer.url, "oidc_audience": AUDIENCE}
        with opened(folder, **ways) as world:
            yield Stage(folder, world, issuer)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with a_stage(tmp_path_factory.mktemp("bad-input")) as started:
        yield started


def told(response: Response, status: int) -> str:
    """What the answer says, whichever id was asked for."""
    body = problem(response, status)
    asked = str(body["detail"]).split("'")
    return str({**body, "detail": [asked[0], *asked[2:]]})


@pytest.mark.parametrize("name", ROWS)
def test_it_is_answered_as_what_nobody_ever_had(stage: Stage, name: str) -> None:
    row = ROWS[name]
    assert told(row.tried(stage), row.status) == told(row.twin(stage), row.status)


@pytest.mark.parametrize("name", ROWS)
def test_it_is_logged_without_a_person(stage: Stage, caplog: pytest.LogCaptureFixture, name: str) -> None:
    row, ines = ROWS[name], stage.ines()
    with caplog.at_level(logging.INFO):
        response = row.tried(stage)
    ours = [record for record in caplog.records if record.name.split(".")[0] in ("api", "matcher")]
    requests = [record.__dict__ for record in ours if record.getMessage() == "request"]
    assert requests[-1]["status"] == row.status == response.status_code
    log = str([record.__dict__ for record in ours])
    assert row.why in log
    shown = response.request.headers.get("authorization", "").removeprefix("Bearer ")
    link = response.request.url.path.split("/")[2] if "my-data" in response.request.url.path else ""
    for secret in filter(None, ("Inès", "Carpentier", "'ada'", ines, shown, link)):
        assert secret not in log


@pytest.mark.parametrize("name", ROWS)
def test_it_changes_nothing(stage: Stage, name: str) -> None:
    ROWS[name].tried(stage)
    ids = stage.world.store.network("ada").contact_ids
    assert stage.world.store.privacy.objected() == frozenset()
    assert stage.ines() in ids
    assert len(ids) == 3


class Later(datetime):
    """The clock, two days ahead."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Later":
        return cls.fromisoformat((datetime.now(tz or UTC) + timedelta(days=2)).isoformat())


@contextmanager
def two_days_later() -> Iterator[None]:
    with patch("api.auth.clock.datetime", Later), patch("matcher.store.links.datetime", Later):
        yield


def test_a_clock_that_is_set_back_opens_nothing_again(tmp_path: Path) -> None:
    with a_stage(tmp_path) as stage:
        key, path = stage.world.key(Role.EMPLOYEE, employee="ada", days=1), stage.link()
        made = make_link(stage.world.store, stage.ines(), made_by="ada", lifetime=timedelta(days=1))
        old, signed = f"/my-data/{made.token}", stage.issuer.token()
        tries: list[tuple[Try, Try, int]] = [
            (lambda at: at.contacts(key), lambda at: at.contacts("nobody"), 401),
            (lambda at: at.contacts(signed), lambda at: at.contacts("nobody"), 401),
            (_read(old), _read("/my-data/nobody"), 404),
        ]
        assert [tried(stage).status_code for tried, _, _ in tries] == [200] * 3
        for clock in (two_days_later(), nullcontext()):  # and set back
            with clock:
                for tried, twin, status in tries:
                    assert told(tried(stage), status) == told(twin(stage), status)
        assert _read(path)(stage).status_code == 200


def _read(path: str) -> Try:
    return lambda at: at.world.client.get(f"{path}/data")
