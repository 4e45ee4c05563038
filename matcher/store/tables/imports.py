"""Imports: what each one told, so that it can be undone; what employees say of themselves and of their ties.

A mention is what one import told of one contact or opening. What the other tables hold follows from the
mentions that stand: an undo takes those of one import away and derives the rest again.
"""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from matcher.store.tables.base import Base


class ImportRow(Base):
    """One file that was brought in; kept when it is undone. `number` gives the order, `id` is shown."""

    __tablename__ = "imports"
    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(Text, unique=True)
    employee_id: Mapped[str] = mapped_column(Text, index=True)  # it outlives the employee; '' for nobody's
    what: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[str]
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    undone_at: Mapped[str | None]
    __table_args__ = ({"sqlite_autoincrement": True},)


class MentionRow(Base):
    """What one import told of one contact: a version of the profile, exact keys, the tie."""

    __tablename__ = "import_mentions"
    id: Mapped[int] = mapped_column(primary_key=True)
    import_number: Mapped[int] = mapped_column(ForeignKey("imports.number", ondelete="CASCADE"), index=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int]  # of profile_versions; no foreign key, which would cost an index more
    keys: Mapped[str] = mapped_column(Text)  # digests, with a space between two
    how_known: Mapped[str]
    connected_on: Mapped[str | None]
    __table_args__ = ({"sqlite_autoincrement": True},)


class RetiredFragmentRow(Base):
    """A fragment that an import put out of its contact's profile; an undo brings it back with its id."""

    __tablename__ = "retired_fragments"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    import_number: Mapped[int]
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    date: Mapped[str | None]


class OpeningMentionRow(Base):
    """What one import told of one opening, as the hash of its content."""

    __tablename__ = "import_openings"
    id: Mapped[int] = mapped_column(primary_key=True)
    import_number: Mapped[int] = mapped_column(ForeignKey("imports.number", ondelete="CASCADE"), index=True)
    opening_id: Mapped[str] = mapped_column(Text, index=True)
    content_hash: Mapped[str]
    __table_args__ = ({"sqlite_autoincrement": True},)


class OpeningVersionRow(Base):
    """What an earlier import told of an opening and a later one replaced."""

    __tablename__ = "opening_versions"
    opening_id: Mapped[str] = mapped_column(Text, primary_key=True)
    content_hash: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    opening: Mapped[dict[str, Any]] = mapped_column(JSON)
    imported_at: Mapped[str]


class TieStatementRow(Base):
    """What an employee says of a tie; the latest that was not withdrawn counts."""

    __tablename__ = "tie_statements"
    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id", ondelete="CASCADE"))
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    strength: Mapped[str]
    relation: Mapped[str]
    last_exchange: Mapped[str | None]
    given_at: Mapped[str]
    withdrawn_at: Mapped[str | None]
    __table_args__ = (
        Index("ix_tie_statements_employee_id_contact_id", "employee_id", "contact_id"),
        {"sqlite_autoincrement": True},
    )


class OwnProfileRow(Base):
    """An employee's own history, which is compared with those of contacts; never a contact itself."""

    __tablename__ = "own_profiles"
    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id", ondelete="CASCADE"), index=True)
    source_kind: Mapped[str]
    source_name: Mapped[str] = mapped_column(Text)
    profile: Mapped[dict[str, Any]] = mapped_column(JSON)
    stated_at: Mapped[str]
    __table_args__ = ({"sqlite_autoincrement": True},)
