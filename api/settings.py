"""What can be set from outside, by `COOPT_…` environment variables or by the caller."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import SettingsConfigDict, SettingsError

from api.access_settings import AccessSettings
from api.privacy_settings import PrivacySettings
from matcher.errors import CooptError
from matcher.index_kind import IndexKind

SHORTEST_TOKEN = 16  # characters


class LogFormat(StrEnum):
    """How a log line is written: for eyes, or one JSON object a line."""

    CONSOLE = "console"
    JSON = "json"


class LogLevel(StrEnum):
    """The least that is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def _default_data_dir() -> Path:
    return user_data_path("coopt", appauthor=False)


class Settings(AccessSettings, PrivacySettings):
    """Made by the caller and passed to `create_app`; it never changes afterwards.

    Attributes:
        data_dir: Holds the index, and the store unless `database_url` names a database.
        database_url: Of a PostgreSQL database: `postgresql+psycopg://USER:PASSWORD@HOST/DATABASE`.
        encoder: `fast`, a folder, or a hub name.
        index: What kind of index searches everybody at once: `auto` goes by the size of the store.
        token: What a caller must show. Without one the caller of `create_app` makes a random one.
        employee: Whose network is asked and imported: the one local user.
        max_upload_bytes: Of one uploaded file.
    """

    model_config = SettingsConfigDict(
        env_prefix="COOPT_", env_ignore_empty=True, frozen=True, hide_input_in_errors=True
    )

    data_dir: Path = Field(default_factory=_default_data_dir)
    database_url: SecretStr | None = None
    encoder: str = "fast"
    index: IndexKind = IndexKind.AUTO
    allow_download: bool = False
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    token: Annotated[SecretStr, Field(min_length=SHORTEST_TOKEN)] | None = None
    employee: Annotated[str, Field(min_length=1)] = "me"
    max_upload_bytes: Annotated[int, Field(gt=0)] = 256 << 20
    log_format: LogFormat = LogFormat.CONSOLE
    log_level: LogLevel = LogLevel.INFO

    @property
    def database(self) -> str | None:
        """The address of the database in clear, for the store alone."""
        return None if self.database_url is None else self.database_url.get_secret_value()

    @classmethod
    def read(cls, **given: Any) -> Self:  # noqa: ANN401
        """Makes the settings of the environment and of what is given, which wins.

        Raises:
            CooptError: If one is not as expected; the text names it, and not its value.
        """
        try:
            return cls(**given)
        except ValidationError as error:
            wrong = (f"COOPT_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
            raise CooptError("; ".join(wrong)) from None
        except SettingsError as error:  # no JSON where JSON is expected
            raise CooptError(f"A COOPT_ variable cannot be read: {error}") from None
