"""Who may be one person: marks to recognise people by, pairs to review, and the changes that were made."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matcher.store.tables.base import Base


class MarkRow(Base):
    """What a contact is looked up by, beside exact keys: the words of the name, the profile's address.

    A digest of either; an address is that of the key in `contact_keys`.
    """

    __tablename__ = "identity_marks"
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(Text, primary_key=True)
    __table_args__ = (Index("ix_identity_marks_kind_digest", "kind", "digest"),)


class PairRow(Base):
    """Two contacts of one employee who may be one person, or whom the employee keeps apart."""

    __tablename__ = "duplicate_pairs"
    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id", ondelete="CASCADE"))
    first_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    second_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    probability: Mapped[float]
    found_at: Mapped[str]
    kept_apart: Mapped[bool]
    __table_args__ = (
        UniqueConstraint("employee_id", "first_id", "second_id"),
        {"sqlite_autoincrement": True},
    )


class IdentityChangeRow(Base):
    """A merge, a split, or a pair kept apart, with what it takes to undo it.

    The rows that it changed stand in `rows` as they were and as they became. It goes with its contacts.
    """

    __tablename__ = "identity_changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[str | None] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[str]
    undone_at: Mapped[str | None]
    rows: Mapped[list[Any]] = mapped_column(JSON)
    __table_args__ = ({"sqlite_autoincrement": True},)
