"""Work that any of several processes may take up."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from matcher.store.tables.base import Base


class JobRow(Base):
    """Work that has not ended. Whoever holds it says so again before `held_until`, or another takes it up."""

    __tablename__ = "jobs"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    made_at: Mapped[str]
    held_by: Mapped[str | None]
    held_until: Mapped[str | None]
