"""What data protection asks for: objections, own statements, legal bases, notices, links, erased people."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from matcher.store.tables.base import Base


class ObjectionRow(Base):
    """A contact who asked not to be suggested: kept, shown as such, and never suggested."""

    __tablename__ = "objections"
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True)
    objected_at: Mapped[str]
    recorded_by: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class StatementRow(Base):
    """The fields that a contact corrected, each in place of what the sources tell."""

    __tablename__ = "statements"
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    remark: Mapped[str] = mapped_column(Text)
    stated_at: Mapped[str]


class LegalBasisRow(Base):
    """The legal basis of a contact who is not held on the default one."""

    __tablename__ = "legal_bases"
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True)
    basis: Mapped[str]
    set_at: Mapped[str]
    set_by: Mapped[str] = mapped_column(Text)


class NoticeRow(Base):
    """The notice of article 14, given to a contact."""

    __tablename__ = "notices"
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True)
    given_at: Mapped[str]
    recorded_by: Mapped[str] = mapped_column(Text)


class ContactLinkRow(Base):
    """A link to a contact's own page. It outlives an erasure, without the contact, until it expires."""

    __tablename__ = "contact_links"
    id: Mapped[str] = mapped_column(primary_key=True)
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contacts.id", ondelete="SET NULL"), index=True)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[str]
    expires_at: Mapped[str]


class LinkUseRow(Base):
    """An action that was taken through a link, and the form that it was taken with."""

    __tablename__ = "link_uses"
    link_id: Mapped[str] = mapped_column(ForeignKey("contact_links.id", ondelete="CASCADE"), primary_key=True)
    action: Mapped[str] = mapped_column(primary_key=True)
    form: Mapped[str]
    used_at: Mapped[str]


class SuppressionRow(Base):
    """A keyed hash of what would identify somebody who is not to be imported; nothing leads back from it.

    `objector` is the contact who objected and is held still: the hash blocks once they are held no more.
    """

    __tablename__ = "suppressions"
    digest: Mapped[str] = mapped_column(primary_key=True)
    objector: Mapped[str | None] = mapped_column(Text, index=True)


class PrivacyStateRow(Base):
    """One row.

    `key_check` tells whether the secret is the one that the keyed hashes were made with. `latest_seen` is the
    latest time at which a link was used: the clock that links go by never runs back. `erased_at` stands until
    what was erased has left the bytes on disk too.
    """

    __tablename__ = "privacy_state"
    id: Mapped[int] = mapped_column(primary_key=True)
    key_check: Mapped[str | None]
    latest_seen: Mapped[str]
    erased_at: Mapped[str | None]
