"""What can be set of data protection. Every default is the careful one."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

from matcher.privacy.duties import Controller
from matcher.privacy.handing_out import HandingOut
from matcher.privacy.notice import Practice
from matcher.privacy.retention import Delays

SHORTEST_SECRET = 32  # characters
LONGEST_DELAY = 3_650  # days

Days = Annotated[int, Field(ge=1, le=LONGEST_DELAY)]


class PrivacySettings(BaseSettings):
    """The part of `Settings` that is about contacts' data.

    Attributes:
        secret_key: Signs contacts' links and keys the hashes of erased people, in place of the file
            `secret.key` in the data folder.
        public_url: Where contacts reach this server, such as `https://coopt.example.org`.
        controller: Who answers for the data, as notices and the register name them.
        privacy_contact: Where contacts may turn: an address of the controller or its data protection officer.
        link_days: How long a link to a contact's page works.
        notice_days: Within how many days after the collection a notice is due; never more than a month.
        retention_never_approached_days: After the latest news of a contact whom nobody approached.
        retention_declined_days: After a contact declined, or was not hired.
        retention_hired_days: After a contact was hired.
        retention_left_days: After a contact who was hired has left.
    """

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    secret_key: Annotated[SecretStr, Field(min_length=SHORTEST_SECRET)] | None = None
    public_url: str = ""
    controller: str = ""
    privacy_contact: str = ""
    link_days: Annotated[int, Field(ge=1, le=90)] = 30
    notice_days: Annotated[int, Field(ge=1, le=31)] = 30
    retention_never_approached_days: Days = 365
    retention_declined_days: Days = 180
    retention_hired_days: Days = 365
    retention_left_days: Days = 90

    @field_validator("public_url")
    @classmethod
    def _an_address(cls, url: str) -> str:
        if url and not url.startswith(("https://", "http://")):
            raise ValueError("expected an address that begins with https:// or http://")
        return url.rstrip("/")

    @property
    def secret(self) -> str | None:
        """The secret in clear, for the store alone."""
        return None if self.secret_key is None else self.secret_key.get_secret_value()

    @property
    def responsible(self) -> Controller:
        """Who answers for the data."""
        return Controller(self.controller, self.privacy_contact)

    @property
    def link_lifetime(self) -> timedelta:
        """How long a link to a contact's page works."""
        return timedelta(days=self.link_days)

    @property
    def notice_within(self) -> timedelta:
        """How long after the collection a notice may be given."""
        return timedelta(days=self.notice_days)

    @property
    def handing_out(self) -> HandingOut:
        """How notices and links are made."""
        practice = Practice(self.responsible, self.delays)
        return HandingOut(practice, self.base_url, self.link_lifetime, self.notice_within)

    @property
    def base_url(self) -> str:
        """Where contacts reach the server; this machine alone unless `public_url` names more."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def delays(self) -> Delays:
        """How long contacts are kept."""
        return Delays(
            never_approached=timedelta(days=self.retention_never_approached_days),
            declined=timedelta(days=self.retention_declined_days),
            hired=timedelta(days=self.retention_hired_days),
            left=timedelta(days=self.retention_left_days),
        )
