"""Contacts, ties, openings and verdicts."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from matcher.store.tables.base import Base


class StateRow(Base):
    """One row: `version` grows with every change that the index must follow."""

    __tablename__ = "state"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]


class EmployeeRow(Base):
    """Someone whose network was imported."""

    __tablename__ = "employees"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    created_at: Mapped[str]


class ContactRow(Base):
    """A person; the merged profile is kept beside the versions that it was merged from."""

    __tablename__ = "contacts"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    profile: Mapped[dict[str, Any]] = mapped_column(JSON)


class KeyRow(Base):
    """What identifies a contact exactly in a later file, as a digest."""

    __tablename__ = "contact_keys"
    digest: Mapped[str] = mapped_column(Text, primary_key=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)


class ProfileVersionRow(Base):
    """What one source told of a contact, once; the current version of a source replaces the one before."""

    __tablename__ = "profile_versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id", ondelete="CASCADE"))
    source_kind: Mapped[str]
    source_name: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str]
    profile: Mapped[dict[str, Any]] = mapped_column(JSON)
    imported_at: Mapped[str]
    is_current: Mapped[bool]
    __table_args__ = (
        Index(
            "ix_profile_versions_current",
            "contact_id",
            "employee_id",
            "source_kind",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )


class TieRow(Base):
    """One employee knows one contact."""

    __tablename__ = "ties"
    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id", ondelete="CASCADE"), primary_key=True)
    contact_id: Mapped[str] = mapped_column(
        ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    how_known: Mapped[str]
    connected_on: Mapped[str | None]
    strength: Mapped[str]


class FragmentRow(Base):
    """A quotable part of a contact's merged profile; the index holds one vector for each."""

    __tablename__ = "fragments"
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    date: Mapped[str | None]
    __table_args__ = ({"sqlite_autoincrement": True},)  # an id is never given to another text


class OpeningRow(Base):
    """A role to fill."""

    __tablename__ = "openings"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    content_hash: Mapped[str]
    title: Mapped[str] = mapped_column(Text)
    opening: Mapped[dict[str, Any]] = mapped_column(JSON)
    imported_at: Mapped[str]


class VerdictRow(Base):
    """What an employee said of a contact for an opening; the latest that was not withdrawn counts.

    An opening is named by its id alone: it may be a text that was never stored.
    """

    __tablename__ = "verdicts"
    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id", ondelete="CASCADE"))
    team: Mapped[str] = mapped_column(Text, index=True)
    opening_id: Mapped[str] = mapped_column(Text)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    reason: Mapped[str | None]
    note: Mapped[str] = mapped_column(Text)
    contributions: Mapped[dict[str, float]] = mapped_column(JSON)
    profile_version: Mapped[int | None]  # the latest version of the profile that was judged
    given_at: Mapped[str]
    withdrawn_at: Mapped[str | None]
    __table_args__ = (
        Index("ix_verdicts_employee_id_contact_id", "employee_id", "contact_id"),
        {"sqlite_autoincrement": True},  # a later verdict always has the higher id
    )
