"""Introductions and their reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables of introductions and of reminders."""
    op.create_table(
        "introductions",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("employee_id", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("opening_id", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_introductions_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name=op.f("fk_introductions_employee_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introductions")),
        sa.UniqueConstraint(
            "employee_id",
            "opening_id",
            "contact_id",
            name=op.f("uq_introductions_employee_id_opening_id_contact_id"),
        ),
    )
    op.create_index(op.f("ix_introductions_contact_id"), "introductions", ["contact_id"], unique=False)
    op.create_table(
        "introduction_steps",
        sa.Column("introduction_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("undone_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introductions.id"],
            name=op.f("fk_introduction_steps_introduction_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("introduction_id", "number", name=op.f("pk_introduction_steps")),
    )
    _create_reminders()


def _create_reminders() -> None:
    op.create_table(
        "reminder_answers",
        sa.Column("introduction_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("given_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduction_id", "number"],
            ["introduction_steps.introduction_id", "introduction_steps.number"],
            name=op.f("fk_reminder_answers_introduction_id_number"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("introduction_id", "number", name=op.f("pk_reminder_answers")),
    )
    op.create_table(
        "reminder_feeds",
        sa.Column("employee_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("naming", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employees.id"], name=op.f("fk_reminder_feeds_employee_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("employee_id", name=op.f("pk_reminder_feeds")),
        sa.UniqueConstraint("digest", name=op.f("uq_reminder_feeds_digest")),
    )


def downgrade() -> None:
    """Drops them."""
    for table in ("reminder_feeds", "reminder_answers", "introduction_steps", "introductions"):
        op.drop_table(table)
