"""The JSON bodies of what employees and officers do about contacts' data."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.inputs import Storable
from matcher.drafts.language import NoteLanguage
from matcher.privacy.duties import LONGEST_REASON, LegalBasis, Notice
from matcher.privacy.retention import Purpose

LONGEST_TOLD = 300  # characters of a name or an address


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewObjection(_Request):
    """A contact asked not to be suggested."""

    reason: Annotated[Storable, Field(max_length=LONGEST_REASON, description="In their words; optional")] = ""


class PersonAsked(_Request):
    """Who asks for their rights: their whole name, an e-mail address, or the address of a profile."""

    text: Annotated[Storable, Field(min_length=1, max_length=LONGEST_TOLD)]


class HeldOut(_Answer):
    """Somebody of whom data is held."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    contact_id: str
    employees: Annotated[tuple[str, ...], Field(description="Ids of those who know them")]


class HeldList(_Answer):
    """Of whom data is held."""

    items: list[HeldOut]


class NewBasis(_Request):
    """The legal basis on which a contact is held."""

    legal_basis: Annotated[LegalBasis, Field(strict=False)]


class RetentionAsked(_Request):
    """Whether to erase the contacts whose time has come; otherwise they are listed alone."""

    apply: bool = False


class LinkOut(_Answer):
    """The address of a contact's own page: hand it to the contact and to nobody else."""

    url: str
    expires_at: str


class Objected(_Answer):
    """Whether the contact is kept from being suggested."""

    contact_id: str
    objected: bool


class Erased(_Answer):
    """Erased, everywhere; the bytes on disk follow within a day."""

    contact_id: str
    erased: Literal[True] = True


class NoticeOut(_Answer):
    """The notice of article 14 of the GDPR that a contact is owed, or was given."""

    contact_id: str
    collected_on: str
    due_on: str
    given_at: str | None
    overdue: bool

    @classmethod
    def of(cls, notice: Notice, today: str) -> "NoticeOut":
        """Writes a notice as it stands on a day."""
        return cls(
            contact_id=notice.contact_id,
            collected_on=notice.collected_on,
            due_on=notice.due_on,
            given_at=notice.given_at,
            overdue=notice.given_at is None and notice.due_on < today,
        )


class NoticePage(_Answer):
    """Notices, the soonest due first; `total` counts those beyond this page too."""

    items: list[NoticeOut]
    total: int


class NoticeTextOut(_Answer):
    """A notice in the contact's language, to be read again and sent by a human."""

    language: NoteLanguage
    subject: str
    body: str


class Standing(_Answer):
    """Where a contact stands."""

    contact_id: str
    legal_basis: LegalBasis
    objected_at: str | None
    notice: NoticeOut | None
    kept_for: Purpose | None
    kept_until: str | None


class ExpiredContact(_Answer):
    """A contact whose time has come."""

    contact_id: str
    purpose: Purpose
    since: str
    until: str


class RetentionOut(_Answer):
    """What a run of the retention found, and whether it erased."""

    applied: bool
    kept: int
    expired: int
    by_purpose: dict[str, int]
    contacts: list[ExpiredContact]


class RegisterEntry(_Answer):
    """One heading of the register."""

    key: str
    heading: str
    text: str | list[str]


class Figure(_Answer):
    """One figure of the register."""

    key: str
    name: str
    value: int


class RegisterOut(_Answer):
    """The register of processing activities (article 30 of the GDPR)."""

    title: str
    made_on: str
    note: str
    entries: list[RegisterEntry]
    figures_heading: str
    figures: list[Figure]


_ID = "99d88c84fadad216"
LINK: dict[str, Any] = {
    "url": "https://coopt.example.org/my-data/eyJhbGciOi…",
    "expires_at": "2026-12-02T09:00:00+00:00",
}
OBJECTED: dict[str, Any] = {"contact_id": _ID, "objected": True}
HELD: dict[str, Any] = {"items": [{"contact_id": _ID, "employees": ["ada"]}]}
ERASED: dict[str, Any] = {"contact_id": _ID, "erased": True}
NOTICE: dict[str, Any] = {
    "contact_id": _ID,
    "collected_on": "2026-11-02",
    "due_on": "2026-12-02",
    "given_at": None,
    "overdue": False,
}
NOTICES: dict[str, Any] = {"items": [NOTICE], "total": 1}
NOTICE_TEXT: dict[str, Any] = {
    "language": "fr",
    "subject": "Ce que nous conservons à votre sujet, et vos droits",
    "body": "Bonjour Inès Benali,\n…",
}
STANDING: dict[str, Any] = {
    "contact_id": _ID,
    "legal_basis": "legitimate-interest",
    "objected_at": None,
    "notice": NOTICE,
    "kept_for": "never-approached",
    "kept_until": "2027-11-02",
}
RETENTION: dict[str, Any] = {
    "applied": False,
    "kept": 159,
    "expired": 1,
    "by_purpose": {"never-approached": 1, "under-way": 0, "declined": 0, "hired": 0, "left": 0},
    "contacts": [
        {"contact_id": _ID, "purpose": "never-approached", "since": "2025-11-02", "until": "2026-11-02"}
    ],
}
REGISTER: dict[str, Any] = {
    "title": "Register of processing activities (article 30 of the GDPR)",
    "made_on": "2026-11-02",
    "note": "Made by Coopt on 2026-11-02.",
    "entries": [{"key": "controller", "heading": "Controller", "text": "Tern & Tide"}],
    "figures_heading": "Figures",
    "figures": [{"key": "contacts", "name": "Contacts", "value": 160}],
}
