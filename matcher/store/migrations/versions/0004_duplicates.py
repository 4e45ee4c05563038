"""Duplicates: pairs to review, merges and splits."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "identity_marks",
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        _foreign("identity_marks", "contact_id", "contacts.id"),
        sa.PrimaryKeyConstraint("contact_id", "kind", "digest", name=op.f("pk_identity_marks")),
    )
    op.create_index("ix_identity_marks_kind_digest", "identity_marks", ["kind", "digest"], unique=False)
    _make_pairs()
    _make_changes()


def downgrade() -> None:
    """Drops the tables."""
    for table in ("identity_changes", "duplicate_pairs", "identity_marks"):
        op.drop_table(table)


def _make_pairs() -> None:
    table = "duplicate_pairs"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Text(), nullable=False),
        sa.Column("first_id", sa.Text(), nullable=False),
        sa.Column("second_id", sa.Text(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("found_at", sa.String(), nullable=False),
        sa.Column("kept_apart", sa.Boolean(), nullable=False),
        _foreign(table, "employee_id", "employees.id"),
        _foreign(table, "first_id", "contacts.id"),
        _foreign(table, "second_id", "contacts.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_pairs")),
        sa.UniqueConstraint(
            "employee_id",
            "first_id",
            "second_id",
            name=op.f("uq_duplicate_pairs_employee_id_first_id_second_id"),
        ),
        sqlite_autoincrement=True,
    )
    for column in ("first_id", "second_id"):
        op.create_index(op.f(f"ix_duplicate_pairs_{column}"), table, [column], unique=False)


def _make_changes() -> None:
    table = "identity_changes"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=True),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("undone_at", sa.String(), nullable=True),
        sa.Column("rows", sa.JSON(), nullable=False),
        _foreign(table, "employee_id", "employees.id"),
        _foreign(table, "contact_id", "contacts.id"),
        _foreign(table, "other_id", "contacts.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_changes")),
        sqlite_autoincrement=True,
    )
    for column in ("employee_id", "contact_id", "other_id"):
        op.create_index(op.f(f"ix_identity_changes_{column}"), table, [column], unique=False)


def _foreign(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [parent], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")
