"""The address that is printed at start, and signs in once."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from tests.api.conftest import TOKEN
from tests.api.pages import words


@pytest.fixture
def address(app: FastAPI) -> str:
    return f"/sign-in/once/{app.state.invitations.make(SecretStr(TOKEN))}"


def test_the_printed_address_signs_in_by_one_click(stranger: TestClient, address: str) -> None:
    page = stranger.get(address, headers={"Accept-Language": "en"})
    assert "You are signed in" in words(page)
    assert 'content="0; url=/"' in page.text
    assert stranger.get("/").url.path == "/"


def test_it_signs_in_once(stranger: TestClient, address: str) -> None:
    stranger.get(address)
    stranger.cookies.clear()
    page = stranger.get(address, headers={"Accept-Language": "en"})
    assert page.status_code == 403
    assert "This address was used before" in words(page)
    assert stranger.get("/").url.path == "/sign-in"


def test_who_opens_it_again_is_still_signed_in(stranger: TestClient, address: str) -> None:
    stranger.get(address)
    assert stranger.get(address).url.path == "/"


@pytest.mark.parametrize("code", ["x", "0" * 43, "%00"])
def test_a_made_up_address_signs_nobody_in(stranger: TestClient, code: str) -> None:
    assert stranger.get(f"/sign-in/once/{code}").status_code == 403
    assert stranger.get("/").url.path == "/sign-in"


def test_it_is_not_in_a_log_line(
    stranger: TestClient, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        stranger.get(address)
    logged = " ".join(str(record.__dict__) for record in caplog.records if record.name.startswith("api"))
    assert "/sign-in/once/{code}" in logged
    assert address.rpartition("/")[2] not in logged
