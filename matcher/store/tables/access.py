"""API keys, and the names that employees share."""

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matcher.store.tables.base import Base


class ApiKeyRow(Base):
    """An API key without its secret; it goes with the employee whose network it opens."""

    __tablename__ = "api_keys"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    salt: Mapped[str]
    digest: Mapped[str]
    role: Mapped[str]
    scopes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    employee_id: Mapped[str | None] = mapped_column(
        ForeignKey("employees.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[str]
    expires_at: Mapped[str]
    revoked_at: Mapped[str | None]
    last_used_on: Mapped[str | None]  # the day alone: who worked when is nobody's business


class ShareRow(Base):
    """A name that an employee shares for an opening; taken back, it is deleted.

    An opening is named by its id alone: an import that updates it replaces its row.
    """

    __tablename__ = "shares"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id", ondelete="CASCADE"))
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    opening_id: Mapped[str] = mapped_column(Text, index=True)
    shared_at: Mapped[str]
    __table_args__ = (UniqueConstraint("employee_id", "contact_id", "opening_id"),)


class OpeningOwnerRow(Base):
    """A recruiter who brought an opening in, alone or with others; without one it is every recruiter's.

    The opening is named by its id alone, as in shares.
    """

    __tablename__ = "opening_owners"
    opening_id: Mapped[str] = mapped_column(Text, primary_key=True)
    owner: Mapped[str] = mapped_column(Text, primary_key=True)
    since: Mapped[str]
