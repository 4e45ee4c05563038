from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from api.settings import LogFormat, Settings


def test_the_defaults_stay_on_this_machine() -> None:
    settings = Settings()
    assert settings.host == "127.0.0.1"
    assert settings.token is None
    assert not settings.allow_download
    assert settings.data_dir.name == "coopt"


def test_the_environment_sets_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COOPT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COOPT_LOG_FORMAT", "json")
    monkeypatch.setenv("COOPT_TOKEN", "")
    settings = Settings()
    assert settings.data_dir == tmp_path
    assert settings.log_format is LogFormat.JSON
    assert settings.token is None


def test_they_never_change() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1


def test_a_short_token_is_refused_and_not_repeated() -> None:
    with pytest.raises(ValidationError) as error:
        Settings(token=SecretStr("tooshort"))
    assert "tooshort" not in str(error.value)


def test_a_token_is_not_shown() -> None:
    assert "long-enough" not in repr(Settings(token=SecretStr("long-enough-to-be-one")))
