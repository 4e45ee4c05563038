"""Introductions, the steps taken with them, and what employees do with their reminders."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matcher.store.tables.base import Base


class IntroductionRow(Base):
    """One employee, one contact, one opening; the opening is named by its id alone, as in verdicts."""

    __tablename__ = "introductions"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id", ondelete="CASCADE"))
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    opening_id: Mapped[str] = mapped_column(Text)
    stage: Mapped[str]
    version: Mapped[int]
    changed_at: Mapped[str]
    __table_args__ = (UniqueConstraint("employee_id", "opening_id", "contact_id"),)


class IntroductionStepRow(Base):
    """A step, kept when it is taken back."""

    __tablename__ = "introduction_steps"
    introduction_id: Mapped[str] = mapped_column(
        ForeignKey("introductions.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    origin: Mapped[str]
    stage: Mapped[str]
    party: Mapped[str]
    actor: Mapped[str] = mapped_column(Text)
    made_at: Mapped[str]
    day: Mapped[str | None]
    undone_at: Mapped[str | None]


class ReminderAnswerRow(Base):
    """What an employee did with the reminder that a step gives rise to; gone when it is taken back."""

    __tablename__ = "reminder_answers"
    introduction_id: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    answer: Mapped[str]
    until: Mapped[str | None]
    given_at: Mapped[str]
    __table_args__ = (
        ForeignKeyConstraint(
            ["introduction_id", "number"],
            ["introduction_steps.introduction_id", "introduction_steps.number"],
            ondelete="CASCADE",
        ),
    )


class ReminderFeedRow(Base):
    """The address under which a calendar reads an employee's reminders; its token is kept as a digest."""

    __tablename__ = "reminder_feeds"
    employee_id: Mapped[str] = mapped_column(ForeignKey("employees.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    naming: Mapped[str]
    language: Mapped[str]
    made_at: Mapped[str]
