"""The event log, the openings it refers to, and the stops."""

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from matcher.store.tables.base import Base


class EventRow(Base):
    """One event. `subjects` and `data` are the canonical text that the hash covers, not a JSON column."""

    __tablename__ = "events"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(Text)
    subjects: Mapped[str] = mapped_column(Text)
    data: Mapped[str] = mapped_column(Text)
    hash: Mapped[str]


class EventSubjectRow(Base):
    """Finds the events about an id; made from `events`, which counts where the two differ."""

    __tablename__ = "event_subjects"
    subject: Mapped[str] = mapped_column(Text, primary_key=True)
    seq: Mapped[int] = mapped_column(
        ForeignKey("events.seq", ondelete="CASCADE"), primary_key=True, index=True
    )


class EventHeadRow(Base):
    """One row: the end of the log. Whoever appends holds it, so the chain never forks."""

    __tablename__ = "event_head"
    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]


class EventOpeningRow(Base):
    """An opening as it was when contacts were suggested for it, so that the question can be asked again."""

    __tablename__ = "event_openings"
    content_hash: Mapped[str] = mapped_column(primary_key=True)
    opening: Mapped[str] = mapped_column(Text)
    last_asked_at: Mapped[str] = mapped_column(index=True)


class EventSaltRow(Base):
    """What hashes of a contact's texts are keyed with; once it goes with the contact, they tell nothing."""

    __tablename__ = "event_salts"
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True)
    salt: Mapped[str]


class StopRow(Base):
    """A time without suggestions, for one opening or, where it names none, for all."""

    __tablename__ = "stops"
    id: Mapped[int] = mapped_column(primary_key=True)
    opening_id: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    since: Mapped[str]
    stopped_by: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[str | None]
    __table_args__ = (
        Index(
            "ix_stops_standing",
            "opening_id",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
